import { atOnce } from '../src/common/portions.js';
import { Recommendation } from '../src/feedback/scorecard.rules.js';
import type { ReleasedVersion } from '../src/readiness/evidence.rules.js';
import { groupPosterior } from '../src/readiness/group-posterior.js';

const at = (text: string) => Date.parse(`2027-03-${text}:00Z`);
const version = (versionId: string, changes: Partial<ReleasedVersion> = {}): ReleasedVersion => ({
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
const one = version('one');
const later = version('later', { submittedAt: at('05T10:00') });
const inOneGo = (...given: Parameters<typeof groupPosterior>) => atOnce(groupPosterior(...given));
const first = inOneGo([one, later], new Date(at('04T10:00')));
const after = (time: string, versions = [one, later]) => inOneGo(versions, new Date(at(time)), first);

describe('the posterior of a group', () => {
  it('is the one from before on the same day and with the same scorecards', () => {
    expect(after('04T20:00')).toBe(first);
    // A later scorecard does not change what was known then.
    expect(after('04T20:00', [one, later, version('last', { submittedAt: at('06T10:00') })])).toBe(first);
    expect(after('04T20:00', [{ ...one }, later])).toBe(first);
  });

  it('is computed again for another day, another scorecard, another version or another self-assessment', () => {
    const others = [
      after('05T09:00', [one]),
      after('05T11:00'),
      after('05T11:00', [one, version('amended', { scorecardId: 'one', number: 2 })]),
      after('04T10:00', [version('one', { self: { depth: 3 } }), later]),
    ];
    expect(new Set([first, ...others]).size).toBe(5);
    expect(others[1]!.cards.map(({ session }) => session)).toEqual(['session of one', 'session of later']);
    expect(others[2]!.known.map(({ versionId }) => versionId)).toEqual(['amended']);
  });

  it('is computed in at least two steps for each candidate, so that other requests can run in between', () => {
    const candidates = Array.from({ length: 30 }, (_, n) => `candidate ${n}`);
    const versions = candidates.map((candidateId) => version(`of ${candidateId}`, { candidateId }));
    let steps = 0;
    for (const work = groupPosterior(versions, new Date(at('04T10:00'))); !work.next().done;) steps += 1;
    expect(steps).toBeGreaterThanOrEqual(2 * candidates.length);
  });

  it('uses one year of scorecards: older ones have no influence', () => {
    const versions = [one, later];
    const lastDay = inOneGo(versions, new Date('2028-02-28T10:00:00Z'));
    expect(lastDay.known).toEqual([one, later]);
    const nextDay = inOneGo(versions, new Date('2028-02-29T10:00:00Z'));
    expect([nextDay.known, nextDay.cards]).toEqual([[], []]);
  });
});
