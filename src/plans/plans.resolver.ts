import { Inject } from '@nestjs/common';
import { Args, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Ctx, CurrentActor, type Actor, type RequestContext } from '../common/context.js';
import { publicId, type Ref } from '../common/ids.js';
import { IdArg } from '../common/input.js';
import type { Group } from '../groups/group.entity.js';
import { GroupObject } from '../groups/groups.graphql.js';
import { groupById, groupRef } from '../groups/groups.loaders.js';
import type { Guide } from '../guides/guide.entity.js';
import { GuideObject } from '../guides/guides.graphql.js';
import { guideById } from '../guides/guides.loaders.js';
import type { Candidate } from './candidate.entity.js';
import type { LoopRound } from './loop-round.entity.js';
import type { Plan } from './plan.entity.js';
import {
  CandidateObject,
  CreatePlanInput,
  EnrollCandidateInput,
  LoopRoundObject,
  PlanObject,
  UpdateCandidateInput,
  UpdateLoopRoundInput,
} from './plans.graphql.js';
import { activeCandidates, allCandidates, allPlans, openPlans, viewerCandidate } from './plans.loaders.js';
import { PlansService } from './plans.service.js';

@Resolver(() => PlanObject)
export class PlansResolver {
  constructor(@Inject(PlansService) private readonly plans: PlansService) {}

  @Query(() => PlanObject, { nullable: true, description: 'A plan of a group that you are in.' })
  plan(@CurrentActor() actor: Actor, @IdArg('id', 'PrepPlan') id: Ref): Promise<Plan> {
    return this.plans.plan(actor, id);
  }

  @Mutation(() => PlanObject, { nullable: true, description: 'Starts the preparation for a guide. For organizers.' })
  createPlan(@CurrentActor() actor: Actor, @Args('input') input: CreatePlanInput): Promise<Plan> {
    return this.plans.createPlan(actor, input);
  }

  @Mutation(() => CandidateObject, {
    nullable: true,
    description: 'Makes you, or, for an organizer, somebody else a candidate, with a loop paced up to the target date.',
  })
  enrollCandidate(@CurrentActor() actor: Actor, @Args('input') input: EnrollCandidateInput): Promise<Candidate> {
    return this.plans.enrollCandidate(actor, input);
  }

  @Mutation(() => CandidateObject, {
    nullable: true,
    description: 'Changes target date, track or who sees the readiness.',
  })
  updateCandidate(@CurrentActor() actor: Actor, @Args('input') input: UpdateCandidateInput): Promise<Candidate> {
    return this.plans.updateCandidate(actor, input);
  }

  @Mutation(() => LoopRoundObject, {
    nullable: true,
    description: 'Skips a round, wants more or fewer mocks of it, or notes the date of the real interview.',
  })
  updateLoopRound(@CurrentActor() actor: Actor, @Args('input') input: UpdateLoopRoundInput): Promise<LoopRound> {
    return this.plans.updateLoopRound(actor, input);
  }

  @ResolveField(() => ID)
  id(@Parent() plan: Plan): string {
    return publicId('PrepPlan', plan);
  }

  @ResolveField(() => GroupObject)
  group(@Parent() { groupId }: Plan, @Ctx() { load }: RequestContext): Promise<Group> {
    return load(groupById, groupId);
  }

  @ResolveField(() => GuideObject, {
    description: 'The edition that the plan has; updatePlan moves it to a later one.',
  })
  guide(@Parent() { groupId, guideId }: Plan, @Ctx() { load }: RequestContext): Promise<Guide> {
    return load(guideById, { groupId, id: guideId });
  }

  @ResolveField(() => [CandidateObject], { description: 'Who prepares in this plan.' })
  candidates(
    @Parent() plan: Plan,
    @Ctx() { load }: RequestContext,
    @Args('includeWithdrawn', { defaultValue: false }) includeWithdrawn: boolean,
  ): Promise<Candidate[]> {
    return load(includeWithdrawn ? allCandidates : activeCandidates, plan);
  }

  @ResolveField(() => CandidateObject, {
    nullable: true,
    description: 'You as a candidate of this plan, if you are one.',
  })
  viewerCandidate(@Parent() plan: Plan, @Ctx() { load }: RequestContext): Promise<Candidate | null> {
    return load(viewerCandidate, plan);
  }
}

@Resolver(() => GroupObject)
export class GroupPlansResolver {
  @ResolveField(() => [PlanObject], { description: 'The plans of the group, newest first.' })
  plans(
    @Parent() { id }: Group,
    @Ctx() { load }: RequestContext,
    @Args('includeArchived', { defaultValue: false }) includeArchived: boolean,
  ): Promise<Plan[]> {
    return load(includeArchived ? allPlans : openPlans, groupRef(id));
  }
}
