import { common, merged, without, type Interval } from '../../common/intervals.rules.js';
import { indexAt } from './calendar.js';
import { MINUTE, type Peer, type Problem, type Sitting } from './problem.js';

/** The grid and buffer that candidate starts respect, in minutes. */
type Grid = Pick<Problem, 'gridMinutes' | 'bufferMinutes'>;

/**
 * One feasible start of a round (a tick of the grid since the epoch) and which qualified interviewers are free then.
 */
interface CandidateStart {
  readonly tick: number;
  readonly free: readonly number[];
}

/**
 * Every feasible column in compressed form: a sitting has options (starts), an option has seats (free interviewers),
 * and each choice of `panelSize` seats of one option is a column. So panels of two need no pair columns in memory.
 */
export interface Columns {
  /** Tick of the grid since the epoch that the local tick 0 stands for. */
  readonly firstTick: number;
  /** Local ticks run from 0 to `tickCount`, spans included. */
  readonly tickCount: number;
  /** Ticks that a session of each sitting takes, buffer included. */
  readonly span: Int32Array;
  /** Options of sitting `s` are `optionFrom[s]` to `optionFrom[s + 1]`, by time. */
  readonly optionFrom: Int32Array;
  readonly optionTick: Int32Array;
  /** Local day of the candidate, an index in the candidate's days. */
  readonly optionDay: Int32Array;
  /** Seats of option `o` are `seatFrom[o]` to `seatFrom[o + 1]`, by person. */
  readonly seatFrom: Int32Array;
  readonly seatPerson: Uint16Array;
  /** ISO week of the interviewer, an index in the interviewer's weeks. */
  readonly seatWeek: Uint8Array;
}

/** Starts at which a person can sit in a session: stated hours cover `minutes`, bookings leave them and the buffer. */
function personStarts(peer: Peer, minutes: number, range: Interval, grid: Grid): Interval[] {
  const length = minutes * MINUTE;
  const reach = length + grid.bufferMinutes * MINUTE;
  const covered = merged(peer.hours.map(([from, until]): Interval => [from, until - length + 1]));
  const blocked = merged(peer.busy.map(([from, until]): Interval => [from - reach + 1, until]));
  return without(common(covered, [range]), blocked);
}

/** Starts at which a person can interview: also below the weekly limit, which the start decides. */
function interviewerStarts(peer: Peer, minutes: number, range: Interval, grid: Grid): Interval[] {
  const full = peer.weeks.filter(({ room }) => room <= 0).map(({ time }) => time);
  return without(personStarts(peer, minutes, range, grid), full);
}

/** Starts at which a person can take an own session: the local day must have no other own session. */
function candidateStarts(peer: Peer, minutes: number, range: Interval, grid: Grid): Interval[] {
  const taken = peer.days.filter(({ isTaken }) => isTaken).map(({ time }) => time);
  return without(personStarts(peer, minutes, range, grid), taken);
}

/** The same starts of the same person are computed only once. */
type StartCache = Map<string, Interval[]>;

type RoundOfStarts = Pick<Sitting, 'candidate' | 'minutes' | 'panelSize' | 'interviewers' | 'starts'>;

/** Every feasible start of one round, in order, with the qualified interviewers who are free then. */
function startsOf(peers: readonly Peer[], round: RoundOfStarts, grid: Grid, cache: StartCache): CandidateStart[] {
  const step = grid.gridMinutes * MINUTE;
  const ticks: number[] = [];
  for (const [from, until] of candidateStarts(peers[round.candidate]!, round.minutes, round.starts, grid))
    for (let tick = Math.ceil(from / step); tick * step < until; tick++) ticks.push(tick);
  const free: number[][] = ticks.map(() => []);
  for (const person of round.interviewers) {
    const key = `${person}/${round.minutes}`;
    const everywhere: Interval = [-Infinity, Infinity];
    const starts = cache.get(key) ?? interviewerStarts(peers[person]!, round.minutes, everywhere, grid);
    cache.set(key, starts);
    markFree(ticks, starts, step, (at) => free[at]!.push(person));
  }
  return ticks.map((tick, at) => ({ tick, free: free[at]! })).filter((start) => start.free.length >= round.panelSize);
}

function markFree(ticks: readonly number[], starts: readonly Interval[], step: number, mark: (at: number) => void) {
  let next = 0;
  for (let at = 0; at < ticks.length; at++) {
    const instant = ticks[at]! * step;
    while (next < starts.length && starts[next]![1] <= instant) next++;
    if (next === starts.length) return;
    if (starts[next]![0] <= instant) mark(at);
  }
}

/** The options of one sitting, in arrays that stay small: a large group has tens of millions of seats. */
interface SittingColumns {
  readonly ticks: Int32Array;
  /** How many are free at each tick, and who they are, tick by tick. */
  readonly counts: Int32Array;
  readonly people: Uint16Array;
}

function columnsOf(starts: readonly CandidateStart[]): SittingColumns {
  const counts = Int32Array.from(starts, ({ free }) => free.length);
  const people = new Uint16Array(counts.reduce((sum, count) => sum + count, 0));
  let at = 0;
  for (const { free } of starts) {
    people.set(free, at);
    at += free.length;
  }
  return { ticks: Int32Array.from(starts, ({ tick }) => tick), counts, people };
}

/** Generates every column of a problem; a plan moves to the columns of another problem if both count ticks alike. */
export function generateColumns(problem: Problem, ticksLike?: Pick<Columns, 'firstTick' | 'tickCount'>): Columns {
  const cache: StartCache = new Map();
  const step = problem.gridMinutes * MINUTE;
  const sittings = problem.sittings.map((each) => columnsOf(startsOf(problem.peers, each, problem, cache)));
  const span = Int32Array.from(problem.sittings, ({ minutes }) =>
    Math.ceil((minutes + problem.bufferMinutes) / problem.gridMinutes),
  );
  const { firstTick, tickCount } = ticksLike ?? ticksOf(sittings, span);
  const optionFrom = offsets(sittings.map(({ ticks }) => ticks.length));
  const seatFrom = offsets(sittings.flatMap(({ counts }) => Array.from(counts)));
  const optionTick = new Int32Array(optionFrom.at(-1)!);
  const optionDay = new Int32Array(optionFrom.at(-1)!);
  const seatPerson = new Uint16Array(seatFrom.at(-1)!);
  const seatWeek = new Uint8Array(seatFrom.at(-1)!);
  const weeks = problem.peers.map((peer) => weeksAt(peer, step, firstTick, tickCount));
  let option = 0;
  for (const [s, { ticks, people }] of sittings.entries()) {
    const { days } = problem.peers[problem.sittings[s]!.candidate]!;
    seatPerson.set(people, seatFrom[option]);
    for (const tick of ticks) {
      const local = tick - firstTick;
      optionTick[option] = local;
      optionDay[option] = indexAt(days, tick * step);
      for (let seat = seatFrom[option]!; seat < seatFrom[option + 1]!; seat++)
        seatWeek[seat] = weeks[seatPerson[seat]!]![local]!;
      option++;
    }
  }
  return { firstTick, tickCount, span, optionFrom, optionTick, optionDay, seatFrom, seatPerson, seatWeek };
}

/** The index of a person's week at each local tick. */
function weeksAt({ weeks }: Peer, step: number, firstTick: number, tickCount: number): Uint8Array {
  return Uint8Array.from({ length: tickCount }, (_, local) => indexAt(weeks, (firstTick + local) * step));
}

function ticksOf(sittings: readonly SittingColumns[], span: Int32Array): Pick<Columns, 'firstTick' | 'tickCount'> {
  const some = sittings.filter(({ ticks }) => ticks.length > 0);
  if (some.length === 0) return { firstTick: 0, tickCount: 0 };
  // The ticks of a sitting are in order.
  const first = some.reduce((least, { ticks }) => Math.min(least, ticks[0]!), Infinity);
  const last = some.reduce((most, { ticks }) => Math.max(most, ticks.at(-1)!), -Infinity);
  return { firstTick: first, tickCount: last - first + span.reduce((most, each) => Math.max(most, each), 0) };
}

export function offsets(counts: readonly number[]): Int32Array {
  const from = new Int32Array(counts.length + 1);
  counts.forEach((count, at) => (from[at + 1] = from[at]! + count));
  return from;
}

/** The same columns without the seats that `keep` refuses and the options that have no panel then. */
export function keepColumns(columns: Columns, panelSize: ArrayLike<number>, keep: (seat: number) => boolean): Columns {
  const { optionFrom, seatFrom } = columns;
  const options: number[] = [];
  const seats: number[] = [];
  const counts: number[] = [];
  const optionCounts = Array.from({ length: panelSize.length }, (_, sitting) => {
    const before = options.length;
    for (let option = optionFrom[sitting]!; option < optionFrom[sitting + 1]!; option++) {
      const first = seats.length;
      for (let seat = seatFrom[option]!; seat < seatFrom[option + 1]!; seat++) if (keep(seat)) seats.push(seat);
      if (seats.length - first < panelSize[sitting]!) seats.length = first;
      else options.push(option);
      if (seats.length > first) counts.push(seats.length - first);
    }
    return options.length - before;
  });
  return {
    ...columns,
    optionFrom: offsets(optionCounts),
    optionTick: Int32Array.from(options, (option) => columns.optionTick[option]!),
    optionDay: Int32Array.from(options, (option) => columns.optionDay[option]!),
    seatFrom: offsets(counts),
    seatPerson: Uint16Array.from(seats, (seat) => columns.seatPerson[seat]!),
    seatWeek: Uint8Array.from(seats, (seat) => columns.seatWeek[seat]!),
  };
}

/** The option of a sitting that starts at a tick, or -1. */
export function optionAt({ optionFrom, optionTick }: Columns, sitting: number, tick: number): number {
  for (let option = optionFrom[sitting]!; option < optionFrom[sitting + 1]!; option++)
    if (optionTick[option]! === tick) return option;
  return -1;
}

/** The seat of a person at an option, or -1. */
export function seatOf({ seatFrom, seatPerson }: Columns, option: number, person: number): number {
  for (let seat = seatFrom[option]!; seat < seatFrom[option + 1]!; seat++)
    if (seatPerson[seat]! === person) return seat;
  return -1;
}
