import { ID, Int, Parent, Query, Resolver } from '@nestjs/graphql';
import { Ctx, type RequestContext, Readable } from '../common/context.js';
import type { RequestState } from '../common/request-state.js';
import { ReadField } from '../common/read-field.js';
import { publicId, type Ref } from '../common/ids.js';
import { IdArg } from '../common/input.js';
import { readNode } from '../common/nodes.js';
import { LocalDate } from '../common/scalars.js';
import { MemberObject } from '../groups/groups.graphql.js';
import { memberOf } from '../groups/groups.state.js';
import type { Member } from '../groups/member.entity.js';
import type { GuideView, RoundView } from '../guides/guide-view.js';
import { RoundObject, TrackObject } from '../guides/guide-parts.graphql.js';
import { roundOf } from '../guides/guides.state.js';
import type { Candidate } from './candidate.entity.js';
import type { LoopRound } from './loop-round.entity.js';
import { windowOf } from './pacing.rules.js';
import type { Plan } from './plan.entity.js';
import { CandidateObject, LoopRoundObject, PlanObject } from './plans.graphql.js';
import { candidateOf, planOf, sharingOf, targetSessionsOf, trackOf, visibleLoop } from './plans.state.js';
import { ReadinessSharing } from './sharing.rules.js';

@Resolver(() => CandidateObject)
export class CandidatesResolver {
  @Query(() => CandidateObject, {
    nullable: true,
    description: 'A candidate in one of your groups, or your own candidacy in a group that you have left.',
  })
  candidate(@Readable() state: RequestState, @IdArg('id', 'Candidate') id: Ref): Candidate {
    return readNode(state, 'Candidate', id);
  }

  @ReadField(() => ID)
  id(@Parent() candidate: Candidate): string {
    return publicId('Candidate', candidate);
  }

  @ReadField(() => PlanObject)
  plan(@Parent() { groupId, planId }: Candidate, @Ctx() { state }: RequestContext): Plan {
    return planOf(state, { groupId, id: planId })!;
  }

  @ReadField(() => MemberObject)
  member(@Parent() { groupId, memberId }: Candidate, @Ctx() { state }: RequestContext): Member {
    return memberOf(state, { groupId, id: memberId })!;
  }

  @ReadField(() => TrackObject, { description: 'The variant of the process that the candidate prepares for.' })
  track(@Parent() candidate: Candidate, @Ctx() { state }: RequestContext): GuideView['tracks'][number] {
    return trackOf(state, candidate);
  }

  @ReadField(() => ReadinessSharing, {
    description:
      'The sharing that applies: the least that this member shares in any of their candidacies in the group.',
  })
  readinessSharing(@Parent() candidate: Candidate, @Ctx() { state }: RequestContext): ReadinessSharing {
    return sharingOf(state, candidate);
  }

  @ReadField(() => [LoopRoundObject], {
    description:
      "The candidate's run through the guide's rounds, in order. Former members can see only their own run; other runs are empty.",
  })
  loop(@Parent() candidate: Candidate, @Ctx() { state }: RequestContext): LoopRound[] {
    return visibleLoop(state, candidate);
  }
}

@Resolver(() => LoopRoundObject)
export class LoopRoundsResolver {
  @ReadField(() => ID)
  id(@Parent() loopRound: LoopRound): string {
    return publicId('LoopRound', loopRound);
  }

  @ReadField(() => CandidateObject)
  candidate(@Parent() { groupId, candidateId }: LoopRound, @Ctx() { state }: RequestContext): Candidate {
    return candidateOf(state, { groupId, id: candidateId })!;
  }

  @ReadField(() => RoundObject)
  round(@Parent() { groupId, roundId }: LoopRound, @Ctx() { state }: RequestContext): RoundView {
    return roundOf(state, { groupId, id: roundId })!;
  }

  @ReadField(() => Int, {
    description: "How many sessions of this round the candidate wants. The guide's number unless set.",
  })
  targetSessions(@Parent() loopRound: LoopRound, @Ctx() { state }: RequestContext): number {
    return targetSessionsOf(state, loopRound);
  }

  @ReadField(() => LocalDate, {
    description: 'The first day of its pacing window. Foundations come early, design and culture late.',
  })
  windowStart(@Parent() loopRound: LoopRound): string {
    return windowOf(loopRound).start;
  }

  @ReadField(() => LocalDate, {
    description: 'The last day of its pacing window, before the target date and the real interview.',
  })
  windowEnd(@Parent() loopRound: LoopRound): string {
    return windowOf(loopRound).end;
  }
}
