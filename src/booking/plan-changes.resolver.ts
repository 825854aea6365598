import { Inject } from '@nestjs/common';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { CurrentActor, type Actor } from '../common/context.js';
import type { Ref } from '../common/ids.js';
import { IdArg } from '../common/input.js';
import type { Group } from '../groups/group.entity.js';
import { GroupObject } from '../groups/groups.graphql.js';
import type { Plan } from '../plans/plan.entity.js';
import { PlanObject, UpdatePlanInput } from '../plans/plans.graphql.js';
import { ArchivingService } from './archiving.service.js';
import { PlanChangesService } from './plan-changes.service.js';

@Resolver()
export class PlanChangesResolver {
  constructor(
    @Inject(PlanChangesService) private readonly plans: PlanChangesService,
    @Inject(ArchivingService) private readonly archiving: ArchivingService,
  ) {}

  @Mutation(() => PlanObject, {
    nullable: true,
    description:
      'Changes title or bar, or moves the plan to a later edition of its guide. Rounds are matched by key: loops, their windows and upcoming sessions continue in the new edition; sessions that have begun keep their round. For organizers.',
  })
  updatePlan(@CurrentActor() actor: Actor, @Args('input') input: UpdatePlanInput): Promise<Plan> {
    return this.plans.updatePlan(actor, input);
  }

  @Mutation(() => PlanObject, {
    nullable: true,
    description:
      'Takes a plan out of lists, attention and booking, or puts it back. Nothing is deleted. Refused while sessions are upcoming or running. For organizers.',
  })
  archivePlan(
    @CurrentActor() actor: Actor,
    @IdArg('planId', 'PrepPlan') planId: Ref,
    @Args('archived', { defaultValue: true }) archived: boolean,
  ): Promise<Plan> {
    return this.archiving.archivePlan(actor, planId, archived);
  }

  @Mutation(() => GroupObject, {
    nullable: true,
    description:
      'Takes a group out of lists, attention and booking, or puts it back. Nothing is deleted. Refused while sessions are upcoming or running. For organizers.',
  })
  archiveGroup(
    @CurrentActor() actor: Actor,
    @IdArg('groupId', 'Group') groupId: Ref,
    @Args('archived', { defaultValue: true }) archived: boolean,
  ): Promise<Group> {
    return this.archiving.archiveGroup(actor, groupId, archived);
  }
}
