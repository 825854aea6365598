import { optionAt, seatOf } from './columns.js';
import { candidateIsFree, columnOf, place, remove, seatIsFree, type Board, type Plan } from './plan.js';

/** Two sittings back to back in which two people interview each other; `first` starts first. */
export interface Exchange {
  readonly first: number;
  readonly second: number;
  readonly firstTick: number;
  readonly secondTick: number;
}

/**
 * Makes exchanges of placed sittings by moving times only: interviewers stay, so nothing of the levels before changes.
 * The halves have no buffer between them, which no other plan may do, so the caller books what is found.
 */
export function makeExchanges(plan: Plan): Exchange[] {
  const found: Exchange[] = [];
  const settled = new Set<number>();
  const count = plan.option.length;
  for (let first = 0; first < count; first++)
    for (let second = 0; second < count && !settled.has(first); second++) {
      if (settled.has(second) || !interviewEachOther(plan, first, second)) continue;
      const exchange = makeExchange(plan, first, second);
      if (!exchange) continue;
      found.push(exchange);
      settled.add(first).add(second);
    }
  return found;
}

/** Upper bound: every pair of people has at most as many exchanges as either could interview the other. */
export function exchangeBound(board: Board): number {
  const { peerCount, columns } = board;
  const chances = new Int32Array(peerCount * peerCount);
  for (let s = 0; s < board.candidate.length; s++) {
    if (board.panelSize[s] !== 1) continue;
    const people = columns.seatPerson.subarray(
      columns.seatFrom[columns.optionFrom[s]!],
      columns.seatFrom[columns.optionFrom[s + 1]!],
    );
    for (const person of new Set(people)) chances[person * peerCount + board.candidate[s]!]!++;
  }
  let pairs = 0;
  for (let a = 0; a < peerCount; a++)
    for (let b = 0; b < a; b++) pairs += Math.min(chances[a * peerCount + b]!, chances[b * peerCount + a]!);
  const single = board.panelSize.filter((size, s) => size === 1 && columns.optionFrom[s]! < columns.optionFrom[s + 1]!);
  return Math.min(pairs, Math.floor(single.length / 2));
}

function interviewEachOther(plan: Plan, a: number, b: number): boolean {
  const { candidate, panelSize } = plan.board;
  if (a === b || plan.option[a]! < 0 || plan.option[b]! < 0 || panelSize[a] !== 1 || panelSize[b] !== 1) return false;
  return interviewerOf(plan, a) === candidate[b] && interviewerOf(plan, b) === candidate[a];
}

function interviewerOf(plan: Plan, sitting: number): number {
  return plan.board.columns.seatPerson[plan.seats[sitting * plan.board.maxPanel]!]!;
}

/** Moves two sittings to the earliest times at which one directly follows the other, if such times exist. */
function makeExchange(plan: Plan, first: number, second: number): Exchange | undefined {
  const { board } = plan;
  const { columns, problem, candidate } = board;
  const length = problem.sittings[first]!.minutes / problem.gridMinutes;
  if (!Number.isInteger(length) || problem.sittings[second]!.minutes < problem.bufferMinutes) return undefined;
  const before = [first, second].map((sitting) => ({ sitting, ...columnOf(plan, sitting) }));
  remove(plan, first);
  remove(plan, second);
  for (let o = columns.optionFrom[first]!; o < columns.optionFrom[first + 1]!; o++) {
    const tick = columns.optionTick[o]!;
    const next = optionAt(columns, second, tick + length);
    if (next < 0 || !isOpen(plan, first, o, candidate[second]!) || !isOpen(plan, second, next, candidate[first]!))
      continue;
    // The second half covers the buffer of the first and is written over it.
    place(plan, first, o, [seatOf(columns, o, candidate[second]!)]);
    place(plan, second, next, [seatOf(columns, next, candidate[first]!)]);
    return { first, second, firstTick: tick, secondTick: tick + length };
  }
  for (const { sitting, option, seats } of before) place(plan, sitting, option, seats);
  return undefined;
}

function isOpen(plan: Plan, sitting: number, option: number, interviewer: number): boolean {
  const seat = seatOf(plan.board.columns, option, interviewer);
  return seat >= 0 && candidateIsFree(plan, sitting, option) && seatIsFree(plan, sitting, option, seat);
}
