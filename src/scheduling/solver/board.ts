import { keepColumns, type Columns } from './columns.js';
import type { Problem } from './problem.js';

/** The rows of a problem that do not change while a plan does, as flat arrays for the inner loops. */
export interface Board {
  readonly problem: Problem;
  readonly columns: Columns;
  readonly peerCount: number;
  readonly candidate: Int32Array;
  readonly panelSize: Int32Array;
  readonly maxPanel: number;
  /** Where the weeks, days and weekly seats of each peer start in flat arrays. */
  readonly weekFrom: Int32Array;
  readonly dayFrom: Int32Array;
  readonly room: Int32Array;
  readonly weekSlotFrom: Int32Array;
  /** Waiting days of each option. */
  readonly waiting: Int32Array;
  /** Sessions per (interviewer, candidate) before this plan. */
  readonly pairs: Int16Array;
  /** Peers whose load counts for fairness. */
  readonly isCounted: Uint8Array;
  /** By (sitting, interviewer), whether the two people could interview each other back to back; empty where nobody asks. */
  readonly couldExchange: Uint8Array;
}

/** Lays out the fixed rows of a problem. */
export function layBoard(problem: Problem, columns: Columns, couldExchange: Uint8Array = new Uint8Array()): Board {
  const { peers, sittings } = problem;
  const weekFrom = runningTotals(peers.map(({ weeks }) => weeks.length));
  const dayFrom = runningTotals(peers.map(({ days }) => days.length));
  const room = Int32Array.from(peers.flatMap(({ weeks }) => weeks.map((week) => Math.max(0, week.room))));
  const pairs = new Int16Array(peers.length * peers.length);
  for (const { interviewer, candidate, count } of problem.pairs)
    pairs[interviewer * peers.length + candidate]! += count;
  const waiting = new Int32Array(columns.optionTick.length);
  sittings.forEach(({ firstDay }, s) => {
    for (let o = columns.optionFrom[s]!; o < columns.optionFrom[s + 1]!; o++)
      waiting[o] = columns.optionDay[o]! - firstDay;
  });
  return {
    problem,
    columns,
    peerCount: peers.length,
    candidate: Int32Array.from(sittings, (sitting) => sitting.candidate),
    panelSize: Int32Array.from(sittings, (sitting) => sitting.panelSize),
    maxPanel: sittings.reduce((most, { panelSize }) => Math.max(most, panelSize), 1),
    weekFrom,
    dayFrom,
    room,
    weekSlotFrom: runningTotals(Array.from(room)),
    waiting,
    pairs,
    isCounted: Uint8Array.from(peers, ({ isCounted }) => (isCounted ? 1 : 0)),
    couldExchange,
  };
}

function runningTotals(counts: readonly number[]): Int32Array {
  const totals = new Int32Array(counts.length + 1);
  counts.forEach((count, at) => (totals[at + 1] = totals[at]! + count));
  return totals;
}

export function seatCount({ columns }: Board): number {
  return columns.seatPerson.length;
}

/** How large a board is for branch and bound: its seats times its sittings. */
export function workOf(board: Board): number {
  return seatCount(board) * board.candidate.length;
}

/** The board without the seats that `keep` refuses. */
export function narrowBoard(board: Board, keep: (seat: number) => boolean): Board {
  return layBoard(board.problem, keepColumns(board.columns, board.panelSize, keep), board.couldExchange);
}

/** Whether a sitting could be a half of an exchange with an interviewer. */
export const couldExchange = (board: Board, sitting: number, person: number): boolean =>
  board.couldExchange[sitting * board.peerCount + person] === 1;
