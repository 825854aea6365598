import { balances, netOf, shownBalance, startingPoints, type HeldSession } from './balance.rules.js';

const DAY = 86_400_000;

const held = (candidateId: string, minutes: number, ...present: [string, boolean?][]): HeldSession => ({
  endsAt: DAY,
  minutes,
  candidateId,
  present: present.map(([memberId, isShadow = false]) => ({ memberId, isShadow })),
});

describe('the balance', () => {
  const found = balances([
    held('ana', 45, ['bo']),
    held('ana', 60, ['bo'], ['cy']),
    held('bo', 45, ['ana'], ['dee', true]),
    held('bo', 45),
  ]);

  it('counts minutes once for each interviewer who was present, and half for a shadow', () => {
    expect(found.get('bo')).toEqual({ given: 210, received: 135 });
    expect(shownBalance(found.get('ana')!)).toEqual({ givenMinutes: 45, receivedMinutes: 165, balanceMinutes: -120 });
    expect(shownBalance(found.get('dee')!)).toEqual({ givenMinutes: 23, receivedMinutes: 0, balanceMinutes: 23 });
  });

  it('adds up to zero over the group', () => {
    const sum = [...found.values()].reduce((total, { given, received }) => total + given - received, 0);
    expect(sum).toBe(0);
  });
});

describe('a newcomer', () => {
  const members = ['ana', 'bo', 'cy'].map((memberId) => ({ memberId, joinedAt: 0, leftAt: Infinity }));
  const founders = [
    { ...held('ana', 60, ['bo']), endsAt: DAY },
    { ...held('ana', 60, ['cy']), endsAt: DAY },
  ];

  it('stands where the middle of the group stood when they joined, before and after their first interview', () => {
    const joined = [...members, { memberId: 'dee', joinedAt: 2 * DAY, leftAt: Infinity }];
    const starts = startingPoints(joined, founders);
    expect(Object.fromEntries(starts)).toEqual({ ana: 0, bo: 0, cy: 0, dee: 120 });
    const later = [...founders, { ...held('bo', 60, ['dee']), endsAt: 3 * DAY }];
    expect(startingPoints(joined, later).get('dee')).toBe(120);
    expect(120 + netOf(balances(later).get('dee'))).toBe(240);
  });

  it('counts as one of the group for those who join after them', () => {
    const joined = [
      ...members,
      { memberId: 'dee', joinedAt: 2 * DAY, leftAt: Infinity },
      { memberId: 'eli', joinedAt: 4 * DAY, leftAt: Infinity },
    ];
    const later = [...founders, { ...held('bo', 60, ['dee']), endsAt: 3 * DAY }];
    // Ana -240, Bo 0, Cy 120, and Dee 120 + 120.
    expect(startingPoints(joined, later).get('eli')).toBe(60);
  });

  it('keeps their start when a member leaves later, and does not look at members who had left before', () => {
    const dee = { memberId: 'dee', joinedAt: 2 * DAY, leftAt: Infinity };
    const without = (memberId: string, leftAt: number) =>
      members.map((each) => (each.memberId === memberId ? { ...each, leftAt } : each));
    expect(startingPoints([...without('ana', 3 * DAY), dee], founders).get('dee')).toBe(120);
    expect(startingPoints([...without('cy', 1.5 * DAY), dee], founders).get('dee')).toBe(-60);
  });
});
