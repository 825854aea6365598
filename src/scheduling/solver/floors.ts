import type { Board } from './board.js';
import type { Aim } from './level-model.js';
import { waitingBound } from './matching.js';
import { exchangeBound } from './mutual.js';
import type { Plan } from './plan.js';

/** A bound that needs no model, for plans that place as many sittings as this one. */
export function floorOf(plan: Plan, aim: Exclude<Aim, 'PLACING'>): number {
  const { board } = plan;
  switch (aim) {
    case 'SPREAD':
      return leastSpread(plan, loadsOf(board, leftOut(plan)));
    case 'IMBALANCE':
      return Math.max(Math.abs(totalOf(plan)), leastImbalance(loadsOf(board, leftOut(plan))));
    case 'REPEATS':
      return pastRepeats(board) + newRepeats(board, leftOut(plan));
    case 'EXCHANGES':
      return -exchangeBound(board);
    case 'WAITING':
      return waitingBound(board, plan.placed);
  }
}

/** Sittings that have a column. */
const placeable = ({ columns, candidate }: Board): number[] =>
  Array.from(candidate.keys()).filter((sitting) => columns.optionFrom[sitting]! < columns.optionFrom[sitting + 1]!);

/** How many sittings with a column a plan may leave out. */
const leftOut = ({ board, placed }: Plan): number => placeable(board).length - placed;

/** The interviewers who have a seat in some column of a sitting. */
function poolOf({ columns }: Board, sitting: number): Set<number> {
  const first = columns.seatFrom[columns.optionFrom[sitting]!]!;
  const last = columns.seatFrom[columns.optionFrom[sitting + 1]!]!;
  return new Set(columns.seatPerson.subarray(first, last));
}

const pastRepeats = ({ pairs }: Board): number => pairs.reduce((sum, count) => sum + Math.max(0, count - 1), 0);

/** Each candidate has so many seats to fill; interviewers who are new to them fill one each without a repeat. */
function newRepeats(board: Board, out: number): number {
  const { candidate, panelSize, pairs, peerCount } = board;
  const seats = new Map<number, number>();
  const met = new Map<number, Set<number>>();
  const sittings = placeable(board);
  for (const sitting of sittings) {
    const who = candidate[sitting]!;
    seats.set(who, (seats.get(who) ?? 0) + panelSize[sitting]!);
    met.set(who, new Set([...(met.get(who) ?? []), ...poolOf(board, sitting)]));
  }
  const forced = [...seats].reduce((sum, [who, count]) => {
    const fresh = [...met.get(who)!].filter((person) => pairs[person * peerCount + who] === 0);
    return sum + Math.max(0, count - fresh.length);
  }, 0);
  const largest = sittings.map((sitting) => panelSize[sitting]!).sort((a, b) => b - a);
  return Math.max(0, forced - largest.slice(0, out).reduce((sum, size) => sum + size, 0));
}

/** The least and the largest net load that a member can have. */
interface Limits {
  least: number;
  largest: number;
}

/** The limits of all loads that count where every sitting is placed; null where some may be left out. */
function loadsOf(board: Board, out: number): Limits[] | null {
  if (out > 0) return null;
  const { problem, candidate, panelSize, room, weekFrom } = board;
  const limits = problem.peers.map(({ load }) => ({ least: load, largest: load }));
  for (const sitting of placeable(board)) {
    const size = panelSize[sitting]!;
    const taker = limits[candidate[sitting]!]!;
    taker.least -= size;
    taker.largest -= size;
    const pool = poolOf(board, sitting);
    for (const person of pool) limits[person]!.largest += 1;
    if (pool.size === size) for (const person of pool) limits[person]!.least += 1;
  }
  const taken = problem.peers.map(() => 0);
  for (const sitting of placeable(board)) taken[candidate[sitting]!]! += panelSize[sitting]!;
  return limits
    .map(({ least, largest }, person) => {
      const weeks = room.subarray(weekFrom[person], weekFrom[person + 1]);
      const most = problem.peers[person]!.load - taken[person]! + weeks.reduce((sum, free) => sum + free, 0);
      return { least, largest: Math.min(largest, most) };
    })
    .filter((_, person) => board.isCounted[person] === 1);
}

/** The sum of all loads that count. It is the same for all plans that place as many sittings. */
const totalOf = ({ load, board }: Plan): number =>
  load.reduce((sum, each, person) => sum + (board.isCounted[person] === 1 ? each : 0), 0);

/** Loads are whole numbers with a fixed sum: the smallest span in which each finds a place between its limits. */
function leastSpread(plan: Plan, limits: Limits[] | null): number {
  const total = totalOf(plan);
  const count = plan.board.isCounted.reduce((sum, each) => sum + each, 0);
  if (count === 0) return 0;
  if (limits === null) return total % count === 0 ? 0 : 1;
  const [low, high] = [
    Math.min(...limits.map(({ least }) => least)),
    Math.max(...limits.map(({ largest }) => largest)),
  ];
  for (let span = 0; span < high - low; span++)
    for (let from = low; from + span <= high; from++) if (fit(limits, total, from, from + span)) return span;
  return high - low;
}

function fit(limits: readonly Limits[], total: number, from: number, until: number): boolean {
  if (limits.some(({ least, largest }) => largest < from || least > until)) return false;
  const least = limits.reduce((sum, each) => sum + Math.max(each.least, from), 0);
  const largest = limits.reduce((sum, each) => sum + Math.min(each.largest, until), 0);
  return least <= total && total <= largest;
}

const leastImbalance = (limits: readonly Limits[] | null): number =>
  (limits ?? []).reduce((sum, { least, largest }) => sum + Math.max(0, least, -largest), 0);
