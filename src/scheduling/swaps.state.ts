import { kindsOf } from '../availability/qualification.rules.js';
import type { Ref } from '../common/ids.js';
import { oncePerRequest, type RequestState } from '../common/request-state.js';
import { presentViewer } from '../groups/groups.state.js';
import type { Member } from '../groups/member.entity.js';
import { roundOf } from '../guides/guides.state.js';
import { Assignment } from '../sessions/assignment.entity.js';
import { isInterviewer, SessionEventKind, type AssignmentRole } from '../sessions/session.rules.js';
import { candidateOfSession, historyOf, panelOf, seatOf, sessionOf } from '../sessions/sessions.state.js';
import { scheduling } from './scheduling.state.js';
import { expiresAt, swapStatus, SwapStatus } from './swap.rules.js';
import type { SwapProposal } from './swap-proposal.entity.js';

export const swapOf = (state: RequestState, { groupId, id }: Ref): SwapProposal | undefined =>
  state.of(scheduling, groupId).swapById.get(id);

/** The swaps of a group in these states, soonest to expire first; for present members. */
export function swapsOf(state: RequestState, groupId: string, statuses: readonly SwapStatus[]): SwapProposal[] {
  if (presentViewer(state, groupId) === null) return [];
  const found = state.of(scheduling, groupId).swaps.filter((swap) => statuses.includes(statusOfSwap(state, swap)));
  return found.toSorted((a, b) => expiresAt(a).getTime() - expiresAt(b).getTime() || (a.id < b.id ? -1 : 1));
}

/** Every swap that a member has proposed or answered, in the order in which they were proposed. */
export const swapsOfMember = (state: RequestState, { groupId, id }: Ref): SwapProposal[] =>
  state
    .of(scheduling, groupId)
    .swaps.filter(({ proposedById, answeredById }) => proposedById === id || answeredById === id);

export const statusOfSwap = oncePerRequest((state, swap: SwapProposal): SwapStatus => {
  const { groupId, giveId, giveSessionId, giveStartsAt, takeId, takeSessionId, takeStartsAt } = swap;
  const isThere = (id: string, sessionId: string, startsAt: Date) => {
    const session = sessionOf(state, { groupId, id: sessionId })!;
    const isSame = session.cancelledAt === null && session.startsAt.getTime() === startsAt.getTime();
    // Ids sort by the time of their creation.
    const hasMoved = historyOf(state, session).some(
      (event) => event.kind === SessionEventKind.RESCHEDULED && event.id > swap.id,
    );
    return isSame && !hasMoved && seatOf(state, { groupId, id }) !== undefined;
  };
  const seatsLeft = {
    hasGive: isThere(giveId, giveSessionId, giveStartsAt),
    hasTake: takeId === null || isThere(takeId, takeSessionId!, takeStartsAt!),
  };
  return swapStatus(swap, seatsLeft, state.now);
});

/** The seat that is given away, even after another member has taken it. */
export const giveOf = (state: RequestState, swap: SwapProposal): Assignment =>
  seatAsItWas(state, swap, { id: swap.giveId, sessionId: swap.giveSessionId, role: swap.giveRole }, swap.proposedById);

/** The seat that is wanted for it; null for a request for cover. */
export const takeOf = (state: RequestState, swap: SwapProposal): Assignment | null =>
  swap.takeId === null
    ? null
    : seatAsItWas(
        state,
        swap,
        { id: swap.takeId, sessionId: swap.takeSessionId!, role: swap.takeRole! },
        swap.askedOfId!,
      );

/** A seat belongs to one member for good: when another member takes it, it is another seat. */
function seatAsItWas(
  state: RequestState,
  { groupId }: SwapProposal,
  seat: { id: string; sessionId: string; role: AssignmentRole },
  memberId: string,
): Assignment {
  const gone = { ...seat, groupId, memberId, attendance: null, nextAttendance: null, nextAttendanceAt: null };
  return seatOf(state, { groupId, id: seat.id }) ?? Object.assign(new Assignment(), gone);
}

/** The open swaps that wait for an answer of a member: those that name them, and requests that they are qualified to cover. */
export function swapsToAnswer(state: RequestState, me: Member): SwapProposal[] {
  return swapsOf(state, me.groupId, [SwapStatus.OPEN]).filter((swap) => {
    if (swap.askedOfId !== null) return swap.askedOfId === me.id;
    return swap.proposedById !== me.id && couldCover(state, swap, me);
  });
}

function couldCover(state: RequestState, { groupId, giveSessionId, giveRole }: SwapProposal, me: Member): boolean {
  const session = sessionOf(state, { groupId, id: giveSessionId })!;
  const { kind } = roundOf(state, { groupId, id: session.roundId })!;
  const sitting = [candidateOfSession(state, session), ...panelOf(state, session)].map(({ memberId }) => memberId);
  const isQualified = !isInterviewer({ role: giveRole }) || kindsOf(me.qualifiedFor).includes(kind);
  return isQualified && !sitting.includes(me.id);
}
