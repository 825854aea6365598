import { describe, expect, it } from '@jest/globals';
import type { RoundView } from '../guides/guide-view.js';
import { viewLoop, type LoopFacts } from './loop-readiness.rules.js';
import type { Evidence } from './mean.rules.js';

const asOf = new Date('2027-03-31T00:00:00Z');
const round = (key: string, topics: string[] = []) =>
  ({ id: key, key, title: key, weight: 1, topics: topics.map((each) => ({ key: each })) }) as unknown as RoundView;
const card = (roundKey: string, interviewerId: string, score: number): Evidence => ({
  roundKey,
  interviewerId,
  score,
  at: new Date('2027-03-30T00:00:00Z'),
});

const evidence = [card('coding', 'bo', 4), card('coding', 'cy', 3), card('design', 'bo', 2.5), card('design', 'cy', 3)];
const view = (changes: Partial<LoopFacts> = {}) =>
  viewLoop({
    targetDate: '2027-05-01',
    loop: [round('coding'), round('design'), round('domain', ['trees', 'ranking', 'text'])].map((each) => ({
      round: each,
      realInterviewOn: null,
    })),
    ...{
      bar: 3,
      evidence,
      share: 'OWN',
      asOf,
      weights: new Map([
        ['ranking', 3],
        ['text', 2],
      ]),
    },
    ...changes,
  });

describe('a readiness as it is shown', () => {
  it('says what is missing, what is weakest, and what is next with its topics in the order of the track', () => {
    const { level, missingEvidence, weakestRound, nextBest, rounds } = view();
    expect(level).toBe('NOT_ENOUGH_EVIDENCE');
    expect(missingEvidence).toMatchObject([{ round: { key: 'domain' }, scorecards: 2, interviewers: 2 }]);
    expect(weakestRound?.key).toBe('design');
    expect(nextBest).toMatchObject({
      round: { key: 'domain' },
      reason: 'NO_EVIDENCE',
      topics: [{ key: 'ranking' }, { key: 'text' }, { key: 'trees' }],
    });
    expect(rounds.map(({ level, rawMean }) => [level, rawMean])).toEqual([
      ['READY', 3.5],
      ['BORDERLINE', 2.75],
      ['NOT_ENOUGH_EVIDENCE', null],
    ]);
  });

  it.each(['LEVEL', 'FULL'] as const)('keeps means and their order from others (%s)', (share) => {
    const own = view();
    const shared = view({ share });
    expect(shared.weakestRound).toBeNull();
    expect(shared.rounds.map(({ rawMean }) => rawMean)).toEqual([null, null, null]);
    expect(shared.rounds.map(({ level }) => level)).toEqual(own.rounds.map(({ level }) => level));
    expect(JSON.stringify(shared)).not.toMatch(/3\.5|2\.8|2\.75/);
  });

  it('looks at the date of the real interview where it is known', () => {
    const loop = [{ round: round('coding'), realInterviewOn: '2027-04-10' }];
    const { rounds, level, nextBest } = view({ loop });
    expect(rounds[0]!.explanation).toContain('at the bar for 10 April');
    expect([level, nextBest]).toEqual(['READY', null]);
  });
});
