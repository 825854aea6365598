import { AssignmentRole } from '../sessions/session.rules.js';
import { reassignProblems } from './reassigning.rules.js';

const { LEAD, CO_INTERVIEWER, SHADOW } = AssignmentRole;
const seat = (memberId: string, role: AssignmentRole) => ({ memberId, role });
const shadows = ['s1', 's2', 's3'].map((id) => seat(id, SHADOW));

describe('a seat for a newcomer', () => {
  it.each([
    ['may be the only seat', [], seat('bo', LEAD), 1, []],
    ['may be the seat of the member who leaves', [seat('leaving', LEAD)], seat('bo', LEAD), 1, []],
    [
      'may be the seat of the member who leaves a panel that is too large by now',
      [seat('leaving', CO_INTERVIEWER), seat('cy', LEAD)],
      seat('bo', CO_INTERVIEWER),
      1,
      [],
    ],
    ['may not be the seat that they already have', [seat('leaving', LEAD)], seat('leaving', LEAD), 1, ['toMemberId']],
    ['may be one of two seats while the other is open', [], seat('bo', CO_INTERVIEWER), 2, []],
    ['may be the lead beside a co-interviewer', [seat('cy', CO_INTERVIEWER)], seat('bo', LEAD), 2, []],
    ['may be a shadow seat', [seat('cy', LEAD)], seat('bo', SHADOW), 1, []],
    ['may not be a second lead', [seat('cy', LEAD)], seat('bo', LEAD), 2, ['role']],
    ['may not be on a full panel', [seat('cy', LEAD)], seat('bo', CO_INTERVIEWER), 1, ['role']],
    ['may not be a co-interviewer for one interviewer', [], seat('bo', CO_INTERVIEWER), 1, ['role']],
    ['may not be a second co-interviewer', [seat('cy', CO_INTERVIEWER)], seat('bo', CO_INTERVIEWER), 2, ['role']],
    ['may not be a second seat of the same member', [seat('bo', SHADOW)], seat('bo', LEAD), 1, ['toMemberId']],
    ['may not be for the candidate', [], seat('ana', LEAD), 1, ['toMemberId']],
    ['may not be a fourth shadow seat', [seat('cy', LEAD), ...shadows], seat('bo', SHADOW), 1, ['panel']],
  ] as const)('%s', (_, panel, newcomer, panelSize, paths) => {
    const seating = { panel, leavingId: 'leaving', candidateId: 'ana', panelSize };
    expect(reassignProblems(seating, newcomer).map(({ path }) => path)).toEqual(paths);
  });
});
