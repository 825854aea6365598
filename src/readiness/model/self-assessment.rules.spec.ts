import type { ReleasedVersion } from '../evidence.rules.js';
import { selfAssessmentBias } from './self-assessment.rules.js';

const said = (sessionId: string, self: Record<string, number> | null, levels: Record<string, number | null>) =>
  ({
    sessionId,
    self,
    criteria: Object.entries(levels).map(([key, level]) => ({ key, score: level, competency: 'x', weight: 1 })),
  }) as unknown as ReleasedVersion;

const three = [
  said('one', { depth: 4 }, { depth: 3 }),
  said('two', { depth: 4, clarity: 3 }, { depth: 3, clarity: 2 }),
  said('three', { depth: 3 }, { depth: 2 }),
  said('three', { depth: 3 }, { depth: 3 }),
];

describe('the self-assessment bias', () => {
  it('is the mean of self-assessed levels minus panel levels, with each panel counted once', () => {
    expect(selfAssessmentBias(three)).toBeCloseTo((1 + 1 + 1 + 0.5) / 4, 12);
  });

  it.each([
    ['after two sessions', three.slice(0, 2)],
    ['when the third has nothing to compare', [...three.slice(0, 2), said('three', { depth: 3 }, { depth: null })]],
    ['when the candidate did not judge the third', [...three.slice(0, 2), said('three', null, { depth: 3 })]],
    ['without any session', []],
  ])('is not known %s', (_, known) => expect(selfAssessmentBias(known)).toBeNull());
});
