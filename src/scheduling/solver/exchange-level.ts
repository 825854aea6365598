import { withBooked, type Booked } from './booked.js';
import { generateColumns } from './columns.js';
import { makeExchanges, makeFurtherExchanges, type Exchange } from './pairing.js';
import { TASTES, type Level } from './goal.js';
import { insertFree } from './insertion.js';
import { placedWeight } from './level-model.js';
import { matchingBound } from './matching.js';
import { possibleHalves } from './mutual.js';
import { layBoard, type Board } from './board.js';
import { choicesOf, placementOf, planOf, type Plan } from './plan.js';
import { boundOf } from './prove.js';
import { hasRunOut, type Run } from './run.js';

/** A half of an exchange: its partner and the days that it waits. */
export type Half = Booked & { readonly partner: number; readonly days: number };

/**
 * Places sittings that have found no place as halves of exchanges. An exchange needs no buffer between its halves, so it can fit where two sessions
 * do not. Books what is found.
 */
export function placeInExchanges(run: Run, board: Board): Half[] {
  const plan = planOf(board, run.choices);
  if (plan.placed === plan.option.length) return [];
  const found = makeFurtherExchanges(plan, { pairs: run.budget.exchangePairs, shouldStop: () => hasRunOut(run) });
  if (found.length === 0) return [];
  const booked = bookHalves(run, board, plan, found);
  const { problem, columns } = run.board;
  // Further exchanges follow.
  run.board = { ...run.board, couldExchange: possibleHalves(problem, columns) };
  return booked;
}

/** Makes exchanges of what is placed, at any time that a board has: people stay as they are. Books what is found. */
export function bookExchanges(run: Run, board: Board, most: number): Half[] {
  const { plan, found } = makeExchanges(() => planOf(board, run.choices), {
    random: run.random,
    most,
    shouldStop: () => hasRunOut(run),
  });
  return found.length === 0 ? [] : bookHalves(run, board, plan, found);
}

/** Books exchanges and leaves the rest of the problem to the run. */
function bookHalves(run: Run, board: Board, plan: Plan, found: readonly Exchange[]): Half[] {
  const { problem, columns, waiting } = board;
  const half = (sitting: number, partner: number, bufferMinutes: number): Half => ({
    ...placementOf(plan, sitting),
    partner,
    days: waiting[plan.option[sitting]!]!,
    bufferMinutes,
  });
  const booked = found.flatMap(({ first, second }) => [
    half(first, second, 0),
    half(second, first, problem.bufferMinutes),
  ]);
  const choices = choicesOf(plan);
  for (const { sitting } of booked) choices.tick[sitting] = -1;
  const left = withBooked(problem, booked);
  const urgency = booked.reduce((sum, { sitting }) => sum + problem.sittings[sitting]!.urgency, 0);
  run.board = layBoard(left, generateColumns(left, columns));
  run.choices = choices;
  run.frozen = { ...run.frozen, placed: plan.placed - booked.length, urgency: plan.urgency - urgency };
  return booked;
}

/**
 * Exchanges need no buffer between their halves, so sittings that found no place may fit at the end, in any column of a board. Returns how many
 * do.
 */
export function placeLeftOver(run: Run, board: Board): number {
  const plan = planOf(board, run.choices);
  const { sittings } = board.problem;
  const before = plan.placed;
  const left = sittings.map((_, sitting) => sitting).filter((sitting) => plan.option[sitting]! < 0);
  left.sort((a, b) => sittings[b]!.urgency - sittings[a]!.urgency || a - b);
  for (const sitting of left) insertFree(plan, sitting, TASTES.WAITING, run.random);
  if (plan.placed === before) return 0;
  run.board = board;
  run.choices = choicesOf(plan);
  return plan.placed - before;
}

/**
 * How many sittings any plan can place, exchanges included. A bound for plans with all buffers need not hold for them; one for plans without any
 * buffer does.
 */
export function placedBound(run: Run, all: Board, { value, bound }: Level): number {
  if (!all.couldExchange.includes(1)) return Math.max(value, bound);
  const most = matchingBound(all).placed;
  if (value >= most || hasRunOut(run)) return Math.max(value, most);
  const { problem, columns } = all;
  const span = Int32Array.from(problem.sittings, ({ minutes }) => Math.ceil(minutes / problem.gridMinutes));
  const board = layBoard({ ...problem, bufferMinutes: 0 }, { ...columns, span });
  const weight = boundOf({ ...run, board }, { aim: 'PLACING', frozen: {} });
  return Math.max(value, Math.min(most, Math.floor(-weight / placedWeight(all))));
}
