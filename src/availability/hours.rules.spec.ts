import fc from 'fast-check';
import { expandHours, hoursProblems, mergedWindows, tidied, Weekday, type Hours } from './hours.rules.js';

const at = (text: string) => Date.parse(`2027-${text}:00Z`);
const span = [at('03-01T00:00'), at('03-15T00:00')] as const;
const weekly = (start: string, end: string, day = Weekday.TUESDAY) => ({ day, start, end });
const hours = (given: Partial<Hours>): Hours => ({ weekly: [], exceptions: [], ...given });
const spoken = (given: Partial<Hours>, zone = 'Europe/Berlin', within: readonly [number, number] = span) =>
  expandHours(hours(given), zone, within).map((each) => each.map((ms) => new Date(ms).toISOString().slice(5, 16)));

describe('the instants of stated hours', () => {
  it('repeat every week, in the zone of the member', () => {
    expect(spoken({ weekly: [weekly('18:00', '20:00')] })).toEqual([
      ['03-02T17:00', '03-02T19:00'],
      ['03-09T17:00', '03-09T19:00'],
    ]);
  });

  it('run past midnight if the end is not after the start, and to midnight if the end is 24:00', () => {
    expect(spoken({ weekly: [weekly('22:00', '01:00'), weekly('23:30', '24:00', Weekday.FRIDAY)] })[0]).toEqual([
      '03-02T21:00',
      '03-03T00:00',
    ]);
    expect(spoken({ weekly: [weekly('23:30', '24:00')] })[0]).toEqual(['03-02T22:30', '03-02T23:00']);
  });

  it('are cut at the ends of the span', () => {
    const within = [at('03-02T18:00'), at('03-02T18:30')] as const;
    expect(spoken({ weekly: [weekly('18:00', '20:00')] }, 'Europe/Berlin', within)).toEqual([
      ['03-02T18:00', '03-02T18:30'],
    ]);
  });

  it('follow an exception on its date, but a window that began the evening before keeps its end', () => {
    const tail = weekly('22:00', '02:00', Weekday.MONDAY);
    const away = { date: '2027-03-02', windows: [], timeZone: null, note: null };
    expect(spoken({ weekly: [tail, weekly('18:00', '20:00')], exceptions: [away] }).slice(0, 2)).toEqual([
      ['03-01T21:00', '03-02T01:00'],
      ['03-08T21:00', '03-09T01:00'],
    ]);
  });

  it('are in the zone that an exception names', () => {
    const travel = { windows: [{ start: '09:00', end: '10:00' }], timeZone: 'Asia/Tokyo', note: null };
    expect(spoken({ exceptions: [{ ...travel, date: '2027-03-03' }] })).toEqual([['03-03T00:00', '03-03T01:00']]);
  });

  it('are one interval if windows touch at midnight', () => {
    const whole = Object.values(Weekday).map((day) => weekly('00:00', '24:00', day));
    expect(spoken({ weekly: whole })).toEqual([['03-01T00:00', '03-15T00:00']]);
  });
});

describe('stated hours', () => {
  it.each([
    [
      [
        ['09:00', '11:00'],
        ['10:00', '12:00'],
      ],
      [['09:00', '12:00']],
    ],
    [
      [
        ['11:00', '12:00'],
        ['09:00', '11:00'],
      ],
      [['09:00', '12:00']],
    ],
    [
      [
        ['20:00', '02:00'],
        ['22:00', '24:00'],
      ],
      [['20:00', '02:00']],
    ],
    [
      [
        ['20:00', '24:00'],
        ['22:00', '01:00'],
      ],
      [['20:00', '01:00']],
    ],
    [
      [
        ['09:00', '10:00'],
        ['11:00', '12:00'],
      ],
      [
        ['09:00', '10:00'],
        ['11:00', '12:00'],
      ],
    ],
    // Together they cover 27 hours, and one window cannot be longer than a day.
    [
      [
        ['23:00', '03:00'],
        ['00:00', '24:00'],
      ],
      [
        ['00:00', '24:00'],
        ['23:00', '03:00'],
      ],
    ],
  ])('%j on one day are kept as %j', (windows, kept) => {
    const given = windows.map(([start, end]) => ({ start: start!, end: end! }));
    expect(mergedWindows(given).map(({ start, end }) => [start, end])).toEqual(kept);
  });

  it('are sorted and merged without a change of meaning', () => {
    const given = hours({
      weekly: [weekly('18:00', '20:00'), weekly('20:00', '21:00'), weekly('08:00', '09:00', Weekday.MONDAY)],
      exceptions: ['2027-03-09', '2027-03-02'].map((date) => ({ date, windows: [], timeZone: null, note: null })),
    });
    const kept = tidied(given);
    expect(kept.weekly).toEqual([weekly('08:00', '09:00', Weekday.MONDAY), weekly('18:00', '21:00')]);
    expect(kept.exceptions.map(({ date }) => date)).toEqual(['2027-03-02', '2027-03-09']);
    expect(expandHours(kept, 'Europe/Berlin', span)).toEqual(expandHours(given, 'Europe/Berlin', span));
  });

  it('are valid, and do not change, when the kept form is sent again', () => {
    const minutes = fc.integer({ min: 0, max: 95 }).map((quarter) => quarter * 15);
    const time = (at: number) => `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;
    const windows = fc
      .array(fc.tuple(minutes, fc.oneof(minutes, fc.constant(24 * 60))), { maxLength: 8 })
      .map((pairs) =>
        pairs.filter(([from, until]) => from !== until).map(([from, until]) => weekly(time(from), time(until))),
      );
    fc.assert(
      fc.property(windows, (given) => {
        const kept = tidied(hours({ weekly: given }));
        expect(hoursProblems(kept)).toEqual([]);
        expect(tidied(kept)).toEqual(kept);
        expect(expandHours(kept, 'Europe/Berlin', span)).toEqual(
          expandHours(hours({ weekly: given }), 'Europe/Berlin', span),
        );
      }),
      { numRuns: 300, seed: 20_270_331, examples: [[[weekly('10:00', '24:00'), weekly('23:00', '10:00')]]] },
    );
  });

  it('are refused with every bad field named', () => {
    const away = { date: '2027-03-02', windows: [{ start: '24:00', end: '02:00' }], timeZone: null, note: null };
    const many = Array.from({ length: 9 }, (_, n) => weekly(`0${n}:00`, `0${n}:30`, Weekday.SUNDAY));
    const problems = hoursProblems({ weekly: [weekly('18:00', '18:00'), ...many], exceptions: [away, away] });
    expect(problems.map(({ path }) => path)).toEqual([
      'weekly[0].end',
      'weekly',
      'exceptions[0].windows[0].start',
      'exceptions[1].date',
      'exceptions[1].windows[0].start',
    ]);
  });
});
