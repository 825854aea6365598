import { withModel, type Highs } from './highs.js';
import type { Auxiliary, LevelModel } from './level-model.js';
import type { Board } from './board.js';
import { planOf, type Choices, type Plan } from './plan.js';
import { highsModel } from './sparse-model.js';

/** What a branch-and-bound run may spend; `seconds` is the safety stop only. */
interface ExactLimits {
  readonly nodes: number;
  readonly seconds: number;
}

/** The best choices found, a lower bound for the level over the columns of the model, and why the run ended. */
interface ExactResult {
  readonly choices: Choices | undefined;
  readonly bound: number;
  readonly ranOutOfTime: boolean;
}

const TIME_LIMIT = 13;
const INFEASIBLE = 8;
/** The status of a solution, as opposed to that of a model. */
const FEASIBLE = 2;

/** Branch and bound on a level, warm-started with a known plan if that is close enough to help. */
export function solveExactly(
  highs: Highs,
  board: Board,
  level: LevelModel,
  incumbent: Choices | undefined,
  limits: ExactLimits,
): ExactResult {
  return withModel(highs, highsModel(level.model, false), (solver) => {
    solver.options.set({
      mip_rel_gap: 0,
      // Every value is a whole number, so a gap below one proves the incumbent.
      mip_abs_gap: 0.999,
      // The root's cuts do the work here; a restart would pay for them twice.
      mip_allow_restart: false,
      mip_max_nodes: limits.nodes,
      time_limit: limits.seconds,
    });
    if (incumbent) solver.setSolution({ colValue: valuesOf(board, level, planOf(board, incumbent)) });
    const { modelStatus } = solver.run();
    const { colValue } = solver.getSolution();
    const isFound = Number(solver.info.get('primal_solution_status')) === FEASIBLE;
    const bound = modelStatus === INFEASIBLE ? Infinity : Number(solver.info.get('mip_dual_bound'));
    return {
      choices: isFound ? choicesFrom(board, level, colValue) : undefined,
      bound: bound + level.offset,
      ranOutOfTime: modelStatus === TIME_LIMIT,
    };
  });
}

function valuesOf(board: Board, level: LevelModel, plan: Plan): Float64Array {
  const values = new Float64Array(level.model.cost.length);
  const use = (column: number) => {
    if (column >= 0) values[column] = 1;
  };
  plan.option.forEach((option, sitting) => {
    if (option < 0) return;
    use(level.optionColumn[option]!);
    for (let k = 0; k < board.panelSize[sitting]!; k++)
      use(level.seatColumn[plan.seats[sitting * board.maxPanel + k]!]!);
  });
  level.auxiliary.forEach((kind, at) => (values[level.auxiliaryFrom + at] = auxiliaryValue(board, plan, kind)));
  return values;
}

function auxiliaryValue(board: Board, plan: Plan, kind: Auxiliary): number {
  switch (kind.kind) {
    case 'MOST':
      return plan.load.reduce((most, load, p) => (board.isCounted[p] === 1 ? Math.max(most, load) : most), -Infinity);
    case 'LEAST':
      return plan.load.reduce((least, load, p) => (board.isCounted[p] === 1 ? Math.min(least, load) : least), Infinity);
    case 'ABSOLUTE':
      return Math.abs(plan.load[kind.person]!);
    case 'MUTUAL':
      return Math.min(plan.alone[kind.pair]!, plan.alone[kind.back]!);
    case 'REPEAT': {
      const free = board.pairs[kind.pair]! > 0 ? 0 : 1;
      return Math.max(0, plan.pairs[kind.pair]! - board.pairs[kind.pair]! - free);
    }
  }
}

/** The choices that a solution of a level's model stands for. */
export function choicesFrom(board: Board, level: LevelModel, values: Float64Array): Choices {
  const { columns, maxPanel } = board;
  const tick = new Int32Array(board.candidate.length).fill(-1);
  const panel = new Int32Array(board.candidate.length * maxPanel).fill(-1);
  for (let s = 0; s < tick.length; s++)
    for (let o = columns.optionFrom[s]!; o < columns.optionFrom[s + 1]!; o++) {
      let size = 0;
      for (let seat = columns.seatFrom[o]!; seat < columns.seatFrom[o + 1]!; seat++) {
        if (level.seatColumn[seat]! < 0 || values[level.seatColumn[seat]!]! < 0.5) continue;
        panel[s * maxPanel + size++] = columns.seatPerson[seat]!;
        tick[s] = columns.optionTick[o]!;
      }
    }
  return { tick, panel };
}
