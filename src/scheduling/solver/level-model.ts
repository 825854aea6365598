import { addColumn, addRow, emptyModel, type SparseModel } from './sparse-model.js';
import { mutualPairs } from './mutual.js';
import { couldExchange, type Board } from './board.js';
import { keptTicks } from './tick-rows.js';

/** What a level minimizes. Placing minimizes minus the weight of the placed sittings. */
export type Aim = 'PLACING' | 'SPREAD' | 'IMBALANCE' | 'REPEATS' | 'EXCHANGES' | 'WAITING';

/** What earlier levels have reached. A missing level has no row yet. */
export interface Frozen {
  readonly placed?: number;
  readonly urgency?: number;
  readonly spread?: number;
  readonly imbalance?: number;
  readonly repeats?: number;
}

/** A level as a linear model, with the rows and columns that lead back to the board. */
export interface LevelModel {
  readonly model: SparseModel;
  readonly aim: Aim;
  /** Model column of each option (panels of two and more) and of each seat, or -1. */
  readonly optionColumn: Int32Array;
  readonly seatColumn: Int32Array;
  readonly rows: LevelRows;
  /** Columns that are no sessions: the largest and least load, absolute loads, repeats. */
  readonly auxiliaryFrom: number;
  /** Pair of each repeat column and person of each absolute load, in model order, to warm-start them. */
  readonly auxiliary: readonly Auxiliary[];
  /** A part of the objective that no choice changes. */
  readonly offset: number;
}

export type Auxiliary =
  | { readonly kind: 'MOST' | 'LEAST' }
  | { readonly kind: 'ABSOLUTE'; readonly person: number }
  | { readonly kind: 'REPEAT'; readonly pair: number }
  /** Sessions of two people that go both ways. */
  | { readonly kind: 'MUTUAL'; readonly pair: number; readonly back: number };

/** Row of each constraint, or -1. */
interface LevelRows {
  readonly sitting: Int32Array;
  readonly tick: Int32Array;
  readonly day: Int32Array;
  readonly week: Int32Array;
  readonly loadMost: Int32Array;
  readonly loadLeast: Int32Array;
  readonly loadPositive: Int32Array;
  readonly loadNegative: Int32Array;
  readonly pair: Int32Array;
  /** Of each pair that could interview each other. */
  readonly mutual: Int32Array;
  readonly placed: number;
  readonly urgency: number;
  readonly spread: number;
  readonly imbalance: number;
  readonly repeats: number;
}

/** Weight of one placed sitting against urgency: one more placed beats any urgency. */
export function placedWeight(board: Board): number {
  return 1 + board.problem.sittings.reduce((sum, { urgency }) => sum + urgency, 0);
}

/** Builds the model of a level over the columns of a board, with a row for each (person, tick) of `ticks`. */
export function buildLevel(board: Board, aim: Aim, frozen: Frozen, ticks = keptTicks(board)): LevelModel {
  const model = emptyModel();
  const rows = addRows(model, board, aim, frozen, ticks);
  const { columns } = board;
  const optionColumn = new Int32Array(columns.optionTick.length).fill(-1);
  const seatColumn = new Int32Array(columns.seatPerson.length).fill(-1);
  board.problem.sittings.forEach((_, sitting) => {
    for (let o = columns.optionFrom[sitting]!; o < columns.optionFrom[sitting + 1]!; o++)
      addOption(model, board, aim, rows, sitting, o, optionColumn, seatColumn);
  });
  const auxiliaryFrom = model.cost.length;
  const auxiliary = addAuxiliaries(model, board, aim, rows);
  const offset = aim === 'REPEATS' ? fixedRepeats(board) : 0;
  return { model, aim, optionColumn, seatColumn, rows, auxiliaryFrom, auxiliary, offset };
}

function fixedRepeats(board: Board): number {
  return board.pairs.reduce((sum, count) => sum + Math.max(0, count - 1), 0);
}

function addRows(model: SparseModel, board: Board, aim: Aim, frozen: Frozen, ticks: readonly number[]): LevelRows {
  const { columns, peerCount } = board;
  const none = () => new Int32Array(peerCount).fill(-1);
  const each = (count: number, upper: (at: number) => number) =>
    Int32Array.from({ length: count }, (_, at) => addRow(model, -Infinity, upper(at)));
  const load = board.problem.peers.map((peer) => peer.load);
  const eachCounted = (upper: (person: number) => number) =>
    Int32Array.from(board.isCounted, (is, p) => (is ? addRow(model, -Infinity, upper(p)) : -1));
  const hasSpread = aim === 'SPREAD' || frozen.spread !== undefined;
  const hasImbalance = aim === 'IMBALANCE' || frozen.imbalance !== undefined;
  const hasRepeats = aim === 'REPEATS' || frozen.repeats !== undefined;
  const tick = new Int32Array(peerCount * columns.tickCount).fill(-1);
  for (const at of ticks) tick[at] = addRow(model, -Infinity, 1);
  const atLeast = (value: number | undefined) => (value === undefined ? -1 : addRow(model, value, Infinity));
  const atMost = (value: number | undefined) => (value === undefined ? -1 : addRow(model, -Infinity, value));
  const pair = new Int32Array(peerCount * peerCount).fill(-1);
  if (hasRepeats)
    for (const at of possiblePairs(board)) pair[at] = addRow(model, -Infinity, board.pairs[at]! > 0 ? 0 : 1);
  const mutual = new Int32Array(peerCount * peerCount).fill(-1);
  if (aim === 'EXCHANGES')
    for (const [pair, back] of mutualPairs(board))
      for (const at of [pair, back]) mutual[at] = addRow(model, -Infinity, 0);
  return {
    sitting: each(board.candidate.length, () => 1),
    tick,
    day: each(board.dayFrom[peerCount]!, () => 1),
    week: each(board.room.length, (week) => board.room[week]!),
    loadMost: hasSpread ? eachCounted((p) => -load[p]!) : none(),
    loadLeast: hasSpread ? eachCounted((p) => load[p]!) : none(),
    loadPositive: hasImbalance ? eachCounted((p) => -load[p]!) : none(),
    loadNegative: hasImbalance ? eachCounted((p) => load[p]!) : none(),
    pair,
    mutual,
    placed: atLeast(frozen.placed),
    urgency: atLeast(frozen.urgency),
    spread: atMost(frozen.spread),
    imbalance: atMost(frozen.imbalance),
    repeats: frozen.repeats === undefined ? -1 : addRow(model, -Infinity, frozen.repeats - fixedRepeats(board)),
  };
}

/** Pairs that could repeat: met before, or with two sittings of the candidate that the interviewer could sit in. */
function possiblePairs(board: Board): number[] {
  const { columns, peerCount } = board;
  const last = new Int32Array(peerCount * peerCount).fill(-1);
  const found = new Set<number>();
  for (let s = 0; s < board.candidate.length; s++)
    for (
      let seat = columns.seatFrom[columns.optionFrom[s]!]!;
      seat < columns.seatFrom[columns.optionFrom[s + 1]!]!;
      seat++
    ) {
      const pair = columns.seatPerson[seat]! * peerCount + board.candidate[s]!;
      if (board.pairs[pair]! > 0 || (last[pair]! >= 0 && last[pair]! !== s)) found.add(pair);
      last[pair] = s;
    }
  return [...found].sort((a, b) => a - b);
}

function addOption(
  model: SparseModel,
  board: Board,
  aim: Aim,
  rows: LevelRows,
  sitting: number,
  option: number,
  optionColumn: Int32Array,
  seatColumn: Int32Array,
): void {
  const { columns } = board;
  const size = board.panelSize[sitting]!;
  const cost = optionCost(board, aim, sitting, option);
  const own = candidateEntries(board, rows, sitting, option);
  if (size === 1) {
    for (let seat = columns.seatFrom[option]!; seat < columns.seatFrom[option + 1]!; seat++)
      seatColumn[seat] = addColumn(
        model,
        cost,
        [0, 1],
        [...own, ...seatEntries(board, rows, sitting, option, seat), ...mutualEntries(board, rows, sitting, seat)],
      );
    return;
  }
  // The seats of a larger panel depend on its option: as many as the panel needs, each at most once.
  const seatSum = addRow(model, 0, 0);
  const links: number[] = [];
  for (let seat = columns.seatFrom[option]!; seat < columns.seatFrom[option + 1]!; seat++) {
    const link = addRow(model, -Infinity, 0);
    links.push(link, -1);
    const entries = seatEntries(board, rows, sitting, option, seat);
    seatColumn[seat] = addColumn(model, 0, [0, 1], [...entries, seatSum, 1, link, 1]);
  }
  optionColumn[option] = addColumn(model, cost, [0, 1], [...own, seatSum, -size, ...links]);
}

function optionCost(board: Board, aim: Aim, sitting: number, option: number): number {
  if (aim === 'PLACING') return -placedWeight(board) - board.problem.sittings[sitting]!.urgency;
  return aim === 'WAITING' ? board.waiting[option]! : 0;
}

function candidateEntries(board: Board, rows: LevelRows, sitting: number, option: number): number[] {
  const candidate = board.candidate[sitting]!;
  const size = board.panelSize[sitting]!;
  const entries = [
    rows.sitting[sitting]!,
    1,
    rows.day[board.dayFrom[candidate]! + board.columns.optionDay[option]!]!,
    1,
  ];
  pushTicks(entries, board, rows, candidate, sitting, option);
  pushLoad(entries, rows, candidate, -size);
  push(entries, rows.placed, 1);
  push(entries, rows.urgency, board.problem.sittings[sitting]!.urgency);
  return entries;
}

function seatEntries(board: Board, rows: LevelRows, sitting: number, option: number, seat: number): number[] {
  const { columns } = board;
  const person = columns.seatPerson[seat]!;
  const entries = [rows.week[board.weekFrom[person]! + columns.seatWeek[seat]!]!, 1];
  pushTicks(entries, board, rows, person, sitting, option);
  pushLoad(entries, rows, person, 1);
  push(entries, rows.pair[person * board.peerCount + board.candidate[sitting]!]!, 1);
  return entries;
}

function mutualEntries(board: Board, rows: LevelRows, sitting: number, seat: number): number[] {
  const person = board.columns.seatPerson[seat]!;
  if (!couldExchange(board, sitting, person)) return [];
  const row = rows.mutual[person * board.peerCount + board.candidate[sitting]!]!;
  return row < 0 ? [] : [row, -1];
}

function pushTicks(
  entries: number[],
  board: Board,
  rows: LevelRows,
  person: number,
  sitting: number,
  option: number,
): void {
  const { columns } = board;
  const from = person * columns.tickCount + columns.optionTick[option]!;
  for (let at = from; at < from + columns.span[sitting]!; at++) push(entries, rows.tick[at]!, 1);
}

function pushLoad(entries: number[], rows: LevelRows, person: number, change: number): void {
  push(entries, rows.loadMost[person]!, change);
  push(entries, rows.loadLeast[person]!, -change);
  push(entries, rows.loadPositive[person]!, change);
  push(entries, rows.loadNegative[person]!, -change);
}

function push(entries: number[], row: number, value: number): void {
  if (row >= 0 && value !== 0) entries.push(row, value);
}

function addAuxiliaries(model: SparseModel, board: Board, aim: Aim, rows: LevelRows): Auxiliary[] {
  const auxiliary: Auxiliary[] = [];
  const people = board.problem.peers.map((_, p) => p).filter((p) => board.isCounted[p] === 1);
  const far =
    people.reduce((most, p) => Math.max(most, Math.abs(board.problem.peers[p]!.load)), 0) +
    board.candidate.length * board.maxPanel;
  const column = (kind: Auxiliary, cost: number, bounds: readonly [number, number], entries: number[]) => {
    addColumn(model, cost, bounds, entries);
    auxiliary.push(kind);
  };
  const spreadCost = aim === 'SPREAD' ? 1 : 0;
  const spreadEntry = (sign: number) => (rows.spread < 0 ? [] : [rows.spread, sign]);
  if (people.length > 0 && rows.loadMost[people[0]!]! >= 0) {
    const most = people.flatMap((p) => [rows.loadMost[p]!, -1]);
    const least = people.flatMap((p) => [rows.loadLeast[p]!, 1]);
    column({ kind: 'MOST' }, spreadCost, [-far, far], [...most, ...spreadEntry(1)]);
    column({ kind: 'LEAST' }, -spreadCost, [-far, far], [...least, ...spreadEntry(-1)]);
  }
  if (people.length > 0 && rows.loadPositive[people[0]!]! >= 0)
    for (const person of people) {
      const entries = [rows.loadPositive[person]!, -1, rows.loadNegative[person]!, -1];
      push(entries, rows.imbalance, 1);
      column({ kind: 'ABSOLUTE', person }, aim === 'IMBALANCE' ? 1 : 0, [0, far], entries);
    }
  for (const [pair, back, most] of aim === 'EXCHANGES' ? mutualPairs(board) : []) {
    const entries = [rows.mutual[pair]!, 1, rows.mutual[back]!, 1];
    column({ kind: 'MUTUAL', pair, back }, -1, [0, most], entries);
  }
  rows.pair.forEach((row, pair) => {
    if (row < 0) return;
    const entries = [row, -1];
    push(entries, rows.repeats, 1);
    column({ kind: 'REPEAT', pair }, aim === 'REPEATS' ? 1 : 0, [0, board.candidate.length], entries);
  });
  return auxiliary;
}
