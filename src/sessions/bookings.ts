import { In, type EntityManager } from 'typeorm';
import { DomainError, postgresError } from '../common/errors.js';
import { publicId } from '../common/ids.js';
import { inParts } from '../common/grouping.js';
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

const isOverlap = (error: unknown): boolean =>
  postgresError(error)?.constraint?.replace(/_\d+$/, '') === 'booking_one_place_at_a_time';

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
    if (!isOverlap(error)) throw error;
    throw await timeTaken(tx, claims);
  }
}

/** Claims the time of a session, and the group's buffer after it, for everybody who takes part. */
export const book = (
  tx: EntityManager,
  session: Session,
  members: readonly Member[],
  bufferMinutes: number,
): Promise<void> => bookMany(tx, [{ session, members, bufferMinutes }]);

/** The same for many sessions at once. */
export function bookMany(tx: EntityManager, entered: readonly Move[]): Promise<void> {
  const claims = entered.map(({ session, members, bufferMinutes }) => claimFor(session, members, bufferMinutes));
  const rows = claims.flatMap(({ session: { groupId, id: sessionId, startsAt }, members, endsAt }) =>
    members.map(({ personId }) => ({ personId, sessionId, groupId, startsAt, endsAt })),
  );
  // Always in the same order: two bookings of the same people at once wait for each other instead of deadlocking.
  const inOrder = rows.toSorted((a, b) => (a.personId < b.personId ? -1 : a.personId > b.personId ? 1 : 0));
  return write(tx, claims, async (inner) => {
    for (const part of inParts(inOrder)) await inner.insert(Booking, part);
  });
}

/** A session that has another time, and what is kept free after it. */
export interface Move {
  session: Session;
  members: readonly Member[];
  bufferMinutes: number;
  /** People who go on to the other half of an exchange: nothing is kept free for them. */
  goOn?: readonly Member[];
}

/** Claims another time for the same people. The halves of an exchange move together, one into the time of the other. */
export function moveBookings(tx: EntityManager, moves: readonly Move[]): Promise<void> {
  const claims = moves.map((move) => ({ ...claimFor(move.session, move.members, move.bufferMinutes), ...move }));
  return write(tx, claims, async (inner) => {
    await inner.query('set constraints booking_one_place_at_a_time deferred');
    for (const { session, endsAt, goOn = [] } of claims)
      await inner.query(
        `update booking set starts_at = $3, ends_at = case when person_id = any($6) then $5 else $4::timestamptz end
         where group_id = $1 and session_id = $2`,
        [session.groupId, session.id, session.startsAt, endsAt, session.endsAt, goOn.map(({ personId }) => personId)],
      );
    await inner.query('set constraints booking_one_place_at_a_time immediate');
  });
}

/** Keeps the group's buffer free after the first half of an exchange that has ended. Refuses with TIME_TAKEN if it is taken. */
export async function claimBuffer(tx: EntityManager, { session, members, bufferMinutes }: Move): Promise<void> {
  const claim = claimFor(session, members, bufferMinutes);
  const { groupId, id: sessionId, endsAt } = session;
  try {
    await tx.transaction((inner) => inner.update(Booking, { groupId, sessionId, endsAt }, { endsAt: claim.endsAt }));
  } catch (error) {
    if (!isOverlap(error)) throw error;
    const { details } = await timeTaken(tx, [claim]);
    const message = `The other half of the exchange needs ${bufferMinutes} free minutes after it again. Choose a time that leaves them free.`;
    throw new DomainError('TIME_TAKEN', message, details);
  }
}

/**
 * Keeps the group's buffer free again for people who no longer go directly from one session of the group to another, if it
 * is free. It refuses nothing, because members can always cancel and leave.
 */
export async function giveBuffersBack(
  tx: EntityManager,
  groupId: string,
  personIds: readonly string[],
  at: Date,
): Promise<void> {
  try {
    await tx.transaction((inner) =>
      inner.query(
        `update booking b set ends_at = s.ends_at + make_interval(mins => g.buffer_minutes)
         from session s join "group" g on g.id = s.group_id
         where b.group_id = $1 and s.group_id = $1 and s.id = b.session_id and b.person_id = any($2)
           and b.ends_at = $3 and s.ends_at = $3 and g.buffer_minutes > 0 and not exists (
             select 1 from booking next where next.person_id = b.person_id and next.session_id <> b.session_id
               and tstzrange(next.starts_at, next.ends_at)
                 && tstzrange(s.ends_at, s.ends_at + make_interval(mins => g.buffer_minutes)))`,
        [groupId, [...personIds], at],
      ),
    );
  } catch (error) {
    // Another group has taken that time just now.
    if (!isOverlap(error)) throw error;
  }
}

/** Frees the time of everybody, or of one person; returns the people concerned. */
export async function dropBookings(
  tx: EntityManager,
  { groupId, id: sessionId }: Session,
  personId?: string,
): Promise<string[]> {
  const [rows] = await tx.query<[{ personId: string }[], number]>(
    `delete from booking where group_id = $1 and session_id = $2 and ($3::uuid is null or person_id = $3)
     returning person_id as "personId"`,
    [groupId, sessionId, personId ?? null],
  );
  return rows.map((row) => row.personId);
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
  // The person who was booked may have left again by now.
  if (who.length === 0) return new DomainError('TIME_TAKEN', 'That time is taken. Choose another time.', { who });
  const subject = who.length === 1 ? 'One person in this session is' : `${who.length} people in this session are`;
  return new DomainError('TIME_TAKEN', `${subject} booked at that time. Choose another time, or another member.`, {
    who,
  });
}

/** The members behind ids of one group. */
export const membersOf = (tx: EntityManager, groupId: string, ids: readonly string[]): Promise<Member[]> =>
  tx.findBy(Member, { groupId, id: In([...ids]) });
