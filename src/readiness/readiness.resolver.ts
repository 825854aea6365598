import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Ctx, type RequestContext } from '../common/context.js';
import { roundById } from '../guides/guides.loaders.js';
import type { Candidate } from '../plans/candidate.entity.js';
import type { LoopRound } from '../plans/loop-round.entity.js';
import { CandidateObject, LoopRoundObject } from '../plans/plans.graphql.js';
import { ReadinessWithheld } from '../plans/sharing.rules.js';
import { LoopReadinessObject, RoundReadinessObject } from './readiness.graphql.js';
import { AsOfArgs, assertKnown, HistoryArgs, momentsOf } from './readiness-args.js';
import { readinessHistory, readinessOfCandidate, readinessWithheld } from './readiness.loaders.js';
import type { LoopReadinessView, RoundReadinessView } from './view.rules.js';

@Resolver(() => CandidateObject)
export class CandidateReadinessResolver {
  @ResolveField(() => LoopReadinessObject, {
    nullable: true,
    description:
      'How ready for the whole loop, as known at that instant; now when left out. Null when nothing is shared with you, when you ask for the past of somebody else, and while you owe them a scorecard of a session whose feedback is out.',
  })
  readiness(
    @Parent() { groupId, id }: Candidate,
    @Ctx() { load, now }: RequestContext,
    @Args() { asOf = null }: AsOfArgs,
  ): Promise<LoopReadinessView | null> {
    assertKnown(asOf, now);
    return load(readinessOfCandidate, { candidate: { groupId, id }, asOf });
  }

  @ResolveField(() => ReadinessWithheld, {
    nullable: true,
    description: 'Why readiness is null for you: the first reason that applies; null where it is not.',
  })
  readinessWithheld(
    @Parent() { groupId, id }: Candidate,
    @Ctx() { load, now }: RequestContext,
    @Args() { asOf = null }: AsOfArgs,
  ): Promise<ReadinessWithheld | null> {
    assertKnown(asOf, now);
    return load(readinessWithheld, { candidate: { groupId, id }, asOf });
  }

  @ResolveField(() => [LoopReadinessObject], {
    description:
      "The same at the end of several UTC days, for a curve; at most 60 points. Each by what was known then: a mock that was logged later counts from when its feedback came out. The candidate's own: empty for others.",
  })
  readinessHistory(
    @Parent() { groupId, id }: Candidate,
    @Ctx() { load, now }: RequestContext,
    @Args() span: HistoryArgs,
  ): Promise<LoopReadinessView[]> {
    return load(readinessHistory, { candidate: { groupId, id }, moments: momentsOf(span, now) });
  }
}

@Resolver(() => LoopRoundObject)
export class LoopRoundReadinessResolver {
  @ResolveField(() => RoundReadinessObject, {
    nullable: true,
    description: 'How ready for this round. Null when it is skipped, and like Candidate.readiness.',
  })
  async readiness(
    @Parent() loopRound: LoopRound,
    @Ctx() { load, now }: RequestContext,
    @Args() { asOf = null }: AsOfArgs,
  ): Promise<RoundReadinessView | null> {
    assertKnown(asOf, now);
    const { groupId, candidateId, roundId } = loopRound;
    const readiness = await load(readinessOfCandidate, { candidate: { groupId, id: candidateId }, asOf });
    // The plan may have had another edition then: rounds are matched by key.
    const { key } = await load(roundById, { groupId, id: roundId });
    return readiness?.rounds.find(({ round }) => round.key === key) ?? null;
  }
}
