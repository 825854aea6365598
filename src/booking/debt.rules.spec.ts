import { BlockReason, type PersonTime } from '../availability/starts.rules.js';
import { debtObjections } from './debt.rules.js';

const ana: PersonTime = {
  ...{ memberId: 'ana', zone: 'UTC', hours: null, weeklyLimit: 2 },
  ...{ claims: [], given: [], own: [] },
};
const objection = (owed: number, debtDays: number, isOwn: boolean) =>
  debtObjections({ owed, debtDays, isOwn }, ana)[0]!;

describe('feedback that is owed for too long', () => {
  it('is an objection to booking its author as a candidate, unless nothing is owed', () => {
    const against = [{ reason: BlockReason.FEEDBACK_OVERDUE, person: ana }];
    expect(objection(2, 7, false)).toMatchObject({ code: 'FEEDBACK_OVERDUE', against });
    expect(debtObjections({ owed: 0, debtDays: 7, isOwn: true }, ana)).toEqual([]);
  });

  it.each([
    [1, 7, 'You owe this group 1 scorecard that is more than 7 days overdue. Submit it, then book'],
    [3, 1, 'You owe this group 3 scorecards that are more than 1 day overdue. Submit them, then book'],
  ])('is explained to the member who owes it, with what to do (%d owed, %d days)', (owed, days, text) => {
    expect(objection(owed, days, true).message).toContain(text);
  });

  it('is reported to others without the number or the sessions', () => {
    expect(objection(1, 7, false).message).toBe(objection(3, 7, false).message);
    expect(objection(1, 7, false).message).toMatch(/Ask them to submit it, or ask an organizer to override this/);
  });
});
