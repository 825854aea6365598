import { Inject } from '@nestjs/common';
import { Args, ID, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Ctx, CurrentActor, type Actor, type RequestContext } from '../common/context.js';
import { publicId, type Ref } from '../common/ids.js';
import { IdArg } from '../common/input.js';
import { ReadField } from '../common/read-field.js';
import { DateTime } from '../common/scalars.js';
import type { Group } from '../groups/group.entity.js';
import { GroupObject, MemberObject } from '../groups/groups.graphql.js';
import { memberOf } from '../groups/groups.state.js';
import type { Member } from '../groups/member.entity.js';
import type { Assignment } from '../sessions/assignment.entity.js';
import { AssignmentObject } from '../sessions/sessions.graphql.js';
import { expiresAt, SwapStatus } from './swap.rules.js';
import type { SwapProposal } from './swap-proposal.entity.js';
import { ProposeSwapInput, SwapProposalObject } from './swaps.graphql.js';
import { SwapsService } from './swaps.service.js';
import { giveOf, statusOfSwap, swapsOf, takeOf } from './swaps.state.js';

@Resolver(() => SwapProposalObject)
export class SwapsResolver {
  constructor(@Inject(SwapsService) private readonly swaps: SwapsService) {}

  @Mutation(() => SwapProposalObject, {
    nullable: true,
    description:
      'Offers your seat for the seat of another member, or asks for cover. Refused if it could not happen now. Nothing changes until it is accepted.',
  })
  proposeSwap(@CurrentActor() actor: Actor, @Args('input') input: ProposeSwapInput): Promise<SwapProposal> {
    return this.swaps.proposeSwap(actor, input);
  }

  @Mutation(() => SwapProposalObject, {
    nullable: true,
    description:
      'Accepts a swap. All seats change, or none. The member who is asked may accept; if nobody is named, any qualified member may.',
  })
  acceptSwap(@CurrentActor() actor: Actor, @IdArg('swapId', 'SwapProposal') id: Ref): Promise<SwapProposal> {
    return this.swaps.acceptSwap(actor, id);
  }

  @Mutation(() => SwapProposalObject, { nullable: true, description: 'Declines a swap that was proposed to you.' })
  declineSwap(@CurrentActor() actor: Actor, @IdArg('swapId', 'SwapProposal') id: Ref): Promise<SwapProposal> {
    return this.swaps.declineSwap(actor, id);
  }

  @Mutation(() => SwapProposalObject, { nullable: true, description: 'Withdraws a swap that you proposed.' })
  withdrawSwap(@CurrentActor() actor: Actor, @IdArg('swapId', 'SwapProposal') id: Ref): Promise<SwapProposal> {
    return this.swaps.withdrawSwap(actor, id);
  }

  @ReadField(() => ID)
  id(@Parent() swap: SwapProposal): string {
    return publicId('SwapProposal', swap);
  }

  @ReadField(() => SwapStatus)
  status(@Parent() swap: SwapProposal, @Ctx() { state }: RequestContext): SwapStatus {
    return statusOfSwap(state, swap);
  }

  @ReadField(() => AssignmentObject, { description: 'The seat that is given away, as it was when it was offered.' })
  give(@Parent() swap: SwapProposal, @Ctx() { state }: RequestContext): Assignment {
    return giveOf(state, swap);
  }

  @ReadField(() => AssignmentObject, {
    nullable: true,
    description:
      'The seat that is wanted in return, as it was when the swap was proposed. Null for a request for cover.',
  })
  take(@Parent() swap: SwapProposal, @Ctx() { state }: RequestContext): Assignment | null {
    return takeOf(state, swap);
  }

  @ReadField(() => MemberObject)
  proposedBy(@Parent() { groupId, proposedById }: SwapProposal, @Ctx() { state }: RequestContext): Member {
    return memberOf(state, { groupId, id: proposedById })!;
  }

  @ReadField(() => MemberObject, {
    nullable: true,
    description: 'Null if any qualified member may cover. Such a request cannot be declined.',
  })
  askedOf(@Parent() { groupId, askedOfId }: SwapProposal, @Ctx() { state }: RequestContext): Member | null {
    return askedOfId === null ? null : memberOf(state, { groupId, id: askedOfId })!;
  }

  @ReadField(() => MemberObject, { nullable: true, description: 'The member who accepted or declined.' })
  answeredBy(@Parent() { groupId, answeredById }: SwapProposal, @Ctx() { state }: RequestContext): Member | null {
    return answeredById === null ? null : memberOf(state, { groupId, id: answeredById })!;
  }

  @ReadField(() => DateTime, { description: 'When the earlier of its sessions starts.' })
  expiresAt(@Parent() swap: SwapProposal): Date {
    return expiresAt(swap);
  }
}

@Resolver(() => GroupObject)
export class GroupSwapsResolver {
  @ResolveField(() => [SwapProposalObject], {
    description:
      'Swaps and requests for cover. Those that expire soonest come first. Only the open ones if you leave out status.',
  })
  swaps(
    @Parent() { id }: Group,
    @Ctx() { state }: RequestContext,
    @Args('status', { type: () => [SwapStatus], nullable: true, defaultValue: [SwapStatus.OPEN] })
    statuses: SwapStatus[] | null,
  ): SwapProposal[] {
    return swapsOf(state, id, statuses ?? [SwapStatus.OPEN]);
  }
}
