import { describe, expect, it } from '@jest/globals';
import { Recommendation } from '../feedback/scorecard.rules.js';
import { composite } from './composite.rules.js';

const levels = (...given: (number | null)[]) => given.map((level) => ({ level, weight: 1 }));
const { HIRE, STRONG_HIRE, STRONG_NO_HIRE, NO_DECISION } = Recommendation;

describe('the composite of a scorecard', () => {
  it.each([
    ['levels and a yes', levels(3, 3, 4, 3), HIRE, 0.75 * 3.25 + 0.25 * 3],
    ['levels and a strong no', levels(2, 2), STRONG_NO_HIRE, 1.75],
    ['a level that was not assessed', levels(4, null, 2), HIRE, 3],
    ['levels without a decision', levels(2, 3), NO_DECISION, 2.5],
    ['a recommendation alone', levels(null, null), STRONG_HIRE, 4],
    ['nothing', levels(null), NO_DECISION, null],
    [
      'weights',
      [
        { level: 4, weight: 3 },
        { level: 2, weight: 1 },
      ],
      NO_DECISION,
      3.5,
    ],
  ])('of %s', (_, criteria, recommendation, expected) => {
    expect(composite(criteria, recommendation)).toBe(expected);
  });

  it('stays between 1 and 4', () => {
    for (const recommendation of Object.values(Recommendation)) {
      for (const level of [1, 2, 3, 4]) {
        const value = composite(levels(level), recommendation)!;
        expect(value >= 1 && value <= 4).toBe(true);
      }
    }
  });
});
