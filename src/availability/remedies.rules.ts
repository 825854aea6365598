import { common, without, type Interval } from '../common/intervals.rules.js';
import { dateOfDay, dayNumber, type LocalDate } from '../common/time.js';
import { BlockReason, dayAroundInstant, givenInWeek, type PersonTime } from './starts.rules.js';

/** The largest weekly limit that a member can have. */
export const MOST_WEEKLY_INTERVIEWS = 50;

/** The kinds of change that can make a start possible. */
export enum RemedyKind {
  STATE_HOURS = 'STATE_HOURS',
  ADD_HOURS = 'ADD_HOURS',
  QUALIFY = 'QUALIFY',
  RAISE_LIMIT = 'RAISE_LIMIT',
  WIDEN_WINDOW = 'WIDEN_WINDOW',
  LATER_TARGET = 'LATER_TARGET',
  MOVE_SESSION = 'MOVE_SESSION',
  GIVE_FEEDBACK = 'GIVE_FEEDBACK',
  ADD_QUESTION = 'ADD_QUESTION',
}

/** One change that one person makes. */
export interface RemedyFound {
  kind: RemedyKind;
  memberId: string | null;
  window?: Interval;
  limit?: number;
  sessionId?: string;
  date?: LocalDate;
  /** The round that it is about, in an appointment of two rounds. */
  roundId?: string;
}

/** What remedies need to know besides the person and the start. */
export interface RemedyFacts {
  /** The last day on which the candidate may be booked, and the first. */
  targetDate: LocalDate;
  /** The earliest target date to which the candidate can move now. */
  earliestTarget: LocalDate;
  planStart: LocalDate;
  /** The day of the real interview, before which the round is practised; null while it is not known. */
  realInterviewOn: LocalDate | null;
  /** The sessions for which the candidate has a long-overdue scorecard. */
  owed: readonly string[];
  /** Sessions of this group that can still be moved. */
  isMovable: (sessionId: string) => boolean;
}

/** The person and the start that a reason is about. */
export interface Against {
  person: PersonTime;
  start: number;
  time: Interval;
  starts: { length: number; buffer: number };
}

/** The changes that remove one reason why a person cannot come at a start; null if no change in this group can. */
export function remediesFor(
  reason: BlockReason,
  { person, start, time, starts }: Against,
  facts: RemedyFacts,
  candidate: PersonTime,
): RemedyFound[] | null {
  const { memberId } = person;
  switch (reason) {
    case BlockReason.NO_QUALIFIED_INTERVIEWER:
      return [{ kind: RemedyKind.QUALIFY, memberId }];
    case BlockReason.HOURS_NOT_STATED:
      return [{ kind: RemedyKind.STATE_HOURS, memberId, window: time }];
    case BlockReason.CANDIDATE_NOT_AVAILABLE:
    case BlockReason.NO_COMMON_TIME:
      return [{ kind: RemedyKind.ADD_HOURS, memberId, window: missing(person, time) }];
    case BlockReason.WEEKLY_LIMIT:
      return raisedLimit(memberId, givenInWeek(person, start) + 1);
    case BlockReason.ALL_BOOKED:
      return movesOf(claimsAt(person, start, starts), memberId, facts);
    case BlockReason.DAILY_LIMIT:
      return movesOf(ownOnDayOf(person, start), memberId, facts);
    case BlockReason.OUT_OF_WINDOW:
      return windowRemedies(dateOfDay(dayNumber(start, candidate.zone)), memberId, facts);
    case BlockReason.FEEDBACK_OVERDUE:
      return facts.owed.map((sessionId) => ({ kind: RemedyKind.GIVE_FEEDBACK, memberId, sessionId }));
    // Nobody can change the notice of one session, and a placement in a proposal is not booked yet.
    case BlockReason.TOO_SOON:
    case BlockReason.CROWDED_OUT:
      return null;
  }
}

function raisedLimit(memberId: string, limit: number): RemedyFound[] | null {
  return limit > MOST_WEEKLY_INTERVIEWS ? null : [{ kind: RemedyKind.RAISE_LIMIT, memberId, limit }];
}

/** Adds a change, unless it is there: one move of a session helps everybody, and hours for both halves of an exchange are one window. */
export function addRemedy(found: RemedyFound[], remedy: RemedyFound): void {
  const { kind, memberId, sessionId, window } = remedy;
  const isMove = kind === RemedyKind.MOVE_SESSION;
  if (isMove && found.some((other) => other.kind === kind && other.sessionId === sessionId)) return;
  const same = found.find((other) => other.kind === kind && other.memberId === memberId && other.window);
  if (window && same) same.window = [Math.min(window[0], same.window![0]), Math.max(window[1], same.window![1])];
  else found.push(remedy);
}

/** The part of a session's time that the hours do not cover, as one window. */
function missing({ hours }: PersonTime, time: Interval): Interval {
  const parts = without([time], hours ?? []);
  return [parts[0]![0], parts.at(-1)![1]];
}

/** The sessions that take a person's time at a start, with the buffer after it; null for one of another group. */
const claimsAt = ({ claims }: PersonTime, start: number, { length, buffer }: Against['starts']) =>
  claims
    .filter(({ time }) => common([time], [[start, start + length + buffer]]).length > 0)
    .map((each) => each.sessionId);

/** A person's own sessions on the local day of a start. */
function ownOnDayOf({ own, zone }: PersonTime, start: number) {
  const [from, until] = dayAroundInstant(start, zone);
  return own.filter(({ startsAt }) => from <= startsAt && startsAt < until).map(({ sessionId }) => sessionId);
}

/** Sessions to be moved; null where one is another group's, or has begun. */
function movesOf(ids: readonly (string | null)[], memberId: string, { isMovable }: RemedyFacts): RemedyFound[] | null {
  const found: RemedyFound[] = [];
  for (const sessionId of ids) {
    if (sessionId === null || !isMovable(sessionId)) return null;
    found.push({ kind: RemedyKind.MOVE_SESSION, memberId, sessionId });
  }
  return found;
}

function windowRemedies(
  date: LocalDate,
  memberId: string,
  { targetDate, earliestTarget, planStart, realInterviewOn }: RemedyFacts,
): RemedyFound[] | null {
  if (date < planStart || (realInterviewOn !== null && date >= realInterviewOn)) return null;
  const widen = { kind: RemedyKind.WIDEN_WINDOW, memberId, date };
  if (date <= targetDate) return [widen];
  return [{ kind: RemedyKind.LATER_TARGET, memberId, date: date > earliestTarget ? date : earliestTarget }, widen];
}
