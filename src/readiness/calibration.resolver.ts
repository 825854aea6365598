import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Ctx, type RequestContext } from '../common/context.js';
import type { Group } from '../groups/group.entity.js';
import { GroupObject, MemberObject } from '../groups/groups.graphql.js';
import { groupRef, memberById } from '../groups/groups.loaders.js';
import type { Member } from '../groups/member.entity.js';
import { calibrationOfGroup, type CalibrationView } from './calibration.loaders.js';
import { CalibrationLineObject } from './readiness.graphql.js';

@Resolver(() => GroupObject)
export class GroupCalibrationResolver {
  @ResolveField(() => [CalibrationLineObject], {
    description: 'How the interviewers grade: your own line; every line for organizers.',
  })
  calibration(@Parent() { id }: Group, @Ctx() { load }: RequestContext): Promise<CalibrationView[]> {
    return load(calibrationOfGroup, groupRef(id));
  }
}

@Resolver(() => CalibrationLineObject)
export class CalibrationLinesResolver {
  @ResolveField(() => MemberObject)
  member(@Parent() { groupId, interviewer }: CalibrationView, @Ctx() { load }: RequestContext): Promise<Member> {
    return load(memberById, { groupId, id: interviewer });
  }
}
