import { Args, ID, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Ctx, CurrentActor, type Actor, type RequestContext } from '../common/context.js';
import { publicId, type Ref } from '../common/ids.js';
import { IdArg } from '../common/input.js';
import { ReadField } from '../common/read-field.js';
import type { LoopRound } from '../plans/loop-round.entity.js';
import type { Plan } from '../plans/plan.entity.js';
import { LoopRoundObject, PlanObject } from '../plans/plans.graphql.js';
import { loopRoundOf, planOf } from '../plans/plans.state.js';
import type { Session } from '../sessions/session.entity.js';
import { SessionObject } from '../sessions/sessions.graphql.js';
import { sessionOf } from '../sessions/sessions.state.js';
import type { Proposal } from './proposal.entity.js';
import { ProposalStatus } from './proposal.rules.js';
import {
  ProposedSessionObject,
  ProposeScheduleInput,
  ScheduleProposalObject,
  SolveProgressObject,
  UnplacedRoundObject,
} from './proposals.graphql.js';
import { ProposalsService } from './proposals.service.js';
import { otherProposedHalf, progressOf, proposalsOf, proposedSessionsOf, statusOfProposal } from './proposals.state.js';
import type { ProposedSession } from './proposed-session.entity.js';
import { BlockObject, ProposedSeatObject } from './scheduling.graphql.js';
import { seatsFor, type BlockView, type SeatView } from './slots.view.js';
import { unplacedIn } from './unplaced.state.js';

@Resolver(() => ScheduleProposalObject)
export class ProposalsResolver {
  constructor(private readonly proposals: ProposalsService) {}

  @Mutation(() => ScheduleProposalObject, {
    nullable: true,
    description:
      'Begins to work out when all open sittings of a plan could take place, and answers at once: read the proposal again until it is no longer SOLVING. For organizers.',
  })
  proposeSchedule(@Ctx() request: RequestContext, @Args('input') input: ProposeScheduleInput): Promise<Proposal> {
    return this.proposals.proposeSchedule(request, input);
  }

  @Mutation(() => ScheduleProposalObject, {
    nullable: true,
    description: 'Books all sessions of a proposal, other than those in except. It books all or none. For organizers.',
  })
  publishProposal(
    @CurrentActor() actor: Actor,
    @IdArg('proposalId', 'ScheduleProposal') id: Ref,
    @Args('except', { type: () => [ID], nullable: true, defaultValue: [] }) except: string[] | null,
  ): Promise<Proposal> {
    return this.proposals.publishProposal(actor, id, except ?? []);
  }

  @Mutation(() => ScheduleProposalObject, { nullable: true, description: 'Drops a proposal. For organizers.' })
  discardProposal(@CurrentActor() actor: Actor, @IdArg('proposalId', 'ScheduleProposal') id: Ref): Promise<Proposal> {
    return this.proposals.discardProposal(actor, id);
  }

  @ReadField(() => ID)
  id(@Parent() proposal: Proposal): string {
    return publicId('ScheduleProposal', proposal);
  }

  @ReadField(() => PlanObject)
  plan(@Parent() { groupId, planId }: Proposal, @Ctx() { state }: RequestContext): Plan {
    return planOf(state, { groupId, id: planId })!;
  }

  @ResolveField(() => ProposalStatus)
  status(@Parent() proposal: Proposal, @Ctx() { state }: RequestContext): Promise<ProposalStatus> {
    return statusOfProposal(state, proposal);
  }

  @ReadField(() => [ProposedSessionObject], { description: 'Soonest first.' })
  sessions(@Parent() proposal: Proposal, @Ctx() { state }: RequestContext): readonly ProposedSession[] {
    return proposedSessionsOf(state, proposal);
  }

  @ReadField(() => SolveProgressObject, { nullable: true, description: 'Null unless the proposal is SOLVING.' })
  progress(@Parent() proposal: Proposal, @Ctx() { state }: RequestContext): SolveProgressObject | null {
    return progressOf(state, proposal);
  }

  @ResolveField(() => [UnplacedRoundObject], {
    description: 'Sittings that have no place, or that have lost it because a member left.',
  })
  unplaced(@Parent() proposal: Proposal, @Ctx() { state }: RequestContext): Promise<BlockView[]> {
    return unplacedIn(state, proposal);
  }
}

@Resolver(() => PlanObject)
export class PlanProposalsResolver {
  @ReadField(() => [ScheduleProposalObject], { description: 'The newest 20, newest first.' })
  proposals(@Parent() plan: Plan, @Ctx() { state }: RequestContext): Proposal[] {
    return proposalsOf(state, plan);
  }
}

@Resolver(() => ProposedSessionObject)
export class ProposedSessionsResolver {
  @ReadField(() => ID)
  id(@Parent() session: ProposedSession): string {
    return publicId('ProposedSession', session);
  }

  @ReadField(() => LoopRoundObject)
  loopRound(@Parent() { groupId, loopRoundId }: ProposedSession, @Ctx() { state }: RequestContext): LoopRound {
    return loopRoundOf(state, { groupId, id: loopRoundId })!;
  }

  @ReadField(() => [ProposedSeatObject], { description: 'The lead first.' })
  panel(@Parent() { groupId, panel }: ProposedSession): SeatView[] {
    return seatsFor(groupId, panel);
  }

  @ReadField(() => ID, { nullable: true, description: 'The other half of a proposed exchange.' })
  exchangedWith(@Parent() session: ProposedSession, @Ctx() { state }: RequestContext): string | null {
    const other = otherProposedHalf(state, session);
    return other && publicId('ProposedSession', other);
  }

  @ReadField(() => SessionObject, { nullable: true, description: 'The booked session, once published.' })
  session(@Parent() { groupId, sessionId }: ProposedSession, @Ctx() { state }: RequestContext): Session | null {
    return sessionId === null ? null : sessionOf(state, { groupId, id: sessionId })!;
  }
}

@Resolver(() => UnplacedRoundObject)
export class UnplacedRoundsResolver {
  @ReadField(() => LoopRoundObject)
  loopRound(@Parent() { loopRound }: BlockView): LoopRound {
    return loopRound;
  }

  @ReadField(() => BlockObject)
  block(@Parent() view: BlockView): BlockView {
    return view;
  }
}
