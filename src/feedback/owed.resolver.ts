import { Parent, Resolver } from '@nestjs/graphql';
import { Ctx, type RequestContext } from '../common/context.js';
import { ReadField } from '../common/read-field.js';
import type { Group } from '../groups/group.entity.js';
import { GroupObject } from '../groups/groups.graphql.js';
import type { Assignment } from '../sessions/assignment.entity.js';
import { AssignmentObject } from '../sessions/sessions.graphql.js';
import { overdueFeedback } from './owed.state.js';

@Resolver(() => GroupObject)
export class GroupFeedbackResolver {
  @ReadField(() => [AssignmentObject], {
    description: 'Seats whose scorecard is overdue, the oldest first. Empty unless you are an organizer.',
  })
  overdueFeedback(@Parent() group: Group, @Ctx() { state }: RequestContext): Assignment[] {
    return overdueFeedback(state, group);
  }
}
