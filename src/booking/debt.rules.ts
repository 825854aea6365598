import { counted } from '../common/text.js';

/**
 * Those who let others wait for their feedback for too long are not interviewed before they have given it. The debtor hears
 * what they owe; everybody else, that they owe.
 */
export function debtRefusal(owed: number, debtDays: number, isOwn: boolean): string {
  const overdue = `more than ${counted(debtDays, 'day')} overdue`;
  if (!isOwn)
    return `The candidate owes this group feedback that is ${overdue}, and cannot be booked before it is in. Ask them to submit it, or have an organizer set it aside with an overrideReason.`;
  const [are, them] = owed === 1 ? ['is', 'it'] : ['are', 'them'];
  return `You owe this group ${counted(owed, 'scorecard')} that ${are} ${overdue}. Submit ${them}, then book: extensions.sessions lists the sessions.`;
}
