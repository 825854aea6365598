import { groupBy } from '../common/grouping.js';
import { defineSlice } from '../common/group-state.js';
import { byId } from '../common/request-state.js';
import { Proposal } from './proposal.entity.js';
import { ProposedSession } from './proposed-session.entity.js';
import { SwapProposal } from './swap-proposal.entity.js';

/** Proposals with their sessions, and swaps. The progress of a solve is in no slice, because it changes every second. */
export const scheduling = defineSlice('scheduling', async (rows) => {
  const proposals = await rows.of(Proposal);
  const sessions = await rows.of(ProposedSession, 'startsAt', 'id');
  const swaps = await rows.of(SwapProposal);
  return {
    proposals,
    proposalById: byId(proposals),
    proposalsOfPlan: groupBy(proposals, ({ planId }) => planId),
    sessionsOfProposal: groupBy(sessions, ({ proposalId }) => proposalId),
    swaps,
    swapById: byId(swaps),
  };
});
