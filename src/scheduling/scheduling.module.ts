import { Module } from '@nestjs/common';
import { registerNode } from '../common/nodes.js';
import { presentViewer } from '../groups/groups.state.js';
import { ExchangeSearchResolver, LoopRoundExchangesResolver } from './exchange-slots.resolver.js';
import { Proposal } from './proposal.entity.js';
import {
  PlanProposalsResolver,
  ProposalsResolver,
  ProposedSessionsResolver,
  UnplacedRoundsResolver,
} from './proposals.resolver.js';
import { ProposalsService } from './proposals.service.js';
import { proposalOf } from './proposals.state.js';
import { Solver } from './solving.js';
import {
  BlockResolver,
  LoopRoundSlotsResolver,
  MemberBalanceResolver,
  ProposedSeatResolver,
  RemedyResolver,
  SlotResolver,
  SlotSearchResolver,
} from './slots.resolver.js';
import { SwapProposal } from './swap-proposal.entity.js';
import { GroupSwapsResolver, SwapsResolver } from './swaps.resolver.js';
import { SwapsService } from './swaps.service.js';
import { swapOf } from './swaps.state.js';

registerNode('ScheduleProposal', [Proposal], {
  find: proposalOf,
  mayRead: (state, { groupId }) => presentViewer(state, groupId) !== null,
});

registerNode('SwapProposal', [SwapProposal], {
  find: swapOf,
  mayRead: (state, { groupId }) => presentViewer(state, groupId) !== null,
});

/** When and with whom a session could take place, or why it cannot; and seats that change hands. */
@Module({
  providers: [
    MemberBalanceResolver,
    LoopRoundSlotsResolver,
    LoopRoundExchangesResolver,
    ExchangeSearchResolver,
    SlotSearchResolver,
    SlotResolver,
    ProposedSeatResolver,
    BlockResolver,
    RemedyResolver,
    Solver,
    ProposalsService,
    ProposalsResolver,
    PlanProposalsResolver,
    ProposedSessionsResolver,
    UnplacedRoundsResolver,
    SwapsService,
    SwapsResolver,
    GroupSwapsResolver,
  ],
})
export class SchedulingModule {}
