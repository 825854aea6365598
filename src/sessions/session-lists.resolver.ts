import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Ctx, type RequestContext } from '../common/context.js';
import type { Page } from '../common/pages.js';
import type { Group } from '../groups/group.entity.js';
import { GroupObject } from '../groups/groups.graphql.js';
import { groupRef } from '../groups/groups.loaders.js';
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
  sessionPagesOfCandidate,
  sessionPagesOfGroup,
  sessionPagesOfPerson,
  sessionPagesOfPlan,
  sessionsOfLoopRound,
  statusOfLoopRound,
} from './sessions.loaders.js';

@Resolver(() => GroupObject)
export class GroupSessionsResolver {
  @ResolveField(() => SessionConnectionObject, {
    description:
      'Sessions of the group that overlap the span, soonest first. From now on when from, to and status are all left out.',
  })
  sessions(
    @Parent() { id }: Group,
    @Ctx() { load, now }: RequestContext,
    @Args() args: SessionsArgs,
  ): Promise<Page<Session>> {
    return load(sessionPagesOfGroup, pageOfSessions(groupRef(id), args, now));
  }
}

@Resolver(() => PlanObject)
export class PlanSessionsResolver {
  @ResolveField(() => SessionConnectionObject, {
    description:
      'Sessions of the plan that overlap the span, soonest first. From now on when from, to and status are all left out.',
  })
  sessions(
    @Parent() plan: Plan,
    @Ctx() { load, now }: RequestContext,
    @Args() args: SessionsArgs,
  ): Promise<Page<Session>> {
    return load(sessionPagesOfPlan, pageOfSessions(plan, args, now));
  }
}

@Resolver(() => PersonObject)
export class PersonSessionsResolver {
  @ResolveField(() => SessionConnectionObject, {
    description:
      'Sessions that overlap the span and in which this person is the candidate or on the panel, in groups that you share, soonest first. From now on when from, to and status are all left out.',
  })
  sessions(
    @Parent() { id }: Person,
    @Ctx() { load, now }: RequestContext,
    @Args() args: SessionsArgs,
  ): Promise<Page<Session>> {
    return load(sessionPagesOfPerson, pageOfSessions({ groupId: id, id }, args, now));
  }
}

@Resolver(() => CandidateObject)
export class CandidateSessionsResolver {
  @ResolveField(() => SessionConnectionObject, {
    description:
      'Their mocks as a candidate of this plan, soonest first. From now on when from, to and status are all left out.',
  })
  sessions(
    @Parent() candidate: Candidate,
    @Ctx() { load, now }: RequestContext,
    @Args() args: SessionsArgs,
  ): Promise<Page<Session>> {
    return load(sessionPagesOfCandidate, pageOfSessions(candidate, args, now));
  }
}

@Resolver(() => LoopRoundObject)
export class LoopRoundSessionsResolver {
  @ResolveField(() => [SessionObject], { description: 'All mocks of this round, soonest first.' })
  sessions(@Parent() loopRound: LoopRound, @Ctx() { load }: RequestContext): Promise<Session[]> {
    return load(sessionsOfLoopRound, loopRound);
  }

  @ResolveField(() => LoopRoundStatus, { description: 'How far it has come.' })
  status(@Parent() loopRound: LoopRound, @Ctx() { load }: RequestContext): Promise<LoopRoundStatus> {
    return load(statusOfLoopRound, loopRound);
  }
}
