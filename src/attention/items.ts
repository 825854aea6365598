import type { RequestState } from '../common/request-state.js';
import { dateIn, spoken } from '../common/time.js';
import type { Member } from '../groups/member.entity.js';
import { roundOf } from '../guides/guides.state.js';
import type { SwapProposal } from '../scheduling/swap-proposal.entity.js';
import type { Session } from '../sessions/session.entity.js';
import { titleOf } from '../sessions/sessions.state.js';
import type { Waiting } from './attention.rules.js';

/** A session in which the viewer takes part, in a plan that is not archived. */
export interface Participation {
  session: Session;
  /** The viewer as a member of the session's group. */
  me: Member;
  isCandidate: boolean;
}

export interface Found extends Omit<Waiting, 'subject' | 'news'> {
  /** Each change as a sentence for the viewer. */
  news: () => string[];
}

export interface Item extends Found {
  groupId: string;
  session: Session | null;
  swap?: SwapProposal;
  subject: () => string;
}

/** "Coding with Ana on 2 April", or "your Coding session on 2 April", on the viewer's own calendar. */
export function describe(state: RequestState, { session, isCandidate }: Participation): string {
  const { timeZone } = state.viewer!;
  if (!isCandidate) return titleOf(state, session, timeZone);
  const { title } = roundOf(state, { groupId: session.groupId, id: session.roundId })!;
  return `your ${title} session on ${spoken(dateIn(session.startsAt, timeZone))}`;
}
