import type { Interval } from '../common/intervals.rules.js';
import { dayNumber, firstDayOfWeek, MINUTE, startOfDay, weekNumber } from '../common/time.js';

/** Offers and proposals start on the quarter hour. */
export const GRID = 15 * MINUTE;

/**
 * The obstacles that a start can have, in the order in which a block names them. Only proposals have CROWDED_OUT: other
 * sessions of the proposal are in the way.
 */
export enum BlockReason {
  NO_QUALIFIED_INTERVIEWER = 'NO_QUALIFIED_INTERVIEWER',
  HOURS_NOT_STATED = 'HOURS_NOT_STATED',
  CANDIDATE_NOT_AVAILABLE = 'CANDIDATE_NOT_AVAILABLE',
  NO_COMMON_TIME = 'NO_COMMON_TIME',
  ALL_BOOKED = 'ALL_BOOKED',
  WEEKLY_LIMIT = 'WEEKLY_LIMIT',
  DAILY_LIMIT = 'DAILY_LIMIT',
  OUT_OF_WINDOW = 'OUT_OF_WINDOW',
  TOO_SOON = 'TOO_SOON',
  FEEDBACK_OVERDUE = 'FEEDBACK_OVERDUE',
  CROWDED_OUT = 'CROWDED_OUT',
}

const reasons = Object.values(BlockReason);

/** One bit for each reason, so that all obstacles of a person at a start are one number; 0 is free. */
export const bitOf = (reason: BlockReason): number => 1 << reasons.indexOf(reason);

export const reasonsIn = (bits: number): BlockReason[] => reasons.filter((reason) => (bits & bitOf(reason)) !== 0);

/** A claim on a person's time, with the buffer after it; it has no session if it belongs to another group. */
export interface Claim {
  time: Interval;
  sessionId: string | null;
}

/** What the engine knows about a member. Instants are milliseconds since 1970. */
export interface PersonTime {
  memberId: string;
  zone: string;
  /** The hours that were stated, merged; null while none were. */
  hours: readonly Interval[] | null;
  claims: readonly Claim[];
  /** Most interviews in an ISO week of their zone, and the starts of those that they give. */
  weeklyLimit: number;
  given: readonly number[];
  /** The sessions in which they are the candidate. */
  own: readonly { startsAt: number; sessionId: string }[];
}

/** The starts that are looked at: every quarter hour from the first on. */
export interface Starts {
  first: number;
  count: number;
  /** How long a session takes, and what is kept free after it. */
  length: number;
  buffer: number;
}

/** The starts on the grid within a span. */
export function startsIn([from, until]: Interval, length: number, buffer: number): Starts {
  const first = Math.ceil(from / GRID) * GRID;
  return { first, count: Math.max(0, Math.ceil((until - first) / GRID)), length, buffer };
}

export const startAt = ({ first }: Starts, n: number): number => first + n * GRID;

/** The obstacles at each start. */
export type Obstacles = Uint16Array<ArrayBuffer>;

/** The starts in an interval, by their indices: the first, and the one after the last. */
export function placesIn({ first, count }: Starts, [from, until]: Interval): [number, number] {
  const place = (instant: number) => Math.min(count, Math.max(0, Math.ceil((instant - first) / GRID)));
  return [place(from), place(until)];
}

/** Marks the starts in an interval. */
export function mark(obstacles: Obstacles, starts: Starts, interval: Interval, reason: BlockReason): void {
  const [from, until] = placesIn(starts, interval);
  const bit = bitOf(reason);
  for (let n = from; n < until; n += 1) obstacles[n]! |= bit;
}

/** The obstacles of a person at each start, for any seat in the session. */
function timeObstacles({ hours, claims }: PersonTime, starts: Starts, away: BlockReason): Obstacles {
  const { count, length, buffer } = starts;
  const obstacles = new Uint16Array(count);
  obstacles.fill(bitOf(hours === null ? BlockReason.HOURS_NOT_STATED : away));
  // The hours cover the whole session, without the buffer.
  for (const [from, until] of hours ?? []) {
    const [first, last] = placesIn(starts, [from, until - length + 1]);
    if (first < last) obstacles.fill(0, first, last);
  }
  for (const { time } of claims) {
    mark(obstacles, starts, [time[0] - length - buffer + 1, time[1]], BlockReason.ALL_BOOKED);
  }
  return obstacles;
}

/** The obstacles of a member as an interviewer at each start. */
export function interviewerObstacles(person: PersonTime, isQualified: boolean, starts: Starts): Obstacles {
  const obstacles = timeObstacles(person, starts, BlockReason.NO_COMMON_TIME);
  for (const { interval } of fullWeeks(person)) mark(obstacles, starts, interval, BlockReason.WEEKLY_LIMIT);
  if (person.weeklyLimit === 0) mark(obstacles, starts, ALWAYS, BlockReason.WEEKLY_LIMIT);
  if (!isQualified) mark(obstacles, starts, ALWAYS, BlockReason.NO_QUALIFIED_INTERVIEWER);
  return obstacles;
}

export const ALWAYS: Interval = [-Infinity, Infinity];

/** The obstacles of a member as the candidate at each start, except windows and long-overdue scorecards. */
export function candidateObstacles(person: PersonTime, starts: Starts): Obstacles {
  const obstacles = timeObstacles(person, starts, BlockReason.CANDIDATE_NOT_AVAILABLE);
  for (const { startsAt } of person.own)
    mark(obstacles, starts, dayAroundInstant(startsAt, person.zone), BlockReason.DAILY_LIMIT);
  return obstacles;
}

/** The local day of an instant. */
export function dayAroundInstant(instant: number, zone: string): Interval {
  const day = dayNumber(instant, zone);
  return [startOfDay(day, zone), startOfDay(day + 1, zone)];
}

/** The ISO week of an instant in that zone. */
export function weekAroundInstant(instant: number, zone: string): Interval {
  const monday = firstDayOfWeek(weekNumber(dayNumber(instant, zone)));
  return [startOfDay(monday, zone), startOfDay(monday + 7, zone)];
}

/** The weeks in which a member gives as many interviews as they want to. */
function fullWeeks({ given, zone, weeklyLimit }: PersonTime): { interval: Interval }[] {
  const counts = new Map<number, { count: number; at: number }>();
  for (const at of given) {
    const week = weekNumber(dayNumber(at, zone));
    counts.set(week, { at, count: (counts.get(week)?.count ?? 0) + 1 });
  }
  return [...counts.values()]
    .filter(({ count }) => count >= weeklyLimit)
    .map(({ at }) => ({ interval: weekAroundInstant(at, zone) }));
}

/** How many interviews a member gives in the week of an instant. */
export function givenInWeek({ given, zone }: PersonTime, instant: number): number {
  const [from, until] = weekAroundInstant(instant, zone);
  return given.filter((at) => from <= at && at < until).length;
}
