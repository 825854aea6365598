import { BlockReason, type PersonTime } from '../availability/starts.rules.js';
import { counted } from '../common/text.js';
import type { BookingObjection } from './booking.rules.js';
import { daysAfter } from '../common/time.js';

/** The long-overdue scorecards of a candidate. */
interface Debt {
  /** How many scorecards. */
  owed: number;
  debtDays: number;
  /** Whether the candidate books. */
  isOwn: boolean;
}

/** The objections to booking a candidate who has long-overdue scorecards. */
export function debtObjections({ owed, debtDays, isOwn }: Debt, candidate: PersonTime): BookingObjection[] {
  if (owed === 0) return [];
  const against = [{ reason: BlockReason.FEEDBACK_OVERDUE, person: candidate }];
  return [{ code: 'FEEDBACK_OVERDUE', message: debtRefusal(owed, debtDays, isOwn), against }];
}

/**
 * Members with long-overdue scorecards cannot be booked as candidates until they submit them. They hear which
 * scorecards they owe; others hear only that they owe some.
 */
function debtRefusal(owed: number, debtDays: number, isOwn: boolean): string {
  const overdue = `more than ${counted(debtDays, 'day')} overdue`;
  if (!isOwn)
    return `The candidate owes this group feedback that is ${overdue}, and cannot be booked until it is submitted. Ask them to submit it, or ask an organizer to override this with an overrideReason.`;
  const [are, them] = owed === 1 ? ['is', 'it'] : ['are', 'them'];
  return `You owe this group ${counted(owed, 'scorecard')} that ${are} ${overdue}. Submit ${them}, then book: extensions.sessions lists the sessions.`;
}

/** A scorecard that a member owes, as far as it decides about bookings. */
export interface Owed {
  memberId: string;
  due: Date;
  session: { id: string; logged: boolean; enteredById: string | null; debtDays: number };
  plan: Archivable;
  group: Archivable;
}

interface Archivable {
  archivedAt: Date | null;
  archivedById: string | null;
}

/**
 * Whether an owed scorecard keeps its author from being booked: it is later than the terms allow. A logged session blocks only the
 * interviewer who logged it, because the others agreed to nothing. An archived session blocks only the organizer who archived it.
 */
export function blocksBookings({ memberId, due, session, plan, group }: Owed, now: Date): boolean {
  const isOpen = plan.archivedAt === null && group.archivedAt === null;
  const counts = isOpen || plan.archivedById === memberId || group.archivedById === memberId;
  const isOwn = !session.logged || session.enteredById === memberId;
  return counts && isOwn && daysAfter(due, session.debtDays) < now;
}

/** The order in which owed scorecards are named: the oldest first. */
export const byDue = (a: Pick<Owed, 'due' | 'session'>, b: Pick<Owed, 'due' | 'session'>): number =>
  a.due.getTime() - b.due.getTime() || (a.session.id < b.session.id ? -1 : 1);
