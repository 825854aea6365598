import { Inject } from '@nestjs/common';
import { ID, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { DataSource } from 'typeorm';
import { Ctx, CurrentActor, type Actor, type RequestContext } from '../common/context.js';
import { publicId, type Ref } from '../common/ids.js';
import { IdArg } from '../common/input.js';
import { LocalDate } from '../common/scalars.js';
import { MemberObject } from '../groups/groups.graphql.js';
import { memberById } from '../groups/groups.loaders.js';
import type { Member } from '../groups/member.entity.js';
import type { GuideView, RoundView } from '../guides/guide-view.js';
import { RoundObject, TrackObject } from '../guides/guides.graphql.js';
import { guideView, roundById } from '../guides/guides.loaders.js';
import { readCandidate } from './candidacy.js';
import type { Candidate } from './candidate.entity.js';
import type { LoopRound } from './loop-round.entity.js';
import { windowOf } from './pacing.rules.js';
import type { Plan } from './plan.entity.js';
import { CandidateObject, LoopRoundObject, PlanObject } from './plans.graphql.js';
import { candidateById, planById, sharingOfCandidate, targetSessionsOf, visibleLoop } from './plans.loaders.js';
import { ReadinessSharing } from './sharing.rules.js';

@Resolver(() => CandidateObject)
export class CandidatesResolver {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  @Query(() => CandidateObject, {
    nullable: true,
    description: 'A candidate of a group that you are in, or yourself as one.',
  })
  candidate(@CurrentActor() actor: Actor, @IdArg('id', 'Candidate') id: Ref): Promise<Candidate> {
    return readCandidate(this.db.manager, actor, id);
  }

  @ResolveField(() => ID)
  id(@Parent() candidate: Candidate): string {
    return publicId('Candidate', candidate);
  }

  @ResolveField(() => PlanObject)
  plan(@Parent() { groupId, planId }: Candidate, @Ctx() { load }: RequestContext): Promise<Plan> {
    return load(planById, { groupId, id: planId });
  }

  @ResolveField(() => MemberObject)
  member(@Parent() { groupId, memberId }: Candidate, @Ctx() { load }: RequestContext): Promise<Member> {
    return load(memberById, { groupId, id: memberId });
  }

  @ResolveField(() => TrackObject, { description: 'The variant of the process that they aim at.' })
  async track(@Parent() candidate: Candidate, @Ctx() { load }: RequestContext): Promise<GuideView['tracks'][number]> {
    const { groupId, planId, trackKey } = candidate;
    const { guideId } = await load(planById, { groupId, id: planId });
    const { tracks } = await load(guideView, { groupId, id: guideId });
    // A candidate who has withdrawn keeps a track that a later edition lacks, and has its first meanwhile.
    return tracks.find((track) => track.key === trackKey) ?? tracks[0]!;
  }

  @ResolveField(() => ReadinessSharing, {
    description: 'What applies: the least that this member shares in any of their candidacies of the group.',
  })
  readinessSharing(@Parent() candidate: Candidate, @Ctx() { load }: RequestContext): Promise<ReadinessSharing> {
    return load(sharingOfCandidate, candidate);
  }

  @ResolveField(() => [LoopRoundObject], {
    description:
      "The candidate's run through the guide's rounds, in order. Empty for those who have left the group, but for their own.",
  })
  loop(@Parent() candidate: Candidate, @Ctx() { load }: RequestContext): Promise<LoopRound[]> {
    return load(visibleLoop, candidate);
  }
}

@Resolver(() => LoopRoundObject)
export class LoopRoundsResolver {
  @ResolveField(() => ID)
  id(@Parent() loopRound: LoopRound): string {
    return publicId('LoopRound', loopRound);
  }

  @ResolveField(() => CandidateObject)
  candidate(@Parent() { groupId, candidateId }: LoopRound, @Ctx() { load }: RequestContext): Promise<Candidate> {
    return load(candidateById, { groupId, id: candidateId });
  }

  @ResolveField(() => RoundObject)
  round(@Parent() { groupId, roundId }: LoopRound, @Ctx() { load }: RequestContext): Promise<RoundView> {
    return load(roundById, { groupId, id: roundId });
  }

  @ResolveField(() => Int, { description: "Mocks that the candidate wants of it; the guide's number unless set." })
  targetSessions(@Parent() loopRound: LoopRound, @Ctx() { load }: RequestContext): Promise<number> {
    return targetSessionsOf(load, loopRound);
  }

  @ResolveField(() => LocalDate, {
    description: 'The first day of its pacing window: foundations early, design and culture late.',
  })
  windowStart(@Parent() loopRound: LoopRound): string {
    return windowOf(loopRound).start;
  }

  @ResolveField(() => LocalDate, {
    description: 'The last day of its pacing window, before the target date and the real interview.',
  })
  windowEnd(@Parent() loopRound: LoopRound): string {
    return windowOf(loopRound).end;
  }
}
