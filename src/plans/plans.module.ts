import { Module } from '@nestjs/common';
import type { Ref } from '../common/ids.js';
import { registerNode } from '../common/nodes.js';
import type { RequestState } from '../common/request-state.js';
import { presentViewer, viewerMember } from '../groups/groups.state.js';
import { Candidate } from './candidate.entity.js';
import { CandidatesResolver, LoopRoundsResolver } from './candidates.resolver.js';
import { LoopRound } from './loop-round.entity.js';
import { Plan } from './plan.entity.js';
import { GroupPlansResolver, PlansResolver } from './plans.resolver.js';
import { candidateOf, loopRoundOf, planOf } from './plans.state.js';
import { PlansService } from './plans.service.js';

const isMember = (state: RequestState, { groupId }: Ref): boolean => presentViewer(state, groupId) !== null;

registerNode('PrepPlan', [Plan], { find: planOf, mayRead: isMember });

/** Members of the group can read its candidates. Former members can read only themselves as candidates. */
registerNode('Candidate', [Candidate], {
  find: candidateOf,
  mayRead: (state, ref) =>
    isMember(state, ref) ||
    (state.has(ref.groupId) && candidateOf(state, ref)?.memberId === viewerMember(state, ref.groupId)?.id),
});

registerNode('LoopRound', [LoopRound], { find: loopRoundOf, mayRead: isMember });

@Module({
  providers: [PlansService, PlansResolver, GroupPlansResolver, CandidatesResolver, LoopRoundsResolver],
})
export class PlansModule {}
