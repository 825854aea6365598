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
  type Starts,
} from '../availability/starts.rules.js';
import type { Interval } from '../common/intervals.rules.js';
import { aheadAt, dayOfDate, HOUR, startOfDay } from '../common/time.js';
import type { Field } from './slots.rules.js';

/** One session of an appointment: an exchange has two, and any other appointment has one. */
export interface Half {
  field: Field;
  facts: RemedyFacts;
  /** The round, where the appointment has more than one. */
  roundId?: string;
}

/** The obstacles of a person at a start, and what it takes to clear them. */
export interface Sign {
  bits: number;
  /** Whether the person would have to add hours at night to be there. */
  isAtNight: boolean;
  /**
   * Whether an obstacle cannot be cleared: a session of another group or one that has begun, or a day that no window may reach. Such a start must
   * not hide another start with the same reasons that a change can clear.
   */
  isStuck: boolean;
  /** How many quarter hours of new hours the person would need, 15 at most. */
  missing: number;
}

/** A person and their sign at each start, packed, because they are asked for every quarter hour. */
export interface Signed {
  person: PersonTime;
  signs: Uint16Array;
}

// Six bits, and one for each of the ten reasons: sixteen in all.
const BITS = 6;
const MISSING = 2;
const STUCK = 2;
const NIGHT = 1;
const MOST_MISSING = 15;

export const signOf = (packed: number): Sign => ({
  bits: packed >> BITS,
  isAtNight: (packed & NIGHT) !== 0,
  isStuck: (packed & STUCK) !== 0,
  missing: (packed >> MISSING) & MOST_MISSING,
});

/** The signs of everybody who is asked for, the candidate first. */
export function signsIn(half: Half): Signed[] {
  const { question, candidate, interviewers } = half.field;
  const nights = new Map<string, Uint8Array>();
  const asked = [
    { person: question.candidate, obstacles: candidate },
    ...interviewers.map(({ each, obstacles }) => ({ person: each.person, obstacles })),
  ];
  return asked.map(({ person, obstacles }, place) => {
    const night = nights.get(person.zone) ?? nightsOf(half.field.starts, person.zone);
    nights.set(person.zone, night);
    const stuck = stuckOf(half, person, place === 0);
    const missing = missingOf(half.field.starts, person.hours ?? []);
    return { person, signs: packed(obstacles, { night, stuck, missing, isStated: person.hours !== null }) };
  });
}

const hourBits =
  bitOf(BlockReason.HOURS_NOT_STATED) | bitOf(BlockReason.CANDIDATE_NOT_AVAILABLE) | bitOf(BlockReason.NO_COMMON_TIME);

interface About {
  night: Uint8Array;
  stuck: Obstacles;
  missing: Uint8Array;
  isStated: boolean;
}

function packed(obstacles: Obstacles, { night, stuck, missing, isStated }: About): Uint16Array {
  return obstacles.map((bits, n) => {
    if (bits === 0) return 0;
    const isAway = (bits & hourBits) !== 0;
    const marks = (isAway && night[n] === 1 ? NIGHT : 0) | (stuck[n] === 0 ? 0 : STUCK);
    return (bits << BITS) | ((isAway && isStated ? missing[n]! : 0) << MISSING) | marks;
  });
}

/** When people are awake, on their own clocks. */
const AWAKE = { from: 8, until: 22 };

function nightsOf(starts: Starts, zone: string): Uint8Array {
  const isByDay = (instant: number) => {
    const hour = ((instant + aheadAt(instant, zone)) / HOUR) % 24;
    return hour >= AWAKE.from && hour < AWAKE.until;
  };
  return Uint8Array.from({ length: starts.count }, (_, n) => {
    const start = startAt(starts, n);
    return isByDay(start) && isByDay(start + starts.length - 1) ? 0 : 1;
  });
}

function stuckOf({ field, facts }: Half, { claims, own, zone }: PersonTime, isCandidate: boolean): Obstacles {
  const { starts } = field;
  const { length, buffer, count } = starts;
  const found: Obstacles = new Uint16Array(count);
  const isFixed = (sessionId: string | null) => sessionId === null || !facts.isMovable(sessionId);
  for (const { time, sessionId } of claims)
    if (isFixed(sessionId)) mark(found, starts, [time[0] - length - buffer + 1, time[1]], BlockReason.ALL_BOOKED);
  if (!isCandidate) return found;
  for (const { startsAt, sessionId } of own)
    if (isFixed(sessionId)) mark(found, starts, dayAroundInstant(startsAt, zone), BlockReason.DAILY_LIMIT);
  const startOf = (date: string) => startOfDay(dayOfDate(date), zone);
  mark(found, starts, [-Infinity, startOf(facts.planStart)], BlockReason.OUT_OF_WINDOW);
  if (facts.realInterviewOn !== null)
    mark(found, starts, [startOf(facts.realInterviewOn), Infinity], BlockReason.OUT_OF_WINDOW);
  return found;
}

/** The remedy is one window, so it reaches from the first minute that is missing to the last one. */
function missingOf(starts: Starts, hours: readonly Interval[]): Uint8Array {
  const found = new Uint8Array(starts.count);
  let atStart = 0;
  let atEnd = 0;
  for (let n = 0; n < starts.count; n += 1) {
    const start = startAt(starts, n);
    const end = start + starts.length;
    while (atStart < hours.length && hours[atStart]![1] <= start) atStart += 1;
    while (atEnd < hours.length && hours[atEnd]![1] < end) atEnd += 1;
    const [from, until] = hours[atStart] ?? NEVER;
    const [lastFrom] = hours[atEnd] ?? NEVER;
    const firstMissing = from <= start ? until : start;
    const lastMissing = Math.min(lastFrom, end);
    found[n] = Math.min(MOST_MISSING, Math.ceil(Math.max(0, lastMissing - firstMissing) / GRID));
  }
  return found;
}

const NEVER: Interval = [Infinity, Infinity];
