import type { RequestState } from '../common/request-state.js';
import { memberOf } from '../groups/groups.state.js';
import type { LoopRound } from '../plans/loop-round.entity.js';
import { loopRoundOf } from '../plans/plans.state.js';
import { takenBy } from './proposal-result.state.js';
import type { Proposal } from './proposal.entity.js';
import { everySessionOf, proposedSessionsOf } from './proposals.state.js';
import { blockBeside, inTurn, isToBeScheduled } from './slots.state.js';
import type { BlockView } from './slots.view.js';

/**
 * The sittings that found no place, each with its reason. An open proposal also has those that it has lost to a departure, and no longer has those
 * that were booked since, or whose candidate is gone.
 */
export async function unplacedIn(state: RequestState, proposal: Proposal): Promise<BlockView[]> {
  const { groupId, status, unplaced } = proposal;
  const days = { from: proposal.fromDate, to: proposal.toDate };
  const stored = unplaced.map(({ loopRoundId, block }) => ({
    ...block,
    loopRound: loopRoundOf(state, { groupId, id: loopRoundId })!,
  }));
  if (status !== 'OPEN') return stored;
  const left = proposedSessionsOf(state, proposal);
  const lost = everySessionOf(state, proposal).filter((session) => !left.includes(session));
  const sittings = new Map<string, number>();
  const count = (loopRoundId: string) => sittings.set(loopRoundId, (sittings.get(loopRoundId) ?? 0) + 1);
  for (const { loopRoundId } of left) count(loopRoundId);
  const beside = takenBy(state, groupId, left);
  const found: BlockView[] = [];
  const add = async (loopRound: LoopRound, block: BlockView | null) => {
    if (!isToBeScheduled(state, loopRound, sittings.get(loopRound.id) ?? 0)) return;
    count(loopRound.id);
    const why = block ?? (await inTurn(() => blockBeside(state, loopRound, { days, beside })));
    found.push({ ...why, loopRound });
  };
  for (const each of stored) await add(each.loopRound, blamesLeaver(state, each) ? null : each);
  for (const { loopRoundId } of lost) await add(loopRoundOf(state, { groupId, id: loopRoundId })!, null);
  return found;
}

/** Whether a reason or a remedy is about a member who has left since. */
const blamesLeaver = (state: RequestState, { loopRound: { groupId }, memberIds, choices }: BlockView): boolean =>
  [...memberIds, ...choices.flat().flatMap(({ memberId }) => memberId ?? [])].some(
    (id) => memberOf(state, { groupId, id })!.leftAt !== null,
  );
