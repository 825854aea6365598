import { seatOf } from './columns.js';
import { candidateIsFree, columnOf, place, remove, seatIsFree, type Plan } from './plan.js';

/**
 * Moves each sitting to the soonest day on which its candidate and its whole panel are free, until none moves. Panels stay as they are, and so do
 * loads and pairs.
 */
export function moveSooner(plan: Plan): void {
  const { waiting } = plan.board;
  const daysOf = (sitting: number) => (plan.option[sitting]! < 0 ? 0 : waiting[plan.option[sitting]!]!);
  for (let hasMoved = true; hasMoved;) {
    hasMoved = false;
    const order = Array.from(plan.option.keys()).sort((a, b) => daysOf(b) - daysOf(a) || a - b);
    for (const sitting of order) {
      const before = daysOf(sitting);
      if (before === 0) continue;
      const { option, seats } = columnOf(plan, sitting);
      const panel = panelAt(plan, sitting);
      remove(plan, sitting);
      if (!placeSoonest(plan, sitting, panel)) place(plan, sitting, option, seats);
      hasMoved ||= daysOf(sitting) < before;
    }
  }
}

/** Places a sitting that is out of the plan as soon as its candidate and this panel are free; tells whether there is such a time. */
export function placeSoonest(plan: Plan, sitting: number, panel: readonly number[]): boolean {
  const { columns } = plan.board;
  for (let option = columns.optionFrom[sitting]!; option < columns.optionFrom[sitting + 1]!; option++) {
    if (!candidateIsFree(plan, sitting, option)) continue;
    const seats = panel.map((person) => seatOf(columns, option, person));
    if (!seats.every((seat) => seat >= 0 && seatIsFree(plan, sitting, option, seat))) continue;
    place(plan, sitting, option, seats);
    return true;
  }
  return false;
}

/** The interviewers of a placed sitting. */
export function panelAt({ seats, board: { columns, maxPanel, panelSize } }: Plan, sitting: number): number[] {
  const from = sitting * maxPanel;
  return Array.from(seats.subarray(from, from + panelSize[sitting]!), (seat) => columns.seatPerson[seat]!);
}
