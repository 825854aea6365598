import type { RemedyFacts } from '../availability/remedies.rules.js';
import {
  bitOf,
  BlockReason,
  dayAroundInstant,
  mark,
  startAt,
  type Obstacles,
  type PersonTime,
} from '../availability/starts.rules.js';
import { aheadAt, dayOfDate, HOUR, startOfDay } from '../common/time.js';
import type { Field } from './slots.rules.js';

/** One session of an appointment: an exchange has two, and any other appointment has one. */
export interface Half {
  field: Field;
  facts: RemedyFacts;
  /** The round, where the appointment has more than one. */
  roundId?: string;
}

/** When people are awake, on their own clocks. */
const AWAKE = { from: 8, until: 22 };

const hourBits =
  bitOf(BlockReason.HOURS_NOT_STATED) | bitOf(BlockReason.CANDIDATE_NOT_AVAILABLE) | bitOf(BlockReason.NO_COMMON_TIME);

/** Whether a person would have to add hours at night to be there, at a start. */
export type Nights = (half: Half, person: PersonTime, bits: number, n: number) => boolean;

/** Asks the clock of a zone once for each start. */
export function nightsIn(): Nights {
  const known = new Map<Half, Map<string, Uint8Array>>();
  return (half, { zone }, bits, n) => {
    if ((bits & hourBits) === 0) return false;
    const zones = known.get(half) ?? new Map<string, Uint8Array>();
    known.set(half, zones);
    const nights = zones.get(zone) ?? nightsOf(half.field, zone);
    zones.set(zone, nights);
    return nights[n] === 1;
  };
}

function nightsOf({ starts }: Field, zone: string): Uint8Array {
  const hour = (instant: number) => ((instant + aheadAt(instant, zone)) / HOUR) % 24;
  return Uint8Array.from({ length: starts.count }, (_, n) => {
    const start = startAt(starts, n);
    return hour(start) >= AWAKE.from && hour(start + starts.length - 1) < AWAKE.until ? 0 : 1;
  });
}

/**
 * Whether an obstacle to a person at a start cannot be cleared: a session of another group or one that has begun, or a day that no window may
 * reach. Such a start must not hide another start with the same reasons that a change can clear.
 */
export type Stuck = (half: Half, person: PersonTime, isCandidate: boolean, n: number) => boolean;

export function stuckIn(): Stuck {
  const known = new Map<Half, Map<string, Obstacles>>();
  return (half, person, isCandidate, n) => {
    const people = known.get(half) ?? new Map<string, Obstacles>();
    known.set(half, people);
    const stuck = people.get(person.memberId) ?? stuckOf(half, person, isCandidate);
    people.set(person.memberId, stuck);
    return stuck[n] !== 0;
  };
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

/** What stands against everybody at a start: one character for each person, because this is asked for every quarter hour. */
export function signOf(half: Half, n: number, isAtNight: Nights, isStuck: Stuck): string {
  const { question, candidate, interviewers } = half.field;
  const character = (person: PersonTime, bits: number, isCandidate: boolean) => {
    const marks =
      Number(isAtNight(half, person, bits, n)) + 2 * Number(bits !== 0 && isStuck(half, person, isCandidate, n));
    return String.fromCharCode((bits << 2) | marks);
  };
  let sign = character(question.candidate, candidate[n]!, true);
  for (const { each, obstacles } of interviewers) sign += character(each.person, obstacles[n]!, false);
  return sign;
}
