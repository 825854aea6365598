import type { RemedyFacts } from '../availability/remedies.rules.js';
import {
  bitOf,
  BlockReason,
  dayAroundInstant,
  GRID,
  mark,
  startAt,
  type Obstacles,
  type PersonTime,
} from '../availability/starts.rules.js';
import { aheadAt, dateOfDay, dayNumber, dayOfDate, HOUR, startOfDay } from '../common/time.js';
import type { Field } from './slots.rules.js';

/** One session of an appointment: an exchange has two, and any other appointment has one. */
export interface Half {
  field: Field;
  facts: RemedyFacts;
  /** The round, where the appointment has more than one. */
  roundId?: string;
}

/** A person who could take part in one half of an appointment. */
export interface Participant {
  half: Half;
  /** Their place among all participants. */
  place: number;
  person: PersonTime;
  /** The obstacles of the person at each start. */
  obstacles: Obstacles;
  /**
   * The obstacles that no change can clear: a session of another group or one that has begun, or a day that no window may reach; null if there
   * are none. Such a start must not hide another start with the same obstacles that a change can clear.
   */
  stuck: Obstacles | null;
}

/** Everybody who is asked for in these halves, the candidate of each half first. */
export const participantsOf = (...halves: readonly Half[]): Participant[] =>
  halves.flatMap(peopleIn).map((each, place) => ({ ...each, place }));

function peopleIn(half: Half): Omit<Participant, 'place'>[] {
  const { question, candidate, interviewers } = half.field;
  return [
    { half, person: question.candidate, obstacles: candidate, stuck: stuckOf(half, question.candidate, true) },
    ...interviewers.map(({ each: { person }, obstacles }) => {
      return { half, person, obstacles, stuck: stuckOf(half, person, false) };
    }),
  ];
}

function stuckOf({ field, facts }: Half, person: PersonTime, isCandidate: boolean): Obstacles | null {
  const { starts } = field;
  const { length, buffer, count } = starts;
  const isFixed = ({ sessionId }: { sessionId: string | null }) => sessionId === null || !facts.isMovable(sessionId);
  const claims = person.claims.filter(isFixed);
  if (!isCandidate && claims.length === 0) return null;
  const found: Obstacles = new Uint16Array(count);
  for (const { time } of claims) mark(found, starts, [time[0] - length - buffer + 1, time[1]], BlockReason.ALL_BOOKED);
  if (!isCandidate) return found;
  for (const { startsAt } of person.own.filter(isFixed))
    mark(found, starts, dayAroundInstant(startsAt, person.zone), BlockReason.DAILY_LIMIT);
  const startOf = (date: string) => startOfDay(dayOfDate(date), person.zone);
  mark(found, starts, [-Infinity, startOf(facts.planStart)], BlockReason.OUT_OF_WINDOW);
  if (facts.realInterviewOn !== null)
    mark(found, starts, [startOf(facts.realInterviewOn), Infinity], BlockReason.OUT_OF_WINDOW);
  return found;
}

/** Whether changes can clear all obstacles of a person at a start, if only these may be cleared. */
export function isClearable({ obstacles, stuck }: Participant, n: number, clearable: number): boolean {
  const bits = obstacles[n]!;
  return (bits & ~clearable) === 0 && (stuck === null || (bits & stuck[n]!) === 0);
}

const awayBits = bitOf(BlockReason.CANDIDATE_NOT_AVAILABLE) | bitOf(BlockReason.NO_COMMON_TIME);
const hourBits = bitOf(BlockReason.HOURS_NOT_STATED) | awayBits;

/** Hours at night cost more, so that hours by day are preferred. */
const AT_NIGHT = 0.25;

/** Fewer hours are preferred, but not at night. */
const QUARTER_HOUR = 0.005;
const MOST_QUARTERS = 15;

/**
 * What it costs a person to clear their obstacles at a start: 1 for each change of this person, and a little for hours that are
 * long or at night. A session that several people need moved counts for each of them.
 */
export function costOf({ half, person, obstacles }: Participant, n: number): number {
  const bits = obstacles[n]!;
  const { starts } = half.field;
  const [start, end] = [startAt(starts, n), startAt(starts, n) + starts.length];
  let cost = countOf(bits);
  if ((bits & bitOf(BlockReason.ALL_BOOKED)) !== 0)
    cost += person.claims.filter(({ time }) => time[0] < end + starts.buffer && time[1] > start).length - 1;
  if ((bits & bitOf(BlockReason.FEEDBACK_OVERDUE)) !== 0) cost += Math.max(0, half.facts.owed.length - 1);
  // A window after the target date takes a later target, too.
  if ((bits & bitOf(BlockReason.OUT_OF_WINDOW)) !== 0 && isAfterTarget(half, start)) cost += 1;
  if ((bits & hourBits) === 0) return cost;
  const quarters = (bits & awayBits) === 0 ? 0 : missingQuarters(person.hours ?? [], start, end);
  const isByDay = isAwake(start, person.zone) && isAwake(end - 1, person.zone);
  return cost + (isByDay ? 0 : AT_NIGHT) + QUARTER_HOUR * quarters;
}

const isAfterTarget = ({ field: { question }, facts: { targetDate } }: Half, start: number): boolean =>
  dateOfDay(dayNumber(start, question.candidate.zone)) > targetDate;

/** How many reasons are in these bits. It is never more than what clearing them costs. */
export function countOf(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count += 1;
  return count;
}

/** When people are awake, on their own clocks. */
const AWAKE = { from: 8, until: 22 };

function isAwake(instant: number, zone: string): boolean {
  const hour = ((instant + aheadAt(instant, zone)) / HOUR) % 24;
  return hour >= AWAKE.from && hour < AWAKE.until;
}

/** How many quarter hours of new hours a person would need. The remedy is one window, so it reaches from the first minute that is missing to the last one. */
function missingQuarters(hours: NonNullable<PersonTime['hours']>, start: number, end: number): number {
  const atStart = hours.find(([, until]) => until > start);
  const atEnd = hours.find(([, until]) => until >= end);
  const first = atStart !== undefined && atStart[0] <= start ? atStart[1] : start;
  const last = atEnd === undefined ? end : Math.min(atEnd[0], end);
  return Math.min(MOST_QUARTERS, Math.ceil(Math.max(0, last - first) / GRID));
}
