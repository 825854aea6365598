import { counted } from '../common/words.js';

/**
 * Who lets others wait for their feedback for too long is not interviewed before they have given it. The debtor hears
 * what they owe; everybody else, that they owe.
 */
export function debtRefusal(owed: number, debtDays: number, isOwn: boolean): string {
  const since = `for more than ${counted(debtDays, 'day')} past due`;
  return isOwn
    ? `You owe ${counted(owed, 'scorecard')} of this group ${since}. Submit ${owed === 1 ? 'it' : 'them'} first, then book: extensions.sessions says of which sessions.`
    : `The candidate owes feedback to this group ${since}, and cannot be booked before it is in. Ask them to submit it.`;
}
