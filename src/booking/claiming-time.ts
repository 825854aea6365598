import { In, type EntityManager } from 'typeorm';
import { BlockReason, type PersonTime } from '../availability/starts.rules.js';
import { DomainError, ErrorCode } from '../common/errors.js';
import { parseId, publicId } from '../common/ids.js';
import { MINUTE, minutesAfter } from '../common/time.js';
import { Member } from '../groups/member.entity.js';
import type { Session } from '../sessions/session.entity.js';
import { blockOf, type Objected } from './block.js';
import type { BookingCase } from './booking-case.js';

interface Claiming {
  bookingCase: BookingCase;
  /** The sessions whose time is claimed: two for an exchange. */
  sessions: readonly Session[];
  /** Everybody whose time is claimed, where the sessions are claimed one after the other. */
  members?: readonly Member[];
  viewer: Member;
  now: Date;
  /** Another remedy, which the refusal also names. */
  hint?: string | null;
}

/** Claims people's time. A refusal because a person is busy also carries its block, as slots do. */
export async function claimTime(tx: EntityManager, claiming: Claiming, claim: () => Promise<void>): Promise<void> {
  try {
    await claim();
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== ErrorCode.TIME_TAKEN) throw error;
    const named = (error.details.who as string[]).map((id) => parseId('Member', id)!.id);
    const { groupId } = claiming.sessions[0]!;
    const members = claiming.members ?? (await tx.findBy(Member, { groupId, id: In(named) }));
    const taken = await takenFrom(tx, claiming, members);
    // The buffer of the other half is the obstacle: moving other sessions does not help.
    const nothing = { reason: BlockReason.ALL_BOOKED, members: error.details.who, remedies: [] };
    const message = claiming.hint ? `${error.message} ${claiming.hint}` : error.message;
    if (taken === null) throw new DomainError('TIME_TAKEN', message, { ...error.details, block: nothing });
    const who = taken.against.map(({ person }) => publicId('Member', { groupId, id: person.memberId }));
    throw new DomainError('TIME_TAKEN', message, { who, block: await blockOf(tx, [taken], claiming) });
  }
}

/**
 * The objections to sessions because some members are booked at their time: sessions of this group that could be moved away, and
 * sessions of other groups, for which there are no remedies. Null if all of the members are free.
 */
export async function takenFrom(
  tx: EntityManager,
  { bookingCase, sessions }: Pick<Claiming, 'bookingCase' | 'sessions'>,
  members: readonly Member[],
): Promise<Objected | null> {
  const times = await timesOf(tx, { bookingCase, sessions }, members);
  const busy = times.filter(({ claims }) => claims.length > 0);
  if (busy.length === 0) return null;
  const start = Math.min(...sessions.map(({ startsAt }) => startsAt.getTime()));
  const end = Math.max(...sessions.map(({ endsAt }) => endsAt.getTime()));
  const facts = {
    ...{ start, length: end - start, buffer: bookingCase.group.bufferMinutes * MINUTE },
    candidate: { ...busy[0]!, memberId: bookingCase.candidateMember.id },
  };
  const against = busy.map((person) => ({ reason: BlockReason.ALL_BOOKED, person }));
  return { bookingCase, facts, against };
}

/** The bookings at the time of the sessions, by person; a session of another group without its id. */
async function timesOf(
  tx: EntityManager,
  { bookingCase: { group }, sessions }: Pick<Claiming, 'bookingCase' | 'sessions'>,
  members: readonly Member[],
): Promise<PersonTime[]> {
  const rows: { personId: string; groupId: string; sessionId: string; startsAt: Date; endsAt: Date }[] = await tx.query(
    `select b.person_id as "personId", b.group_id as "groupId", b.session_id as "sessionId",
       b.starts_at as "startsAt", b.ends_at as "endsAt" from booking b
     where b.person_id = any($1) and b.session_id <> all($2) and exists (
       select 1 from unnest($3::timestamptz[], $4::timestamptz[]) as claim (starts_at, ends_at)
       where tstzrange(b.starts_at, b.ends_at) && tstzrange(claim.starts_at, claim.ends_at))
     order by b.starts_at`,
    [
      members.map(({ personId }) => personId),
      sessions.map(({ id }) => id),
      sessions.map(({ startsAt }) => startsAt),
      sessions.map(({ endsAt }) => minutesAfter(endsAt, group.bufferMinutes)),
    ],
  );
  return members.map(({ id, personId }) => ({
    ...{ memberId: id, zone: 'UTC', hours: null, weeklyLimit: 0, given: [], own: [] },
    claims: rows
      .filter((row) => row.personId === personId)
      .map(({ startsAt, endsAt, groupId, sessionId }) => ({
        time: [startsAt.getTime(), endsAt.getTime()] as const,
        sessionId: groupId === group.id ? sessionId : null,
      })),
  }));
}
