import type { RequestState } from '../common/request-state.js';
import { presentViewer } from '../groups/groups.state.js';
import { guideOf } from '../guides/guides.state.js';
import type { Question } from '../guides/question.entity.js';
import { candidaciesOf, planOf } from '../plans/plans.state.js';
import { spoiledFor } from './supply.state.js';

/** Whether the viewer may open a question: they only interview, or they know its family. Only what the viewer may know of themselves counts. */
export function mayOpen(state: RequestState, { groupId, guideId, family }: Question): boolean {
  const viewer = presentViewer(state, groupId);
  if (viewer === null) return false;
  const { key } = guideOf(state, { groupId, id: guideId })!;
  const prepares = candidaciesOf(state, viewer).some(({ planId, withdrawnAt }) => {
    const plan = planOf(state, { groupId, id: planId })!;
    const isActive = withdrawnAt === null && plan.archivedAt === null;
    return isActive && guideOf(state, { groupId, id: plan.guideId })!.key === key;
  });
  return !prepares || spoiledFor(state, viewer, key).has(family);
}
