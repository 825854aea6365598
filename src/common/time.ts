import { LRUCache } from 'lru-cache';
import { Temporal } from 'temporal-polyfill';
// tzdata: IANA's names, because no runtime lists all of them.
import tzdata from 'tzdata' with { type: 'json' };

/**
 * All arithmetic with zones, days and weeks. Calendar dates are `YYYY-MM-DD` strings, which compare as they read;
 * instants are `Date`s; spans are half-open.
 */
export type LocalDate = string;

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const minutesAfter = (instant: Date, minutes: number) => new Date(instant.getTime() + minutes * MINUTE);
export const hoursAfter = (instant: Date, hours: number) => new Date(instant.getTime() + hours * HOUR);
export const daysAfter = (instant: Date, days: number) => new Date(instant.getTime() + days * DAY);

/** Whether the text is a date of the calendar, such as 2027-03-02 (and not 2027-02-30). */
export function isLocalDate(text: string): boolean {
  // Years that make sense for interviews. Other years only break arithmetic and databases.
  if (!/^(19|20|21)\d{2}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
}

/** IANA's names by their lower case, links included. `Factory` is a zone for machines that have not been told where they are. */
const zoneNames = new Map(
  Object.keys(tzdata.zones)
    .filter((name) => name !== 'Factory')
    .map((name) => [name.toLowerCase(), name]),
);

/**
 * The IANA name that a text stands for, in IANA's own casing; else null. Bare offsets give null, because they know nothing of daylight saving, and so
 * do names that only ICU has, such as PST.
 */
export function timeZoneFrom(text: string): string | null {
  const name = zoneNames.get(text.toLowerCase());
  if (name === undefined) return null;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return name;
  } catch {
    // The zone is newer than the data of this runtime.
    return null;
  }
}

/** An RFC 3339 instant with its offset, or null. */
export function instantFrom(text: string): Date | null {
  if (!/^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?([Zz]|[+-]\d{2}:\d{2})$/.test(text)) return null;
  if (!isLocalDate(text.slice(0, 10))) return null;
  try {
    return new Date(Temporal.Instant.from(text.toUpperCase()).epochMilliseconds);
  } catch {
    return null;
  }
}

const zoned = (instant: Date, zone: string) =>
  Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);

/** The local date in that zone at that instant. */
export const dateIn = (instant: Date, zone: string): LocalDate => zoned(instant, zone).toPlainDate().toString();

/** A stretch of time in which a zone keeps one offset from UTC, in milliseconds. */
interface Offset {
  from: number;
  until: number;
  ahead: number;
}

// lru-cache: the same years of a zone are needed again and again, but there are too many to keep all.
const offsets = new LRUCache<string, readonly Offset[]>({ max: 2_000 });

/** The offsets of a zone in a UTC year. */
function offsetsIn(year: number, zone: string): readonly Offset[] {
  const key = `${zone} ${year}`;
  const known = offsets.get(key);
  if (known) return known;
  const end = Date.UTC(year + 1, 0, 1);
  const found: Offset[] = [];
  let at = Temporal.Instant.fromEpochMilliseconds(Date.UTC(year, 0, 1)).toZonedDateTimeISO(zone);
  while (at.epochMilliseconds < end) {
    const next = at.getTimeZoneTransition('next');
    const until = Math.min(next?.epochMilliseconds ?? end, end);
    found.push({ from: at.epochMilliseconds, until, ahead: at.offsetNanoseconds / 1e6 });
    if (next === null || until === end) break;
    at = next;
  }
  offsets.set(key, found);
  return found;
}

const yearOf = (instant: number) => new Date(instant).getUTCFullYear();

/** How many milliseconds the wall clock there is ahead of UTC at an instant (milliseconds since 1970). */
export const aheadAt = (instant: number, zone: string): number =>
  offsetsIn(yearOf(instant), zone).find(({ until }) => instant < until)!.ahead;

/**
 * The first instant whose wall clock reads at least a wall time; both in milliseconds, the wall time as if it were UTC. In a gap it is the
 * first instant after the gap, in a repeated hour its first pass.
 */
export function firstAtWall(wall: number, zone: string): number {
  // No clock on Earth is further from UTC.
  for (let year = yearOf(wall - DAY - HOUR); ; year += 1) {
    for (const { from, until, ahead } of offsetsIn(year, zone)) {
      const instant = Math.max(from, wall - ahead);
      if (instant < until && until > wall - DAY - HOUR) return instant;
    }
  }
}

/** The number of the local day of an instant: days since 1 January 1970 on the wall clock there. */
export const dayNumber = (instant: number, zone: string): number =>
  Math.floor((instant + aheadAt(instant, zone)) / DAY);

/** The first instant of a local day by its number. */
export const startOfDay = (day: number, zone: string): number => firstAtWall(day * DAY, zone);

/** The number of the ISO week that a local day belongs to. Weeks begin on Monday, and 1 January 1970 was a Thursday. */
export const weekNumber = (day: number): number => Math.floor((day + 3) / 7);

/** The first local day of a week by its number. */
export const firstDayOfWeek = (week: number): number => week * 7 - 3;

/** A date by the number of its day, and back. */
export const dateOfDay = (day: number): LocalDate => new Date(day * DAY).toISOString().slice(0, 10);
export const dayOfDate = (date: LocalDate): number => Date.parse(`${date}T00:00:00Z`) / DAY;

/**
 * The first instant whose wall clock, on that date or later, reads at least that time: in a gap the first instant
 * after it, in a repeated hour its first pass.
 */
export const firstInstant = (date: LocalDate, time: string, zone: string): Date =>
  new Date(firstAtWall(Date.parse(`${date}T${time}:00Z`), zone));

/** The first instant of that date in that zone. */
export const startOfDate = (date: LocalDate, zone: string): Date => firstInstant(date, '00:00', zone);

export const addDays = (date: LocalDate, days: number): LocalDate =>
  Temporal.PlainDate.from(date).add({ days }).toString();

/** Days from one date to another, negative when the second comes first. */
export const daysBetween = (from: LocalDate, to: LocalDate): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'day' }).days;

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** A date as a sentence says it: 30 July. */
export function spoken(date: LocalDate): string {
  const { day, month } = Temporal.PlainDate.from(date);
  return `${day} ${months[month - 1]}`;
}

/** A date that may be in another year: 2 March 2027. */
export const spokenDate = (date: LocalDate): string => `${spoken(date)} ${date.slice(0, 4)}`;

/** A stretch of time within a day or so: 2 March 2027, 18:30 to 19:30 (Europe/Berlin). */
export function spokenSpan(from: Date, until: Date, zone: string): string {
  const [start, end] = [from, until].map((instant) => spokenInstant(instant, zone).replace(` (${zone})`, ''));
  const isOneDay = dateIn(from, zone) === dateIn(until, zone);
  return `${start} to ${isOneDay ? end!.split(', ')[1] : end} (${zone})`;
}

/** An instant as a sentence says it to people of one zone: 2 March 2027, 18:30 (Europe/Berlin). */
export function spokenInstant(instant: Date, zone: string): string {
  const { day, month, year, hour, minute } = zoned(instant, zone);
  const clock = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
  return `${day} ${months[month - 1]} ${year}, ${clock} (${zone})`;
}
