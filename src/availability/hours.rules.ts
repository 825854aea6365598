import { fieldProblem, type FieldProblem } from '../common/errors.js';
import { common, merged, type Interval } from '../common/intervals.rules.js';
import { DAY, dateOfDay, dayNumber, firstAtWall, MINUTE, type LocalDate } from '../common/time.js';

export enum Weekday {
  MONDAY = 'MONDAY',
  TUESDAY = 'TUESDAY',
  WEDNESDAY = 'WEDNESDAY',
  THURSDAY = 'THURSDAY',
  FRIDAY = 'FRIDAY',
  SATURDAY = 'SATURDAY',
  SUNDAY = 'SUNDAY',
}

const weekdays = Object.values(Weekday);

/** Wall-clock times, 18:30; an end that is not after its start is on the next day, and 24:00 is its midnight. */
export interface LocalWindow {
  start: string;
  end: string;
}

export interface WeeklyWindow extends LocalWindow {
  day: Weekday;
}

/** The windows of one date, instead of the weekly windows. They may be in another zone if the member travels. */
export interface HoursException {
  date: LocalDate;
  windows: readonly LocalWindow[];
  timeZone: string | null;
  note: string | null;
}

/** When a member can be booked, as wall time in the zone of the member. */
export interface Hours {
  weekly: readonly WeeklyWindow[];
  exceptions: readonly HoursException[];
}

/** How far ahead hours are expanded. */
export const MOST_DAYS = 92;

const MOST_WINDOWS_A_DAY = 8;

/** Every bad field of hours that are stated. */
export function hoursProblems({
  weekly,
  exceptions,
}: {
  weekly: Hours['weekly'];
  exceptions: readonly Pick<HoursException, 'date' | 'windows'>[];
}): FieldProblem[] {
  const problems: FieldProblem[] = [];
  for (const [n, window] of weekly.entries()) problems.push(...windowProblems(window, `weekly[${n}]`));
  for (const day of weekdays) {
    const count = weekly.filter((window) => window.day === day).length;
    if (count > MOST_WINDOWS_A_DAY)
      problems.push(fieldProblem('weekly', `at most ${MOST_WINDOWS_A_DAY} windows a day`, `${count} on ${day}`));
  }
  const dates = new Set<LocalDate>();
  for (const [n, { date, windows }] of exceptions.entries()) {
    if (dates.has(date)) problems.push(fieldProblem(`exceptions[${n}].date`, 'each date once', `${date} again`));
    dates.add(date);
    for (const [w, window] of windows.entries())
      problems.push(...windowProblems(window, `exceptions[${n}].windows[${w}]`));
  }
  return problems;
}

function windowProblems({ start, end }: LocalWindow, path: string): FieldProblem[] {
  if (start === '24:00') return [fieldProblem(`${path}.start`, 'a start from 00:00 to 23:59', start)];
  if (start !== end) return [];
  const expected = 'an end other than the start; a whole day is 00:00 to 24:00';
  return [fieldProblem(`${path}.end`, expected, end)];
}

const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

const timeOf = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** Minutes from the midnight at which the day of a window begins. */
function spanOf({ start, end }: LocalWindow): Interval {
  const [from, until] = [minutesOf(start), minutesOf(end)];
  return [from, until > from ? until : until + 24 * 60];
}

/**
 * The same windows of one day in as few as possible: what overlaps or touches is one, unless it would be longer than a day, which
 * no window can express.
 */
export function mergedWindows(windows: readonly LocalWindow[]): LocalWindow[] {
  const spans = merged(windows.map(spanOf));
  // A window of exactly one day can be written only as 00:00 to 24:00.
  const isSaid = spans.every(
    ([from, until]) => from < 24 * 60 && (until - from < 24 * 60 || (from === 0 && until === 24 * 60)),
  );
  const kept = isSaid ? spans : windows.map(spanOf).toSorted((a, b) => a[0] - b[0]);
  return kept.map(([from, until]) => ({
    start: timeOf(from),
    end: until <= 24 * 60 ? timeOf(until) : timeOf(until - 24 * 60),
  }));
}

/** Hours as they are kept: in order, and without windows that overlap. */
export function tidied({ weekly, exceptions }: Hours): Hours {
  return {
    weekly: weekdays.flatMap((day) =>
      mergedWindows(weekly.filter((window) => window.day === day)).map((window) => ({ day, ...window })),
    ),
    exceptions: exceptions
      .map((exception) => ({ ...exception, windows: mergedWindows(exception.windows) }))
      .toSorted((a, b) => (a.date < b.date ? -1 : 1)),
  };
}

/** Zones differ by up to a day, and a window may run past midnight. */
const DAYS_AROUND = 2;

/**
 * The instants that hours mean within a stretch of time. A boundary is the first instant whose wall clock, on that date or later, reads
 * at least its time, so a window starts late in a gap, and a repeated hour begins with its first pass.
 */
export function expandHours({ weekly, exceptions }: Hours, zone: string, [from, until]: Interval): Interval[] {
  const byDay = new Map(weekdays.map((day, n) => [n, weekly.filter((window) => window.day === day)]));
  const byDate = new Map(exceptions.map((exception) => [exception.date, exception]));
  const found: Interval[] = [];
  const last = dayNumber(until, zone) + DAYS_AROUND;
  for (let day = dayNumber(from, zone) - DAYS_AROUND; day <= last; day += 1) {
    const exception = byDate.get(dateOfDay(day));
    const windows = exception ? exception.windows : byDay.get(weekdayOf(day))!;
    for (const window of windows) found.push(instantsOf(window, day, exception?.timeZone ?? zone));
  }
  return common(merged(found), [[from, until]]);
}

/** 0 is Monday; 1 January 1970 was a Thursday. */
const weekdayOf = (day: number) => (((day + 3) % 7) + 7) % 7;

function instantsOf(window: LocalWindow, day: number, zone: string): Interval {
  const [from, until] = spanOf(window);
  return [firstAtWall(day * DAY + from * MINUTE, zone), firstAtWall(day * DAY + until * MINUTE, zone)];
}
