import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Ctx, type RequestContext } from '../common/context.js';
import type { Group } from '../groups/group.entity.js';
import { GroupObject } from '../groups/groups.graphql.js';
import { groupRef } from '../groups/groups.loaders.js';
import type { Assignment } from '../sessions/assignment.entity.js';
import { AssignmentObject } from '../sessions/sessions.graphql.js';
import { overdueFeedback } from './owed.loaders.js';

@Resolver(() => GroupObject)
export class GroupFeedbackResolver {
  @ResolveField(() => [AssignmentObject], {
    description: 'Seats whose scorecard is past due, the oldest first. Empty unless you are an organizer.',
  })
  overdueFeedback(@Parent() { id }: Group, @Ctx() { load }: RequestContext): Promise<Assignment[]> {
    return load(overdueFeedback, groupRef(id));
  }
}
