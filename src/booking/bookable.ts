import { In, type EntityManager } from 'typeorm';
import { personTimesFor } from '../availability/person-times.js';
import { BlockReason, type PersonTime } from '../availability/starts.rules.js';
import { kindsOf } from '../availability/qualification.rules.js';
import { DomainError, fieldProblem, invalidInput } from '../common/errors.js';
import { publicId } from '../common/ids.js';
import { MINUTE } from '../common/time.js';
import { assertMay } from '../groups/groups.access.js';
import { Member } from '../groups/member.entity.js';
import { isInterviewer } from '../sessions/session.rules.js';
import type { Session } from '../sessions/session.entity.js';
import { blockOf } from './block.js';
import { busyIn } from './taken.js';
import { bookingObjections, type BookingFacts } from './booking.rules.js';
import type { Circumstances } from './circumstances.js';
import type { Seat } from './panel.js';

/** Refuses a time that has passed. */
export function assertFuture(startsAt: Date, now: Date): void {
  if (startsAt > now) return;
  const expected = `a time after now (${now.toISOString()}); use logSession for a past session`;
  throw invalidInput([fieldProblem('startsAt', expected, startsAt.toISOString())]);
}

/** Who books, when, and why an organizer sets rules aside. */
export interface BookedBy {
  viewer: Member;
  reason: string | null;
  now: Date;
  /** Whether the viewer's own hours and limit count like those of other members. */
  bindsViewer?: boolean;
  /** The member who agrees to the time instead of the viewer. */
  agreedById?: string;
}

/** Refuses a booking with the first objection and with what would help, unless the viewer overrides it. */
export async function assertBookable(
  tx: EntityManager,
  circumstances: Circumstances,
  session: Session,
  seats: readonly Seat[],
  { viewer, reason, now, bindsViewer = false }: BookedBy,
): Promise<void> {
  if (reason !== null) return assertMay(viewer, 'override');
  const bookedBy = bindsViewer ? null : viewer.id;
  const facts = await bookingFacts(tx, circumstances, session, seats, { bookedBy, now });
  await refuse(tx, circumstances, facts, { session, viewer, now });
}

/** The same for a member who takes a seat of a session that is booked: its candidate and time are settled. */
export async function assertNewcomerBookable(
  tx: EntityManager,
  circumstances: Circumstances,
  session: Session,
  seat: Seat,
  { viewer, reason, now, agreedById = viewer.id }: BookedBy,
): Promise<void> {
  if (reason !== null) return assertMay(viewer, 'override');
  const facts = await bookingFacts(tx, circumstances, session, [seat], { bookedBy: agreedById, now });
  const settled = { ...facts, candidate: { ...facts.candidate, hours: null, own: [] }, days: ALWAYS };
  await refuse(tx, circumstances, settled, { session, viewer, now });
}

const ALWAYS = { start: '0000-00-00', end: '9999-99-99' };

async function refuse(
  tx: EntityManager,
  circumstances: Circumstances,
  facts: BookingFacts,
  { session, viewer, now }: { session: Session; viewer: Member; now: Date },
): Promise<void> {
  const objections = bookingObjections(facts);
  const [first] = objections;
  if (!first) return;
  // A remedy would not help people who are also booked at that time, so the block names that, too.
  const ids = [facts.candidate, ...facts.panel.map(({ person }) => person)].map(({ memberId }) => memberId);
  const busy = await busyIn(tx, circumstances, session, ids);
  const against = busy.map((person) => ({ reason: BlockReason.ALL_BOOKED, person }));
  const block = await blockOf(tx, circumstances, { facts, objections: [...objections, { against }], viewer, now });
  const who = [...new Set(objections.flatMap(({ against: each }) => each.map(({ person }) => person.memberId)))];
  const about =
    first.code === 'OUT_OF_WINDOW'
      ? {}
      : { who: who.map((id) => publicId('Member', { groupId: session.groupId, id })) };
  throw new DomainError(first.code, first.message, { ...about, block });
}

async function bookingFacts(
  tx: EntityManager,
  circumstances: Circumstances,
  session: Session,
  seats: readonly Seat[],
  { bookedBy, now }: { bookedBy: string | null; now: Date },
): Promise<BookingFacts> {
  const { groupId } = session;
  const members = await tx.findBy(Member, { groupId, id: In(seats.map(({ memberId }) => memberId)) });
  const times = await personTimesFor(tx, [circumstances.candidateMember, ...members], session, now);
  return bookingFactsOf(circumstances, session, { seats, members, times, bookedBy });
}

interface Sitting {
  seats: readonly Seat[];
  members: readonly Member[];
  times: ReadonlyMap<string, PersonTime>;
  bookedBy: string | null;
}

/** What the rules of booking ask about a session, from what was read. */
export function bookingFactsOf(
  { candidate, candidateMember, plan, group, round }: Circumstances,
  session: Session,
  { seats, members, times, bookedBy }: Sitting,
): BookingFacts {
  return {
    start: session.startsAt.getTime(),
    length: round.minutes * MINUTE,
    buffer: group.bufferMinutes * MINUTE,
    candidate: times.get(candidateMember.id)!,
    panel: seats.map((seat) => {
      const { qualifiedFor } = members.find(({ id }) => id === seat.memberId)!;
      return {
        person: times.get(seat.memberId)!,
        isInterviewer: isInterviewer(seat),
        isQualified: kindsOf(qualifiedFor).includes(round.kind),
      };
    }),
    // The pacing window of the round advises, and does not block.
    days: { start: plan.startsOn, end: candidate.targetDate },
    bookedBy,
  };
}
