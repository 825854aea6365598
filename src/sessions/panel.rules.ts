import { fieldProblem, type FieldProblem } from '../common/errors.js';
import { AssignmentRole, isInterviewer } from './session.rules.js';

const MOST_SHADOWS = 3;

export interface PanelSeat {
  memberId: string;
  role: AssignmentRole;
}

/**
 * A panel has the round's size without its shadows, exactly one lead, nobody twice, and never the candidate:
 * the candidate is not on the panel.
 */
export function panelProblems(
  panel: readonly PanelSeat[],
  panelSize: number,
  candidateMemberId: string,
): FieldProblem[] {
  const interviewers = panel.filter(isInterviewer).length;
  const leads = panel.filter(({ role }) => role === AssignmentRole.LEAD).length;
  const shadows = panel.length - interviewers;
  const members = panel.map(({ memberId }) => memberId);
  return [
    ...(interviewers === panelSize
      ? []
      : [fieldProblem('panel', `${counted(panelSize, 'interviewer')}, shadows not counted`, String(interviewers))]),
    ...(leads === 1 ? [] : [fieldProblem('panel', 'exactly one LEAD', String(leads))]),
    ...(shadows <= MOST_SHADOWS ? [] : [fieldProblem('panel', `at most ${MOST_SHADOWS} shadows`, String(shadows))]),
    ...panel.flatMap(({ memberId }, n) => {
      if (memberId === candidateMemberId)
        return [fieldProblem(`panel[${n}].memberId`, 'a member other than the candidate', 'the candidate')];
      return members.indexOf(memberId) < n
        ? [fieldProblem(`panel[${n}].memberId`, 'each member once', 'a member again')]
        : [];
    }),
  ];
}

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;
