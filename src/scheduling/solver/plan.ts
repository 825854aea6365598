import { couldExchange, type Board } from './board.js';
import { optionAt, seatOf } from './columns.js';
import { MINUTE, type Placement } from './problem.js';

/** A plan under construction; the only mutable state of the search. */
export interface Plan {
  readonly board: Board;
  /** Option of each sitting, or -1. */
  readonly option: Int32Array;
  /** Seats of each sitting, `maxPanel` apart. */
  readonly seats: Int32Array;
  /** Sitting that a person is in at a tick, or -1. */
  readonly occupant: Int32Array;
  /** Own sitting of a candidate on a local day, or -1. */
  readonly own: Int32Array;
  readonly weekUse: Int32Array;
  /** Sittings that fill an interviewer's week. */
  readonly weekSlots: Int32Array;
  readonly load: Int32Array;
  readonly pairs: Int16Array;
  /** Sessions of this plan per (interviewer, candidate) that could be a half of an exchange. */
  readonly alone: Int16Array;
  placed: number;
  urgency: number;
  repeats: number;
  /** Pairs of sessions in which two people could interview each other back to back: one each way. */
  mutual: number;
  waiting: number;
}

/** A plan without placements. */
export function emptyPlan(board: Board): Plan {
  const { problem, columns, peerCount } = board;
  const sittings = problem.sittings.length;
  return {
    board,
    option: new Int32Array(sittings).fill(-1),
    seats: new Int32Array(sittings * board.maxPanel).fill(-1),
    occupant: new Int32Array(peerCount * columns.tickCount).fill(-1),
    own: new Int32Array(board.dayFrom[peerCount]!).fill(-1),
    weekUse: new Int32Array(board.weekFrom[peerCount]!),
    weekSlots: new Int32Array(board.weekSlotFrom[board.room.length]!),
    load: Int32Array.from(problem.peers, ({ load }) => load),
    pairs: board.pairs.slice(),
    alone: new Int16Array(peerCount * peerCount),
    placed: 0,
    urgency: 0,
    repeats: board.pairs.reduce((sum, count) => sum + Math.max(0, count - 1), 0),
    mutual: 0,
    waiting: 0,
  };
}

function occupy(plan: Plan, person: number, option: number, span: number, occupant: number): void {
  const from = person * plan.board.columns.tickCount + plan.board.columns.optionTick[option]!;
  plan.occupant.fill(occupant, from, from + span);
}

/** Places a sitting whose column meets no other; the caller has checked that. */
export function place(plan: Plan, sitting: number, option: number, seats: ArrayLike<number>): void {
  const { board } = plan;
  const { columns } = board;
  const candidate = board.candidate[sitting]!;
  const span = columns.span[sitting]!;
  const size = board.panelSize[sitting]!;
  plan.option[sitting] = option;
  occupy(plan, candidate, option, span, sitting);
  plan.own[board.dayFrom[candidate]! + columns.optionDay[option]!] = sitting;
  for (let k = 0; k < size; k++) {
    const person = columns.seatPerson[seats[k]!]!;
    const week = board.weekFrom[person]! + columns.seatWeek[seats[k]!]!;
    plan.seats[sitting * board.maxPanel + k] = seats[k]!;
    occupy(plan, person, option, span, sitting);
    plan.weekSlots[board.weekSlotFrom[week]! + plan.weekUse[week]!++] = sitting;
    plan.load[person]!++;
    if (++plan.pairs[person * board.peerCount + candidate]! > 1) plan.repeats++;
    if (
      couldExchange(board, sitting, person) &&
      ++plan.alone[person * board.peerCount + candidate]! <= givenBack(plan, person, candidate)
    )
      plan.mutual++;
  }
  plan.load[candidate]! -= size;
  plan.placed++;
  plan.urgency += board.problem.sittings[sitting]!.urgency;
  plan.waiting += board.waiting[option]!;
}

/** Takes a placed sitting out again. */
export function remove(plan: Plan, sitting: number): void {
  const { board } = plan;
  const { columns } = board;
  const option = plan.option[sitting]!;
  const candidate = board.candidate[sitting]!;
  const span = columns.span[sitting]!;
  const size = board.panelSize[sitting]!;
  plan.option[sitting] = -1;
  occupy(plan, candidate, option, span, -1);
  plan.own[board.dayFrom[candidate]! + columns.optionDay[option]!] = -1;
  for (let k = 0; k < size; k++) {
    const seat = plan.seats[sitting * board.maxPanel + k]!;
    const person = columns.seatPerson[seat]!;
    occupy(plan, person, option, span, -1);
    leaveWeek(plan, board.weekFrom[person]! + columns.seatWeek[seat]!, sitting);
    plan.load[person]!--;
    if (plan.pairs[person * board.peerCount + candidate]!-- > 1) plan.repeats--;
    if (
      couldExchange(board, sitting, person) &&
      plan.alone[person * board.peerCount + candidate]!-- <= givenBack(plan, person, candidate)
    )
      plan.mutual--;
  }
  plan.load[candidate]! += size;
  plan.placed--;
  plan.urgency -= board.problem.sittings[sitting]!.urgency;
  plan.waiting -= board.waiting[option]!;
}

/** How many sessions that could be halves of exchanges a candidate gives to their interviewer. */
export function givenBack({ board, alone }: Plan, interviewer: number, candidate: number): number {
  return alone[candidate * board.peerCount + interviewer]!;
}

function leaveWeek(plan: Plan, week: number, sitting: number): void {
  const from = plan.board.weekSlotFrom[week]!;
  const last = from + --plan.weekUse[week]!;
  for (let at = from; at < last; at++) if (plan.weekSlots[at]! === sitting) plan.weekSlots[at] = plan.weekSlots[last]!;
}

/** Whether the candidate's side of an option meets no other sitting. */
export function candidateIsFree(plan: Plan, sitting: number, option: number): boolean {
  const { board } = plan;
  const candidate = board.candidate[sitting]!;
  if (plan.own[board.dayFrom[candidate]! + board.columns.optionDay[option]!]! >= 0) return false;
  return isFree(plan, candidate, board.columns.optionTick[option]!, board.columns.span[sitting]!);
}

/** Whether a person is in no sitting for `span` ticks. */
export function isFree(plan: Plan, person: number, tick: number, span: number): boolean {
  const from = person * plan.board.columns.tickCount + tick;
  for (let at = from; at < from + span; at++) if (plan.occupant[at]! >= 0) return false;
  return true;
}

/** Whether an interviewer's seat meets no other sitting and leaves the weekly limit. */
export function seatIsFree(plan: Plan, sitting: number, option: number, seat: number): boolean {
  const { board } = plan;
  const person = board.columns.seatPerson[seat]!;
  const week = board.weekFrom[person]! + board.columns.seatWeek[seat]!;
  if (plan.weekUse[week]! >= board.room[week]!) return false;
  return isFree(plan, person, board.columns.optionTick[option]!, board.columns.span[sitting]!);
}

/**
 * Start tick of each sitting, or -1, and its interviewers: the content of a plan, independent of the columns of its
 * board.
 */
export interface Choices {
  readonly tick: Int32Array;
  /** Persons, `maxPanel` apart. */
  readonly panel: Int32Array;
}

export function choicesOf(plan: Plan): Choices {
  const { columns } = plan.board;
  return {
    tick: plan.option.map((option) => (option < 0 ? -1 : columns.optionTick[option]!)),
    panel: plan.seats.map((seat) => (seat < 0 ? -1 : columns.seatPerson[seat]!)),
  };
}

/** Where a placed sitting is, to put it back later. */
export function columnOf(plan: Plan, sitting: number): { option: number; seats: Int32Array } {
  const at = sitting * plan.board.maxPanel;
  return { option: plan.option[sitting]!, seats: plan.seats.slice(at, at + plan.board.maxPanel) };
}

/** A plan with given choices; the board has their columns. */
export function planOf(board: Board, choices: Choices): Plan {
  const plan = emptyPlan(board);
  choices.tick.forEach((tick, sitting) => {
    if (tick < 0) return;
    const option = optionAt(board.columns, sitting, tick);
    const panel = choices.panel.subarray(
      sitting * board.maxPanel,
      sitting * board.maxPanel + board.panelSize[sitting]!,
    );
    place(
      plan,
      sitting,
      option,
      panel.map((person) => seatOf(board.columns, option, person)),
    );
  });
  return plan;
}

/** Largest minus smallest net load, in interviews. */
export function spreadOf(plan: Plan): number {
  let least = Infinity;
  let most = -Infinity;
  for (let p = 0; p < plan.load.length; p++) {
    if (plan.board.isCounted[p] === 0) continue;
    if (plan.load[p]! < least) least = plan.load[p]!;
    if (plan.load[p]! > most) most = plan.load[p]!;
  }
  return most < least ? 0 : most - least;
}

/** Sum of the absolute net loads, in interviews. */
export function imbalanceOf(plan: Plan): number {
  let sum = 0;
  for (let p = 0; p < plan.load.length; p++) if (plan.board.isCounted[p] === 1) sum += Math.abs(plan.load[p]!);
  return sum;
}

/** Where and with whom a placed sitting is. */
export function placementOf(plan: Plan, sitting: number): Placement {
  const { columns, problem, maxPanel, panelSize } = plan.board;
  const seats = Array.from(plan.seats.subarray(sitting * maxPanel, sitting * maxPanel + panelSize[sitting]!));
  const tick = columns.firstTick + columns.optionTick[plan.option[sitting]!]!;
  return {
    sitting,
    start: tick * problem.gridMinutes * MINUTE,
    interviewers: seats.map((seat) => columns.seatPerson[seat]!).sort((a, b) => a - b),
  };
}

/** All that is placed, by sitting. */
export function placementsOf(plan: Plan): Placement[] {
  return plan.board.problem.sittings.flatMap((_, sitting) =>
    plan.option[sitting]! < 0 ? [] : [placementOf(plan, sitting)],
  );
}
