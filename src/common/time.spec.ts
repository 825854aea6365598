import { dateIn, firstInstant, instantFrom, isLocalDate, timeZoneFrom, spoken } from './time.js';

const at = (text: string) => new Date(text);

describe('dates, zones and instants as people write them', () => {
  it.each([
    ['2027-03-02', true],
    ['2028-02-29', true],
    ['2027-02-29', false],
    ['2027-02-30', false],
    ['2027-3-2', false],
    ['tomorrow', false],
  ])('%s is a date: %s', (text, valid) => expect(isLocalDate(text)).toBe(valid));

  it.each([
    ['Europe/Berlin', 'Europe/Berlin'],
    ['europe/BERLIN', 'Europe/Berlin'],
    ['asia/kolkata', 'Asia/Kolkata'],
    ['Asia/Calcutta', 'Asia/Calcutta'],
    ['Asia/Kathmandu', 'Asia/Kathmandu'],
    ['utc', 'UTC'],
    ['etc/gmt+5', 'Etc/GMT+5'],
    ['america/port-au-prince', 'America/Port-au-Prince'],
    ['PST', null],
    ['SystemV/PST8', null],
    ['Factory', null],
    ['Mars/Olympus', null],
    ['+05:45', null],
    ['UTC+2', null],
    ['__proto__', null],
    ['', null],
  ])('%s is the zone %s', (text, name) => expect(timeZoneFrom(text)).toBe(name));

  it.each([
    ['2027-03-02T18:30:00+05:45', '2027-03-02T12:45:00.000Z'],
    ['2027-03-02t18:30z', '2027-03-02T18:30:00.000Z'],
    ['2027-02-30T18:30:00Z', null],
    ['2027-03-02T18:30:00', null],
    ['2027-03-02', null],
    ['now', null],
  ])('%s is the instant %s', (text, instant) => expect(instantFrom(text)?.toISOString() ?? null).toBe(instant));

  it('a date is written out without its year', () => expect(spoken('2027-07-30')).toBe('30 July'));
});

describe('a boundary is the first instant whose wall clock reads at least that time', () => {
  it.each([
    ['a plain day', '2027-03-02', '18:30', 'Europe/Berlin', '2027-03-02T17:30:00Z'],
    ['inside the gap', '2027-03-28', '02:30', 'Europe/Berlin', '2027-03-28T01:00:00Z'],
    ['at the end of the gap', '2027-03-28', '03:00', 'Europe/Berlin', '2027-03-28T01:00:00Z'],
    ['in the repeated hour, its first pass', '2027-10-31', '02:30', 'Europe/Berlin', '2027-10-31T00:30:00Z'],
    ['inside the gap of New York', '2027-03-14', '02:15', 'America/New_York', '2027-03-14T07:00:00Z'],
    ['in the half-hour gap of Lord Howe', '2027-10-03', '02:15', 'Australia/Lord_Howe', '2027-10-02T15:30:00Z'],
    ['in the repeated half hour of Lord Howe', '2027-04-04', '01:45', 'Australia/Lord_Howe', '2027-04-03T14:45:00Z'],
    ['where there is no daylight saving', '2027-03-28', '02:30', 'Asia/Kathmandu', '2027-03-27T20:45:00Z'],
    ['a midnight that does not exist', '2027-04-30', '00:00', 'Africa/Cairo', '2027-04-29T22:00:00Z'],
  ])('%s: %s %s in %s is %s', (_, date, time, zone, instant) => {
    expect(firstInstant(date, time, zone)).toEqual(at(instant));
  });

  it('agrees with a scan of wall clocks around every change of four zones', () => {
    const changes: [string, string][] = [
      ['America/New_York', '2027-03-14'],
      ['America/New_York', '2027-11-07'],
      ['Europe/Berlin', '2027-03-28'],
      ['Europe/Berlin', '2027-10-31'],
      ['Asia/Kathmandu', '2027-03-28'],
      ['Australia/Lord_Howe', '2027-04-04'],
      ['Australia/Lord_Howe', '2027-10-03'],
    ];
    for (const [zone, date] of changes) {
      const clock = new Intl.DateTimeFormat('sv', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
      const start = at(`${date}T00:00:00Z`).getTime() - 15 * 3_600_000;
      const walls = Array.from({ length: 4 * 48 }, (_, n) => new Date(start + n * 900_000)).map(
        (instant) => [clock.format(instant), instant] as const,
      );
      for (let quarter = 0; quarter < 96; quarter += 1) {
        const time = `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`;
        const [, expected] = walls.find(([wall]) => wall >= `${date} ${time}`)!;
        expect([zone, date, time, firstInstant(date, time, zone)]).toEqual([zone, date, time, expected]);
      }
    }
  });
});

describe('days and weeks belong to a zone', () => {
  it('the same instant has different dates in different zones', () => {
    const instant = at('2027-03-02T20:00:00Z');
    expect(dateIn(instant, 'America/New_York')).toBe('2027-03-02');
    expect(dateIn(instant, 'Asia/Kathmandu')).toBe('2027-03-03');
  });
});
