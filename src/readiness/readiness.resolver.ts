import { Args, ArgsType, Field, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Ctx, type RequestContext } from '../common/context.js';
import { Optional } from '../common/input.js';
import { DateTime } from '../common/scalars.js';
import type { Candidate } from '../plans/candidate.entity.js';
import type { LoopRound } from '../plans/loop-round.entity.js';
import { CandidateObject, LoopRoundObject } from '../plans/plans.graphql.js';
import { LoopReadinessObject, RoundReadinessObject } from './readiness.graphql.js';
import type { LoopReadinessView, RoundReadinessView } from './loop-readiness.rules.js';
import { assertKnown, readinessOfCandidate } from './readiness.loaders.js';

@ArgsType()
export class AsOfArgs {
  @Field(() => DateTime, { nullable: true, description: 'Now when left out; the future is refused.' })
  @Optional()
  asOf?: Date | null;
}

@Resolver(() => CandidateObject)
export class CandidateReadinessResolver {
  @ResolveField(() => LoopReadinessObject, {
    nullable: true,
    description:
      'How ready for the whole loop, as known at that instant; now when left out. Null when nothing is shared with you, or when you ask for the past of somebody else.',
  })
  readiness(
    @Parent() { groupId, id }: Candidate,
    @Ctx() { load, now }: RequestContext,
    @Args() { asOf = null }: AsOfArgs,
  ): Promise<LoopReadinessView | null> {
    assertKnown(asOf, now);
    return load(readinessOfCandidate, { candidate: { groupId, id }, asOf });
  }
}

@Resolver(() => LoopRoundObject)
export class LoopRoundReadinessResolver {
  @ResolveField(() => RoundReadinessObject, {
    nullable: true,
    description: 'How ready for this round. Null when it is skipped, and like Candidate.readiness.',
  })
  async readiness(
    @Parent() { groupId, candidateId, roundId }: LoopRound,
    @Ctx() { load, now }: RequestContext,
    @Args() { asOf = null }: AsOfArgs,
  ): Promise<RoundReadinessView | null> {
    assertKnown(asOf, now);
    const readiness = await load(readinessOfCandidate, { candidate: { groupId, id: candidateId }, asOf });
    return readiness?.rounds.find(({ round }) => round.id === roundId) ?? null;
  }
}
