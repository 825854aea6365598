import { In, type EntityManager } from 'typeorm';
import { DomainError, postgresError } from '../common/errors.js';
import { publicId } from '../common/ids.js';
import { minutesAfter } from '../common/time.js';
import { Member } from '../groups/member.entity.js';
import { Assignment } from './assignment.entity.js';
import { Booking } from './booking.entity.js';
import { Session } from './session.entity.js';
import { isPresentAt, takesPlace } from './session.rules.js';

interface Claim {
  session: Session;
  members: readonly Member[];
  /** The session's end and the group's buffer after it. */
  endsAt: Date;
}

const claimFor = (session: Session, members: readonly Member[], bufferMinutes: number): Claim => ({
  session,
  members,
  endsAt: minutesAfter(session.endsAt, bufferMinutes),
});

/**
 * The only way to a booking: every claim on a person's time passes the constraint that keeps people in one place.
 * It is written in a savepoint, so that a refusal can still ask who is busy.
 */
async function write(
  tx: EntityManager,
  claims: readonly Claim[],
  statement: (tx: EntityManager) => Promise<unknown>,
): Promise<void> {
  try {
    await tx.transaction(statement);
  } catch (error) {
    if (postgresError(error)?.constraint?.replace(/_\d+$/, '') !== 'booking_one_place_at_a_time') throw error;
    throw await timeTaken(tx, claims);
  }
}

/** Claims the time of a session, and the group's buffer after it, for everybody who sits in. */
export function book(
  tx: EntityManager,
  session: Session,
  members: readonly Member[],
  bufferMinutes: number,
): Promise<void> {
  const claim = claimFor(session, members, bufferMinutes);
  const { groupId, id: sessionId, startsAt } = session;
  // Always in the same order: two bookings of the same people at once wait for each other instead of deadlocking.
  const people = members.map(({ personId }) => personId).toSorted();
  const rows = people.map((personId) => ({ personId, sessionId, groupId, startsAt, endsAt: claim.endsAt }));
  return write(tx, [claim], (inner) => inner.insert(Booking, rows));
}

/** A session that has another time, and what is kept free after it. */
export interface Move {
  session: Session;
  members: readonly Member[];
  bufferMinutes: number;
}

/** Claims another time for the same people. The halves of an exchange move together, one into the time of the other. */
export function moveBookings(tx: EntityManager, moves: readonly Move[]): Promise<void> {
  const claims = moves.map(({ session, members, bufferMinutes }) => claimFor(session, members, bufferMinutes));
  return write(tx, claims, async (inner) => {
    await inner.query('set constraints booking_one_place_at_a_time deferred');
    for (const { session, endsAt } of claims) {
      const { groupId, id: sessionId, startsAt } = session;
      await inner.update(Booking, { groupId, sessionId }, { startsAt, endsAt });
    }
    await inner.query('set constraints booking_one_place_at_a_time immediate');
  });
}

/** Keeps the group's buffer free after a session for those who had none, but for people who also sit in the session beside it. */
export function regainBuffer(
  tx: EntityManager,
  { session, members, bufferMinutes }: Move,
  beside: Session | null,
): Promise<void> {
  const claim = claimFor(session, members, bufferMinutes);
  const { groupId, id, endsAt } = session;
  return write(tx, [claim], (inner) =>
    inner.query(
      `update booking set ends_at = $1 where group_id = $2 and session_id = $3 and ends_at = $4 and person_id not in (
         select person_id from booking other where other.group_id = $2 and other.session_id = $5)`,
      [claim.endsAt, groupId, id, endsAt, beside?.id ?? null],
    ),
  );
}

/** Gives back the time of everybody, or of one person. */
export async function dropBookings(
  tx: EntityManager,
  { groupId, id: sessionId }: Session,
  personId?: string,
): Promise<void> {
  await tx.delete(Booking, { groupId, sessionId, ...(personId === undefined ? {} : { personId }) });
}

/**
 * Gives back the time that people hold for sessions that are over and in which they count as absent, or that were not held: what
 * took place instead can be logged. The clock alone may have decided it, without a statement since.
 */
export async function freeAbsent(
  tx: EntityManager,
  { startsAt, endsAt }: Session,
  members: readonly Member[],
  now: Date,
): Promise<void> {
  const held: Pick<Booking, 'groupId' | 'sessionId' | 'personId'>[] = await tx.query(
    `select b.group_id as "groupId", b.session_id as "sessionId", b.person_id as "personId" from booking b
       join session s on s.group_id = b.group_id and s.id = b.session_id
     where b.person_id = any($1) and tstzrange(b.starts_at, b.ends_at) && tstzrange($2, $3) and s.ends_at <= $4`,
    [members.map(({ personId }) => personId), startsAt, minutesAfter(endsAt, 24 * 60), now],
  );
  for (const { groupId, sessionId, personId } of held) {
    const session = await tx.findOneByOrFail(Session, { groupId, id: sessionId });
    const panel = await tx.findBy(Assignment, { groupId, sessionId });
    const member = await tx.findOneByOrFail(Member, { groupId, personId });
    const seat = panel.find(({ memberId }) => memberId === member.id);
    if (takesPlace(session, panel, now) && (!seat || isPresentAt(seat, now))) continue;
    await tx.delete(Booking, { groupId, sessionId, personId });
  }
}

/** The refusal that says who is busy, but never with what or where. */
async function timeTaken(tx: EntityManager, claims: readonly Claim[]): Promise<DomainError> {
  const ours = claims.map(({ session }) => session.id);
  const busy = new Set<string>();
  for (const { session, members, endsAt } of claims) {
    const overlapping: { personId: string }[] = await tx.query(
      `select distinct person_id as "personId" from booking
       where person_id = any($1) and session_id <> all($2) and tstzrange(starts_at, ends_at) && tstzrange($3, $4)`,
      [members.map(({ personId }) => personId), ours, session.startsAt, endsAt],
    );
    for (const { personId } of overlapping)
      busy.add(
        publicId(
          'Member',
          members.find((member) => member.personId === personId)!,
        ),
      );
  }
  const who = [...busy];
  const subject = who.length === 1 ? 'One person in this session is' : `${who.length} people in this session are`;
  return new DomainError('TIME_TAKEN', `${subject} booked at that time. Choose another time, or another member.`, {
    who,
  });
}

/** The members behind ids of one group. */
export const membersOf = (tx: EntityManager, groupId: string, ids: readonly string[]): Promise<Member[]> =>
  tx.findBy(Member, { groupId, id: In([...ids]) });
