import { Inject } from '@nestjs/common';
import { ID, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { DataSource } from 'typeorm';
import { Ctx, CurrentActor, type Actor, type RequestContext } from '../common/context.js';
import { publicId, type Ref } from '../common/ids.js';
import { IdArg } from '../common/input.js';
import { DateTime } from '../common/scalars.js';
import type { Group } from '../groups/group.entity.js';
import { GroupObject } from '../groups/groups.graphql.js';
import { groupById } from '../groups/groups.loaders.js';
import type { RoundView } from '../guides/guide-view.js';
import { RoundObject } from '../guides/guides.graphql.js';
import { roundById } from '../guides/guides.loaders.js';
import type { Candidate } from '../plans/candidate.entity.js';
import type { LoopRound } from '../plans/loop-round.entity.js';
import type { Plan } from '../plans/plan.entity.js';
import { CandidateObject, LoopRoundObject, PlanObject } from '../plans/plans.graphql.js';
import { candidateById, loopRoundById, planById } from '../plans/plans.loaders.js';
import type { Assignment } from './assignment.entity.js';
import { readSession } from './session-seen.js';
import type { SessionEvent } from './session-event.entity.js';
import type { Session } from './session.entity.js';
import { feedbackReleasedAt, openSeats, SessionStatus, sessionStatus } from './session.rules.js';
import { AssignmentObject, CancellationObject, SessionEventObject, SessionObject } from './sessions.graphql.js';
import { historyOfSession, meetingUrlOfSession, panelOfSession, sitsIn } from './sessions.loaders.js';

@Resolver(() => SessionObject)
export class SessionsResolver {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  @Query(() => SessionObject, {
    nullable: true,
    description: 'A session of your group, or one that you sat in before you left it.',
  })
  session(@CurrentActor() actor: Actor, @IdArg('id', 'Session') id: Ref): Promise<Session> {
    return readSession(this.db.manager, actor, id);
  }

  @ResolveField(() => ID)
  id(@Parent() session: Session): string {
    return publicId('Session', session);
  }

  @ResolveField(() => GroupObject)
  group(@Parent() { groupId }: Session, @Ctx() { load }: RequestContext): Promise<Group> {
    return load(groupById, groupId);
  }

  @ResolveField(() => PlanObject)
  plan(@Parent() { groupId, planId }: Session, @Ctx() { load }: RequestContext): Promise<Plan> {
    return load(planById, { groupId, id: planId });
  }

  @ResolveField(() => CandidateObject)
  candidate(@Parent() { groupId, candidateId }: Session, @Ctx() { load }: RequestContext): Promise<Candidate> {
    return load(candidateById, { groupId, id: candidateId });
  }

  @ResolveField(() => RoundObject)
  round(@Parent() { groupId, roundId }: Session, @Ctx() { load }: RequestContext): Promise<RoundView> {
    return load(roundById, { groupId, id: roundId });
  }

  @ResolveField(() => LoopRoundObject)
  loopRound(@Parent() { groupId, loopRoundId }: Session, @Ctx() { load }: RequestContext): Promise<LoopRound> {
    return load(loopRoundById, { groupId, id: loopRoundId });
  }

  @ResolveField(() => SessionStatus, { description: 'Derived from facts and the clock.' })
  async status(@Parent() session: Session, @Ctx() { load, now }: RequestContext): Promise<SessionStatus> {
    return sessionStatus(session, await load(panelOfSession, session), now);
  }

  @ResolveField(() => String, {
    nullable: true,
    description:
      "The session's own: for those who sit in. Its lead's usual one: for present members who sit in, and organizers, until it is over. Null for others.",
  })
  meetingUrl(@Parent() session: Session, @Ctx() { load }: RequestContext): Promise<string | null> {
    return load(meetingUrlOfSession, session);
  }

  @ResolveField(() => String, {
    nullable: true,
    description: 'What the candidate would like to be pushed on; for those who sit in.',
  })
  async wish(@Parent() session: Session, @Ctx() { load }: RequestContext): Promise<string | null> {
    return (await load(sitsIn, session)) ? session.wish : null;
  }

  @ResolveField(() => [AssignmentObject], { description: 'The interviewing side, its lead first.' })
  panel(@Parent() session: Session, @Ctx() { load }: RequestContext): Promise<Assignment[]> {
    return load(panelOfSession, session);
  }

  @ResolveField(() => Int, {
    description: 'Interviewer seats without a person: after a departure, or where an edition of the guide added them.',
  })
  async openSeats(@Parent() session: Session, @Ctx() { load }: RequestContext): Promise<number> {
    const { panelSize } = await load(roundById, { groupId: session.groupId, id: session.roundId });
    return openSeats(panelSize, await load(panelOfSession, session));
  }

  @ResolveField(() => DateTime, { nullable: true, description: 'When the feedback came out; null while it has not.' })
  async feedbackReleasedAt(@Parent() session: Session, @Ctx() { load, now }: RequestContext): Promise<Date | null> {
    return feedbackReleasedAt(session, await load(panelOfSession, session), now);
  }

  @ResolveField(() => CancellationObject, { nullable: true })
  cancellation(@Parent() session: Session): Session | null {
    return session.cancelledAt && session;
  }

  @ResolveField(() => [SessionEventObject], {
    description: 'Who moved, cancelled, swapped or reassigned what, when and why, oldest first.',
  })
  history(@Parent() session: Session, @Ctx() { load }: RequestContext): Promise<SessionEvent[]> {
    return load(historyOfSession, session);
  }
}
