import { generateColumns } from './columns.js';
import { BUDGETS, type Effort } from './effort.js';
import { bookExchanges, placedBound, placeInExchanges, placeLeftOver, type Half } from './exchange-level.js';
import { floorOf } from './floors.js';
import type { Level } from './goal.js';
import { startHighs } from './highs.js';
import { placedWeight, type Aim, type Frozen } from './level-model.js';
import { matchingBound, waitingBound } from './matching.js';
import { placeGreedily, placeMore } from './placing.js';
import { exchangeBound, possibleHalves } from './mutual.js';
import { layBoard } from './board.js';
import { choicesOf, emptyPlan, placementsOf, planOf, spreadOf, type Plan } from './plan.js';
import type { Placement, Problem } from './problem.js';
import { anneal, proveLevel } from './prove.js';
import { seededRandom } from './random.js';
import { costOfChoices, hasRunOut, type Phase, type Run } from './run.js';

/** Where a run is: its phase, how many sittings have a place, and the best bound for that number. */
export interface Progress {
  readonly phase: Phase;
  readonly placed: number;
  readonly placedBound: number;
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

interface SolveOptions {
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
    placedInExchanges: 0,
    placedBound: Infinity,
  };
  const { booked, ...levels } = options.withExchanges ? levelsWithExchanges(run) : levelsOf(run);
  return {
    placements: [...booked, ...placementsOf(planOf(run.board, run.choices))].sort((a, b) => a.sitting - b.sitting),
    exchanges: booked.flatMap(({ partner, sitting }) => (sitting < partner ? [[sitting, partner] as const] : [])),
    quality: { ...levels, solveMilliseconds: options.clock() - started, stoppedEarly: run.stoppedEarly },
  };
}

type Levels = Omit<Quality, 'solveMilliseconds' | 'stoppedEarly'> & { readonly booked: readonly Half[] };

function levelsOf(run: Run): Levels {
  const placed = placeLevel(run);
  const loadSpread = laterLevel(run, 'SPREAD');
  laterLevel(run, 'IMBALANCE');
  const repeatedPairs = laterLevel(run, 'REPEATS');
  const exchanges = { value: 0, bound: 0 };
  return { booked: [], placed, loadSpread, repeatedPairs, exchanges, waitingDays: laterLevel(run, 'WAITING') };
}

/**
 * The same with exchanges: first those that place more, because they need fewer buffers, and later all others that cost nothing. The last level plans
 * around them. What is proven for the levels between is about plans that fit with all buffers.
 */
function levelsWithExchanges(run: Run): Levels {
  const all = run.board;
  const level = placeLevel(run);
  const early = placeInExchanges(run, all);
  run.placedInExchanges = early.length;
  const base = early.length > 0 ? run.board : all;
  const loadSpread = laterLevel(run, 'SPREAD');
  laterLevel(run, 'IMBALANCE');
  const repeatedPairs = laterLevel(run, 'REPEATS');
  const before = run.board;
  const mostLate = -laterLevel(run, 'EXCHANGES').bound;
  const late = bookExchanges(run, base, mostLate);
  // Without further exchanges, people may interview whom they like again.
  if (late.length === 0) run.board = before;
  const rest = late.length > 0 ? run.board : base;
  const booked = [...early, ...late];
  run.placedInExchanges = booked.length;
  const waitingDays = laterLevel(run, 'WAITING');
  const more = placeLeftOver(run, rest);
  const plan = planOf(run.board, run.choices);
  const value = plan.placed + booked.length;
  const placed = { value, bound: placedBound(run, all, { value, bound: level.bound }) };
  const proven =
    early.length + more === 0 ? { loadSpread, repeatedPairs } : unproven(plan, { ...emptyPlan(all), placed: value });
  // What could follow was proven around the early exchanges; others could leave room for more.
  const exchanges = { value: booked.length / 2, bound: early.length > 0 ? exchangeBound(all) : mostLate };
  if (exchanges.bound === 0 && more === 0)
    return { booked, placed, ...proven, exchanges, waitingDays: { ...waitingDays, value: plan.waiting } };
  // Other exchanges could wait less, so with exchanges the bound looks at each candidate alone.
  const waited = booked.reduce((sum, { days }) => sum + days, plan.waiting);
  return { booked, placed, ...proven, exchanges, waitingDays: { value: waited, bound: waitingBound(all, value) } };
}

/** The levels of a plan that places more than the plan for which they were proven, with the bounds of all plans that place as many as `any`. */
function unproven(plan: Plan, any: Plan): Pick<Levels, 'loadSpread' | 'repeatedPairs'> {
  const spread = spreadOf(plan);
  return {
    loadSpread: { value: spread, bound: Math.min(floorOf(any, 'SPREAD'), spread) },
    repeatedPairs: { value: plan.repeats, bound: Math.min(floorOf(any, 'REPEATS'), plan.repeats) },
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
  run.placedBound = Math.floor(-bound / weight);
  return { value: placed, bound: run.placedBound };
}

function laterLevel(run: Run, aim: Exclude<Aim, 'PLACING'>): Level {
  const before = planOf(run.board, run.choices);
  const goal = { aim, frozen: run.frozen };
  const floor = floorOf(before, aim);
  const placed = before.placed + run.placedInExchanges;
  // Exchanges save buffers, so they can place more than the bound for plans without them.
  run.report(PHASES[aim], placed, Math.max(placed, run.placedBound));
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
