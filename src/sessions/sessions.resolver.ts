import { ID, Int, Parent, Query, Resolver } from '@nestjs/graphql';
import { Ctx, type RequestContext, Readable } from '../common/context.js';
import type { RequestState } from '../common/request-state.js';
import { ReadField } from '../common/read-field.js';
import { publicId, type Ref } from '../common/ids.js';
import { IdArg } from '../common/input.js';
import { readNode } from '../common/nodes.js';
import { DateTime } from '../common/scalars.js';
import type { Group } from '../groups/group.entity.js';
import { GroupObject } from '../groups/groups.graphql.js';
import { groupOf } from '../groups/groups.state.js';
import type { RoundView } from '../guides/guide-view.js';
import { RoundObject } from '../guides/guide-parts.graphql.js';
import { roundOf } from '../guides/guides.state.js';
import type { Candidate } from '../plans/candidate.entity.js';
import type { LoopRound } from '../plans/loop-round.entity.js';
import type { Plan } from '../plans/plan.entity.js';
import { CandidateObject, LoopRoundObject, PlanObject } from '../plans/plans.graphql.js';
import { candidateOf, loopRoundOf, planOf } from '../plans/plans.state.js';
import type { Assignment } from './assignment.entity.js';
import type { SessionEvent } from './session-event.entity.js';
import type { Session } from './session.entity.js';
import { openSeats, SessionStatus } from './session.rules.js';
import { AssignmentObject, CancellationObject, SessionEventObject, SessionObject } from './sessions.graphql.js';
import { historyOf, meetingUrlOf, otherHalfOf, panelOf, releasedAtOf, takesPart, statusOf } from './sessions.state.js';

@Resolver(() => SessionObject)
export class SessionsResolver {
  @Query(() => SessionObject, {
    nullable: true,
    description: 'A session of your group, or a session in which you took part before you left the group.',
  })
  session(@Readable() state: RequestState, @IdArg('id', 'Session') id: Ref): Session {
    return readNode(state, 'Session', id);
  }

  @ReadField(() => ID)
  id(@Parent() session: Session): string {
    return publicId('Session', session);
  }

  @ReadField(() => GroupObject)
  group(@Parent() { groupId }: Session, @Ctx() { state }: RequestContext): Group {
    return groupOf(state, groupId);
  }

  @ReadField(() => PlanObject)
  plan(@Parent() { groupId, planId }: Session, @Ctx() { state }: RequestContext): Plan {
    return planOf(state, { groupId, id: planId })!;
  }

  @ReadField(() => CandidateObject)
  candidate(@Parent() { groupId, candidateId }: Session, @Ctx() { state }: RequestContext): Candidate {
    return candidateOf(state, { groupId, id: candidateId })!;
  }

  @ReadField(() => RoundObject)
  round(@Parent() { groupId, roundId }: Session, @Ctx() { state }: RequestContext): RoundView {
    return roundOf(state, { groupId, id: roundId })!;
  }

  @ReadField(() => LoopRoundObject)
  loopRound(@Parent() { groupId, loopRoundId }: Session, @Ctx() { state }: RequestContext): LoopRound {
    return loopRoundOf(state, { groupId, id: loopRoundId })!;
  }

  @ReadField(() => SessionStatus, { description: 'The state of the session at the time of the request.' })
  status(@Parent() session: Session, @Ctx() { state }: RequestContext): SessionStatus {
    return statusOf(state, session);
  }

  @ReadField(() => String, {
    nullable: true,
    description:
      "The session's own link, for the candidate and the panel. Without one, the usual link of its lead, for organizers and for present members who take part, until the session is over. Null for others.",
  })
  meetingUrl(@Parent() session: Session, @Ctx() { state }: RequestContext): string | null {
    return meetingUrlOf(state, session);
  }

  @ReadField(() => String, {
    nullable: true,
    description: 'What the candidate would like to be challenged on. Visible to the candidate and the panel.',
  })
  wish(@Parent() session: Session, @Ctx() { state }: RequestContext): string | null {
    return takesPart(state, session) ? session.wish : null;
  }

  @ReadField(() => [AssignmentObject], { description: 'The interviewing side, its lead first.' })
  panel(@Parent() session: Session, @Ctx() { state }: RequestContext): Assignment[] {
    return panelOf(state, session);
  }

  @ReadField(() => Int, {
    description: 'Interviewer seats without a person: after a departure, or where an edition of the guide added them.',
  })
  openSeats(@Parent() session: Session, @Ctx() { state }: RequestContext): number {
    const { panelSize } = roundOf(state, { groupId: session.groupId, id: session.roundId })!;
    return openSeats(panelSize, panelOf(state, session));
  }

  @ReadField(() => DateTime, { nullable: true, description: 'When the feedback came out; null while it has not.' })
  feedbackReleasedAt(@Parent() session: Session, @Ctx() { state }: RequestContext): Date | null {
    return releasedAtOf(state, session);
  }

  @ReadField(() => CancellationObject, { nullable: true })
  cancellation(@Parent() session: Session): Session | null {
    return session.cancelledAt && session;
  }

  @ReadField(() => [SessionEventObject], {
    description: 'Everything that happened to the session, by whom, when and why, oldest first.',
  })
  history(@Parent() session: Session, @Ctx() { state }: RequestContext): SessionEvent[] {
    return historyOf(state, session);
  }

  @ReadField(() => SessionObject, {
    nullable: true,
    description: 'The other half of the exchange: the same two people with their roles reversed.',
  })
  exchangedWith(@Parent() session: Session, @Ctx() { state }: RequestContext): Session | null {
    return otherHalfOf(state, session);
  }
}
