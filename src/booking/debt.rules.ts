import { counted } from '../common/text.js';

/**
 * Members with long-overdue scorecards cannot be booked as candidates until they submit them. They hear which
 * scorecards they owe; others hear only that they owe some.
 */
export function debtRefusal(owed: number, debtDays: number, isOwn: boolean): string {
  const overdue = `more than ${counted(debtDays, 'day')} overdue`;
  if (!isOwn)
    return `The candidate owes this group feedback that is ${overdue}, and cannot be booked until it is submitted. Ask them to submit it, or ask an organizer to override this with an overrideReason.`;
  const [are, them] = owed === 1 ? ['is', 'it'] : ['are', 'them'];
  return `You owe this group ${counted(owed, 'scorecard')} that ${are} ${overdue}. Submit ${them}, then book: extensions.sessions lists the sessions.`;
}
