import type { RoundView, TopicView } from '../guides/guide-view.js';
import { NextBestReason, type LoopJudgement } from './model/loop-judgement.rules.js';
import { ReadinessLevel, type RoundJudgement } from './model/round-judgement.rules.js';
import { missingEvidence, nextBestOf, weakestOf } from './next-best.rules.js';

const competency = { key: 'solving', title: 'Solving', summary: '' };

const judged = (key: string, probabilityMeetsBar: number, level = ReadinessLevel.BORDERLINE) => ({
  round: {
    key,
    criteria: key === 'coding' ? [{ competency }] : [],
    topics: ['trees', 'ranking'].map((topic) => ({ key: topic }) as TopicView),
  } as unknown as RoundView,
  judgement: { round: key, level, probabilityMeetsBar } as RoundJudgement,
});

const wanting = (evidenceCount: number, interviewerCount: number) =>
  missingEvidence({
    ...judged('coding', 0.5, ReadinessLevel.NOT_ENOUGH_EVIDENCE).judgement,
    ...{ evidenceCount, interviewerCount },
  });

describe('missing evidence', () => {
  it('is what the gate still wants, and at least one scorecard while the round is not judged', () => {
    expect(wanting(0, 0)).toEqual({ scorecards: 2, interviewers: 2 });
    expect(wanting(3, 1)).toEqual({ scorecards: 1, interviewers: 1 });
    expect(wanting(4, 2)).toEqual({ scorecards: 1, interviewers: 0 });
    expect(missingEvidence(judged('coding', 0.5).judgement)).toEqual({ scorecards: 0, interviewers: 0 });
  });
});

describe('the weakest round', () => {
  it('is the judged round that is least likely to reach the bar', () => {
    const unknown = judged('domain', 0.1, ReadinessLevel.NOT_ENOUGH_EVIDENCE);
    expect(weakestOf([judged('coding', 0.7), judged('design', 0.4), unknown])?.key).toBe('design');
    expect(weakestOf([unknown])).toBeNull();
  });
});

describe('what to practise next', () => {
  const rounds = [judged('coding', 0.5), judged('design', 0.4)];
  const next = (share: 'OWN' | 'FULL' | 'LEVEL', reason = NextBestReason.GREATEST_GAIN, round = 'coding') =>
    nextBestOf({
      judgement: {
        nextBest: { round, reason },
        gains: new Map([['coding', 0.034]]),
        level: ReadinessLevel.BORDERLINE,
      } as unknown as LoopJudgement,
      ...{ rounds, share, emphasis: new Map([['ranking', 3]]), weakestCompetency: competency },
    });

  it('names the topics that the track stresses first, and to the candidate also the weakest competency that the round grades', () => {
    expect(next('OWN')!.topics.map(({ key }) => key)).toEqual(['ranking', 'trees']);
    expect(next('OWN')!.competency).toBe(competency);
    expect(next('FULL')!.competency).toBeNull();
    expect(next('OWN', NextBestReason.NO_EVIDENCE, 'design')!.competency).toBeNull();
  });

  it('shows its gain as a number, except where only levels are shared or the gain is not the reason', () => {
    expect([next('OWN')!.gain, next('FULL')!.gain, next('LEVEL')!.gain]).toEqual([0.03, 0.03, null]);
    expect(next('OWN', NextBestReason.NO_EVIDENCE)!.gain).toBeNull();
  });

  it('is nothing for a round that is not in the loop', () => {
    expect(next('OWN', NextBestReason.GREATEST_GAIN, 'onsite')).toBeNull();
  });
});
