import type { Ref } from '../common/ids.js';
import { byRef, type Loader } from '../common/loading.js';
import { viewerMembership } from '../groups/groups.loaders.js';
import { MemberRole } from '../groups/member.entity.js';
import { calibrationsOf, type Calibration } from './calibration.rules.js';
import { groupAsOf } from './readiness.loaders.js';

export interface CalibrationView extends Calibration {
  groupId: string;
}

/** How the interviewers of a group grade: one's own line, every line for organizers, none for those who have left. */
export const calibrationOfGroup: Loader<Ref, CalibrationView[]> = {
  cacheKey: byRef,
  batch: ({ load, now }, groups) =>
    Promise.all(
      groups.map(async ({ id: groupId }) => {
        const viewer = await load(viewerMembership, groupId);
        if (viewer === null || viewer.leftAt !== null) return [];
        const { group } = await load(groupAsOf, { groupId, asOf: now });
        return calibrationsOf(group.posterior, group.cards)
          .filter(({ interviewer }) => viewer.role === MemberRole.ORGANIZER || interviewer === viewer.id)
          .map((line) => ({ ...line, groupId }));
      }),
    ),
};
