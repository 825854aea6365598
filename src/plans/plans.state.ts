import { groupBy } from '../common/grouping.js';
import { defineSlice } from '../common/group-state.js';
import type { Ref } from '../common/ids.js';
import { byId, oncePerRequest, type RequestState } from '../common/request-state.js';
import { presentViewer, viewerMember } from '../groups/groups.state.js';
import { guideView, roundOf } from '../guides/guides.state.js';
import { Candidate } from './candidate.entity.js';
import { FormerBar } from './former-bar.entity.js';
import { FormerEdition } from './former-edition.entity.js';
import { FormerInclusion } from './former-inclusion.entity.js';
import { formerAt } from './former.rules.js';
import { LoopRound } from './loop-round.entity.js';
import { Plan } from './plan.entity.js';
import { leastSharing, type ReadinessSharing } from './sharing.rules.js';

/** Plans, their candidates and loops, and what they were before they were changed. */
const plans = defineSlice('plans', async (rows) => {
  const all = await rows.of(Plan, 'id desc');
  const candidates = await rows.of(Candidate, 'enrolledAt', 'id');
  const loopRounds = await rows.of(LoopRound);
  return {
    all,
    planById: byId(all),
    candidateById: byId(candidates),
    candidatesOfPlan: groupBy(candidates, ({ planId }) => planId),
    candidatesOfMember: groupBy(candidates, ({ memberId }) => memberId),
    loopRoundById: byId(loopRounds),
    loopRoundsOfCandidate: groupBy(loopRounds, ({ candidateId }) => candidateId),
    formerBars: groupBy(await rows.of(FormerBar, 'until', 'id'), ({ planId }) => planId),
    formerEditions: groupBy(await rows.of(FormerEdition, 'until', 'id'), ({ planId }) => planId),
    formerInclusions: groupBy(await rows.of(FormerInclusion, 'until', 'id'), ({ loopRoundId }) => loopRoundId),
  };
});

export const planOf = (state: RequestState, { groupId, id }: Ref): Plan | undefined =>
  state.of(plans, groupId).planById.get(id);

export const candidateOf = (state: RequestState, { groupId, id }: Ref): Candidate | undefined =>
  state.of(plans, groupId).candidateById.get(id);

export const loopRoundOf = (state: RequestState, { groupId, id }: Ref): LoopRound | undefined =>
  state.of(plans, groupId).loopRoundById.get(id);

/** Every plan of a group, newest first, without checking the viewer. */
export const everyPlan = (state: RequestState, groupId: string): readonly Plan[] => state.of(plans, groupId).all;

/** A group's plans, newest first; for its members. */
export function plansOfGroup(state: RequestState, groupId: string, archivedToo: boolean): Plan[] {
  if (!presentViewer(state, groupId)) return [];
  return state.of(plans, groupId).all.filter(({ archivedAt }) => archivedToo || archivedAt === null);
}

/** Who prepares in a plan, or ever did; for members. */
export function candidatesOfPlan(state: RequestState, { groupId, id }: Plan, withdrawnToo: boolean): Candidate[] {
  if (!presentViewer(state, groupId)) return [];
  const all = state.of(plans, groupId).candidatesOfPlan.get(id) ?? [];
  return all.filter(({ withdrawnAt }) => withdrawnToo || withdrawnAt === null);
}

/** Every candidacy of a member, in the order of enrolling. */
export const candidaciesOf = (state: RequestState, { groupId, id }: Ref): Candidate[] =>
  state.of(plans, groupId).candidatesOfMember.get(id) ?? [];

/** The viewer as a candidate of a plan, present or withdrawn. */
export function viewerCandidate(state: RequestState, { groupId, id }: Plan): Candidate | null {
  const viewer = viewerMember(state, groupId);
  return (viewer && candidaciesOf(state, viewer).find(({ planId }) => planId === id)) ?? null;
}

/**
 * The sharing that applies to a candidate: the least that the member shares in their active candidacies in the group.
 */
export function sharingOf(state: RequestState, candidate: Candidate): ReadinessSharing {
  const { groupId, memberId } = candidate;
  const active = candidaciesOf(state, { groupId, id: memberId }).filter(({ withdrawnAt }) => withdrawnAt === null);
  return leastSharing((active.length > 0 ? active : [candidate]).map(({ readinessSharing }) => readinessSharing));
}

/** Every round that a candidate's loop ever had, those that an edition dropped included. */
export const everyLoopRound = (state: RequestState, { groupId, id }: Ref): LoopRound[] =>
  state.of(plans, groupId).loopRoundsOfCandidate.get(id) ?? [];

/** A candidate's loop in the order of the guide. */
export const loopOf = oncePerRequest((state, candidate: Candidate): LoopRound[] => {
  const { groupId, planId } = candidate;
  const { guideId } = planOf(state, { groupId, id: planId })!;
  const position = (loopRound: LoopRound) => roundOf(state, { groupId, id: loopRound.roundId })!.position;
  return everyLoopRound(state, candidate)
    .filter(({ roundId }) => roundOf(state, { groupId, id: roundId })!.guideId === guideId)
    .toSorted((a, b) => position(a) - position(b));
});

/** The same for those who may follow it: present members, and the candidate. */
export function visibleLoop(state: RequestState, candidate: Candidate): LoopRound[] {
  const viewer = viewerMember(state, candidate.groupId);
  return viewer !== null && (viewer.leftAt === null || viewer.id === candidate.memberId)
    ? loopOf(state, candidate)
    : [];
}

/** How many sessions are wanted of a round: the candidate's own number, or the guide's. */
export const targetSessionsOf = (state: RequestState, { groupId, roundId, targetSessions }: LoopRound): number =>
  targetSessions ?? roundOf(state, { groupId, id: roundId })!.targetSessions;

/**
 * The track that a candidate has chosen. If a later edition lacks the track of a withdrawn candidate, its first track
 * is used.
 */
export function trackOf(state: RequestState, { groupId, planId, trackKey }: Candidate) {
  const { guideId } = planOf(state, { groupId, id: planId })!;
  const { tracks } = guideView(state, { groupId, id: guideId });
  return tracks.find(({ key }) => key === trackKey) ?? tracks[0]!;
}

/** The bar of a plan as it was at an instant. */
export const barAt = (state: RequestState, { groupId, id, bar }: Plan, instant: Date): number =>
  formerAt(state.of(plans, groupId).formerBars.get(id) ?? [], instant)?.bar ?? bar;

/** The edition that a plan had at an instant. */
export const guideIdAt = (state: RequestState, { groupId, id, guideId }: Plan, instant: Date): string =>
  formerAt(state.of(plans, groupId).formerEditions.get(id) ?? [], instant)?.guideId ?? guideId;

/** Every round that a candidate's loop ever had, and whether it belonged to the loop at an instant. */
export function loopAt(state: RequestState, candidate: Candidate, instant: Date): LoopRound[] {
  const { formerInclusions } = state.of(plans, candidate.groupId);
  return everyLoopRound(state, candidate).map((loopRound) => ({
    ...loopRound,
    included: formerAt(formerInclusions.get(loopRound.id) ?? [], instant)?.included ?? loopRound.included,
  }));
}
