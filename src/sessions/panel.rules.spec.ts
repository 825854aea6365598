import { panelProblems, type PanelSeat } from './panel.rules.js';
import { AssignmentRole } from './session.rules.js';

const { LEAD, CO_INTERVIEWER, SHADOW } = AssignmentRole;
const seat = (memberId: string, role: AssignmentRole): PanelSeat => ({ memberId, role });
const refused = (panel: PanelSeat[], size: number) =>
  panelProblems(panel, size, 'candidate').map(({ path, message }) => `${path}: ${message}`);

describe('a panel', () => {
  it.each([
    ['a lead alone', [seat('ana', LEAD)], 1],
    ['a lead and a co-interviewer', [seat('ana', LEAD), seat('bo', CO_INTERVIEWER)], 2],
    ['a lead with shadows', [seat('ana', LEAD), seat('bo', SHADOW), seat('cy', SHADOW)], 1],
  ])('%s is right', (_, panel, size) => expect(refused(panel, size)).toEqual([]));

  it.each([
    [
      'an empty panel',
      [],
      1,
      ['panel: expected 1 interviewer, shadows not counted, found 0.', 'panel: expected exactly one LEAD, found 0.'],
    ],
    ['two leads', [seat('ana', LEAD), seat('bo', LEAD)], 2, ['panel: expected exactly one LEAD, found 2.']],
    [
      'one interviewer too many',
      [seat('ana', LEAD), seat('bo', CO_INTERVIEWER)],
      1,
      ['panel: expected 1 interviewer, shadows not counted, found 2.'],
    ],
    [
      'the candidate',
      [seat('candidate', LEAD)],
      1,
      ['panel[0].memberId: expected a member other than the candidate, found the candidate.'],
    ],
    [
      'the candidate as a shadow',
      [seat('ana', LEAD), seat('candidate', SHADOW)],
      1,
      ['panel[1].memberId: expected a member other than the candidate, found the candidate.'],
    ],
    [
      'a member twice',
      [seat('ana', LEAD), seat('ana', SHADOW)],
      1,
      ['panel[1].memberId: expected each member once, found a member again.'],
    ],
    [
      'four shadows',
      [seat('ana', LEAD), seat('b', SHADOW), seat('c', SHADOW), seat('d', SHADOW), seat('e', SHADOW)],
      1,
      ['panel: expected at most 3 shadows, found 4.'],
    ],
  ])('%s is refused, with every problem', (_, panel, size, problems) => expect(refused(panel, size)).toEqual(problems));

  it('never has the candidate on it', () => {
    for (const role of Object.values(AssignmentRole)) {
      expect(refused([seat('ana', LEAD), seat('bo', CO_INTERVIEWER), seat('candidate', role)], 2)).not.toEqual([]);
    }
  });
});
