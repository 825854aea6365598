import { explainRound, type RoundToExplain } from './round-explanation.rules.js';
import { ReadinessLevel } from './model/round-judgement.rules.js';
import { Trend } from './model/trend.rules.js';

const { NOT_ENOUGH_EVIDENCE, BELOW_BAR, BORDERLINE, READY } = ReadinessLevel;

const coding: RoundToExplain = {
  title: 'Coding',
  level: BORDERLINE,
  forDate: '2027-07-30',
  share: 'OWN',
  trend: Trend.RISING,
  estimate: 3.1,
  low90: 2.6,
  high90: 3.6,
  probabilityMeetsBar: 0.72,
  rawMean: 3.33,
  interviewerEffect: 0.2,
  evidenceCount: 4,
  interviewerCount: 3,
  onlyInterviewer: null,
  lowSpread: false,
  wouldBeSure: true,
  hangsOnOne: false,
};
const round = (changes: Partial<RoundToExplain>) => explainRound({ ...coding, ...changes });
const none = { estimate: null, low90: null, high90: null, probabilityMeetsBar: null, rawMean: null } as const;
const bare = { ...none, interviewerEffect: null, level: NOT_ENOUGH_EVIDENCE, trend: Trend.UNKNOWN } as const;

describe('a round in plain words', () => {
  it('shows its numbers, where they come from, its trend, and what would change its level', () => {
    expect(round({})).toBe(
      'Coding: about 3.1 (2.6 to 3.6). 72 % likely to be at the bar on 30 July. 4 scorecards from 3 interviewers, a little lenient (+0.2), so the estimate is below your plain average of 3.3. Rising. Ready means at least 80 %.',
    );
  });

  it.each<[string, Partial<RoundToExplain>, string]>([
    [
      'strict',
      { interviewerEffect: -0.6, rawMean: 2.9 },
      ', very strict (-0.6), so the estimate is above your plain average of 2.9.',
    ],
    ['lenient', { interviewerEffect: 0.3 }, ', lenient (+0.3), so the estimate is below your plain average of 3.3.'],
    ['neither', { interviewerEffect: 0 }, ', neither lenient nor strict on the whole; your plain average is 3.3.'],
    [
      'lenient, which explains little',
      { rawMean: 3.6 },
      ', a little lenient (+0.2); your plain average is 3.6. The estimate differs, because your other rounds and the group also count.',
    ],
    [
      'lenient, although the estimate is above the average',
      { rawMean: 2.9 },
      ', a little lenient (+0.2); your plain average is 2.9.',
    ],
    [
      'two, and far from the average',
      { interviewerEffect: null, rawMean: 2.4 },
      '; your plain average is 2.4. The estimate differs, because your other rounds and the group also count.',
    ],
    ['two, of whom nothing is said', { interviewerEffect: null }, 'interviewers; your plain average is 3.3.'],
  ])('says how strict the interviewers are: %s', (_, changes, text) => expect(round(changes)).toContain(text));

  it.each<[string, Partial<RoundToExplain>, RegExp]>([
    ['ready', { level: READY, probabilityMeetsBar: 0.85 }, /Rising\.$/],
    [
      'below',
      { level: BELOW_BAR, probabilityMeetsBar: 0.1, trend: Trend.FALLING },
      /Falling\. Borderline means at least 30 %\.$/,
    ],
    [
      'almost borderline',
      { level: BELOW_BAR, probabilityMeetsBar: 0.3 },
      /This is just below the 30 % that borderline needs\.$/,
    ],
    ['hopeless', { level: BELOW_BAR, probabilityMeetsBar: 0 }, /Less than 1 % likely to be at the bar/],
    ['certain', { level: READY, probabilityMeetsBar: 1 }, /More than 99 % likely to be at the bar/],
    [
      'almost',
      { probabilityMeetsBar: 0.8, trend: Trend.STEADY },
      /Steady\. This is just below the 80 % that ready needs\.$/,
    ],
    [
      'dependent on one interviewer',
      { probabilityMeetsBar: 0.9, hangsOnOne: true },
      /Without one interviewer's scorecards it would be below the bar. One more session with a new interviewer/,
    ],
    ['all the same', { probabilityMeetsBar: 0.9, lowSpread: true }, /everybody gets nearly the same/],
    [
      'for every reason',
      { probabilityMeetsBar: 0.9, hangsOnOne: true, lowSpread: true },
      /Without one interviewer's .* In this group everybody gets nearly the same/,
    ],
  ])('says what would change the level: %s', (_, changes, text) => expect(round(changes)).toMatch(text));

  it.each<[string, Partial<RoundToExplain>, string]>([
    [
      'nothing',
      { evidenceCount: 0, interviewerCount: 0 },
      'Coding: not enough evidence yet; nobody has graded it. It takes at least two scorecards from two different interviewers.',
    ],
    [
      'one card',
      { evidenceCount: 1, interviewerCount: 1, onlyInterviewer: 'Bo' },
      'with 1 scorecard from 1 interviewer. One more session with an interviewer other than Bo would be enough for a number.',
    ],
    [
      'two of one',
      { evidenceCount: 2, interviewerCount: 1, onlyInterviewer: 'Bo' },
      'an interviewer other than Bo would be enough',
    ],
    [
      'one card, and much unknown',
      { evidenceCount: 1, interviewerCount: 1, onlyInterviewer: 'Bo', wouldBeSure: false },
      'It takes one more session with an interviewer other than Bo, and some practice in other rounds.',
    ],
    [
      'enough cards, too uncertain',
      { evidenceCount: 2, interviewerCount: 2 },
      'one more session would be enough for a number, preferably with a new interviewer.',
    ],
    [
      'far too uncertain',
      { evidenceCount: 2, interviewerCount: 2, wouldBeSure: false },
      'it takes a few more sessions',
    ],
  ])('says what a number needs: %s', (_, changes, text) => expect(round({ ...bare, ...changes })).toContain(text));

  it('tells others only what is shared, and no names', () => {
    expect(round({ share: 'FULL', rawMean: null, interviewerEffect: null, trend: Trend.UNKNOWN })).toBe(
      'Coding: about 3.1 (2.6 to 3.6). 72 % likely to be at the bar on 30 July. 4 scorecards from 3 interviewers.',
    );
    expect(round({ ...none, share: 'LEVEL', interviewerEffect: null })).toBe(
      'Coding: borderline for 30 July, judging by 4 scorecards from 3 interviewers.',
    );
    const missing = { ...bare, evidenceCount: 1, interviewerCount: 1, onlyInterviewer: 'Bo' };
    for (const share of ['FULL', 'LEVEL'] as const) expect(round({ ...missing, share })).not.toContain('Bo');
  });
});
