import type { RequestState } from '../common/request-state.js';
import { presentViewer } from '../groups/groups.state.js';
import { MemberRole } from '../groups/member.entity.js';
import { calibrationsOf, type Calibration } from './model/calibration.rules.js';
import { posteriorAt } from './readiness.state.js';

export interface CalibrationView extends Calibration {
  groupId: string;
}

/** How the interviewers of a group grade: one's own line, every line for organizers, none for those who have left. */
export function calibrationOf(state: RequestState, groupId: string): CalibrationView[] {
  const viewer = presentViewer(state, groupId);
  if (viewer === null) return [];
  const { posterior, cards } = posteriorAt(state, groupId, state.now);
  return calibrationsOf(posterior, cards)
    .filter(({ interviewer }) => viewer.role === MemberRole.ORGANIZER || interviewer === viewer.id)
    .map((line) => ({ ...line, groupId }));
}
