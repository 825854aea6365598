import { expandHours } from '../src/availability/hours.rules.js';
import { DAY, HOUR, MINUTE, firstAtWall, timeZoneFrom } from '../src/common/time.js';

const QUARTER = 15 * MINUTE;
const [from, until] = [Date.UTC(2026, 10, 1), Date.UTC(2031, 10, 1)];
const odd = [
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'Africa/Casablanca',
  'America/St_Johns',
  'Australia/Eucla',
];

/** The wall clock as Intl shows it, as if it were UTC: the independent check. */
function clockOf(timeZone: string): (instant: number) => number {
  const fields = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, hourCycle: 'h23', ...fields });
  return (instant) => {
    const part = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
    const [year, month, day] = [part.get('year')!, part.get('month')! - 1, part.get('day')!];
    return Date.UTC(year, month, day, part.get('hour'), part.get('minute'));
  };
}

/** The instants at which the offset changes, found by binary search within days. */
function changesOf(clock: (instant: number) => number): number[] {
  const ahead = (instant: number) => clock(instant) - instant;
  const found: number[] = [];
  for (let day = from; day < until; day += 4 * DAY) {
    let [low, high] = [day, day + 4 * DAY];
    if (ahead(low) === ahead(high)) continue;
    while (high - low > QUARTER) {
      const middle = low + Math.floor((high - low) / 2 / QUARTER) * QUARTER;
      if (ahead(middle) === ahead(low)) low = middle;
      else high = middle;
    }
    found.push(high);
  }
  return found;
}

/** Every quarter hour around an instant, with what the wall clock shows. */
const around = (instant: number, clock: (instant: number) => number) =>
  Array.from({ length: 260 }, (_, n) => instant + (n - 130) * QUARTER).map((at) => ({ at, wall: clock(at) }));

const zones = [...new Set([...Intl.supportedValuesOf('timeZone'), ...odd])].filter(
  (zone) => timeZoneFrom(zone) !== null,
);
// Zones whose clocks change at the same instants to the same times are one case.
const cases = new Map<string, { zone: string; changes: number[] }>();
for (const zone of zones) {
  const clock = clockOf(zone);
  const changes = changesOf(clock);
  const key = odd.includes(zone) ? zone : JSON.stringify(changes.map((at) => [at, clock(at)]));
  if (changes.length > 0 || odd.includes(zone)) cases.set(key, { zone, changes });
}

/** A zone without changes is looked at on one day. */
const kinds = [...cases.values()].map(
  ({ zone, changes }) => [zone, changes.length > 0 ? changes : [Date.UTC(2027, 2, 28)]] as const,
);

describe('a boundary of hours, compared with what Intl shows at every quarter hour', () => {
  it('is tested for more than twenty kinds of zones', () => {
    expect(cases.size).toBeGreaterThan(20);
  });

  it.each(kinds)('is right in %s', (zone, changes) => {
    const clock = clockOf(zone);
    for (const change of changes) {
      const shown = around(change, clock);
      const walls = Array.from({ length: 33 }, (_, n) => clock(change) + (n - 16) * QUARTER);
      const first = walls.map((wall) => shown.find((each) => each.wall >= wall)!.at);
      expect(walls.map((wall) => firstAtWall(wall, zone))).toEqual(first);
      expect(first.every((at) => at > shown[0]!.at)).toBe(true);
    }
  });

  it.each(kinds)('is right for the hours of a date with a change, in %s', (zone, changes) => {
    const clock = clockOf(zone);
    for (const change of changes) {
      const date = new Date(clock(change)).toISOString().slice(0, 10);
      const windows = [
        { start: '00:00', end: '01:45' },
        { start: '02:15', end: '03:00' },
        { start: '23:30', end: '00:30' },
      ];
      const exceptions = [{ date, windows, timeZone: null, note: null }];
      const expanded = expandHours({ weekly: [], exceptions }, zone, [change - 3 * DAY, change + 3 * DAY]);
      const shown = around(change, clock);
      const midnight = Date.parse(`${date}T00:00:00Z`);
      const firstAt = (minutes: number) => shown.find(({ wall }) => wall >= midnight + minutes * MINUTE)!.at;
      const spans = [
        [0, 105],
        [135, 180],
        [1_410, 1_470],
      ].map((each) => each.map(firstAt));
      for (const { at } of shown) {
        const isIn = expanded.some(([start, end]) => start <= at && at < end);
        expect({ at, isIn }).toEqual({ at, isIn: spans.some(([start, end]) => start! <= at && at < end!) });
      }
      expect(expanded.every(([start, end]) => end - start < 26 * HOUR)).toBe(true);
    }
  });
});
