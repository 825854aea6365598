import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Ctx, type RequestContext } from '../common/context.js';
import { ReadField } from '../common/read-field.js';
import { MemberObject } from '../groups/groups.graphql.js';
import { memberOf } from '../groups/groups.state.js';
import type { Member } from '../groups/member.entity.js';
import type { LoopRound } from '../plans/loop-round.entity.js';
import { LoopRoundObject } from '../plans/plans.graphql.js';
import type { Session } from '../sessions/session.entity.js';
import { SessionObject } from '../sessions/sessions.graphql.js';
import { shownBalance } from './balance.rules.js';
import { balanceOf } from './balance.state.js';
import {
  BlockObject,
  ProposedSeatObject,
  ReciprocityBalanceObject,
  RemedyObject,
  SlotObject,
  SlotsArgs,
  SlotSearchObject,
} from './scheduling.graphql.js';
import { requestOf, slotsOf, type SlotSearch } from './slots.state.js';
import {
  blockView,
  membersOfBlock,
  remediesOf,
  sessionOfRemedy,
  slotViews,
  type BlockView,
  type RemedyView,
  type SeatView,
  type SlotView,
} from './slots.view.js';

@Resolver(() => MemberObject)
export class MemberBalanceResolver {
  @ReadField(() => ReciprocityBalanceObject, {
    description: 'Interview minutes that this member gave and received.',
  })
  balance(@Parent() member: Member, @Ctx() { state }: RequestContext): ReciprocityBalanceObject {
    return shownBalance(balanceOf(state, member));
  }
}

@Resolver(() => LoopRoundObject)
export class LoopRoundSlotsResolver {
  @ResolveField(() => SlotSearchObject, {
    description:
      'When and with whom this round could take place, best first: interviewers who are new to the candidate in this round, then interviewers who owe the most interview time, then the earliest start.',
  })
  slots(
    @Parent() loopRound: LoopRound,
    @Ctx() { state }: RequestContext,
    @Args() args: SlotsArgs,
  ): Promise<SlotSearch> {
    return slotsOf(state, loopRound, requestOf(args));
  }
}

@Resolver(() => SlotSearchObject)
export class SlotSearchResolver {
  @ReadField(() => [SlotObject])
  slots(@Parent() search: SlotSearch): SlotView[] {
    return slotViews(search);
  }

  @ReadField(() => BlockObject, {
    nullable: true,
    description:
      'Set if there is no slot. Null if nothing has to be scheduled, or if the arguments can never fit: another panel size, or a range in which no quarter hour begins.',
  })
  block(@Parent() search: SlotSearch): BlockView | null {
    return blockView(search);
  }
}

@Resolver(() => SlotObject)
export class SlotResolver {
  @ReadField(() => [ProposedSeatObject], { description: 'Who would interview, the lead first.' })
  panel(@Parent() { panel }: SlotView): SeatView[] {
    return panel;
  }
}

@Resolver(() => ProposedSeatObject)
export class ProposedSeatResolver {
  @ReadField(() => MemberObject)
  member(@Parent() { groupId, memberId }: SeatView, @Ctx() { state }: RequestContext): Member {
    return memberOf(state, { groupId, id: memberId })!;
  }
}

@Resolver(() => BlockObject)
export class BlockResolver {
  @ReadField(() => [MemberObject], { description: 'The members whom this concerns.' })
  members(@Parent() block: BlockView, @Ctx() { state }: RequestContext): Member[] {
    return membersOfBlock(state, block);
  }

  @ReadField(() => [RemedyObject], {
    description:
      'Empty if no change in this group would help, for example because of a session of another group or the minimum notice, or if the round opens more than 92 days ahead.',
  })
  remedies(@Parent() block: BlockView, @Ctx() { state }: RequestContext): RemedyView[] {
    return remediesOf(state, block);
  }
}

@Resolver(() => RemedyObject)
export class RemedyResolver {
  @ReadField(() => MemberObject, { nullable: true, description: 'The member who would make the change.' })
  member(@Parent() { groupId, memberId }: RemedyView, @Ctx() { state }: RequestContext): Member | null {
    return memberId === null ? null : memberOf(state, { groupId, id: memberId })!;
  }

  @ReadField(() => SessionObject, {
    nullable: true,
    description:
      'The session to move or to grade. Only organizers and the member who owes a scorecard see which session it is.',
  })
  session(@Parent() remedy: RemedyView, @Ctx() { state }: RequestContext): Session | null {
    return sessionOfRemedy(state, remedy);
  }
}
