import { oncePerRequest } from '../common/request-state.js';
import type { Group } from '../groups/group.entity.js';
import { presentViewer } from '../groups/groups.state.js';
import { MemberRole } from '../groups/member.entity.js';
import { calibrationsOf, type Calibration } from './model/calibration.rules.js';
import { whenDerived } from './evidence.state.js';

export interface CalibrationView extends Calibration {
  groupId: string;
}

/** How the interviewers of a group grade: members see their own line, organizers see every line, and those who have left see none. */
export const calibrationOf = oncePerRequest((state, group: Group): CalibrationView[] | Promise<CalibrationView[]> => {
  const { id: groupId } = group;
  const viewer = presentViewer(state, groupId);
  if (viewer === null) return [];
  const isShown = ({ interviewer }: Calibration) => viewer.role === MemberRole.ORGANIZER || interviewer === viewer.id;
  return whenDerived(state, groupId, null, ({ posterior: { posterior, cards } }) =>
    calibrationsOf(posterior, cards)
      .filter(isShown)
      .map((line) => ({ ...line, groupId })),
  );
});
