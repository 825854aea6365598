import { describe, expect, it } from '@jest/globals';
import { AssignmentRole } from '../sessions/session.rules.js';
import { reassignProblems } from './reassigning.rules.js';

const { LEAD, CO_INTERVIEWER, SHADOW } = AssignmentRole;
const seat = (memberId: string, role: AssignmentRole) => ({ memberId, role });
const shadows = ['s1', 's2', 's3'].map((id) => seat(id, SHADOW));

describe('a seat for a newcomer', () => {
  it.each([
    ['the only seat', [], seat('bo', LEAD), 1, []],
    ['the seat of the member who leaves', [seat('leaving', LEAD)], seat('bo', LEAD), 1, []],
    ['their own seat', [seat('leaving', LEAD)], seat('leaving', LEAD), 1, ['toMemberId']],
    ['one of two, the other open', [], seat('bo', CO_INTERVIEWER), 2, []],
    ['beside a co-interviewer', [seat('cy', CO_INTERVIEWER)], seat('bo', LEAD), 2, []],
    ['a shadow', [seat('cy', LEAD)], seat('bo', SHADOW), 1, []],
    ['a second lead', [seat('cy', LEAD)], seat('bo', LEAD), 2, ['role']],
    ['a full panel', [seat('cy', LEAD)], seat('bo', CO_INTERVIEWER), 1, ['role']],
    ['a member who has a seat', [seat('bo', SHADOW)], seat('bo', LEAD), 1, ['toMemberId']],
    ['the candidate', [], seat('ana', LEAD), 1, ['toMemberId']],
    ['a fourth shadow', [seat('cy', LEAD), ...shadows], seat('bo', SHADOW), 1, ['panel']],
  ] as const)('%s', (_, panel, newcomer, panelSize, paths) => {
    const seating = { panel, leavingId: 'leaving', candidateId: 'ana', panelSize };
    expect(reassignProblems(seating, newcomer).map(({ path }) => path)).toEqual(paths);
  });
});
