import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Ctx, type RequestContext } from '../common/context.js';
import { ReadField } from '../common/read-field.js';
import type { Page } from '../common/pages.js';
import type { Group } from '../groups/group.entity.js';
import { GroupObject } from '../groups/groups.graphql.js';
import { PersonObject } from '../people/people.graphql.js';
import type { Person } from '../people/person.entity.js';
import type { Candidate } from '../plans/candidate.entity.js';
import type { LoopRound } from '../plans/loop-round.entity.js';
import type { Plan } from '../plans/plan.entity.js';
import { CandidateObject, LoopRoundObject, PlanObject } from '../plans/plans.graphql.js';
import { LoopRoundStatus } from './loop-status.rules.js';
import { pageOfSessions, SessionsArgs } from './session-args.js';
import type { Session } from './session.entity.js';
import { SessionConnectionObject, SessionObject } from './sessions.graphql.js';
import {
  sessionsOfCandidate,
  sessionsOfGroup,
  sessionsOfPerson,
  sessionsOfPlan,
  sessionsOfLoopRound,
  statusOfLoopRound,
} from './sessions.state.js';

@Resolver(() => GroupObject)
export class GroupSessionsResolver {
  @ResolveField(() => SessionConnectionObject, {
    description:
      'Sessions of the group that overlap the span, soonest first. The list begins now if you leave out from, to and status.',
  })
  sessions(@Parent() { id }: Group, @Ctx() { state }: RequestContext, @Args() args: SessionsArgs): Page<Session> {
    return pageOfSessions(state, sessionsOfGroup(state, id), args);
  }
}

@Resolver(() => PlanObject)
export class PlanSessionsResolver {
  @ResolveField(() => SessionConnectionObject, {
    description:
      'Sessions of the plan that overlap the span, soonest first. The list begins now if you leave out from, to and status.',
  })
  sessions(@Parent() plan: Plan, @Ctx() { state }: RequestContext, @Args() args: SessionsArgs): Page<Session> {
    return pageOfSessions(state, sessionsOfPlan(state, plan), args);
  }
}

@Resolver(() => PersonObject)
export class PersonSessionsResolver {
  @ResolveField(() => SessionConnectionObject, {
    description:
      'Sessions that overlap the span and in which this person is the candidate or on the panel, in groups that you share, soonest first. The list begins now if you leave out from, to and status.',
  })
  sessions(@Parent() { id }: Person, @Ctx() { state }: RequestContext, @Args() args: SessionsArgs): Page<Session> {
    return pageOfSessions(state, sessionsOfPerson(state, id), args);
  }
}

@Resolver(() => CandidateObject)
export class CandidateSessionsResolver {
  @ResolveField(() => SessionConnectionObject, {
    description:
      'The sessions of this candidate in this plan, soonest first. The list begins now if you leave out from, to and status.',
  })
  sessions(
    @Parent() candidate: Candidate,
    @Ctx() { state }: RequestContext,
    @Args() args: SessionsArgs,
  ): Page<Session> {
    return pageOfSessions(state, sessionsOfCandidate(state, candidate), args);
  }
}

@Resolver(() => LoopRoundObject)
export class LoopRoundSessionsResolver {
  @ReadField(() => [SessionObject], { description: 'All sessions of this round, soonest first.' })
  sessions(@Parent() loopRound: LoopRound, @Ctx() { state }: RequestContext): Session[] {
    return sessionsOfLoopRound(state, loopRound);
  }

  @ReadField(() => LoopRoundStatus, { description: 'The state of this round of the loop.' })
  status(@Parent() loopRound: LoopRound, @Ctx() { state }: RequestContext): LoopRoundStatus {
    return statusOfLoopRound(state, loopRound);
  }
}
