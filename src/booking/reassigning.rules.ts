import { fieldProblem, type FieldProblem } from '../common/errors.js';
import { MOST_SHADOWS, type PanelSeat } from '../sessions/panel.rules.js';
import { AssignmentRole, isInterviewer } from '../sessions/session.rules.js';

/** Who takes part, and whose seat is given away. Null if the seat is open. */
export interface Seating {
  panel: readonly PanelSeat[];
  leavingId: string | null;
  candidateId: string;
  panelSize: number;
}

/**
 * What is wrong with a seat for a newcomer. Other seats may stay open, so a panel may be too small, but never too large.
 */
export function reassignProblems(
  { panel, leavingId, candidateId, panelSize }: Seating,
  seat: PanelSeat,
): FieldProblem[] {
  const others = panel.filter(({ memberId }) => memberId !== leavingId);
  const left = panel.find(({ memberId }) => memberId === leavingId);
  // A seat that stays as it is makes no panel larger, even if an edition has made panels smaller since.
  const problems = left?.role === seat.role ? [] : roleProblems(others, seat, panelSize);
  if (problems.length > 0) return problems;
  const takesPart = panel.some(({ memberId }) => memberId === seat.memberId) || seat.memberId === candidateId;
  if (takesPart)
    return [fieldProblem('toMemberId', 'a member who does not take part yet', 'a member who already takes part')];
  const shadows = others.filter((each) => !isInterviewer(each)).length;
  if (isInterviewer(seat) || shadows < MOST_SHADOWS) return [];
  return [fieldProblem('panel', `at most ${MOST_SHADOWS} shadows`, String(shadows + 1))];
}

/** What is wrong with the role of another seat. */
function roleProblems(others: readonly PanelSeat[], { role }: PanelSeat, panelSize: number): FieldProblem[] {
  const leads = others.filter((each) => each.role === AssignmentRole.LEAD).length;
  if (role === AssignmentRole.LEAD && leads > 0)
    return [fieldProblem('role', 'a seat that is open', 'LEAD, which is taken')];
  if (isInterviewer({ role }) && others.filter(isInterviewer).length >= panelSize)
    return [fieldProblem('role', 'a seat that is open', 'a full panel')];
  const coInterviewers = others.filter((each) => each.role === AssignmentRole.CO_INTERVIEWER).length;
  if (role === AssignmentRole.CO_INTERVIEWER && coInterviewers >= panelSize - 1)
    return [fieldProblem('role', 'LEAD, because that seat is open', 'CO_INTERVIEWER')];
  return [];
}
