import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Ctx, type RequestContext } from '../common/context.js';
import { ReadField } from '../common/read-field.js';
import type { LoopRound } from '../plans/loop-round.entity.js';
import { LoopRoundObject } from '../plans/plans.graphql.js';
import { exchangeSlotsOf, type ExchangeSearch } from './exchange-slots.state.js';
import { BlockObject, ExchangeSearchObject, ExchangeSlotObject, ExchangeSlotsArgs } from './scheduling.graphql.js';
import { blockView, exchangeSlotViews, type BlockView, type ExchangeSlotView } from './slots.view.js';

@Resolver(() => LoopRoundObject)
export class LoopRoundExchangesResolver {
  @ResolveField(() => ExchangeSearchObject, {
    description:
      'When two candidates can interview each other: this round first, and the other round right after it. The earliest start comes first.',
  })
  exchangeSlots(
    @Parent() loopRound: LoopRound,
    @Ctx() { state }: RequestContext,
    @Args() args: ExchangeSlotsArgs,
  ): Promise<ExchangeSearch> {
    return exchangeSlotsOf(state, loopRound, args);
  }
}

@Resolver(() => ExchangeSearchObject)
export class ExchangeSearchResolver {
  @ReadField(() => [ExchangeSlotObject])
  slots(@Parent() search: ExchangeSearch): ExchangeSlotView[] {
    return exchangeSlotViews(search);
  }

  @ReadField(() => BlockObject, {
    nullable: true,
    description:
      'Set if there is no slot. Null if nothing has to be scheduled, or if the rounds can never be exchanged.',
  })
  block(@Parent() search: ExchangeSearch): BlockView | null {
    return blockView(search);
  }
}
