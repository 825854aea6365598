import { fieldProblem, type FieldProblem } from '../common/errors.js';
import { addDays, daysBetween, type LocalDate } from '../common/time.js';

/** A stretch of days in which to practise a round, its last day included. */
export interface PacingWindow {
  start: LocalDate;
  end: LocalDate;
}

/** What pacing needs to know of a round. */
export interface PacedRound {
  id: string;
  position: number;
  /** Its part of the runway: 0 is the start, 1 the target date. */
  pacingFrom: number;
  pacingTo: number;
}

const later = (a: LocalDate, b: LocalDate) => (a > b ? a : b);
const earlier = (a: LocalDate, b: LocalDate) => (a < b ? a : b);

/** The runway begins when the plan does, or today when the plan has begun. */
export const runwayStart = (planStartsOn: LocalDate, today: LocalDate): LocalDate => later(planStartsOn, today);

/** The earliest date that a loop can aim at: each included round needs a day of its own before it. */
export const earliestTarget = (runwayStartsOn: LocalDate, includedRounds: number): LocalDate =>
  addDays(runwayStartsOn, Math.max(1, includedRounds));

/** Rounds in the order in which they are practised: foundations first, what comes late in the guide last. */
const inPacingOrder = (rounds: readonly PacedRound[]) =>
  rounds.toSorted((a, b) => a.pacingFrom - b.pacingFrom || a.pacingTo - b.pacingTo || a.position - b.position);

/**
 * Each round gets its part of the days from the start up to the day before the target. When the runway is short the
 * windows shrink and move, but there is always a day for every round in the order of the guide: a candidate has one
 * session a day. Needs at least `earliestTarget`.
 */
export function paceLoop(
  rounds: readonly PacedRound[],
  startsOn: LocalDate,
  targetDate: LocalDate,
): Map<string, PacingWindow> {
  const days = daysBetween(startsOn, targetDate);
  const windows = new Map<string, PacingWindow>();
  let own = -1;
  for (const [n, round] of inPacingOrder(rounds).entries()) {
    const first = Math.min(Math.floor(round.pacingFrom * days), days - rounds.length + n);
    own = Math.max(first, own + 1);
    const last = Math.max(Math.ceil(round.pacingTo * days) - 1, own);
    windows.set(round.id, { start: addDays(startsOn, first), end: addDays(startsOn, last) });
  }
  return windows;
}

/** A candidate's own window lies within the plan, and does not end before it begins. */
export function windowProblems(
  { start, end }: PacingWindow,
  planStartsOn: LocalDate,
  targetDate: LocalDate,
): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (start < planStartsOn)
    problems.push(fieldProblem('windowStart', `the plan's start (${planStartsOn}) or later`, start));
  if (end > targetDate) problems.push(fieldProblem('windowEnd', `the target date (${targetDate}) or earlier`, end));
  if (start > end) problems.push(fieldProblem('windowEnd', `${start} or later, where the window begins`, end));
  return problems;
}

/** When the date of the real interview is known, its round is practised up to the day before. */
export function beforeRealInterview(window: PacingWindow, realInterviewOn: LocalDate | null): PacingWindow {
  if (realInterviewOn === null) return window;
  const end = earlier(window.end, addDays(realInterviewOn, -1));
  return { start: earlier(window.start, end), end };
}

/** The days in which a round of a loop is to be practised. */
export const windowOf = (round: { windowStart: LocalDate; windowEnd: LocalDate; realInterviewOn: LocalDate | null }) =>
  beforeRealInterview({ start: round.windowStart, end: round.windowEnd }, round.realInterviewOn);
