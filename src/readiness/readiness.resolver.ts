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
      'How ready the candidate is for the whole loop, by what was known at that instant. Null if the candidate shares nothing with you, if you ask about the past of another candidate, and while you owe the candidate a scorecard for a session whose feedback is out.',
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
    description: 'The first reason why the readiness is null for you. Null if you can see the readiness.',
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
      'The readiness at the end of several UTC days, for a curve of at most 60 points. Each point uses what was known then, so a session that was logged later counts from the release of its feedback. Only for the candidate; empty for others. A request may contain it once.',
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
    description:
      'How ready the candidate is for this round. Null if the round is skipped, and whenever Candidate.readiness is null.',
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
