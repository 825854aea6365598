import { Inject } from '@nestjs/common';
import { Args, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Ctx, CurrentActor, type Actor, type RequestContext, Readable } from '../common/context.js';
import type { RequestState } from '../common/request-state.js';
import { ReadField } from '../common/read-field.js';
import { publicId, type Ref } from '../common/ids.js';
import { IdArg } from '../common/input.js';
import { readNode } from '../common/nodes.js';
import type { Group } from '../groups/group.entity.js';
import { GroupObject } from '../groups/groups.graphql.js';
import { groupOf } from '../groups/groups.state.js';
import type { Guide } from '../guides/guide.entity.js';
import { GuideObject } from '../guides/guides.graphql.js';
import { guideOf } from '../guides/guides.state.js';
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
import { candidatesOfPlan, plansOfGroup, viewerCandidate } from './plans.state.js';
import { PlansService } from './plans.service.js';

@Resolver(() => PlanObject)
export class PlansResolver {
  constructor(@Inject(PlansService) private readonly plans: PlansService) {}

  @Query(() => PlanObject, { nullable: true, description: 'A plan of a group that you are in.' })
  plan(@Readable() state: RequestState, @IdArg('id', 'PrepPlan') id: Ref): Plan {
    return readNode(state, 'PrepPlan', id);
  }

  @Mutation(() => PlanObject, { nullable: true, description: 'Starts the preparation for a guide. For organizers.' })
  createPlan(@CurrentActor() actor: Actor, @Args('input') input: CreatePlanInput): Promise<Plan> {
    return this.plans.createPlan(actor, input);
  }

  @Mutation(() => CandidateObject, {
    nullable: true,
    description:
      'Makes you a candidate, with a loop that is spread over the days until the target date. Organizers can also enroll other members.',
  })
  enrollCandidate(@CurrentActor() actor: Actor, @Args('input') input: EnrollCandidateInput): Promise<Candidate> {
    return this.plans.enrollCandidate(actor, input);
  }

  @Mutation(() => CandidateObject, {
    nullable: true,
    description: 'Changes the target date, the track or who sees the readiness.',
  })
  updateCandidate(@CurrentActor() actor: Actor, @Args('input') input: UpdateCandidateInput): Promise<Candidate> {
    return this.plans.updateCandidate(actor, input);
  }

  @Mutation(() => LoopRoundObject, {
    nullable: true,
    description: 'Skips a round, changes how many sessions you want, or sets the date of the real interview.',
  })
  updateLoopRound(@CurrentActor() actor: Actor, @Args('input') input: UpdateLoopRoundInput): Promise<LoopRound> {
    return this.plans.updateLoopRound(actor, input);
  }

  @ReadField(() => ID)
  id(@Parent() plan: Plan): string {
    return publicId('PrepPlan', plan);
  }

  @ReadField(() => GroupObject)
  group(@Parent() { groupId }: Plan, @Ctx() { state }: RequestContext): Group {
    return groupOf(state, groupId);
  }

  @ReadField(() => GuideObject, {
    description: 'The edition that the plan has; updatePlan moves it to a later one.',
  })
  guide(@Parent() { groupId, guideId }: Plan, @Ctx() { state }: RequestContext): Guide {
    return guideOf(state, { groupId, id: guideId })!;
  }

  @ResolveField(() => [CandidateObject], { description: 'Who prepares in this plan.' })
  candidates(
    @Parent() plan: Plan,
    @Ctx() { state }: RequestContext,
    @Args('includeWithdrawn', { defaultValue: false }) includeWithdrawn: boolean,
  ): Candidate[] {
    return candidatesOfPlan(state, plan, includeWithdrawn);
  }

  @ReadField(() => CandidateObject, {
    nullable: true,
    description: 'Your candidacy in this plan. Null if you have none.',
  })
  viewerCandidate(@Parent() plan: Plan, @Ctx() { state }: RequestContext): Candidate | null {
    return viewerCandidate(state, plan);
  }
}

@Resolver(() => GroupObject)
export class GroupPlansResolver {
  @ResolveField(() => [PlanObject], { description: 'The plans of the group, newest first.' })
  plans(
    @Parent() { id }: Group,
    @Ctx() { state }: RequestContext,
    @Args('includeArchived', { defaultValue: false }) includeArchived: boolean,
  ): Plan[] {
    return plansOfGroup(state, id, includeArchived);
  }
}
