import { dive } from './diving.js';
import type { Budget } from './effort.js';
import { solveExactly } from './exact.js';
import { valueOf, type Goal } from './goal.js';
import type { Highs } from './highs.js';
import { buildLevel, type Aim, type Frozen, type LevelModel } from './level-model.js';
import type { Board } from './board.js';
import { planOf, type Choices } from './plan.js';

export type Phase = 'PLACING' | 'BALANCING' | 'VARYING' | 'EXCHANGING' | 'WAITING';

/** The state that one level hands to the next. */
export interface Run {
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
  /** What progress reports show: sittings that exchanges placed outside the board, and the bound of all placed ones. */
  placedInExchanges: number;
  placedBound: number;
}

export function costOfChoices(run: Run, aim: Aim): number {
  return valueOf(planOf(run.board, run.choices), aim);
}

/** Branch and bound over some columns; keeps a better plan and returns the bound for plans of these columns. */
export function branch(run: Run, board: Board, goal: Goal): number {
  const level = buildLevel(board, goal.aim, goal.frozen);
  const exact = solveExactly(run.highs, board, level, run.choices, exactLimits(run));
  if (exact.ranOutOfTime) run.stoppedEarly = true;
  const before = costOfChoices(run, goal.aim);
  if (exact.choices && valueOf(planOf(board, exact.choices), goal.aim) < before) run.choices = exact.choices;
  return roundUp(exact.bound);
}

export function exactLimits({ budget, secondsLeft }: Run): { nodes: number; seconds: number } {
  return { nodes: budget.exactNodes, seconds: Math.max(0.1, secondsLeft()) };
}

/** Dives over some columns for a plan that is better than the best known; the bound holds for all plans of these columns. */
export function diveFor(
  run: Run,
  board: Board,
  level: LevelModel,
  { aim }: Goal,
): { choices?: Choices; bound: number } {
  const { stepsBack, divingNodes: nodes } = run.budget;
  const below = costOfChoices(run, aim);
  const secondsLeft = () => (hasRunOut(run) ? 0 : run.secondsLeft());
  const { choices, bound, ranOutOfTime } = dive(run.highs, board, level, { below, stepsBack, nodes, secondsLeft });
  if (ranOutOfTime) run.stoppedEarly = true;
  return choices && valueOf(planOf(board, choices), aim) < below ? { choices, bound } : { bound };
}

/** Rounding errors of a relaxation stay far below this, and values are whole numbers. */
export const TOLERANCE = 1e-3;

export function roundUp(bound: number): number {
  return Math.ceil(bound - TOLERANCE);
}

export function hasRunOut(run: Run): boolean {
  if (run.secondsLeft() > 0) return false;
  run.stoppedEarly = true;
  return true;
}
