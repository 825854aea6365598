import type { Plan } from './plan.js';

/** The sitting with the least weight in an interviewer's week, or the first if there are no weights. */
export function lightestOfWeek(plan: Plan, week: number, weight?: Float64Array): number {
  const from = plan.board.weekSlotFrom[week]!;
  let lightest = plan.weekSlots[from]!;
  for (let at = from + 1; at < from + plan.weekUse[week]!; at++)
    if (weight && weight[plan.weekSlots[at]!]! < weight[lightest]!) lightest = plan.weekSlots[at]!;
  return lightest;
}

/** The placed sittings that conflict with a column. */
export function sittingsInTheWay(
  plan: Plan,
  sitting: number,
  option: number,
  seats: ArrayLike<number>,
  weight?: Float64Array,
): number[] {
  const { board } = plan;
  const { columns } = board;
  const out = new Set<number>();
  const overlap = (person: number) => {
    const from = person * columns.tickCount + columns.optionTick[option]!;
    for (let at = from; at < from + columns.span[sitting]!; at++)
      if (plan.occupant[at]! >= 0) out.add(plan.occupant[at]!);
  };
  const candidate = board.candidate[sitting]!;
  overlap(candidate);
  const own = plan.own[board.dayFrom[candidate]! + columns.optionDay[option]!]!;
  if (own >= 0) out.add(own);
  for (let k = 0; k < board.panelSize[sitting]!; k++) overlap(columns.seatPerson[seats[k]!]!);
  for (let k = 0; k < board.panelSize[sitting]!; k++) {
    const week = board.weekFrom[columns.seatPerson[seats[k]!]!]! + columns.seatWeek[seats[k]!]!;
    const used = Array.from(
      { length: plan.weekUse[week]! },
      (_, at) => plan.weekSlots[board.weekSlotFrom[week]! + at]!,
    );
    if (used.length >= board.room[week]! && !used.some((other) => out.has(other)))
      out.add(lightestOfWeek(plan, week, weight));
  }
  return [...out];
}
