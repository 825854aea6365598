import type { EntityManager } from 'typeorm';
import { personTimesFor } from '../availability/person-times.js';
import type { PersonTime } from '../availability/starts.rules.js';
import { kindsOf } from '../availability/qualification.rules.js';
import { DomainError, fieldProblem, invalidInput } from '../common/errors.js';
import { publicId, type Ref } from '../common/ids.js';
import { MINUTE } from '../common/time.js';
import { assertMay } from '../groups/groups.access.js';
import type { Member } from '../groups/member.entity.js';
import { membersOf } from '../sessions/bookings.js';
import { isInterviewer } from '../sessions/session.rules.js';
import type { Session } from '../sessions/session.entity.js';
import { blockOf, type Objected } from './block.js';
import { bookingObjections, type BookingAct, type BookingFacts, type BookingObjection } from './booking.rules.js';
import type { BookingCase } from './booking-case.js';
import { longOverdue } from './debt.js';
import { debtObjections } from './debt.rules.js';
import type { Seat } from './panel.js';
import { takenFrom } from './claiming-time.js';

/** Refuses a time that has passed. */
export function assertFuture(startsAt: Date, now: Date): void {
  if (startsAt > now) return;
  const expected = `a time after now (${now.toISOString()}); use logSession for a past session`;
  throw invalidInput([fieldProblem('startsAt', expected, startsAt.toISOString())]);
}

/** A session that a request books or moves, and its seats. */
export interface RequestedSession {
  bookingCase: BookingCase;
  session: Session;
  seats: readonly Seat[];
  /** The members in the seats. */
  seated: readonly Member[];
}

/** Who books, when, and why an organizer sets rules aside. */
interface BookedBy {
  viewer: Member;
  reason: string | null;
  now: Date;
}

/**
 * Refuses to book or move sessions. The refusal has the first objection, and what would help against all objections. An organizer may set objections
 * aside, but not their own overdue scorecards. Those count only for new sessions: what is booked stays.
 */
export async function assertBookable(
  tx: EntityManager,
  sessions: readonly RequestedSession[],
  { viewer, reason, now, isNew = false }: BookedBy & { isNew?: boolean },
): Promise<void> {
  if (reason !== null) assertMay(viewer, 'override');
  const judged: Judged[] = [];
  for (const each of sessions) {
    const { members, facts } = await factsOf(tx, each, { bookedBy: viewer.id, now });
    const { candidateMember, group } = each.bookingCase;
    const isOwn = viewer.id === candidateMember.id;
    const owed = isNew && (reason === null || isOwn) ? await longOverdue(tx, candidateMember, now) : [];
    const debts = debtObjections({ owed: owed.length, debtDays: group.feedbackDebtDays, isOwn }, facts.candidate);
    const objections = [...debts, ...(reason === null ? bookingObjections(facts) : [])];
    judged.push({ ...each, members, facts, owed, objections });
  }
  await refuse(tx, judged, { viewer, now });
}

/** The same for a member who takes a seat of a session that is booked: its candidate and time are settled. */
export async function assertNewcomerBookable(
  tx: EntityManager,
  { bookingCase, session }: Pick<RequestedSession, 'bookingCase' | 'session'>,
  seat: Seat,
  {
    viewer,
    reason,
    now,
    agreedById = viewer.id,
    act = 'REASSIGNING',
  }: BookedBy & {
    /** The member who agrees to the time instead of the viewer. */
    agreedById?: string;
    act?: BookingAct;
  },
): Promise<void> {
  if (reason !== null) return assertMay(viewer, 'override');
  const seated = await membersOf(tx, session.groupId, [seat.memberId]);
  const requested = { bookingCase, session, seats: [seat], seated };
  const { members, facts } = await factsOf(tx, requested, { bookedBy: agreedById, now });
  const settled = { ...facts, candidate: { ...facts.candidate, hours: null, own: [] }, days: ALWAYS };
  const objections = bookingObjections(settled, act);
  const newcomer = members.filter(({ id }) => id === seat.memberId);
  await refuse(tx, [{ ...requested, members: newcomer, facts: settled, owed: [], objections }], { viewer, now });
}

const ALWAYS = { start: '0000-00-00', end: '9999-99-99' };

/** The objections to a requested session. */
interface Judged extends RequestedSession {
  /** Everybody who must be free for it. */
  members: readonly Member[];
  facts: BookingFacts;
  owed: readonly Ref[];
  objections: readonly BookingObjection[];
}

async function refuse(
  tx: EntityManager,
  judged: readonly Judged[],
  { viewer, now }: { viewer: Member; now: Date },
): Promise<void> {
  const objections = judged.flatMap((each) => each.objections);
  const [first] = objections;
  if (!first) return;
  const { groupId } = viewer;
  const objected: Objected[] = judged.map((each) => ({
    ...each,
    against: each.objections.flatMap(({ against }) => against),
  }));
  // A remedy would not help people who are also booked at that time, so the block names that, too.
  const [{ bookingCase }] = judged as [Judged];
  const sessions = judged.map(({ session }) => session);
  const members = new Map(judged.flatMap((each) => each.members.map((member) => [member.id, member])));
  const taken = await takenFrom(tx, { bookingCase, sessions }, [...members.values()]);
  const block = await blockOf(tx, taken === null ? objected : [...objected, taken], { viewer, now });
  const who = [...new Set(objections.flatMap(({ against }) => against.map(({ person }) => person.memberId)))];
  const about = first.code === 'OUT_OF_WINDOW' ? {} : { who: who.map((id) => publicId('Member', { groupId, id })) };
  const own = judged.filter((each) => each.bookingCase.candidateMember.id === viewer.id);
  const owed = own.flatMap((each) => each.owed.map((ref) => publicId('Session', ref)));
  throw new DomainError(first.code, first.message, {
    ...about,
    ...(first.code === 'FEEDBACK_OVERDUE' && owed.length > 0 ? { sessions: owed } : {}),
    block,
  });
}

async function factsOf(
  tx: EntityManager,
  { bookingCase, session, seats, seated }: RequestedSession,
  { bookedBy, now }: { bookedBy: string; now: Date },
): Promise<Pick<Judged, 'members' | 'facts'>> {
  const { candidateMember } = bookingCase;
  const members = [candidateMember, ...seated];
  const times = await personTimesFor(tx, members, session, now);
  return { members, facts: bookingFactsOf(bookingCase, session, { seats, members: seated, times, bookedBy }) };
}

interface Read {
  seats: readonly Seat[];
  members: readonly Member[];
  times: ReadonlyMap<string, PersonTime>;
  bookedBy: string | null;
}

/** What the rules of booking ask about a session, from what was read. */
export function bookingFactsOf(
  { candidate, candidateMember, plan, group, round }: BookingCase,
  session: Session,
  { seats, members, times, bookedBy }: Read,
): BookingFacts {
  return {
    start: session.startsAt.getTime(),
    // Not the minutes of the round: an edition may have changed them since the session was booked.
    length: session.endsAt.getTime() - session.startsAt.getTime(),
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
