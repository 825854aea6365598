import { amended, amendmentProblems, type Amendment } from './amendment.rules.js';
import { Recommendation, type RatingContents, type ScorecardContents } from './scorecard.rules.js';

const criteria = ['clarity', 'depth'];
const rating = (criterionKey: string, level: number | null, evidence = 'seen'): RatingContents => ({
  criterionKey,
  level,
  evidence,
});
const card = (changes: Partial<ScorecardContents> = {}): ScorecardContents => ({
  ratings: [rating('clarity', 3), rating('depth', null, '')],
  recommendation: Recommendation.HIRE,
  strengths: '',
  growthAreas: '',
  ...changes,
});

const paths = (problems: { path: string }[]) => problems.map(({ path }) => path);

describe('an amendment', () => {
  it('changes what it gives, and leaves the rest as it was', () => {
    const before = card({ strengths: 'Calm.', growthAreas: 'Depth.' });
    expect(amended(before, {})).toEqual(before);
    expect(amended(before, { recommendation: Recommendation.NO_HIRE, growthAreas: '' })).toEqual({
      ...before,
      recommendation: 'NO_HIRE',
      growthAreas: '',
    });
    expect(amended(before, { ratings: [rating('depth', 2)] }).ratings).toEqual([
      rating('depth', 2),
      rating('clarity', 3),
    ]);
  });
});

describe('the limits of an amendment', () => {
  const undecided = card({ ratings: [], recommendation: Recommendation.NO_DECISION, strengths: 'Late start.' });
  const old = card({ ratings: [] });
  it.each<[string, ScorecardContents, Amendment, string[]]>([
    ['it may change a level', card({}), { ratings: [rating('clarity', 2)] }, []],
    [
      'it may not repeat what the scorecard says',
      card({}),
      { ratings: [rating('clarity', 3)], recommendation: card({}).recommendation },
      [''],
    ],
    ['it may not be empty', card({}), {}, ['']],
    ['it may not give a criterion its first level', card({}), { ratings: [rating('depth', 4)] }, ['ratings[0].level']],
    [
      'it may not turn NO_DECISION into levels',
      undecided,
      { ratings: [rating('clarity', 4)], recommendation: Recommendation.STRONG_HIRE },
      ['ratings[0].level'],
    ],
    ['it may not remove the last level', card({}), { ratings: [rating('clarity', null)] }, ['ratings']],
    ['it may reword an old card that has no level', old, { strengths: 'Calm.' }, []],
    ['it may not give such an old card a level', old, { ratings: [rating('clarity', 3)] }, ['ratings[0].level']],
  ])('%s', (_, before, amendment, expected) => {
    expect(paths(amendmentProblems(before, amended(before, amendment), criteria))).toEqual(expected);
  });
});
