import { Inject } from '@nestjs/common';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { CurrentActor, type Actor } from '../common/context.js';
import type { Plan } from '../plans/plan.entity.js';
import { PlanObject, UpdatePlanInput } from '../plans/plans.graphql.js';
import { PlanChangesService } from './plan-changes.service.js';

@Resolver()
export class PlanChangesResolver {
  constructor(@Inject(PlanChangesService) private readonly plans: PlanChangesService) {}

  @Mutation(() => PlanObject, {
    nullable: true,
    description:
      'Changes title or bar, or moves the plan to a later edition of its guide. Rounds are matched by key: loops, their windows and upcoming sessions go on in the new edition; sessions that have begun keep their round. For organizers.',
  })
  updatePlan(@CurrentActor() actor: Actor, @Args('input') input: UpdatePlanInput): Promise<Plan> {
    return this.plans.updatePlan(actor, input);
  }
}
