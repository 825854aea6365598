import { Inject } from '@nestjs/common';
import { Args, Mutation, Parent, Resolver } from '@nestjs/graphql';
import { Ctx, CurrentActor, type Actor, type RequestContext } from '../common/context.js';
import type { Ref } from '../common/ids.js';
import { IdArg, IdsArg } from '../common/input.js';
import { ReadField } from '../common/read-field.js';
import { MemberObject } from '../groups/groups.graphql.js';
import { memberOf } from '../groups/groups.state.js';
import type { Member } from '../groups/member.entity.js';
import { QuestionObject } from '../guides/guides.graphql.js';
import { questionOf } from '../guides/guides.state.js';
import type { Question } from '../guides/question.entity.js';
import type { LoopRound } from '../plans/loop-round.entity.js';
import type { Plan } from '../plans/plan.entity.js';
import { LoopRoundObject, PlanObject } from '../plans/plans.graphql.js';
import type { Session } from '../sessions/session.entity.js';
import { SessionObject } from '../sessions/sessions.graphql.js';
import { KitStatus } from './kit.rules.js';
import type { QuestionSet } from './question-set.entity.js';
import { QuestionSetsService } from './question-sets.service.js';
import {
  ComposeQuestionSetInput,
  QuestionSetItemObject,
  QuestionSetObject,
  QuestionSupplyObject,
  ReplaceQuestionInput,
  SupplyForecastObject,
} from './questions.graphql.js';
import { itemViews, kitOf, visibleSet, type ItemView } from './questions.state.js';
import { forecastOf, supplyOf, type Forecast, type Supply } from './supply.state.js';

@Resolver(() => SessionObject)
export class QuestionSetsResolver {
  constructor(@Inject(QuestionSetsService) private readonly sets: QuestionSetsService) {}

  @Mutation(() => SessionObject, {
    nullable: true,
    description:
      'Chooses fresh questions for a session. Until a member of the panel has opened the kit, you can compose it again. For the lead and co-interviewers.',
  })
  composeQuestionSet(@Ctx() request: RequestContext, @Args('input') input: ComposeQuestionSetInput): Promise<Session> {
    return this.sets.composeQuestionSet(request, input);
  }

  @Mutation(() => SessionObject, {
    nullable: true,
    description: 'Replaces one question of a set before the session starts. For the lead and co-interviewers.',
  })
  replaceQuestion(@CurrentActor() actor: Actor, @Args('input') input: ReplaceQuestionInput): Promise<Session> {
    return this.sets.replaceQuestion(actor, input);
  }

  @Mutation(() => SessionObject, {
    nullable: true,
    description: 'Opens the whole set of a session for a member of its panel, and records that you have read it.',
  })
  openKit(@CurrentActor() actor: Actor, @IdArg('sessionId', 'Session') id: Ref): Promise<Session> {
    return this.sets.openKit(actor, id);
  }

  @Mutation(() => SessionObject, {
    nullable: true,
    description:
      'Says which questions of the set were really asked, from the start of the session until its feedback is out. The others stay fresh. For the lead and co-interviewers.',
  })
  recordAsked(
    @CurrentActor() actor: Actor,
    @IdArg('sessionId', 'Session') id: Ref,
    @IdsArg('questionIds', 'Question') asked: Ref[],
  ): Promise<Session> {
    return this.sets.recordAsked(actor, id, asked);
  }

  @ReadField(() => KitStatus)
  kitStatus(@Parent() session: Session, @Ctx() { state }: RequestContext): KitStatus {
    return kitOf(state, session);
  }

  @ReadField(() => QuestionSetObject, { nullable: true, description: 'The set, if kitStatus is OPEN.' })
  questionSet(@Parent() session: Session, @Ctx() { state }: RequestContext): QuestionSet | null {
    return visibleSet(state, session);
  }
}

@Resolver(() => QuestionSetObject)
export class QuestionSetPartsResolver {
  @ReadField(() => [QuestionSetItemObject])
  items(@Parent() set: QuestionSet, @Ctx() { state }: RequestContext): ItemView[] {
    return itemViews(state, set);
  }

  @ReadField(() => MemberObject)
  composedBy(@Parent() { groupId, composedById }: QuestionSet, @Ctx() { state }: RequestContext): Member {
    return memberOf(state, { groupId, id: composedById })!;
  }
}

@Resolver(() => QuestionSetItemObject)
export class QuestionSetItemsResolver {
  @ReadField(() => QuestionObject)
  question(@Parent() { groupId, questionId }: ItemView, @Ctx() { state }: RequestContext): Question {
    return questionOf(state, { groupId, id: questionId })!;
  }
}

@Resolver(() => LoopRoundObject)
export class QuestionSupplyResolver {
  @ReadField(() => QuestionSupplyObject, { description: 'The questions that are left for this round.' })
  questionSupply(@Parent() loopRound: LoopRound, @Ctx() { state }: RequestContext): Supply {
    return supplyOf(state, loopRound);
  }
}

@Resolver(() => PlanObject)
export class SupplyForecastResolver {
  @ReadField(() => [SupplyForecastObject], {
    description:
      'Where fresh questions run out before the target date. Organizers see all candidates, and interviewers those whom they interview next.',
  })
  supplyForecast(@Parent() plan: Plan, @Ctx() { state }: RequestContext): Forecast[] {
    return forecastOf(state, plan);
  }
}

@Resolver(() => SupplyForecastObject)
export class SupplyForecastRoundsResolver {
  @ReadField(() => LoopRoundObject)
  loopRound(@Parent() { loopRound }: Forecast): LoopRound {
    return loopRound;
  }
}
