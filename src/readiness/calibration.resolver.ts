import { Parent, Resolver } from '@nestjs/graphql';
import { Ctx, type RequestContext } from '../common/context.js';
import { ReadField } from '../common/read-field.js';
import type { Group } from '../groups/group.entity.js';
import { GroupObject, MemberObject } from '../groups/groups.graphql.js';
import { memberOf } from '../groups/groups.state.js';
import type { Member } from '../groups/member.entity.js';
import { calibrationOf, type CalibrationView } from './calibration.state.js';
import { CalibrationLineObject } from './readiness.graphql.js';

@Resolver(() => GroupObject)
export class GroupCalibrationResolver {
  @ReadField(() => [CalibrationLineObject], {
    description: 'How strictly the interviewers grade. You see your own line; organizers see every line.',
  })
  calibration(
    @Parent() group: Group,
    @Ctx() { state }: RequestContext,
  ): CalibrationView[] | Promise<CalibrationView[]> {
    return calibrationOf(state, group);
  }
}

@Resolver(() => CalibrationLineObject)
export class CalibrationLinesResolver {
  @ReadField(() => MemberObject)
  member(@Parent() { groupId, interviewer }: CalibrationView, @Ctx() { state }: RequestContext): Member {
    return memberOf(state, { groupId, id: interviewer })!;
  }
}
