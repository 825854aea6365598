import { groupBy } from '../common/grouping.js';
import { defineSlice } from '../common/group-state.js';
import type { Ref } from '../common/ids.js';
import { byId, definePersonal, oncePerRequest, type RequestState } from '../common/request-state.js';
import { presentViewer } from '../groups/groups.state.js';
import { loopRoundOf } from '../plans/plans.state.js';
import type { Plan } from '../plans/plan.entity.js';
import { Proposal } from './proposal.entity.js';
import { proposalStatus, type ProposalStatus, type SolvePhase } from './proposal.rules.js';
import { ProposedSession } from './proposed-session.entity.js';
import { isStillAllowed } from './slots.state.js';
import type { BlockView } from './slots.view.js';

/** Proposals with their sessions. The progress of a solve is in no slice, because it changes every second. */
const scheduling = defineSlice('scheduling', async (rows) => {
  const proposals = await rows.of(Proposal);
  const sessions = await rows.of(ProposedSession, 'starts_at, id');
  return {
    proposalById: byId(proposals),
    proposalsOfPlan: groupBy(proposals, ({ planId }) => planId),
    sessionsOfProposal: groupBy(sessions, ({ proposalId }) => proposalId),
  };
});

interface Lease {
  proposalId: string;
  expiresAt: number;
  phase: SolvePhase;
  placed: number;
  placedBound: number | null;
}

/** The solves that go on in the viewer's groups, by group and plan. */
const leases = definePersonal<ReadonlyMap<string, Lease>>({
  name: 'leases',
  fields: ['ScheduleProposal.*'],
  sql: `
    select jsonb_object_agg(lease.group_id || ' ' || lease.plan_id, jsonb_build_object(
      'proposalId', lease.proposal_id, 'expiresAt', round(extract(epoch from lease.expires_at) * 1000),
      'phase', lease.phase, 'placed', lease.placed, 'placedBound', lease.placed_bound))
    from solve_lease lease join member own on own.group_id = lease.group_id
    where own.person_id = p.id and own.left_at is null`,
  read: (object) => new Map(Object.entries((object ?? {}) as Record<string, Lease>)),
});

export const proposalOf = (state: RequestState, { groupId, id }: Ref): Proposal | undefined =>
  state.of(scheduling, groupId).proposalById.get(id);

/** The newest 20 proposals of a plan, newest first; for present members. */
export const proposalsOf = (state: RequestState, { groupId, id }: Plan): Proposal[] =>
  presentViewer(state, groupId)
    ? (state.of(scheduling, groupId).proposalsOfPlan.get(id) ?? []).toReversed().slice(0, MOST_SHOWN)
    : [];

const MOST_SHOWN = 20;

/** The sessions of a proposal, soonest first. Sessions with a member who has left since then are left out. */
export const proposedSessionsOf = oncePerRequest(
  (state, { groupId, id }: Proposal): ProposedSession[] =>
    state.of(scheduling, groupId).sessionsOfProposal.get(id) ?? [],
);

const leaseOf = (state: RequestState, { groupId, planId }: Proposal): Lease | null =>
  state.personal(leases).get(`${groupId} ${planId}`) ?? null;

export const statusOfProposal = oncePerRequest((state, proposal: Proposal): ProposalStatus =>
  proposalStatus(proposal, leaseOf(state, proposal), {
    now: state.now.getTime(),
    areAllAllowed: () => proposedSessionsOf(state, proposal).every((session) => isAllowed(state, session)),
  }),
);

/** Whether a proposed session could still be booked as it is. */
export const isAllowed = (state: RequestState, { groupId, loopRoundId, startsAt, panel }: ProposedSession): boolean =>
  isStillAllowed(state, loopRoundOf(state, { groupId, id: loopRoundId })!, startsAt, panel);

export type UnplacedView = BlockView;

/** The sittings that found no place, each with its reason. */
export const unplacedIn = (state: RequestState, { groupId, unplaced }: Proposal): UnplacedView[] =>
  unplaced.map(({ loopRoundId, block }) => ({
    ...block,
    loopRound: loopRoundOf(state, { groupId, id: loopRoundId })!,
  }));

/** How far a solve is, while it goes on. */
export function progressOf(state: RequestState, proposal: Proposal): Lease | null {
  const lease = leaseOf(state, proposal);
  const isOwn = lease !== null && lease.proposalId === proposal.id && lease.expiresAt > state.now.getTime();
  return proposal.status === 'SOLVING' && isOwn ? lease : null;
}
