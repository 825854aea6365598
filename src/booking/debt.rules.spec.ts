import { describe, expect, it } from '@jest/globals';
import { debtRefusal } from './debt.rules.js';

describe('feedback that is owed for too long', () => {
  it.each([
    [1, 7, 'You owe this group 1 scorecard that is more than 7 days overdue. Submit it, then book'],
    [3, 1, 'You owe this group 3 scorecards that are more than 1 day overdue. Submit them, then book'],
  ])('is told to the member who owes it, with what to do (%d, %d)', (owed, days, text) => {
    expect(debtRefusal(owed, days, true)).toContain(text);
  });

  it('is reported to others without the number or the sessions', () => {
    expect(debtRefusal(1, 7, false)).toBe(debtRefusal(3, 7, false));
    expect(debtRefusal(1, 7, false)).toMatch(/Ask them to submit it, or ask an organizer to override this/);
  });
});
