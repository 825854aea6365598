import { Module } from '@nestjs/common';
import { registerNode } from '../common/nodes.js';
import { loopRoundFor, planFor, readCandidate } from './candidacy.js';
import { Candidate } from './candidate.entity.js';
import { CandidatesResolver, LoopRoundsResolver } from './candidates.resolver.js';
import { LoopRound } from './loop-round.entity.js';
import { Plan } from './plan.entity.js';
import { GroupPlansResolver, PlansResolver } from './plans.resolver.js';
import { PlansService } from './plans.service.js';

registerNode('PrepPlan', Plan, async (db, actor, ref) => (await planFor(db, actor, ref, 'read')).plan);

registerNode('Candidate', Candidate, readCandidate);

registerNode('LoopRound', LoopRound, loopRoundFor);

@Module({
  providers: [PlansService, PlansResolver, GroupPlansResolver, CandidatesResolver, LoopRoundsResolver],
})
export class PlansModule {}
