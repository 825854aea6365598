import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Ctx, type RequestContext } from '../common/context.js';
import type { Group } from '../groups/group.entity.js';
import { GroupObject, MemberObject } from '../groups/groups.graphql.js';
import { groupRef, memberById } from '../groups/groups.loaders.js';
import type { Member } from '../groups/member.entity.js';
import type { Plan } from '../plans/plan.entity.js';
import { PlanObject } from '../plans/plans.graphql.js';
import { readinessBoard, type Board } from './board.loaders.js';
import { calibrationOfGroup, type CalibrationView } from './calibration.loaders.js';
import { CalibrationLineObject, ReadinessBoardObject } from './readiness.graphql.js';

@Resolver(() => PlanObject)
export class PlanBoardResolver {
  @ResolveField(() => ReadinessBoardObject, {
    description: 'Candidates x rounds at a glance, each as far as it is shared with you.',
  })
  readinessBoard(@Parent() plan: Plan, @Ctx() { load }: RequestContext): Promise<Board> {
    return load(readinessBoard, plan);
  }
}

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
