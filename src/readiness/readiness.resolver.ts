import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Ctx, type RequestContext } from '../common/context.js';
import type { Candidate } from '../plans/candidate.entity.js';
import type { LoopRound } from '../plans/loop-round.entity.js';
import { CandidateObject, LoopRoundObject } from '../plans/plans.graphql.js';
import { ReadinessWithheld } from '../plans/sharing.rules.js';
import { LoopReadinessObject, RoundReadinessObject } from './readiness.graphql.js';
import { AsOfArgs, assertKnown, HistoryArgs, momentsOf } from './readiness-args.js';
import { readinessHistory, readinessOf, readinessOfRound, readinessWithheld } from './readiness.state.js';
import type { LoopReadinessView, RoundReadinessView } from './view.rules.js';

@Resolver(() => CandidateObject)
export class CandidateReadinessResolver {
  @ResolveField(() => LoopReadinessObject, {
    nullable: true,
    description:
      'How ready for the whole loop, as known at that instant; now when left out. Null when nothing is shared with you, when you ask for the past of another candidate, and while you owe them a scorecard of a session whose feedback is out.',
  })
  readiness(
    @Parent() candidate: Candidate,
    @Ctx() { state }: RequestContext,
    @Args() { asOf = null }: AsOfArgs,
  ): LoopReadinessView | null | Promise<LoopReadinessView> {
    assertKnown(asOf, state.now);
    return readinessOf(state, candidate, asOf);
  }

  @ResolveField(() => ReadinessWithheld, {
    nullable: true,
    description: 'Why readiness is null for you: the first reason that applies; null where it is not.',
  })
  readinessWithheld(
    @Parent() candidate: Candidate,
    @Ctx() { state }: RequestContext,
    @Args() { asOf = null }: AsOfArgs,
  ): ReadinessWithheld | null {
    assertKnown(asOf, state.now);
    return readinessWithheld(state, candidate, asOf);
  }

  @ResolveField(() => [LoopReadinessObject], {
    description:
      "The same at the end of several UTC days, for a curve; at most 60 points. Each by what was known then: a mock that was logged later counts from when its feedback came out. The candidate's own: empty for others.",
  })
  readinessHistory(
    @Parent() candidate: Candidate,
    @Ctx() { state }: RequestContext,
    @Args() span: HistoryArgs,
  ): Promise<LoopReadinessView[]> {
    return readinessHistory(state, candidate, momentsOf(span, state.now));
  }
}

@Resolver(() => LoopRoundObject)
export class LoopRoundReadinessResolver {
  @ResolveField(() => RoundReadinessObject, {
    nullable: true,
    description: 'How ready for this round. Null when it is skipped, and like Candidate.readiness.',
  })
  readiness(
    @Parent() loopRound: LoopRound,
    @Ctx() { state }: RequestContext,
    @Args() { asOf = null }: AsOfArgs,
  ): RoundReadinessView | null | Promise<RoundReadinessView | null> {
    assertKnown(asOf, state.now);
    return readinessOfRound(state, loopRound, asOf);
  }
}
