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
  claim: Claim,
  statement: (tx: EntityManager) => Promise<unknown>,
): Promise<void> {
  try {
    await tx.transaction(statement);
  } catch (error) {
    if (postgresError(error)?.constraint?.replace(/_\d+$/, '') !== 'booking_one_place_at_a_time') throw error;
    throw await timeTaken(tx, claim);
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
  return write(tx, claim, (inner) => inner.insert(Booking, rows));
}

/** Claims another time for the same people. */
export function moveBookings(
  tx: EntityManager,
  session: Session,
  members: readonly Member[],
  bufferMinutes: number,
): Promise<void> {
  const claim = claimFor(session, members, bufferMinutes);
  const { groupId, id: sessionId, startsAt } = session;
  return write(tx, claim, (inner) => inner.update(Booking, { groupId, sessionId }, { startsAt, endsAt: claim.endsAt }));
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
async function timeTaken(tx: EntityManager, { session, members, endsAt }: Claim): Promise<DomainError> {
  const overlapping: { personId: string }[] = await tx.query(
    `select distinct person_id as "personId" from booking
     where person_id = any($1) and session_id <> $2 and tstzrange(starts_at, ends_at) && tstzrange($3, $4)`,
    [members.map(({ personId }) => personId), session.id, session.startsAt, endsAt],
  );
  const busy = new Set(overlapping.map(({ personId }) => personId));
  const who = members.filter(({ personId }) => busy.has(personId)).map((member) => publicId('Member', member));
  const subject = who.length === 1 ? 'One person in this session is' : `${who.length} people in this session are`;
  return new DomainError('TIME_TAKEN', `${subject} booked at that time. Choose another time, or another member.`, {
    who,
  });
}

/** The members behind ids of one group. */
export const membersOf = (tx: EntityManager, groupId: string, ids: readonly string[]): Promise<Member[]> =>
  tx.findBy(Member, { groupId, id: In([...ids]) });
