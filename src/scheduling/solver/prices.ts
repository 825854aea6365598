import { placedWeight, type LevelModel } from './level-model.js';
import { constantOf, repairDuals } from './duals.js';
import { couldExchange, narrowBoard, type Board } from './board.js';
import type { Plan } from './plan.js';

/**
 * Prices of the rows: what a session pays for the time, days, weeks, loads and pairs that it uses. Any prices give a
 * valid bound, because each sitting then takes its cheapest column or none; good prices give a good bound.
 */
export interface Prices {
  readonly tick: Float64Array;
  readonly day: Float64Array;
  readonly week: Float64Array;
  /** Price of one more given interview, and minus that of one taken. */
  readonly load: Float64Array;
  readonly pair: Float64Array;
  /** Price of a session that one interviewer gives alone. */
  readonly mutual: Float64Array;
  readonly placed: number;
  readonly urgency: number;
  readonly waiting: number;
  /** The part of the bound that no session changes. */
  readonly constant: number;
}

/** A lower bound for the level's cost, and what each seat would add to it. */
export interface Certificate {
  readonly bound: number;
  /** Bound for plans that use the seat, minus `bound`. */
  readonly excess: Float64Array;
}

/** Prices from the row duals of a relaxation, repaired first, so that rounding cannot make a bound wrong. */
export function pricesOf(board: Board, level: LevelModel, dual: Float64Array): Prices {
  const { rows, aim } = level;
  const repaired = repairDuals(level, dual);
  const price = (row: number) => (row < 0 ? 0 : -repaired[row]!);
  const all = (list: Int32Array) => Float64Array.from(list, price);
  const isPlacing = aim === 'PLACING';
  return {
    tick: all(rows.tick),
    day: all(rows.day),
    week: all(rows.week),
    load: Float64Array.from(
      board.problem.peers,
      (_, p) =>
        price(rows.loadMost[p]!) -
        price(rows.loadLeast[p]!) +
        price(rows.loadPositive[p]!) -
        price(rows.loadNegative[p]!),
    ),
    pair: all(rows.pair),
    mutual: Float64Array.from(rows.mutual, (row) => -price(row)),
    placed: (isPlacing ? placedWeight(board) : 0) - price(rows.placed),
    urgency: (isPlacing ? 1 : 0) - price(rows.urgency),
    waiting: aim === 'WAITING' ? 1 : 0,
    constant: constantOf(level, repaired),
  };
}

/** The bound that prices prove over all columns of a board, pairs of seats included. */
export function certify(board: Board, prices: Prices): Certificate {
  const { columns } = board;
  const excess = new Float64Array(columns.seatPerson.length);
  const sums = prefixSums(prices.tick);
  let bound = prices.constant;
  for (let s = 0; s < board.candidate.length; s++) {
    let least = 0;
    for (let o = columns.optionFrom[s]!; o < columns.optionFrom[s + 1]!; o++)
      least = Math.min(least, priceOption(board, prices, sums, s, o, excess));
    bound += least;
    const from = columns.seatFrom[columns.optionFrom[s]!]!;
    for (let seat = from; seat < columns.seatFrom[columns.optionFrom[s + 1]!]!; seat++) excess[seat]! -= least;
  }
  return { bound, excess };
}

function prefixSums(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (let at = 0; at < values.length; at++) sums[at + 1] = sums[at]! + values[at]!;
  return sums;
}

/** Writes the cheapest column with each seat into `total` and returns the cheapest of all. */
function priceOption(
  board: Board,
  prices: Prices,
  sums: Float64Array,
  sitting: number,
  option: number,
  total: Float64Array,
): number {
  const { columns, peerCount } = board;
  const candidate = board.candidate[sitting]!;
  const size = board.panelSize[sitting]!;
  const span = columns.span[sitting]!;
  const tick = columns.optionTick[option]!;
  const time = (person: number) => {
    const from = person * columns.tickCount + tick;
    return sums[from + span]! - sums[from]!;
  };
  const own =
    prices.waiting * board.waiting[option]! -
    prices.placed -
    prices.urgency * board.problem.sittings[sitting]!.urgency +
    prices.day[board.dayFrom[candidate]! + columns.optionDay[option]!]! -
    size * prices.load[candidate]! +
    time(candidate);
  const cheapest: number[] = [];
  for (let seat = columns.seatFrom[option]!; seat < columns.seatFrom[option + 1]!; seat++) {
    const person = columns.seatPerson[seat]!;
    const week = prices.week[board.weekFrom[person]! + columns.seatWeek[seat]!]!;
    const pair = person * peerCount + candidate;
    const mutual = couldExchange(board, sitting, person) ? prices.mutual[pair]! : 0;
    total[seat] = time(person) + week + prices.load[person]! + prices.pair[pair]! + mutual;
    keepLeast(cheapest, total[seat]!, size);
  }
  if (cheapest.length < size) return Infinity;
  const panel = cheapest.reduce((sum, price) => sum + price, own);
  const dearest = cheapest[size - 1]!;
  for (let seat = columns.seatFrom[option]!; seat < columns.seatFrom[option + 1]!; seat++)
    total[seat] = panel + Math.max(0, total[seat]! - dearest);
  return panel;
}

function keepLeast(list: number[], value: number, size: number): void {
  let at = list.length;
  while (at > 0 && list[at - 1]! > value) at--;
  if (at >= size) return;
  list.splice(at, 0, value);
  if (list.length > size) list.pop();
}

/** The board without the seats that no plan within `gap` of the bound can use. */
export function withoutDear(board: Board, { excess }: Certificate, gap: number): Board {
  return narrowBoard(board, (seat) => excess[seat]! <= gap);
}

/** About `count` of the seats with the least excess, and those of a plan: where a better plan most likely is. */
export function coreOf(board: Board, { excess }: Certificate, plan: Plan, count: number): Board {
  const sorted = excess.slice().sort();
  const dearest = sorted[Math.min(count, sorted.length) - 1]!;
  const used = new Set(plan.seats);
  return narrowBoard(board, (seat) => excess[seat]! <= dearest || used.has(seat));
}

/** A random share of the seats, and those of a plan. */
export function sampleOf(board: Board, plan: Plan, share: number, random: () => number): Board {
  const used = new Set(plan.seats);
  return narrowBoard(board, (seat) => random() < share || used.has(seat));
}
