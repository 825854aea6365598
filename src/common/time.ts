import { Temporal } from 'temporal-polyfill';
// tzdata: IANA's names, which no runtime lists whole.
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
  // Years that a calendar of interviews can mean: what lies beyond only breaks arithmetic and databases.
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
 * The IANA name that a text stands for, in IANA's own casing; null for none. Bare offsets are none, because they know nothing of daylight
 * saving, and neither are names that ICU has beside IANA's, such as PST.
 */
export function timeZoneFrom(text: string): string | null {
  const name = zoneNames.get(text.toLowerCase());
  if (name === undefined) return null;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return name;
  } catch {
    // Newer than this runtime's rules.
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

/** The date that a calendar on the wall shows there at that instant. */
export const dateIn = (instant: Date, zone: string): LocalDate => zoned(instant, zone).toPlainDate().toString();

/**
 * The first instant whose wall clock, on that date or later, reads at least that time: in a gap the first instant
 * after it, in a repeated hour its first pass.
 */
export function firstInstant(date: LocalDate, time: string, zone: string): Date {
  const wall = Temporal.PlainDate.from(date).toPlainDateTime(Temporal.PlainTime.from(time));
  const earlier = wall.toZonedDateTime(zone, { disambiguation: 'earlier' });
  if (earlier.toPlainDateTime().equals(wall)) return new Date(earlier.epochMilliseconds);
  // The wall clock skips this time. "earlier" counts with the offset before the gap, and so lands before it.
  const gapEnd = earlier.getTimeZoneTransition('next');
  return new Date((gapEnd ?? earlier).epochMilliseconds);
}

/** The first instant of that date there. */
export const startOfDate = (date: LocalDate, zone: string): Date => firstInstant(date, '00:00', zone);

export const addDays = (date: LocalDate, days: number): LocalDate =>
  Temporal.PlainDate.from(date).add({ days }).toString();

/** Days from one date to another, negative when the second comes first. */
export const daysBetween = (from: LocalDate, to: LocalDate): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'day' }).days;

/** The Monday and the next Monday around an instant, as instants of that zone. */
export function weekAround(instant: Date, zone: string): { from: Date; to: Date } {
  const date = zoned(instant, zone).toPlainDate();
  const monday = date.subtract({ days: date.dayOfWeek - 1 }).toString();
  return { from: startOfDate(monday, zone), to: startOfDate(addDays(monday, 7), zone) };
}

/** The local day around an instant, as instants. */
export function dayAround(instant: Date, zone: string): { from: Date; to: Date } {
  const date = dateIn(instant, zone);
  return { from: startOfDate(date, zone), to: startOfDate(addDays(date, 1), zone) };
}

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

/** An instant as a sentence says it to people of one zone: 2 March 2027, 18:30 (Europe/Berlin). */
export function spokenInstant(instant: Date, zone: string): string {
  const { day, month, year, hour, minute } = zoned(instant, zone);
  const clock = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
  return `${day} ${months[month - 1]} ${year}, ${clock} (${zone})`;
}
