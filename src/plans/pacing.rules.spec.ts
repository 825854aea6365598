import fc from 'fast-check';
import { addDays, daysBetween, startOfDate } from '../common/time.js';
import { beforeRealInterview, earliestTarget, paceLoop, runwayStart, type PacedRound } from './pacing.rules.js';

const round = (id: string, position: number, pacingFrom: number, pacingTo: number): PacedRound => ({
  id,
  position,
  pacingFrom,
  pacingTo,
});

const loop = [
  round('coding', 0, 0, 0.5),
  round('domain', 1, 0.1, 0.6),
  round('design', 2, 0.4, 0.85),
  round('behavioral', 3, 0.6, 0.95),
  round('manager', 4, 0.75, 1),
];

describe('pacing', () => {
  it('spreads the rounds over the runway, foundations early and the hiring manager last', () => {
    expect(Object.fromEntries(paceLoop(loop, '2027-03-01', '2027-04-10'))).toEqual({
      coding: { start: '2027-03-01', end: '2027-03-20' },
      domain: { start: '2027-03-05', end: '2027-03-24' },
      design: { start: '2027-03-17', end: '2027-04-03' },
      behavioral: { start: '2027-03-25', end: '2027-04-07' },
      manager: { start: '2027-03-31', end: '2027-04-09' },
    });
  });

  it('gives each round one day when the runway is as short as it may be', () => {
    const target = earliestTarget('2027-03-01', loop.length);
    expect(target).toBe('2027-03-06');
    const starts = [...paceLoop(loop, '2027-03-01', target).values()].map(({ start }) => start);
    expect(starts).toEqual(['2027-03-01', '2027-03-01', '2027-03-03', '2027-03-04', '2027-03-04']);
  });

  it.each([
    ['2027-03-10', '2027-03-01', '2027-03-10'],
    ['2027-02-01', '2027-03-01', '2027-03-01'],
  ])('in a plan that starts on %s, the runway of a candidate who joins on %s starts on %s', (startsOn, today, from) => {
    expect(runwayStart(startsOn, today)).toBe(from);
  });

  it.each([
    ['inside the window', '2027-03-10', { start: '2027-03-05', end: '2027-03-09' }],
    ['after the window', '2027-04-01', { start: '2027-03-05', end: '2027-03-20' }],
    ['whose date is not known', null, { start: '2027-03-05', end: '2027-03-20' }],
    ['before the window', '2027-03-04', { start: '2027-03-03', end: '2027-03-03' }],
  ])('keeps the right days for practice with a real interview %s', (_, on, expected) => {
    const window = { start: '2027-03-05', end: '2027-03-20' };
    expect(beforeRealInterview(window, on)).toEqual(expected);
  });

  it('keeps every window before the target, in order, with a day for every round', () => {
    const rounds = fc.array(
      fc.tuple(fc.double({ min: 0, max: 0.9, noNaN: true }), fc.double({ min: 0.01, max: 0.1, noNaN: true })),
      {
        minLength: 1,
        maxLength: 9,
      },
    );
    fc.assert(
      fc.property(rounds, fc.integer({ min: 0, max: 200 }), (spans, spare) => {
        const paced = spans.map(([from, length], n) => round(`r${n}`, n, from, from + length));
        const target = addDays(earliestTarget('2027-03-01', paced.length), spare);
        const windows = [...paceLoop(paced, '2027-03-01', target).values()];
        let day = '2027-02-28';
        for (const { start, end } of windows) {
          expect(start >= '2027-03-01' && start <= end && end < target).toBe(true);
          // If every round takes the first free day of its window, each round finds one.
          const next = addDays(day, 1);
          day = start > next ? start : next;
          expect(day <= end).toBe(true);
        }
      }),
      { seed: 20270331 },
    );
  });

  it.each([
    ['America/New_York', '2027-03-14', 23],
    ['Europe/Berlin', '2027-03-28', 23],
    ['Europe/Berlin', '2027-10-31', 25],
    ['Asia/Kathmandu', '2027-03-28', 24],
    ['Australia/Lord_Howe', '2027-04-04', 24.5],
    ['Australia/Lord_Howe', '2027-10-03', 23.5],
  ])('in %s the day of %s has %d hours, and a window still counts whole days', (zone, date, hours) => {
    const [from, to] = [startOfDate(date, zone), startOfDate(addDays(date, 1), zone)];
    expect((to.getTime() - from.getTime()) / 3_600_000).toBe(hours);
    const window = paceLoop([round('coding', 0, 0, 1)], addDays(date, -3), addDays(date, 4)).get('coding')!;
    expect(daysBetween(window.start, window.end)).toBe(6);
  });
});
