import { describe, expect, it } from '@jest/globals';
import { debtRefusal } from './debt.rules.js';

describe('feedback that is owed for too long', () => {
  it.each([
    [1, 7, 'You owe 1 scorecard of this group for more than 7 days past due. Submit it first'],
    [3, 1, 'You owe 3 scorecards of this group for more than 1 day past due. Submit them first'],
  ])('is told to the debtor with what to do (%d, %d)', (owed, days, text) => {
    expect(debtRefusal(owed, days, true)).toContain(text);
  });

  it('is told to others without how much or of what', () => {
    expect(debtRefusal(1, 7, false)).toBe(debtRefusal(3, 7, false));
    expect(debtRefusal(1, 7, false)).toMatch(/Ask them to submit it\.$/);
  });
});
