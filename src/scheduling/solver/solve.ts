import { withBooked, type Booked } from './booked.js';
import { generateColumns } from './columns.js';
import { BUDGETS, type Effort } from './effort.js';
import { makeExchanges } from './exchanges.js';
import { TASTES } from './goal.js';
import { startHighs } from './highs.js';
import { insertFree } from './insertion.js';
import { placedWeight, type Aim, type Frozen } from './level-model.js';
import { matchingBound, waitingBound } from './matching.js';
import { placeGreedily, placeMore } from './placing.js';
import { exchangeBound, possibleHalves } from './mutual.js';
import {
  choicesOf,
  emptyPlan,
  layBoard,
  placementOf,
  placementsOf,
  planOf,
  spreadOf,
  type Board,
  type Plan,
} from './plan.js';
import type { Placement, Problem } from './problem.js';
import { anneal, costOfChoices, hasRunOut, proveLevel, type Phase, type Run } from './prove.js';
import { seededRandom } from './random.js';

/** Where a run is: its phase, how many sittings have a place, and the best bound for that number. */
export interface Progress {
  readonly phase: Phase;
  readonly placed: number;
  readonly placedBound: number;
}

/** A level's value and a bound that holds for every plan at least as good on the levels before. */
export interface Level {
  readonly value: number;
  readonly bound: number;
}

export interface Quality {
  readonly placed: Level;
  readonly loadSpread: Level;
  readonly repeatedPairs: Level;
  readonly exchanges: Level;
  readonly waitingDays: Level;
  readonly solveMilliseconds: number;
  /** The safety stop ended the run, so another run may give another plan. */
  readonly stoppedEarly: boolean;
}

export interface Solution {
  readonly placements: readonly Placement[];
  /** Pairs of sittings that are one appointment, the lower index first. */
  readonly exchanges: readonly (readonly [number, number])[];
  readonly quality: Quality;
}

export interface SolveOptions {
  readonly effort: Effort;
  readonly seed: number;
  /** Milliseconds; read for the safety stop and the time taken only. */
  readonly clock: () => number;
  readonly safetySeconds: number;
  readonly withExchanges: boolean;
  readonly onProgress: (progress: Progress) => void;
}

const PHASES: Readonly<Record<Aim, Phase>> = {
  PLACING: 'PLACING',
  SPREAD: 'BALANCING',
  IMBALANCE: 'BALANCING',
  REPEATS: 'VARYING',
  EXCHANGES: 'EXCHANGING',
  WAITING: 'WAITING',
};

/** Places the open sittings of a plan: most first, then fair, then varied, then soon. */
export async function solve(problem: Problem, options: SolveOptions): Promise<Solution> {
  const started = options.clock();
  const columns = generateColumns(problem);
  const board = layBoard(problem, columns, options.withExchanges ? possibleHalves(problem, columns) : undefined);
  const run: Run = {
    highs: await startHighs(),
    budget: BUDGETS[options.effort],
    random: seededRandom(options.seed),
    secondsLeft: () => options.safetySeconds - (options.clock() - started) / 1000,
    report: (phase, placed, placedBound) => options.onProgress({ phase, placed, placedBound }),
    board,
    choices: choicesOf(emptyPlan(board)),
    frozen: {},
    stoppedEarly: false,
  };
  const placed = placeLevel(run);
  const loadSpread = laterLevel(run, 'SPREAD');
  laterLevel(run, 'IMBALANCE');
  const repeatedPairs = laterLevel(run, 'REPEATS');
  const { booked, exchanges } = options.withExchanges ? exchangeLevel(run, board) : NO_EXCHANGES;
  const rest = booked.length > 0 ? run.board : board;
  const waitingDays = laterLevel(run, 'WAITING');
  const more = placeLeftOver(run, rest);
  const waited = booked.reduce((sum, { days }) => sum + days, 0);
  return {
    placements: [...booked, ...placementsOf(planOf(run.board, run.choices))].sort((a, b) => a.sitting - b.sitting),
    exchanges: booked.flatMap(({ partner, sitting }) => (sitting < partner ? [[sitting, partner] as const] : [])),
    quality: {
      // What was proven is about plans that fit with all buffers, and exchanges need fewer.
      ...(more > 0 ? unproven(run, board, booked.length) : { placed, loadSpread, repeatedPairs }),
      exchanges,
      // Other exchanges could wait less, so with exchanges the bound looks at each candidate alone.
      waitingDays:
        exchanges.bound === 0 && more === 0
          ? { ...waitingDays, value: costOfChoices(run, 'WAITING') }
          : { value: costOfChoices(run, 'WAITING') + waited, bound: waitingBound(board, placed.value + more) },
      solveMilliseconds: options.clock() - started,
      stoppedEarly: run.stoppedEarly,
    },
  };
}

/** A half of an exchange: its partner and the days that it waits. */
type Half = Booked & { readonly partner: number; readonly days: number };

const NO_EXCHANGES: { booked: readonly Half[]; exchanges: Level } = { booked: [], exchanges: { value: 0, bound: 0 } };

/**
 * Lets people interview each other, makes exchanges of that and books them, so that the last level plans around them. The bound holds for plans
 * whose sessions would also fit with all buffers.
 */
function exchangeLevel(run: Run, all: Board): { booked: readonly Half[]; exchanges: Level } {
  const { board } = run;
  const bound = -laterLevel(run, 'EXCHANGES').bound;
  const booked = bookExchanges(run, all, bound);
  // Without exchanges, people may interview whom they like again.
  if (booked.length === 0) run.board = board;
  return { booked, exchanges: { value: booked.length / 2, bound } };
}

/** Makes exchanges of what is placed, at any time that a board has: people stay as they are. Leaves the rest of the problem to the run. */
function bookExchanges(run: Run, board: Board, most: number): Half[] {
  const { problem, columns, waiting } = board;
  const { plan, found } = makeExchanges(() => planOf(board, run.choices), {
    random: run.random,
    most,
    shouldStop: () => hasRunOut(run),
  });
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
  if (booked.length === 0) return [];
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
function placeLeftOver(run: Run, board: Board): number {
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

/** The levels of a plan that places more than the plan for which they were proven, with the bounds that need no proof. */
function unproven(run: Run, all: Board, booked: number): Pick<Quality, 'placed' | 'loadSpread' | 'repeatedPairs'> {
  const plan = planOf(run.board, run.choices);
  const placed = plan.placed + booked;
  return {
    placed: { value: placed, bound: Math.max(placed, matchingBound(all).placed) },
    loadSpread: { value: spreadOf(plan), bound: Math.min(floorOf(plan, 'SPREAD'), spreadOf(plan)) },
    repeatedPairs: { value: plan.repeats, bound: Math.min(floorOf(emptyPlan(all), 'REPEATS'), plan.repeats) },
  };
}

function placeLevel(run: Run): Level {
  const { board } = run;
  const matching = matchingBound(board);
  const weight = placedWeight(board);
  const plan = emptyPlan(board);
  placeGreedily(plan, run.random);
  run.choices = placeMore(plan, run.random, {
    steps: run.budget.placingSteps,
    placedBound: matching.placed,
    shouldStop: () => hasRunOut(run),
    onBetter: (placed) => run.report('PLACING', placed, matching.placed),
  });
  const bound = proveLevel(run, { aim: 'PLACING', frozen: {} }, -matching.weight);
  const { placed, urgency } = planOf(run.board, run.choices);
  run.frozen = { placed, urgency };
  return { value: placed, bound: Math.floor(-bound / weight) };
}

function laterLevel(run: Run, aim: Exclude<Aim, 'PLACING'>): Level {
  const before = planOf(run.board, run.choices);
  const goal = { aim, frozen: run.frozen };
  const floor = floorOf(before, aim);
  run.report(PHASES[aim], before.placed, before.placed);
  anneal(run, run.board, goal, floor);
  const bound = proveLevel(run, goal, floor);
  const value = costOfChoices(run, aim);
  run.frozen = { ...run.frozen, ...frozenBy(aim, value) };
  return { value, bound };
}

function frozenBy(aim: Exclude<Aim, 'PLACING'>, value: number): Frozen {
  if (aim === 'SPREAD') return { spread: value };
  if (aim === 'IMBALANCE') return { imbalance: value };
  return aim === 'REPEATS' ? { repeats: value } : {};
}

/** A bound that needs no model: loads are whole numbers with a fixed sum, and past repeats stay. */
function floorOf(plan: Plan, aim: Exclude<Aim, 'PLACING'>): number {
  const counted = plan.load.filter((_, person) => plan.board.isCounted[person] === 1);
  const total = counted.reduce((sum, load) => sum + load, 0);
  if (aim === 'SPREAD') return counted.length === 0 || total % counted.length === 0 ? 0 : 1;
  if (aim === 'IMBALANCE') return Math.abs(total);
  if (aim === 'EXCHANGES') return -exchangeBound(plan.board);
  if (aim === 'WAITING') return waitingBound(plan.board, plan.placed);
  return plan.board.pairs.reduce((sum, count) => sum + Math.max(0, count - 1), 0);
}
