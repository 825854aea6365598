import { generateColumns } from './columns.js';
import { BUDGETS, type Budget, type Effort } from './effort.js';
import { solveExactly } from './exact.js';
import { startHighs, type Highs } from './highs.js';
import { valueOf, type Goal } from './goal.js';
import { improve } from './improving.js';
import { relaxationDuals } from './relaxation.js';
import { buildLevel, placedWeight, type Aim, type Frozen } from './level-model.js';
import { matchingBound } from './matching.js';
import { placeGreedily, placeMore } from './placing.js';
import { choicesOf, emptyPlan, layBoard, planOf, type Board, type Choices, type Plan } from './plan.js';
import { certify, coreOf, pricesOf, sampleOf, withoutDear, type Certificate } from './prices.js';
import { MINUTE, type Placement, type Problem } from './problem.js';
import { seededRandom } from './random.js';

export type Phase = 'PLACING' | 'BALANCING' | 'VARYING' | 'EXCHANGING' | 'WAITING';

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
  /** The safety stop struck, so that another run may give another plan. */
  readonly stoppedEarly: boolean;
}

export interface Solution {
  readonly placements: readonly Placement[];
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

/** The state that one level hands to the next. */
interface Run {
  readonly highs: Highs;
  readonly budget: Budget;
  readonly random: () => number;
  readonly secondsLeft: () => number;
  readonly report: (phase: Phase, placed: number, bound: number) => void;
  /** The columns that a plan at least as good as the best known may still use. */
  board: Board;
  choices: Choices;
  frozen: Frozen;
  stoppedEarly: boolean;
}

const PHASES: Readonly<Record<Aim, Phase>> = {
  PLACING: 'PLACING',
  SPREAD: 'BALANCING',
  IMBALANCE: 'BALANCING',
  REPEATS: 'VARYING',
  WAITING: 'WAITING',
};

/** Places the open sittings of a plan: most first, then fair, then varied, then soon. */
export async function solve(problem: Problem, options: SolveOptions): Promise<Solution> {
  const started = options.clock();
  const board = layBoard(problem, generateColumns(problem));
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
  const waitingDays = laterLevel(run, 'WAITING');
  return {
    placements: placementsOf(planOf(board, run.choices)),
    quality: {
      placed,
      loadSpread,
      repeatedPairs,
      exchanges: { value: 0, bound: 0 },
      waitingDays,
      solveMilliseconds: options.clock() - started,
      stoppedEarly: run.stoppedEarly,
    },
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

/** A bound that needs no model: loads are whole and keep their sum, what has been repeated stays. */
function floorOf(plan: Plan, aim: Exclude<Aim, 'PLACING'>): number {
  const total = plan.load.reduce((sum, load) => sum + load, 0);
  if (aim === 'SPREAD') return total % plan.load.length === 0 ? 0 : 1;
  if (aim === 'IMBALANCE') return Math.abs(total);
  if (aim === 'WAITING') return 0;
  return plan.board.pairs.reduce((sum, count) => sum + Math.max(0, count - 1), 0);
}

/** Closes the gap of a level as far as the budget goes; returns the bound, and narrows what later levels look at. */
function proveLevel(run: Run, goal: Goal, floor: number): number {
  const { budget } = run;
  const best = () => costOfChoices(run, goal.aim);
  let bound = floor;
  const most = goal.aim === 'PLACING' ? Infinity : budget.relaxationSeats;
  if (bound >= best() || seatCount(run.board) > most) return Math.min(bound, best());
  const certificate = relax(run, goal);
  if (!certificate) return bound;
  bound = Math.max(bound, roundUp(certificate.bound));
  if (bound < best()) searchCore(run, goal, certificate, bound);
  run.board = withoutDear(run.board, certificate, best() - certificate.bound + TOLERANCE);
  if (bound < best() && seatCount(run.board) <= budget.exactSeats)
    bound = Math.max(bound, branch(run, run.board, goal));
  return Math.min(bound, best());
}

/** Looks for a better plan where the relaxation says that one most likely is. */
function searchCore(run: Run, goal: Goal, certificate: Certificate, bound: number): void {
  const { budget, board } = run;
  const core = coreOf(board, certificate, planOf(board, run.choices), budget.coreSeats * run.choices.tick.length);
  anneal(run, core, goal, bound);
  const isBetterThanAll = seatCount(board) > budget.exactSeats && seatCount(core) <= budget.exactSeats;
  if (bound < costOfChoices(run, goal.aim) && isBetterThanAll) branch(run, core, goal);
}

/** The relaxation of a level, if it converges; a large one over a sample, whose prices are then tried on all columns. */
function relax(run: Run, { aim, frozen }: Goal): Certificate | undefined {
  const { budget } = run;
  const share = budget.sampleSeats / seatCount(run.board);
  const sample = share < 1 ? sampleOf(run.board, planOf(run.board, run.choices), share, run.random) : run.board;
  const level = buildLevel(sample, aim, frozen);
  const method = seatCount(sample) > budget.interiorPointSeats ? 'FIRST_ORDER' : 'INTERIOR_POINT';
  const dual = relaxationDuals(run.highs, level.model, budget, method);
  return dual && certify(run.board, pricesOf(sample, level, dual));
}

/** Local search over some columns; keeps a better plan. */
function anneal(run: Run, board: Board, goal: Goal, bound: number): void {
  if (goal.aim === 'PLACING') return;
  run.choices = improve(planOf(board, run.choices), goal, run.random, {
    steps: run.budget.improvingSteps,
    bound,
    shouldStop: () => hasRunOut(run),
  });
}

/** Branch and bound over some columns; keeps a better plan and returns the bound for plans of these columns. */
function branch(run: Run, board: Board, goal: Goal): number {
  const level = buildLevel(board, goal.aim, goal.frozen);
  const limits = { nodes: run.budget.exactNodes, seconds: Math.max(0.1, run.secondsLeft()) };
  const exact = solveExactly(run.highs, board, level, run.choices, limits);
  if (exact.ranOutOfTime) run.stoppedEarly = true;
  const before = costOfChoices(run, goal.aim);
  if (exact.choices && valueOf(planOf(board, exact.choices), goal.aim) < before) run.choices = exact.choices;
  return roundUp(exact.bound);
}

function costOfChoices(run: Run, aim: Aim): number {
  return valueOf(planOf(run.board, run.choices), aim);
}

/** Rounding errors of a relaxation stay far below this; values are whole. */
const TOLERANCE = 1e-3;

function roundUp(bound: number): number {
  return Math.ceil(bound - TOLERANCE);
}

function seatCount(board: Board): number {
  return board.columns.seatPerson.length;
}

function hasRunOut(run: Run): boolean {
  if (run.secondsLeft() > 0) return false;
  run.stoppedEarly = true;
  return true;
}

function placementsOf(plan: Plan): Placement[] {
  const { columns, problem, maxPanel, panelSize } = plan.board;
  return problem.sittings.flatMap((_, sitting) => {
    const option = plan.option[sitting]!;
    if (option < 0) return [];
    const seats = Array.from(plan.seats.subarray(sitting * maxPanel, sitting * maxPanel + panelSize[sitting]!));
    return [
      {
        sitting,
        start: (columns.firstTick + columns.optionTick[option]!) * problem.gridMinutes * MINUTE,
        interviewers: seats.map((seat) => columns.seatPerson[seat]!).sort((a, b) => a - b),
      },
    ];
  });
}
