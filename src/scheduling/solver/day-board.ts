import { layBoard, type Board } from './board.js';
import { offsets } from './columns.js';

/**
 * A board that says on which day a sitting takes place, and leaves open when. Its options are stretches: starts of a sitting on one local day that
 * follow closely on each other. It has far fewer columns than the board it comes from, and each plan of that board is one of this board as well.
 */
export interface DayBoard {
  /** An option has the tick of its first start, and a seat for each interviewer who is free at one of its starts. */
  readonly board: Board;
  /** The ticks at which a stretch can start, and those at which an interviewer is free for it, ascending. */
  readonly stretchTicks: readonly (readonly number[])[];
  readonly seatTicks: readonly (readonly number[])[];
}

/** A stretch under construction. */
interface Stretch {
  readonly day: number;
  readonly ticks: number[];
  /** The ticks and the week of each interviewer. */
  readonly seats: Map<number, { readonly week: number; readonly ticks: number[] }>;
}

export function dayBoardOf(board: Board): DayBoard {
  const { columns } = board;
  const stretches: Stretch[] = [];
  const counts = Array.from(board.candidate, (_, sitting) => {
    const first = stretches.length;
    for (let option = columns.optionFrom[sitting]!; option < columns.optionFrom[sitting + 1]!; option++) {
      const last = stretches.length > first ? stretches.at(-1) : undefined;
      const stretch = last && continues(board, last, sitting, option) ? last : emptyStretch(board, option);
      if (stretch !== last) stretches.push(stretch);
      addStart(board, stretch, option);
    }
    return stretches.length - first;
  });
  const seats = stretches.flatMap((stretch) => [...stretch.seats].sort(([a], [b]) => a - b));
  const days = {
    ...columns,
    optionFrom: offsets(counts),
    optionTick: Int32Array.from(stretches, ({ ticks }) => ticks[0]!),
    optionDay: Int32Array.from(stretches, ({ day }) => day),
    seatFrom: offsets(stretches.map((stretch) => stretch.seats.size)),
    seatPerson: Uint16Array.from(seats, ([person]) => person),
    seatWeek: Uint8Array.from(seats, ([, { week }]) => week),
  };
  return {
    board: layBoard(board.problem, days, board.couldExchange),
    stretchTicks: stretches.map(({ ticks }) => ticks),
    seatTicks: seats.map(([, { ticks }]) => ticks),
  };
}

function emptyStretch({ columns }: Board, option: number): Stretch {
  return { day: columns.optionDay[option]!, ticks: [], seats: new Map() };
}

/** Whether an option belongs to a stretch: on the same day, soon after its last start, and in the same week for each interviewer. */
function continues({ columns }: Board, stretch: Stretch, sitting: number, option: number): boolean {
  if (columns.optionDay[option]! !== stretch.day) return false;
  if (columns.optionTick[option]! > stretch.ticks.at(-1)! + columns.span[sitting]!) return false;
  for (let seat = columns.seatFrom[option]!; seat < columns.seatFrom[option + 1]!; seat++) {
    const known = stretch.seats.get(columns.seatPerson[seat]!);
    if (known && known.week !== columns.seatWeek[seat]) return false;
  }
  return true;
}

function addStart({ columns }: Board, stretch: Stretch, option: number): void {
  const tick = columns.optionTick[option]!;
  stretch.ticks.push(tick);
  for (let at = columns.seatFrom[option]!; at < columns.seatFrom[option + 1]!; at++) {
    const person = columns.seatPerson[at]!;
    const seat = stretch.seats.get(person) ?? { week: columns.seatWeek[at]!, ticks: [] };
    stretch.seats.set(person, seat);
    seat.ticks.push(tick);
  }
}
