import type { RequestState } from '../common/request-state.js';
import { dateIn, spoken } from '../common/time.js';
import { nameOf } from '../groups/groups.state.js';
import type { Member } from '../groups/member.entity.js';
import { roundOf } from '../guides/guides.state.js';
import type { SwapProposal } from '../scheduling/swap-proposal.entity.js';
import type { Session } from '../sessions/session.entity.js';
import { candidateOfSession } from '../sessions/sessions.state.js';
import type { Waiting } from './attention.rules.js';

/** A session in which the viewer sits, in a plan that is not archived. */
export interface Sitting {
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
export function describe(state: RequestState, { session, isCandidate }: Sitting): string {
  const { groupId } = session;
  const day = spoken(dateIn(session.startsAt, state.viewer!.timeZone));
  const { title } = roundOf(state, { groupId, id: session.roundId })!;
  if (isCandidate) return `your ${title} session on ${day}`;
  const { memberId } = candidateOfSession(state, session);
  return `${title} with ${nameOf(state, { groupId, id: memberId })} on ${day}`;
}
