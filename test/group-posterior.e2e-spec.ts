import { describe, expect, it } from '@jest/globals';
import { Recommendation } from '../src/feedback/scorecard.rules.js';
import type { Wording } from '../src/readiness/evidence.rules.js';
import { groupPosterior } from '../src/readiness/group-posterior.js';

const at = (text: string) => Date.parse(`2027-03-${text}:00Z`);
const wording = (versionId: string, changes: Partial<Wording> = {}): Wording => ({
  scorecardId: versionId,
  versionId,
  number: 1,
  submittedAt: at('02T10:00'),
  releasedAt: at('03T10:00'),
  sessionId: `session of ${versionId}`,
  at: at('01T10:00'),
  candidateId: 'ana',
  interviewerId: 'bo',
  guideKey: 'sony',
  roundKey: 'coding',
  recommendation: Recommendation.HIRE,
  criteria: [],
  self: null,
  ...changes,
});
const one = wording('one');
const later = wording('later', { submittedAt: at('05T10:00') });
const posteriorAt = (time: string, wordings = [one, later], groupId = 'evening') =>
  groupPosterior(groupId, wordings, new Date(at(time)));

describe('the posterior of a group', () => {
  it('is computed once for one state of its scorecards and one day', () => {
    const first = posteriorAt('04T10:00');
    expect(posteriorAt('04T20:00')).toBe(first);
    // What came later changes nothing about what was known then.
    expect(posteriorAt('04T20:00', [one, later, wording('last', { submittedAt: at('06T10:00') })])).toBe(first);
    expect(posteriorAt('04T20:00', [{ ...one }])).toBe(first);
  });

  it('is computed anew for another day, another card, another wording and another group', () => {
    const first = posteriorAt('05T09:00');
    const others = [
      posteriorAt('06T09:00', [one]),
      posteriorAt('05T11:00'),
      posteriorAt('05T11:00', [one, wording('amended', { scorecardId: 'one', number: 2 })]),
      posteriorAt('05T09:00', [one, later], 'morning'),
      posteriorAt('05T09:00', [wording('one', { self: { depth: 3 } }), later]),
    ];
    expect(new Set([first, ...others]).size).toBe(6);
    expect(others[1]!.cards.map(({ session }) => session)).toEqual(['session of one', 'session of later']);
    expect(others[2]!.known.map(({ versionId }) => versionId)).toEqual(['amended']);
  });

  it('knows of a year: what is older has no say in anything', () => {
    const wordings = [one, later];
    const lastDay = groupPosterior('evening', wordings, new Date('2028-02-28T10:00:00Z'));
    expect(lastDay.known).toEqual([one, later]);
    const nextDay = groupPosterior('evening', wordings, new Date('2028-02-29T10:00:00Z'));
    expect([nextDay.known, nextDay.cards]).toEqual([[], []]);
  });
});
