import type { Columns } from './columns.js';
import type { Board } from './board.js';
import type { Problem } from './problem.js';

/** Pairs of people who could interview each other alone: each as (interviewer, candidate) one way, and back, and how often at most. */
export function mutualPairs(board: Board): (readonly [pair: number, back: number, most: number])[] {
  const { peerCount } = board;
  const chances = chancesOf(board);
  const found: (readonly [number, number, number])[] = [];
  for (let a = 0; a < peerCount; a++)
    for (let b = 0; b < a; b++) {
      const [pair, back] = [a * peerCount + b, b * peerCount + a];
      const most = Math.min(chances[pair]!, chances[back]!);
      if (most > 0) found.push([pair, back, most]);
    }
  return found;
}

/** By (interviewer, candidate), how many sittings of the candidate could be halves of exchanges. */
function chancesOf({ peerCount, candidate, couldExchange }: Board): Int32Array {
  const chances = new Int32Array(peerCount * peerCount);
  for (let at = 0; at < couldExchange.length; at++) {
    const person = at % peerCount;
    chances[person * peerCount + candidate[(at - person) / peerCount]!]! += couldExchange[at]!;
  }
  return chances;
}

/** Upper bound: every pair of people has at most as many exchanges as either could interview the other. */
export function exchangeBound(board: Board): number {
  const { peerCount, couldExchange } = board;
  const chances = chancesOf(board);
  let pairs = 0;
  for (let a = 0; a < peerCount; a++)
    for (let b = 0; b < a; b++) pairs += Math.min(chances[a * peerCount + b]!, chances[b * peerCount + a]!);
  const halves = Array.from(board.candidate, (_, s) =>
    couldExchange.subarray(s * peerCount, (s + 1) * peerCount).includes(1),
  );
  return Math.min(pairs, Math.floor(halves.filter(Boolean).length / 2));
}

/**
 * By (sitting, interviewer), 1 where the two people could interview each other back to back at some time, if nothing else was planned: the
 * candidate could give the interviewer a session that ends when this one starts, or starts when it ends.
 */
export function possibleHalves(problem: Problem, columns: Columns): Uint8Array {
  const peerCount = problem.peers.length;
  const found = new Uint8Array(problem.sittings.length * peerCount);
  const lengthOf = (sitting: number) => problem.sittings[sitting]!.minutes / problem.gridMinutes;
  const starts = new TickSets(columns.tickCount);
  const ends = new TickSets(columns.tickCount);
  eachSeatAlone(problem, columns, (sitting, person, tick) => {
    const pair = person * peerCount + problem.sittings[sitting]!.candidate;
    if (canFollow(problem, sitting)) starts.add(pair, tick);
    ends.add(pair, tick + lengthOf(sitting));
  });
  eachSeatAlone(problem, columns, (sitting, person, tick) => {
    const back = problem.sittings[sitting]!.candidate * peerCount + person;
    const isFirst = starts.has(back, tick + lengthOf(sitting));
    const isSecond = canFollow(problem, sitting) && ends.has(back, tick);
    if (isFirst || isSecond) found[sitting * peerCount + person] = 1;
  });
  return found;
}

/** The second half has to cover the buffer of the first. */
export const canFollow = ({ sittings, bufferMinutes }: Problem, sitting: number): boolean =>
  sittings[sitting]!.minutes >= bufferMinutes;

function eachSeatAlone(
  { sittings }: Problem,
  { optionFrom, optionTick, seatFrom, seatPerson }: Columns,
  visit: (sitting: number, person: number, tick: number) => void,
): void {
  for (const [sitting, { panelSize }] of sittings.entries()) {
    if (panelSize !== 1) continue;
    for (let o = optionFrom[sitting]!; o < optionFrom[sitting + 1]!; o++)
      for (let seat = seatFrom[o]!; seat < seatFrom[o + 1]!; seat++) visit(sitting, seatPerson[seat]!, optionTick[o]!);
  }
}

/** Sets of ticks by pair, one bit for each tick: a large group has tens of millions of seats. */
class TickSets {
  private readonly sets = new Map<number, Uint32Array>();

  constructor(private readonly tickCount: number) {}

  /** Ticks between two points of the grid are in no set. */
  add(pair: number, tick: number): void {
    if (!Number.isInteger(tick)) return;
    const set = this.sets.get(pair) ?? new Uint32Array((this.tickCount >> 5) + 1);
    this.sets.set(pair, set);
    set[tick >> 5]! |= 1 << (tick & 31);
  }

  has(pair: number, tick: number): boolean {
    const set = Number.isInteger(tick) ? this.sets.get(pair) : undefined;
    return set !== undefined && (set[tick >> 5]! & (1 << (tick & 31))) !== 0;
  }
}
