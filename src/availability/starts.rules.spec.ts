import { HOUR, MINUTE } from '../common/time.js';
import {
  BlockReason,
  candidateObstacles,
  dayAroundInstant,
  givenInWeek,
  interviewerObstacles,
  reasonsIn,
  startAt,
  startsIn,
  weekAroundInstant,
  type PersonTime,
} from './starts.rules.js';

const at = (text: string) => Date.parse(`2027-03-${text}:00Z`);
const person = (given: Partial<PersonTime> = {}): PersonTime => ({
  memberId: 'bo',
  zone: 'Europe/Berlin',
  hours: [[at('02T17:00'), at('02T20:00')]],
  claims: [],
  weeklyLimit: 3,
  given: [],
  own: [],
  ...given,
});
const starts = startsIn([at('02T16:50'), at('02T20:00')], HOUR, 15 * MINUTE);
const free = (obstacles: Uint16Array) =>
  [...obstacles.entries()]
    .filter(([, bits]) => bits === 0)
    .map(([n]) => new Date(startAt(starts, n)).toISOString().slice(11, 16));
const reasonsOf = (obstacles: Uint16Array) => [...new Set([...obstacles].flatMap(reasonsIn))];

describe('a start', () => {
  it('lies on the quarter hour', () => {
    expect(new Date(startAt(starts, 0)).toISOString()).toBe('2027-03-02T17:00:00.000Z');
    expect(starts.count).toBe(12);
  });

  it('is free if the hours cover the whole session; the buffer may lie outside', () => {
    expect(free(interviewerObstacles(person(), true, starts))).toEqual([
      ...['17:00', '17:15', '17:30', '17:45', '18:00', '18:15', '18:30', '18:45', '19:00'],
    ]);
  });

  it('is free only if the buffer fits after the session and after each booking', () => {
    // A session from 18:30 to 19:00 with its buffer of a quarter hour.
    const claims = [{ time: [at('02T18:30'), at('02T19:15')] as const, sessionId: 'x' }];
    const hours = [[at('02T16:00'), at('02T23:00')] as const];
    expect(free(interviewerObstacles(person({ claims, hours }), true, starts))).toEqual([
      ...['17:00', '17:15', '19:15', '19:30', '19:45'],
    ]);
  });

  it.each<[string, Partial<PersonTime>, boolean, BlockReason[]]>([
    ['no stated hours', { hours: null }, true, [BlockReason.HOURS_NOT_STATED]],
    ['hours at other times', { hours: [] }, true, [BlockReason.NO_COMMON_TIME]],
    ['no qualification for the round', {}, false, [BlockReason.NO_QUALIFIED_INTERVIEWER]],
    ['a weekly limit of 0', { weeklyLimit: 0 }, true, [BlockReason.WEEKLY_LIMIT]],
    ['a full week', { weeklyLimit: 1, given: [at('07T22:30')] }, true, [BlockReason.WEEKLY_LIMIT]],
    // 23:30 on Sunday 7 March UTC is Monday in Berlin: another week.
    ['a full week after this one, in their zone', { weeklyLimit: 1, given: [at('07T23:30')] }, true, []],
  ])('has the right obstacles for an interviewer with %s', (_, given, isQualified, reasons) => {
    const covered = { hours: [[at('01T00:00'), at('10T00:00')] as const], ...given };
    expect(reasonsOf(interviewerObstacles(person(covered), isQualified, starts))).toEqual(reasons);
  });

  it('is closed to a candidate who has another session on the same day in their zone', () => {
    const own = [{ startsAt: at('01T23:30'), sessionId: 'x' }];
    const covered = { hours: [[at('01T00:00'), at('10T00:00')] as const], own };
    expect(reasonsOf(candidateObstacles(person(covered), starts))).toEqual([BlockReason.DAILY_LIMIT]);
    expect(reasonsOf(candidateObstacles(person({ ...covered, zone: 'UTC' }), starts))).toEqual([]);
  });

  it('has the interviews of its ISO week counted in the zone of the member', () => {
    const given = [at('01T00:00'), at('07T22:30'), at('07T23:30')];
    expect(givenInWeek(person({ given }), at('03T00:00'))).toBe(2);
  });
});

describe('the days and weeks that limits count', () => {
  const at = Date.parse;

  it('run from Monday to Monday, even when the clocks change in that week', () => {
    const week = weekAroundInstant(at('2027-03-27T12:00:00Z'), 'Europe/Berlin');
    expect(week).toEqual([at('2027-03-21T23:00:00Z'), at('2027-03-28T22:00:00Z')]);
  });

  it('can have 25 hours', () => {
    const [from, until] = dayAroundInstant(at('2027-10-31T12:00:00Z'), 'Europe/Berlin');
    expect((until - from) / 3_600_000).toBe(25);
  });
});
