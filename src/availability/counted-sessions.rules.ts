import { push } from '../common/grouping.js';
import { isInterviewer, type SeatFacts } from '../sessions/session.rules.js';
import type { PersonTime } from './starts.rules.js';

/** How many days around a start its limits may reach: weeks begin and end within them, in the zones that are furthest apart, too. */
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
export function countedSessions(sessions: Iterable<Counted>) {
  const given = new Map<string, number[]>();
  const own = new Map<string, PersonTime['own'][number][]>();
  for (const { id, startsAt, candidate, panel } of sessions) {
    const at = startsAt.getTime();
    for (const { memberId } of panel.filter(isInterviewer)) push(given, memberId, at);
    if (candidate !== undefined) push(own, candidate, { startsAt: at, sessionId: id });
  }
  return { given, own };
}
