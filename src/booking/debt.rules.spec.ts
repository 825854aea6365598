import { BlockReason, type PersonTime } from '../availability/starts.rules.js';
import { blocksBookings, byDue, debtObjections, type Owed } from './debt.rules.js';

const ana: PersonTime = {
  ...{ memberId: 'ana', zone: 'UTC', hours: null, weeklyLimit: 2 },
  ...{ claims: [], given: [], own: [] },
};
const objection = (owed: number, debtDays: number, isOwn: boolean) =>
  debtObjections({ owed, debtDays, isOwn }, ana)[0]!;

describe('a long-overdue scorecard', () => {
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

describe('an owed scorecard', () => {
  const due = new Date('2027-03-01T00:00:00Z');
  const open = { archivedAt: null, archivedById: null };
  const archivedBy = (archivedById: string) => ({ archivedAt: due, archivedById });
  const owed: Owed = {
    ...{ memberId: 'ana', due, plan: open, group: open },
    session: { id: 's1', logged: false, enteredById: 'bo', debtDays: 7 },
  };
  const late = new Date('2027-03-08T00:00:01Z');

  it('prevents bookings only once it is overdue for longer than the session allows', () => {
    expect(blocksBookings(owed, new Date('2027-03-08T00:00:00Z'))).toBe(false);
    expect(blocksBookings(owed, late)).toBe(true);
  });

  it.each([
    ['a session that another member logged', false, { session: { ...owed.session, logged: true } }],
    ['a session that its author logged', true, { session: { ...owed.session, logged: true, enteredById: 'ana' } }],
    ['a plan that another member archived', false, { plan: archivedBy('bo') }],
    ['a plan that its author archived', true, { plan: archivedBy('ana') }],
    ['a group that another member archived', false, { group: archivedBy('bo') }],
    ['a group that its author archived', true, { group: archivedBy('ana') }],
  ] as const)('of %s prevents bookings: %s', (_, expected, changes) =>
    expect(blocksBookings({ ...owed, ...changes }, late)).toBe(expected),
  );

  it('is named after those that were due before', () => {
    const later = { ...owed, due: late, session: { ...owed.session, id: 's0' } };
    const same = { ...owed, session: { ...owed.session, id: 's2' } };
    expect([later, same, owed].toSorted(byDue).map(({ session }) => session.id)).toEqual(['s1', 's2', 's0']);
  });
});
