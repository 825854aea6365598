import { describe, expect, it } from '@jest/globals';
import type { PersonTime } from '../availability/starts.rules.js';
import { HOUR } from '../common/time.js';
import { fieldOf, type SlotQuestion } from './slots.rules.js';
import { nightsIn, signOf, stuckIn } from './start-signs.rules.js';

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
  ...{ earliest: midnight, window: [midnight, midnight + 24 * HOUR] },
  ...{ owesFeedback: false, panel: null, mustHave: null },
};
const facts = {
  ...{ targetDate: '2027-03-28', planStart: '2027-03-01', realInterviewOn: null, owed: [] },
  isMovable: (sessionId: string) => sessionId === 's',
};
const half = { field: fieldOf(question), facts };

describe('the sign of a start', () => {
  it('is the same for two starts with the same obstacles, and differs between day and night', () => {
    const at = (hour: number) => signOf(half, hour * 4, nightsIn(), stuckIn());
    expect(at(15)).toBe(at(16));
    expect(at(3)).not.toBe(at(15));
  });

  it('distinguishes a booking that can be moved from a booking that cannot', () => {
    const isStuck = stuckIn();
    const bo = question.interviewers[0]!.person;
    expect([9, 12, 15].map((hour) => isStuck(half, bo, false, hour * 4))).toEqual([true, false, false]);
  });

  it('distinguishes days that the window may reach from days before the plan', () => {
    const early = { ...half, facts: { ...facts, planStart: '2027-03-28' } };
    expect(stuckIn()(early, question.candidate, true, 0)).toBe(true);
    expect(stuckIn()(half, question.candidate, true, 0)).toBe(false);
  });
});
