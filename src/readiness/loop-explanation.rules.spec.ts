import { explainLoop, type LoopToExplain } from './loop-explanation.rules.js';
import { ReadinessLevel } from './model/round-judgement.rules.js';

const { NOT_ENOUGH_EVIDENCE, BELOW_BAR, BORDERLINE, READY } = ReadinessLevel;

describe('a loop in plain words', () => {
  const loop = (changes: Partial<LoopToExplain>) =>
    explainLoop({
      level: BORDERLINE,
      bar: 3,
      forDate: '2027-07-30',
      probability: 0.41,
      lowSpread: false,
      missing: [],
      belowBar: [],
      hasBorderline: false,
      isOver: false,
      next: { title: 'Coding', gain: 0.03 },
      weakestCompetency: null,
      selfAssessmentBias: null,
      ...changes,
    });

  it.each<[string, Partial<LoopToExplain>, string]>([
    [
      'with every number',
      {},
      'The whole loop: borderline for 30 July. 41 % likely that no round is clearly below the bar (3.0) and that the mean of the rounds reaches it. Ready means at least 70 %. Practising Coding gains the most (+3 points).',
    ],
    [
      'ready',
      { level: READY, probability: 0.9, next: null },
      'The whole loop: ready for 30 July. 90 % likely that no round is clearly below the bar (3.0) and that the mean of the rounds reaches it.',
    ],
    [
      'ready, of borderline rounds',
      { level: READY, probability: 0.74, hasBorderline: true },
      'A loop can be ready while single rounds are borderline, because the mean of the rounds counts.',
    ],
    [
      'with a weak round',
      { probability: 0.75, belowBar: ['Coding'] },
      'The loop is not ready while a round is below the bar: Coding.',
    ],
    [
      'with a weak competency, for a candidate who overrates their own work',
      { weakestCompetency: 'Problem solving', selfAssessmentBias: 1.96 },
      'gains the most (+3 points). Your weakest competency, compared with your others: Problem solving. You rate yourself 2.0 higher than your interviewers do.',
    ],
    [
      'for a candidate who underrates their own work',
      { selfAssessmentBias: -0.6 },
      'You rate yourself 0.6 lower than your interviewers do.',
    ],
    [
      'for a candidate whose own ratings agree with the interviewers',
      { selfAssessmentBias: 0.4 },
      'gains the most (+3 points).',
    ],
    ['below the bar', { level: BELOW_BAR, probability: 0.1 }, 'Borderline means at least 20 %.'],
    [
      'not ready for several reasons',
      { belowBar: ['Coding', 'Design'], lowSpread: true, next: { title: 'Coding', gain: 0 } },
      'Ready means at least 70 %. The loop is not ready while a round is below the bar: Coding and Design. In this group everybody gets nearly the same scores, so nobody is called ready until interviewers use the whole scale. Next: Coding.',
    ],
    [
      'whose target date has passed',
      { isOver: true, next: null },
      'No round can be booked any more: the target date has passed. Set a later date to go on.',
    ],
    ['just short of ready', { probability: 0.7 }, 'This is just below the 70 % that ready needs.'],
    [
      'in a group in which everybody gets the same scores',
      { probability: 0.75, lowSpread: true },
      'everybody gets nearly the same',
    ],
    [
      'without evidence',
      {
        level: NOT_ENOUGH_EVIDENCE,
        probability: null,
        missing: ['Coding', 'Design', 'Domain'],
        next: { title: 'Design', gain: null },
      },
      'The whole loop: not enough evidence yet; more is needed for Coding, Design and Domain. Next: Design.',
    ],
    [
      'without rounds',
      { level: NOT_ENOUGH_EVIDENCE, probability: null, next: null },
      'The whole loop: not enough evidence yet; no round is included.',
    ],
    [
      'as others read it',
      { probability: null, next: { title: 'Coding', gain: null } },
      'The whole loop: borderline for 30 July. Next: Coding.',
    ],
  ])('%s', (_, changes, text) => expect(loop(changes)).toContain(text));
});
