import { narrowBoard, seatCount, workOf, type Board } from './board.js';
import { optionAt } from './columns.js';
import { dayBoardOf, type DayBoard } from './day-board.js';
import { solveExactly } from './exact.js';
import type { Goal } from './goal.js';
import { buildLevel, type LevelModel } from './level-model.js';
import { planOf, type Choices } from './plan.js';
import { coreOf, type Certificate } from './prices.js';
import { branch, costOfChoices, diveFor, exactLimits, roundUp, type Run } from './run.js';
import { withRows, type Row } from './sparse-model.js';
import { panelRows, workRows } from './work-rows.js';

/**
 * Chooses days and panels first and starts after them: a plan that waits less on a board of days leads to one of the run's board in most cases.
 * Keeps a better plan; returns the bound, which holds for the run's board as well.
 */
export function chooseDaysFirst(run: Run, goal: Goal, bound: number, certificate: Certificate | undefined): number {
  const { budget, board } = run;
  if (seatCount(board) > budget.dayBoardSeats) return bound;
  const days = dayBoardOf(board);
  if (seatCount(days.board) > budget.daySeats) return bound;
  const level = levelOfDays(days, goal, bound);
  const dived = diveFor(run, days.board, level, goal);
  const known = Math.max(bound, roundUp(dived.bound));
  if (dived.choices) chooseStarts(run, goal, days, dived.choices, known);
  if (costOfChoices(run, goal.aim) <= known) return known;
  if (days.board.maxPanel * workOf(days.board) <= budget.exactDays)
    return Math.max(known, searchDays(run, goal, days, known));
  // With larger panels this search of a large problem takes minutes.
  if (certificate && board.maxPanel === 1) {
    const core = coreOf(board, certificate, planOf(board, run.choices), budget.dayCoreSeats * run.choices.tick.length);
    searchDays(run, goal, dayBoardOf(core), known);
  }
  return known;
}

/** Branch and bound over days, then a choice of starts; returns the bound for plans on these days. */
function searchDays(run: Run, goal: Goal, days: DayBoard, bound: number): number {
  const level = levelOfDays(days, goal, bound);
  // Without the best known plan, which is far from the bound and leads the search astray.
  const exact = solveExactly(run.highs, days.board, level, undefined, exactLimits(run));
  if (exact.ranOutOfTime) run.stoppedEarly = true;
  const proven = Math.max(bound, roundUp(exact.bound));
  if (exact.choices) chooseStarts(run, goal, days, exact.choices, proven);
  return proven;
}

/** The level's model over days; that the cost is not below a known bound lets the search stop there. */
function levelOfDays(days: DayBoard, goal: Goal, bound: number): LevelModel {
  const level = buildLevel(days.board, goal.aim, goal.frozen, []);
  const atLeast: Row = {
    lower: bound - level.offset,
    upper: Infinity,
    entries: level.model.cost.flatMap((cost, column) => (cost === 0 ? [] : [column, cost])),
  };
  return { ...level, model: withRows(level.model, [...workRows(days, level), ...panelRows(days, level), atLeast]) };
}

/** Looks for starts on the chosen days with the chosen panels; where there are none, for other panels or other days. */
function chooseStarts(run: Run, goal: Goal, days: DayBoard, choices: Choices, bound: number): void {
  const { board, budget } = run;
  const used = new Set(planOf(board, run.choices).seats);
  const { isOnDay, isInPanel } = chosenSeats(board, days.board, choices);
  const narrow = narrowBoard(board, (seat) => used.has(seat) || (isOnDay[seat] === 1 && isInPanel[seat] === 1));
  if (seatCount(narrow) > budget.exactSeats) return;
  branch(run, narrow, goal);
  if (costOfChoices(run, goal.aim) <= bound) return;
  const wide = narrowBoard(board, (seat) => used.has(seat) || isOnDay[seat] === 1 || isInPanel[seat] === 1);
  // Panels have many more columns and rows for the same seats, and take much longer.
  if (seatCount(wide) <= (board.maxPanel === 1 ? budget.exactSeats : budget.panelStartSeats)) branch(run, wide, goal);
}

/** Which seats of a board are on the chosen day of their sitting, and which are those of its chosen interviewers. */
function chosenSeats({ columns, candidate, maxPanel }: Board, days: Board, { tick, panel }: Choices) {
  const isOnDay = new Uint8Array(columns.seatPerson.length);
  const isInPanel = new Uint8Array(columns.seatPerson.length);
  candidate.forEach((_, sitting) => {
    if (tick[sitting]! < 0) return;
    const day = days.columns.optionDay[optionAt(days.columns, sitting, tick[sitting]!)];
    const chosen = panel.subarray(sitting * maxPanel, (sitting + 1) * maxPanel);
    for (let option = columns.optionFrom[sitting]!; option < columns.optionFrom[sitting + 1]!; option++)
      for (let seat = columns.seatFrom[option]!; seat < columns.seatFrom[option + 1]!; seat++) {
        if (columns.optionDay[option] === day) isOnDay[seat] = 1;
        if (chosen.includes(columns.seatPerson[seat]!)) isInPanel[seat] = 1;
      }
  });
  return { isOnDay, isInPanel };
}
