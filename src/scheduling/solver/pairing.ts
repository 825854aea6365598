import { optionAt, seatOf } from './columns.js';
import { sittingsInTheWay } from './conflicts.js';
import { canFollow } from './mutual.js';
import { couldExchange, type Board } from './board.js';
import { candidateIsFree, columnOf, place, remove, seatIsFree, type Plan } from './plan.js';

/** Two sittings back to back in which two people interview each other; `first` starts first. */
export interface Exchange {
  readonly first: number;
  readonly second: number;
  readonly firstTick: number;
  readonly secondTick: number;
}

/**
 * Makes exchanges of placed sittings by moving times only: interviewers stay, so nothing of the levels before changes. Which exchanges fit
 * beside each other depends on their order, so a few orders are tried. The halves have no buffer between them, which no other plan may do, so the
 * caller books what is found.
 */
export function makeExchanges(
  planAnew: () => Plan,
  { random, most, shouldStop }: { random: () => number; most: number; shouldStop: () => boolean },
): { plan: Plan; found: Exchange[] } {
  let best = inOrder(planAnew(), (n) => n);
  for (let n = 1; n < TRIES && best.found.length < most && !shouldStop(); n++) {
    const plan = planAnew();
    const order = shuffled(plan.option.length, random);
    const other = inOrder(plan, (at) => order[at]!);
    if (other.found.length > best.found.length) best = other;
  }
  return best;
}

/**
 * Makes exchanges that place a sitting without a place: as one half, with a sitting of its interviewer as the other half, which may have a place
 * already.
 */
export function makeFurtherExchanges(plan: Plan, limits: { pairs: number; shouldStop: () => boolean }): Exchange[] {
  const { sittings: all } = plan.board.problem;
  const found: Exchange[] = [];
  const settled = new Set<number>();
  const isOut = (sitting: number) => plan.option[sitting]! < 0;
  const sittings = Array.from(plan.option.keys());
  const byUrgency = sittings.filter(isOut).sort((a, b) => all[b]!.urgency - all[a]!.urgency || a - b);
  let pairs = 0;
  for (const sitting of byUrgency) {
    for (const other of sittings) {
      if (!isOut(sitting) || pairs >= limits.pairs || limits.shouldStop()) break;
      if (settled.has(other) || !couldInterviewEachOther(plan.board, sitting, other)) continue;
      pairs++;
      const exchange = makeExchange(plan, sitting, other, settled) ?? makeExchange(plan, other, sitting, settled);
      if (!exchange) continue;
      found.push(exchange);
      settled.add(sitting).add(other);
    }
  }
  return found;
}

function couldInterviewEachOther(board: Board, a: number, b: number): boolean {
  const { candidate } = board;
  return a !== b && couldExchange(board, a, candidate[b]!) && couldExchange(board, b, candidate[a]!);
}

const TRIES = 20;

function shuffled(count: number, random: () => number): number[] {
  const order = Array.from({ length: count }, (_, n) => n);
  for (let n = count - 1; n > 0; n--) {
    const other = Math.floor(random() * (n + 1));
    [order[n], order[other]] = [order[other]!, order[n]!];
  }
  return order;
}

function inOrder(plan: Plan, sittingAt: (n: number) => number): { plan: Plan; found: Exchange[] } {
  const found: Exchange[] = [];
  const settled = new Set<number>();
  const count = plan.option.length;
  for (let n = 0; n < count; n++)
    for (let k = 0; k < count && !settled.has(sittingAt(n)); k++) {
      const [first, second] = [sittingAt(n), sittingAt(k)];
      if (settled.has(second) || !interviewEachOther(plan, first, second)) continue;
      const exchange = makeExchange(plan, first, second, settled);
      if (!exchange) continue;
      found.push(exchange);
      settled.add(first).add(second);
    }
  return { plan, found };
}

function interviewEachOther(plan: Plan, a: number, b: number): boolean {
  const { candidate, panelSize } = plan.board;
  if (a === b || plan.option[a]! < 0 || plan.option[b]! < 0 || panelSize[a] !== 1 || panelSize[b] !== 1) return false;
  return interviewerOf(plan, a) === candidate[b] && interviewerOf(plan, b) === candidate[a];
}

function interviewerOf(plan: Plan, sitting: number): number {
  return plan.board.columns.seatPerson[plan.seats[sitting * plan.board.maxPanel]!]!;
}

/**
 * Moves two sittings to the earliest times at which one directly follows the other, if such times exist. A few others may have to move, too, but
 * only in time.
 */
function makeExchange(plan: Plan, first: number, second: number, settled: ReadonlySet<number>): Exchange | undefined {
  const { board } = plan;
  const { columns, problem, candidate } = board;
  const length = problem.sittings[first]!.minutes / problem.gridMinutes;
  if (!Number.isInteger(length) || !canFollow(problem, second)) return undefined;
  const undo = [takeOut(plan, first), takeOut(plan, second)];
  for (const most of [0, MOST_MOVED])
    for (let o = columns.optionFrom[first]!; o < columns.optionFrom[first + 1]!; o++) {
      const tick = columns.optionTick[o]!;
      const next = optionAt(columns, second, tick + length);
      if (next < 0) continue;
      const seat = seatOf(columns, o, candidate[second]!);
      const nextSeat = seatOf(columns, next, candidate[first]!);
      if (seat < 0 || nextSeat < 0) continue;
      const others = [
        ...new Set([...sittingsInTheWay(plan, first, o, [seat]), ...sittingsInTheWay(plan, second, next, [nextSeat])]),
      ];
      if (others.length > most || others.some((other) => settled.has(other))) continue;
      const moved = others.map((other) => takeOut(plan, other));
      // The second half covers the buffer of the first and is written over it.
      place(plan, first, o, [seat]);
      place(plan, second, next, [nextSeat]);
      if (moved.every((other) => placeElsewhere(plan, other)))
        return { first, second, firstTick: tick, secondTick: tick + length };
      for (const sitting of [first, second, ...others]) if (plan.option[sitting]! >= 0) remove(plan, sitting);
      for (const other of moved) place(plan, other.sitting, other.option, other.seats);
    }
  for (const { sitting, option, seats } of undo) if (option >= 0) place(plan, sitting, option, seats);
  return undefined;
}

const MOST_MOVED = 3;

interface Out {
  readonly sitting: number;
  readonly option: number;
  readonly seats: Int32Array;
}

function takeOut(plan: Plan, sitting: number): Out {
  const out = { sitting, ...columnOf(plan, sitting) };
  if (out.option >= 0) remove(plan, sitting);
  return out;
}

/** Places a sitting with the same people at another time. */
function placeElsewhere(plan: Plan, { sitting, seats }: Out): boolean {
  const { columns, panelSize } = plan.board;
  const people = Array.from(seats.subarray(0, panelSize[sitting]), (seat) => columns.seatPerson[seat]!);
  for (let o = columns.optionFrom[sitting]!; o < columns.optionFrom[sitting + 1]!; o++) {
    if (!candidateIsFree(plan, sitting, o)) continue;
    const found = people.map((person) => seatOf(columns, o, person));
    if (found.some((seat) => seat < 0 || !seatIsFree(plan, sitting, o, seat))) continue;
    place(plan, sitting, o, found);
    return true;
  }
  return false;
}
