import { choicesFrom, solveExactly } from './exact.js';
import { withModel, type Highs, type Model } from './highs.js';
import type { LevelModel } from './level-model.js';
import type { Board } from './board.js';
import type { Choices } from './plan.js';
import { highsModel, withRows, type Row } from './sparse-model.js';

/** How far a dive goes. It gives up where only plans that cost `below` or more are left. Branch and bound over its last steps may take so many nodes. */
interface DivingLimits {
  readonly below: number;
  readonly stepsBack: number;
  readonly nodes: number;
  readonly secondsLeft: () => number;
}

/** Columns that a step sets to one, and those that failed after it and stay at zero. */
interface Step {
  readonly set: readonly number[];
  readonly failed: number[];
}

/** A plan, if one was found, and a bound for all plans of the model: minus infinity where the relaxation was not solved. */
interface Dive {
  readonly choices: Choices | undefined;
  readonly bound: number;
  readonly ranOutOfTime: boolean;
}

/** The columns that a dive had set to one when it gave up. */
interface Descent extends Omit<Dive, 'ranOutOfTime'> {
  readonly set: readonly number[];
}

const OPTIMAL = 7;
const NEARLY = 1e-6;
/** A column that the relaxation uses as much as this is set to one at once. */
const CLEAR = 0.9;
/** How much of a dive that found no plan is kept for branch and bound: its first steps are rarely wrong, and leave a small model. */
const KEPT = 0.6;

/**
 * Looks for a plan near the bound: dives, and if that leads to no plan, keeps the first steps and leaves the others to branch and bound. What that
 * finds may cost more than a dive would have accepted.
 */
export function dive(highs: Highs, board: Board, level: LevelModel, limits: DivingLimits): Dive {
  const { choices, bound, set } = descend(highs, board, level, limits);
  if (choices || set.length === 0) return { choices, bound, ranOutOfTime: false };
  const asSet: Row = { lower: set.length, upper: Infinity, entries: set.flatMap((column) => [column, 1]) };
  const rest = { ...level, model: withRows(level.model, [asSet]) };
  const { nodes, secondsLeft } = limits;
  const end = solveExactly(highs, board, rest, undefined, { nodes, seconds: Math.max(0.1, secondsLeft()) });
  return { choices: end.choices, bound, ranOutOfTime: end.ranOutOfTime };
}

/**
 * Solves the relaxation of a level, sets the columns that it uses most to one, solves again, and so on until all columns are whole. Where no
 * plan is left, it takes the last step back.
 */
function descend(highs: Highs, board: Board, level: LevelModel, limits: DivingLimits): Descent {
  return withModel(highs, highsModel(level.model, true), (solver) => {
    const steps: Step[] = [];
    let value = relaxedValue(solver, level);
    const bound = Number.isFinite(value) ? value : -Infinity;
    for (let stepsBack = 0; ; value = relaxedValue(solver, level)) {
      if (limits.secondsLeft() <= 0) return { choices: undefined, bound, set: [] };
      // Values are whole numbers, so a better plan is better by one.
      if (value >= limits.below - 1 + NEARLY) {
        const kept = steps.slice(0, Math.floor(steps.length * KEPT)).flatMap(({ set }) => set);
        if (++stepsBack > limits.stepsBack || !stepBack(solver, steps)) return { choices: undefined, bound, set: kept };
        continue;
      }
      const values = solver.getSolution().colValue;
      const next = nextColumns(values.subarray(0, level.auxiliaryFrom), steps);
      if (next.length === 0) return { choices: choicesFrom(board, level, values), bound, set: [] };
      setBounds(solver, next, 1, 1);
      steps.push({ set: next, failed: [] });
    }
  });
}

/** The value of the relaxation; infinite where there is no plan, or where it was not solved. */
function relaxedValue(solver: Model, level: LevelModel): number {
  if (solver.run().modelStatus !== OPTIMAL) return Infinity;
  return Number(solver.info.get('objective_function_value')) + level.offset;
}

/** The columns to set next: all that are clear, or the largest fraction; none if all are whole. */
function nextColumns(values: Float64Array, steps: readonly Step[]): number[] {
  const isSet = new Set(steps.flatMap(({ set }) => set));
  const used = Array.from(values.keys()).filter((column) => values[column]! > NEARLY && !isSet.has(column));
  const fractions = used.filter((column) => values[column]! < 1 - NEARLY);
  if (fractions.length === 0) return [];
  const clear = used.filter((column) => values[column]! > CLEAR);
  return clear.length > 0 ? clear : [fractions.reduce((most, each) => (values[each]! > values[most]! ? each : most))];
}

/** Halves the last step, or forbids its only column. Returns false where no step is left. */
function stepBack(solver: Model, steps: Step[]): boolean {
  const last = steps.pop();
  if (!last) return false;
  setBounds(solver, [...last.set, ...last.failed], 0, 1);
  if (last.set.length > 1) {
    const half = last.set.slice(0, last.set.length >> 1);
    setBounds(solver, half, 1, 1);
    steps.push({ set: half, failed: [] });
    return true;
  }
  setBounds(solver, last.set, 0, 0);
  steps.at(-1)?.failed.push(...last.set);
  return true;
}

function setBounds(solver: Model, columns: readonly number[], lower: number, upper: number): void {
  for (const column of columns) solver.changeColBounds(column, lower, upper);
}
