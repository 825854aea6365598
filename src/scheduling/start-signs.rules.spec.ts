import { bitOf, BlockReason, type PersonTime } from '../availability/starts.rules.js';
import { HOUR, MINUTE } from '../common/time.js';
import { fieldOf, type SlotQuestion } from './slots.rules.js';
import { signOf, signsIn } from './start-signs.rules.js';

const midnight = Date.UTC(2027, 2, 27);
const person = (memberId: string, change: Partial<PersonTime> = {}): PersonTime => ({
  ...{ memberId, zone: 'UTC', hours: [], claims: [], weeklyLimit: 3, given: [], own: [] },
  ...change,
});
const claim = (hour: number, sessionId: string | null) => ({
  time: [midnight + hour * HOUR, midnight + (hour + 1) * HOUR] as const,
  sessionId,
});
const question: SlotQuestion = {
  candidate: person('ana'),
  interviewers: [
    { person: person('bo', { claims: [claim(9, null), claim(12, 's')] }), isQualified: true, repeats: 0, balance: 0 },
  ],
  ...{ panelSize: 1, length: HOUR, buffer: 0, span: [midnight, midnight + 24 * HOUR] },
  ...{ earliest: midnight, horizon: Infinity, window: [midnight, midnight + 24 * HOUR] },
  ...{ owesFeedback: false, panel: null, mustHave: null },
};
const facts = {
  ...{
    targetDate: '2027-03-28',
    earliestTarget: '2020-01-01',
    planStart: '2027-03-01',
    realInterviewOn: null,
    owed: [],
  },
  isMovable: (sessionId: string) => sessionId === 's',
};
const half = { field: fieldOf(question), facts };

/** The sign of a person for a start at a minute of the day. The candidate has place 0, and the interviewer has place 1. */
const signAt = (minute: number, place = 0, asked = half) => signOf(signsIn(asked)[place]!.signs[minute / 15]!);

describe('the sign of a start', () => {
  it('tells why a person cannot come, and whether they would have to be there at night', () => {
    const bits = bitOf(BlockReason.CANDIDATE_NOT_AVAILABLE);
    expect(signAt(900)).toEqual({ bits, isAtNight: false, isStuck: false, missing: 4 });
    expect(signAt(180).isAtNight).toBe(true);
    // A session until 22:00 is by day, and a later one is at night.
    expect([1260, 1275, 1380].map((minute) => signAt(minute).isAtNight)).toEqual([false, true, true]);
  });

  it('distinguishes a booking that can be moved from a booking that cannot', () => {
    expect([9, 12, 15].map((hour) => signAt(hour * 60, 1).isStuck)).toEqual([true, false, false]);
  });

  it('distinguishes days that the window may reach from days before the plan', () => {
    const early = { ...half, facts: { ...facts, planStart: '2027-03-28' } };
    expect(signAt(0, 0, early).isStuck).toBe(true);
    expect(signAt(0).isStuck).toBe(false);
  });

  it('tells how much is missing from the hours, in quarters of an hour, as one window', () => {
    const minutes = (from: number, until: number) => [midnight + from * MINUTE, midnight + until * MINUTE] as const;
    const missing = (minute: number, hours: PersonTime['hours']) => {
      const asked = { ...question, candidate: person('ana', { hours }) };
      return signAt(minute, 0, { ...half, field: fieldOf(asked) }).missing;
    };
    const hours = [minutes(600, 670), minutes(690, 720)];
    expect(missing(600, hours)).toBe(0);
    // The hours have a gap from 11:10 to 11:30. The first session needs 5 minutes from the gap, and the others need all 20.
    expect([615, 630, 645, 660].map((minute) => missing(minute, hours))).toEqual([1, 2, 2, 2]);
    expect([540, 570, 705].map((minute) => missing(minute, hours))).toEqual([4, 2, 3]);
    expect(missing(0, null)).toBe(0);
  });
});
