import { bitOf, BlockReason, type PersonTime } from '../availability/starts.rules.js';
import { HOUR, MINUTE } from '../common/time.js';
import { fieldOf, type SlotQuestion } from './slots.rules.js';
import { costOf, isClearable, participantsOf } from './participants.rules.js';

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

/** What it costs a person to come at a minute of the day. The candidate has place 0, and the interviewer has place 1. */
const costAt = (minute: number, place = 0, asked = half) => costOf(participantsOf(asked)[place]!, minute / 15);

const clearable = bitOf(BlockReason.CANDIDATE_NOT_AVAILABLE) | bitOf(BlockReason.OUT_OF_WINDOW);
const everything = clearable | bitOf(BlockReason.NO_COMMON_TIME) | bitOf(BlockReason.ALL_BOOKED);

describe('a participant', () => {
  it('costs one for each obstacle, a little for each quarter of an hour that is missing, and more at night', () => {
    expect(costAt(900)).toBeCloseTo(1.02);
    expect(costAt(180)).toBeCloseTo(1.27);
    expect(costAt(9 * 60, 1)).toBeCloseTo(2.02);
    // A session until 22:00 is by day, and a later one is at night.
    expect([1260, 1275, 1380].map((minute) => costAt(minute) > 1.2)).toEqual([false, true, true]);
  });

  it('can be freed from a booking that can be moved, and not from one that cannot', () => {
    const bo = participantsOf(half)[1]!;
    expect([9, 12, 15].map((hour) => isClearable(bo, hour * 4, everything))).toEqual([false, true, true]);
    expect([9, 12, 15].map((hour) => isClearable(bo, hour * 4, clearable))).toEqual([false, false, false]);
  });

  it('can be freed from days that the window may reach, and not from days before the plan', () => {
    const later = { ...question, window: [midnight + 12 * HOUR, midnight + 24 * HOUR] as const };
    const isFreed = (planStart: string) =>
      isClearable(participantsOf({ field: fieldOf(later), facts: { ...facts, planStart } })[0]!, 0, clearable);
    expect([isFreed('2027-03-28'), isFreed('2027-03-01')]).toEqual([false, true]);
  });

  it('needs hours as one window, from the first minute that is missing to the last one', () => {
    const minutes = (from: number, until: number) => [midnight + from * MINUTE, midnight + until * MINUTE] as const;
    const missing = (minute: number, hours: PersonTime['hours']) => {
      const asked = { ...question, candidate: person('ana', { hours }) };
      const cost = costAt(minute, 0, { ...half, field: fieldOf(asked) });
      return Math.round((cost - Math.floor(cost)) / 0.005);
    };
    const hours = [minutes(600, 670), minutes(690, 720)];
    expect(missing(600, hours)).toBe(0);
    // The hours have a gap from 11:10 to 11:30. The first session needs 5 minutes from the gap, and the others need all 20.
    expect([615, 630, 645, 660].map((minute) => missing(minute, hours))).toEqual([1, 2, 2, 2]);
    expect([540, 570, 705].map((minute) => missing(minute, hours))).toEqual([4, 2, 3]);
    expect(missing(600, null)).toBe(0);
  });
});
