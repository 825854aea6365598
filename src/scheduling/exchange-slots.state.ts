import { parseId } from '../common/ids.js';
import type { Interval } from '../common/intervals.rules.js';
import type { RequestState } from '../common/request-state.js';
import type { LoopRound } from '../plans/loop-round.entity.js';
import { candidateOf, loopRoundOf } from '../plans/plans.state.js';
import { blockOfExchange, type BlockFound } from './blocks.rules.js';
import { exchangeFieldOf, exchangesIn } from './exchange-slots.rules.js';
import type { ExchangeSlotsArgs } from './scheduling.graphql.js';
import type { SlotFound } from './slots.rules.js';
import { inTurn, isAnswerable, isToBeScheduled, questionOf, remedyFacts, requestOf } from './slots.state.js';

export interface ExchangeSearch {
  /** The round that comes first. */
  loopRound: LoopRound;
  exchanges: { first: SlotFound; second: SlotFound }[];
  block: BlockFound | null;
}

/** The answer to a request for exchanges, when its turn comes. */
export const exchangeSlotsOf = (
  state: RequestState,
  loopRound: LoopRound,
  args: ExchangeSlotsArgs,
): Promise<ExchangeSearch> => inTurn(() => searchExchanges(state, loopRound, args));

/**
 * When two candidates could interview each other back to back, or why they cannot. Nothing where a round is not to be scheduled,
 * or where the two rounds can never be an exchange.
 */
function searchExchanges(
  state: RequestState,
  loopRound: LoopRound,
  { withLoopRoundId, ...args }: ExchangeSlotsArgs,
): ExchangeSearch {
  const nothing = { loopRound, exchanges: [], block: null };
  const { groupId } = loopRound;
  const ref = parseId('LoopRound', withLoopRoundId);
  const other = ref?.groupId === groupId ? loopRoundOf(state, ref) : undefined;
  if (!other || !isToBeScheduled(state, loopRound) || !isToBeScheduled(state, other)) return nothing;
  const [own, others] = [memberIn(state, loopRound), memberIn(state, other)];
  const request = requestOf(args);
  const first = questionOf(state, loopRound, { ...request, panel: [others] });
  const second = questionOf(state, other, { ...request, panel: [own] });
  if (!isAnswerable(first) || !isAnswerable(second)) return nothing;

  const [from, until] = first.span;
  const near: Interval = [Math.max(from, first.window[0]), Math.min(until, first.window[1])];
  const isEmpty = near[0] >= near[1];
  const exchanges = isEmpty ? [] : exchangesIn(exchangeFieldOf({ ...first, span: near }, second), request.first);
  if (exchanges.length > 0) return { loopRound, exchanges, block: null };
  const field = exchangeFieldOf(first, second);
  const block = blockOfExchange(
    { field: field.first, facts: remedyFacts(state, loopRound), roundId: loopRound.roundId },
    { field: field.second, facts: remedyFacts(state, other), roundId: other.roundId },
  );
  return { loopRound, exchanges, block };
}

const memberIn = (state: RequestState, { groupId, candidateId }: LoopRound): string =>
  candidateOf(state, { groupId, id: candidateId })!.memberId;
