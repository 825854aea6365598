import { push } from '../common/grouping.js';
import { isInterviewer, type SeatFacts } from '../sessions/session.rules.js';
import type { PersonTime } from './starts.rules.js';

/** How many days from a start sessions can count for its limits: a week, and the difference between the furthest zones. */
export const DAYS_AROUND = 9;

/** A session that counts for limits. */
interface Counted {
  id: string;
  startsAt: Date;
  /** The member who is the candidate; undefined if nobody asks about them. */
  candidate: string | undefined;
  panel: readonly (Pick<SeatFacts, 'role'> & { memberId: string })[];
}

/** By member: the starts of the sessions in which they interview, and their own sessions as candidates. */
export function countedSessions(sessions: readonly Counted[]) {
  const given = new Map<string, number[]>();
  const own = new Map<string, PersonTime['own'][number][]>();
  for (const { id, startsAt, candidate, panel } of sessions) {
    const at = startsAt.getTime();
    for (const { memberId } of panel.filter(isInterviewer)) push(given, memberId, at);
    if (candidate !== undefined) push(own, candidate, { startsAt: at, sessionId: id });
  }
  return { given, own };
}
