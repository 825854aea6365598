import type { Ref } from '../common/ids.js';
import { definePersonal, oncePerRequest, type RequestState } from '../common/request-state.js';
import { minutesAfter } from '../common/time.js';
import { groupOf, memberOf, presentViewer } from '../groups/groups.state.js';
import { roundOf } from '../guides/guides.state.js';
import { candidateOf, loopRoundOf } from '../plans/plans.state.js';
import type { Plan } from '../plans/plan.entity.js';
import type { Proposal } from './proposal.entity.js';
import { proposalStatus, type ProposalStatus, type SolvePhase } from './proposal.rules.js';
import { timeTaken } from './proposal-result.state.js';
import type { ProposedSession } from './proposed-session.entity.js';
import { firstHalvesIn } from './publishing.rules.js';
import { scheduling } from './scheduling.state.js';
import { inTurn, isStillAllowed } from './slots.state.js';

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

/** Every proposal that a member has asked for, in order of creation. */
export const proposalsBy = (state: RequestState, { groupId, id }: Ref): Proposal[] =>
  state.of(scheduling, groupId).proposals.filter(({ createdById }) => createdById === id);

/** Whether a proposed session names a member who has left since: its candidate has withdrawn by that, or a seat is empty. */
function namesLeaver(state: RequestState, session: ProposedSession): boolean {
  const { groupId, loopRoundId, panel } = session;
  const loopRound = loopRoundOf(state, { groupId, id: loopRoundId })!;
  const { memberId } = candidateOf(state, { groupId, id: loopRound.candidateId })!;
  return [memberId, ...panel].some((id) => memberOf(state, { groupId, id })!.leftAt !== null);
}

/** Every session that a proposal has had, soonest first. */
export const everySessionOf = (state: RequestState, { groupId, id }: Proposal): readonly ProposedSession[] =>
  state.of(scheduling, groupId).sessionsOfProposal.get(id) ?? [];

/** The sessions of a proposal, soonest first. It has lost those that are not booked and name a member who has left. */
export const proposedSessionsOf = oncePerRequest((state, proposal: Proposal): readonly ProposedSession[] => {
  const all = everySessionOf(state, proposal);
  return proposal.status === 'SOLVING'
    ? all
    : all.filter((each) => each.sessionId !== null || !namesLeaver(state, each));
});

/** The other half of a proposed exchange; null if the proposal has lost it to a departure. */
export function otherProposedHalf(state: RequestState, session: ProposedSession): ProposedSession | null {
  const { groupId, proposalId, exchangedWithId } = session;
  const proposal = proposalOf(state, { groupId, id: proposalId })!;
  return proposedSessionsOf(state, proposal).find(({ id }) => id === exchangedWithId) ?? null;
}

const leaseOf = (state: RequestState, { groupId, planId }: Proposal): Lease | null =>
  state.personal(leases).get(`${groupId} ${planId}`) ?? null;

/** The status of a proposal. An open one judges all its sessions, so other requests are answered between two of them. */
export const statusOfProposal = oncePerRequest(async (state, proposal: Proposal): Promise<ProposalStatus> => {
  const decide = () =>
    proposalStatus(proposal, leaseOf(state, proposal), {
      now: state.now.getTime(),
      areAllAllowed: () => areAllAllowed(state, proposal),
    });
  return proposal.status === 'OPEN' ? inTurn(decide) : decide();
});

/** Whether all sessions of a proposal could still be booked as they are, each beside those before it, as publishing books them. */
function areAllAllowed(state: RequestState, proposal: Proposal): boolean {
  const { groupId } = proposal;
  const sessions = proposedSessionsOf(state, proposal);
  const firstHalves = firstHalvesIn(sessions);
  const taken = timeTaken(state, groupId);
  return sessions.every((session) => {
    const { id, loopRoundId, startsAt, endsAt, panel } = session;
    const loopRound = loopRoundOf(state, { groupId, id: loopRoundId })!;
    // The plan may have moved to an edition with rounds of another length.
    const { minutes } = roundOf(state, { groupId, id: loopRound.roundId })!;
    if (minutesAfter(startsAt, minutes).getTime() !== endsAt.getTime()) return false;
    const bufferMinutes = firstHalves.has(id) ? 0 : groupOf(state, groupId).bufferMinutes;
    const placed = { startsAt, panel, bufferMinutes };
    const beside = { time: taken.time, sittings: taken.sittings(loopRoundId) };
    if (!isStillAllowed(state, loopRound, placed, beside)) return false;
    taken.add(session, bufferMinutes);
    return true;
  });
}

/** How far a solve is, while it goes on. */
export function progressOf(state: RequestState, proposal: Proposal): Lease | null {
  const lease = leaseOf(state, proposal);
  const isOwn = lease !== null && lease.proposalId === proposal.id && lease.expiresAt > state.now.getTime();
  return proposal.status === 'SOLVING' && isOwn ? lease : null;
}
