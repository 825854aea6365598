import { counted } from '../common/text.js';
import { fieldProblem, type FieldProblem } from '../common/errors.js';
import { AssignmentRole, isInterviewer } from './session.rules.js';

export const MOST_SHADOWS = 3;

export interface PanelSeat {
  memberId: string;
  role: AssignmentRole;
}

/**
 * A panel has exactly one lead and, without its shadows, as many interviewers as the round wants. Nobody is on it twice, and the candidate is
 * never on it.
 */
export function panelProblems(
  panel: readonly PanelSeat[],
  panelSize: number,
  candidateMemberId: string,
): FieldProblem[] {
  const interviewers = panel.filter(isInterviewer).length;
  const leads = panel.filter(({ role }) => role === AssignmentRole.LEAD).length;
  const shadows = panel.length - interviewers;
  const problems: FieldProblem[] = [];
  if (interviewers !== panelSize) {
    const expected = `${counted(panelSize, 'interviewer')}, shadows not counted`;
    problems.push(fieldProblem('panel', expected, String(interviewers)));
  }
  if (leads !== 1) problems.push(fieldProblem('panel', 'exactly one LEAD', String(leads)));
  if (shadows > MOST_SHADOWS) problems.push(fieldProblem('panel', `at most ${MOST_SHADOWS} shadows`, String(shadows)));
  const seated = new Set<string>();
  for (const [n, { memberId }] of panel.entries()) {
    const path = `panel[${n}].memberId`;
    if (memberId === candidateMemberId)
      problems.push(fieldProblem(path, 'a member other than the candidate', 'the candidate'));
    else if (seated.has(memberId)) problems.push(fieldProblem(path, 'each member once', 'a member again'));
    seated.add(memberId);
  }
  return problems;
}
