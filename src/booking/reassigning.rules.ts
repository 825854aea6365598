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
  const leads = others.filter(({ role }) => role === AssignmentRole.LEAD).length;
  if (seat.role === AssignmentRole.LEAD && leads > 0)
    return [fieldProblem('role', 'a seat that is open', 'LEAD, which is taken')];
  if (isInterviewer(seat) && others.filter(isInterviewer).length >= panelSize)
    return [fieldProblem('role', 'a seat that is open', 'a full panel')];
  const coInterviewers = others.filter(({ role }) => role === AssignmentRole.CO_INTERVIEWER).length;
  if (seat.role === AssignmentRole.CO_INTERVIEWER && coInterviewers >= panelSize - 1)
    return [fieldProblem('role', 'LEAD, because that seat is open', 'CO_INTERVIEWER')];
  const takesPart = panel.some(({ memberId }) => memberId === seat.memberId) || seat.memberId === candidateId;
  if (takesPart)
    return [fieldProblem('toMemberId', 'a member who does not take part yet', 'a member who already takes part')];
  const shadows = others.filter((each) => !isInterviewer(each)).length;
  if (isInterviewer(seat) || shadows < MOST_SHADOWS) return [];
  return [fieldProblem('panel', `at most ${MOST_SHADOWS} shadows`, String(shadows + 1))];
}
