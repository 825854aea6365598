import { fieldProblem, type FieldProblem } from '../common/errors.js';
import { addDays, DAY, daysBetween, type LocalDate } from '../common/time.js';

const MOST_POINTS = 60;

interface HistorySpan {
  from: LocalDate;
  to: LocalDate;
  everyDays: number;
}

/** A curve goes forward, ends today at the latest, and has sixty points at most. */
export function historyProblems({ from, to, everyDays }: HistorySpan, now: Date): FieldProblem[] {
  const today = now.toISOString().slice(0, 10);
  const days = daysBetween(from, to);
  const problems: FieldProblem[] = [];
  if (days < 0) problems.push(fieldProblem('to', `${from} or later`, to));
  if (to > today) problems.push(fieldProblem('to', `today (${today}, UTC) or earlier`, to));
  if (everyDays < 1) problems.push(fieldProblem('everyDays', '1 or more', String(everyDays)));
  if (problems.length > 0 || pointsIn(days, everyDays) <= MOST_POINTS) return problems;
  const enough = Math.ceil(days / (MOST_POINTS - 1));
  const expected = `${enough} or more, so that there are at most ${MOST_POINTS} points`;
  return [fieldProblem('everyDays', expected, `${everyDays}, which makes ${pointsIn(days, everyDays)}`)];
}

const pointsIn = (days: number, everyDays: number) => Math.floor(days / everyDays) + 1;

/** The last instant of each of these UTC days, and now for today. */
export function historyMoments({ from, to, everyDays }: HistorySpan, now: Date): Date[] {
  const count = pointsIn(daysBetween(from, to), everyDays);
  return Array.from({ length: count }, (_, n) => {
    const lastOfDay = Date.parse(`${addDays(from, n * everyDays)}T00:00:00Z`) + DAY - 1;
    return new Date(Math.min(lastOfDay, now.getTime()));
  });
}
