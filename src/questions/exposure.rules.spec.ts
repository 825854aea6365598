import { describe, expect, it } from '@jest/globals';
import { AssignmentRole } from '../sessions/session.rules.js';
import { isMet, kindBySeat, type AskedFacts } from './exposure.rules.js';

const held: AskedFacts = {
  hasStarted: true,
  isOver: true,
  spendsQuestions: true,
  isReleased: true,
  isPresent: true,
  asked: null,
};

describe('a question of a set', () => {
  it.each([
    ['counts for the candidate once the session is over', { isReleased: false }, null, false, true],
    ['counts for nobody before the session has started', { hasStarted: false, isOver: false }, 'LEAD', false, false],
    ['does not count for the candidate during the session', { isOver: false, isReleased: false }, null, false, false],
    ['counts for the panel during the session', { isOver: false, isReleased: false }, 'SHADOW', false, true],
    ['is not told to the candidate before the release', { isReleased: false }, null, true, false],
    ['is told to the candidate from the release on', {}, null, true, true],
    ['does not count if the session was not held', { spendsQuestions: false }, null, false, false],
    ['does not count for an absent person', { isPresent: false }, 'LEAD', false, false],
    ['does not count if it was not asked', { asked: false }, null, false, false],
    ['counts if it was asked', { asked: true }, null, false, true],
  ] as const)('%s', (_, change, role, isOwnView, wanted) => {
    expect(isMet({ ...held, ...change }, role as AssignmentRole | null, isOwnView)).toBe(wanted);
  });

  it('counts as asked or as shadowed, depending on the seat', () => {
    expect([null, AssignmentRole.LEAD, AssignmentRole.CO_INTERVIEWER, AssignmentRole.SHADOW].map(kindBySeat)).toEqual([
      'ASKED',
      'ASKED_BY',
      'ASKED_BY',
      'SHADOWED',
    ]);
  });
});
