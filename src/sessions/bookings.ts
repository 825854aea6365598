import { In, type EntityManager } from 'typeorm';
import { DomainError, postgresError } from '../common/errors.js';
import { publicId } from '../common/ids.js';
import { minutesAfter } from '../common/time.js';
import { Member } from '../groups/member.entity.js';
import { Booking } from './booking.entity.js';
import type { Session } from './session.entity.js';

/**
 * The only way to a booking: every claim on somebody's time passes the constraint that keeps people in one place.
 * Each of these runs in a savepoint, so that a refusal can still ask who is busy.
 */
async function claim(
  tx: EntityManager,
  session: Session,
  members: readonly Member[],
  write: (tx: EntityManager) => Promise<unknown>,
) {
  try {
    await tx.transaction(write);
  } catch (error) {
    if (postgresError(error)?.constraint?.replace(/_\d+$/, '') !== 'booking_one_place_at_a_time') throw error;
    throw await timeTaken(tx, session, members);
  }
}

/** Claims the time of a session, and the group's buffer after it, for everybody who sits in. */
export function book(
  tx: EntityManager,
  session: Session,
  members: readonly Member[],
  bufferMinutes: number,
): Promise<void> {
  const { groupId, id: sessionId, startsAt } = session;
  const endsAt = minutesAfter(session.endsAt, bufferMinutes);
  // In one order for everybody: two who book the same people at once wait for each other instead of deadlocking.
  const people = members.map(({ personId }) => personId).toSorted();
  const rows = people.map((personId) => ({ personId, sessionId, groupId, startsAt, endsAt }));
  return claim(tx, session, members, (inner) => inner.insert(Booking, rows));
}

/** Claims another time for the same people. */
export function moveBookings(
  tx: EntityManager,
  session: Session,
  members: readonly Member[],
  bufferMinutes: number,
): Promise<void> {
  const { groupId, id: sessionId, startsAt } = session;
  const endsAt = minutesAfter(session.endsAt, bufferMinutes);
  return claim(tx, session, members, (inner) => inner.update(Booking, { groupId, sessionId }, { startsAt, endsAt }));
}

/** Gives back the time of everybody, or of one person. */
export async function dropBookings(
  tx: EntityManager,
  { groupId, id: sessionId }: Session,
  personId?: string,
): Promise<void> {
  await tx.delete(Booking, { groupId, sessionId, ...(personId === undefined ? {} : { personId }) });
}

/** Who is busy, and never with what or where. */
async function timeTaken(tx: EntityManager, session: Session, members: readonly Member[]): Promise<DomainError> {
  const overlapping: { personId: string }[] = await tx.query(
    `select distinct person_id as "personId" from booking
     where person_id = any($1) and session_id <> $2 and tstzrange(starts_at, ends_at) && tstzrange($3, $4)`,
    [members.map(({ personId }) => personId), session.id, session.startsAt, session.endsAt],
  );
  const busy = new Set(overlapping.map(({ personId }) => personId));
  const who = members.filter(({ personId }) => busy.has(personId)).map((member) => publicId('Member', member));
  const subject = who.length === 1 ? 'One of those who would sit in is' : `${who.length} of those who would sit in are`;
  return new DomainError('TIME_TAKEN', `${subject} booked at that time. Choose another time, or somebody else.`, {
    who,
  });
}

/** The members behind ids of one group. */
export const membersOf = (tx: EntityManager, groupId: string, ids: readonly string[]): Promise<Member[]> =>
  tx.findBy(Member, { groupId, id: In([...ids]) });
