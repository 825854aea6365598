import { describe, expect, it } from '@jest/globals';
import { explainLoop, explainRound } from './explanation.rules.js';
import { ReadinessLevel, type RoundEvidence } from './mean.rules.js';

const { NOT_ENOUGH_EVIDENCE, BORDERLINE, READY } = ReadinessLevel;
const evidence = (scorecards: number, interviewers: number, mean: number | null): RoundEvidence => ({
  scorecards,
  interviewers,
  mean,
  lastSessionAt: null,
});

describe('an explanation', () => {
  it.each([
    [
      'nothing',
      evidence(0, 0, null),
      'Coding: not enough evidence yet, with 0 scorecards from 0 interviewers. Two scorecards, of two different interviewers, open the evidence gate.',
    ],
    [
      'one card',
      evidence(1, 1, 4),
      'Coding: not enough evidence yet, with 1 scorecard from 1 interviewer. One more scorecard, of another interviewer, opens the evidence gate.',
    ],
    [
      'two cards of one',
      evidence(2, 1, 4),
      'Coding: not enough evidence yet, with 2 scorecards from 1 interviewer. One more mock, with somebody else, opens the evidence gate.',
    ],
  ])('asks for what is missing after %s, and gives no number', (_, given, text) => {
    expect(explainRound('Coding', NOT_ENOUGH_EVIDENCE, given, 'OWN', '2027-07-30')).toBe(text);
  });

  it('gives the candidate the mean, and what it is worth', () => {
    expect(explainRound('Coding', READY, evidence(3, 2, 3.25), 'OWN', '2027-07-30')).toBe(
      'Coding: at the bar for 30 July, with a plain mean of 3.3 over 3 scorecards from 2 interviewers. This is a plain mean: it does not correct for strict or lenient interviewers, and says nothing about how sure it is.',
    );
  });

  it.each(['LEVEL', 'FULL'] as const)('gives others no mean (%s)', (share) => {
    expect(explainRound('Coding', BORDERLINE, evidence(3, 2, 2.9), share, '2027-07-30')).toBe(
      'Coding: borderline for 30 July, by 3 scorecards from 2 interviewers.',
    );
  });

  it('of the loop names the rounds that lack evidence', () => {
    expect(explainLoop(NOT_ENOUGH_EVIDENCE, ['Coding', 'Design'], 3, '2027-07-30')).toBe(
      'The whole loop: not enough evidence yet; more is needed for Coding, Design.',
    );
    expect(explainLoop(READY, [], 3, '2027-07-30')).toContain('The whole loop: at the bar (3.0) for 30 July.');
  });
});
