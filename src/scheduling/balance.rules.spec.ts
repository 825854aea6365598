import { balances, shownBalance, type HeldSession } from './balance.rules.js';

const held = (candidateId: string, minutes: number, ...present: [string, boolean?][]): HeldSession => ({
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
