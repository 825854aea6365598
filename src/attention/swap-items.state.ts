import type { RequestState } from '../common/request-state.js';
import { nameOf, presentViewer } from '../groups/groups.state.js';
import { expiresAt } from '../scheduling/swap.rules.js';
import { swapsToAnswer } from '../scheduling/swaps.state.js';
import { sessionOf } from '../sessions/sessions.state.js';
import { swapNews } from './attention.rules.js';
import { describe, type Item } from './items.js';

/** Swaps and requests for cover that the viewer can answer. */
export function toAnswer(state: RequestState, groupId: string): Item[] {
  const me = presentViewer(state, groupId);
  if (me === null) return [];
  return swapsToAnswer(state, me).map((swap) => {
    const seatIn = (sessionId: string) => {
      const session = sessionOf(state, { groupId, id: sessionId })!;
      return { session, subject: () => describe(state, { session, me, isCandidate: false }) };
    };
    const { session, subject } = seatIn(swap.giveSessionId);
    const take = swap.takeSessionId === null ? null : seatIn(swap.takeSessionId).subject();
    const name = nameOf(state, { groupId, id: swap.proposedById });
    const isNamed = swap.askedOfId !== null;
    const news = () => [swapNews({ name, give: subject(), take, isNamed, reason: swap.reason })];
    const times = { since: swap.proposedAt, dueAt: expiresAt(swap) };
    return { kind: 'SWAP_TO_ANSWER' as const, ...times, groupId, session, swap, subject, news };
  });
}
