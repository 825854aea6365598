import { In, IsNull } from 'typeorm';
import type { Ref } from '../common/ids.js';
import { byRef, childrenLoader, grouped, refParameters, rowLoader, type Load, type Loader } from '../common/loading.js';
import { forMembers, viewerMembership } from '../groups/groups.loaders.js';
import { guideView, roundById } from '../guides/guides.loaders.js';
import { Candidate } from './candidate.entity.js';
import { FormerBar } from './former-bar.entity.js';
import { FormerEdition } from './former-edition.entity.js';
import { FormerInclusion } from './former-inclusion.entity.js';
import { formerAt } from './former.rules.js';
import { LoopRound } from './loop-round.entity.js';
import { Plan } from './plan.entity.js';
import { leastSharing, type ReadinessSharing } from './sharing.rules.js';

export const planById = rowLoader(Plan);

export const candidateById = rowLoader(Candidate);

const plans = (archivedToo: boolean) =>
  forMembers<Plan>({
    cacheKey: byRef,
    async batch({ db }, keys) {
      const where = { groupId: In(keys.map((key) => key.id)), ...(archivedToo ? {} : { archivedAt: IsNull() }) };
      return grouped(keys, await db.find(Plan, { where, order: { id: 'DESC' } }), (row) => row.groupId);
    },
  });

/** A group's plans, newest first, and with those that are archived; for present members. */
export const openPlans = plans(false);
export const allPlans = plans(true);

const candidates = (withdrawnToo: boolean) =>
  forMembers<Candidate>({
    cacheKey: byRef,
    async batch({ db }, keys) {
      const [groupIds, ids] = refParameters(keys);
      const where = { groupId: In(groupIds), planId: In(ids), ...(withdrawnToo ? {} : { withdrawnAt: IsNull() }) };
      return grouped(
        keys,
        await db.find(Candidate, { where, order: { enrolledAt: 'ASC', id: 'ASC' } }),
        (row) => row.planId,
      );
    },
  });

/** Who prepares in a plan, and who ever did; for present members. */
export const activeCandidates = candidates(false);
export const allCandidates = candidates(true);

/** What applies of a candidate: the least that the member shares in their candidacies of the group that they have not ended. */
export const sharingOfCandidate: Loader<Candidate, ReadinessSharing> = {
  cacheKey: byRef,
  async batch({ db }, candidates) {
    const where = { groupId: In(candidates.map(({ groupId }) => groupId)), withdrawnAt: IsNull() };
    const active = await db.findBy(Candidate, { ...where, memberId: In(candidates.map(({ memberId }) => memberId)) });
    return candidates.map((candidate) => {
      const others = active.filter(({ memberId }) => memberId === candidate.memberId);
      return leastSharing((others.length > 0 ? others : [candidate]).map(({ readinessSharing }) => readinessSharing));
    });
  },
};

/** The viewer as a candidate of a plan, present or withdrawn. */
export const viewerCandidate: Loader<Ref, Candidate | null> = {
  cacheKey: byRef,
  async batch({ db, load }, keys) {
    const [groupIds, ids] = refParameters(keys);
    const members = await Promise.all(groupIds.map((groupId) => load(viewerMembership, groupId)));
    const memberIds = members.flatMap((member) => (member ? [member.id] : []));
    const rows = await db.findBy(Candidate, { groupId: In(groupIds), planId: In(ids), memberId: In(memberIds) });
    const found = new Map(rows.map((row) => [row.planId, row]));
    return keys.map((key) => found.get(key.id) ?? null);
  },
};

export const loopRoundById = rowLoader(LoopRound);

/** Every round that a candidate's loop ever had, those that an edition dropped included. */
const everyLoopRound = childrenLoader(LoopRound, 'candidateId', { id: 'ASC' });

/** A candidate's loop in the order of the guide. */
export const loopOfCandidate: Loader<Ref, LoopRound[]> = {
  cacheKey: byRef,
  batch: ({ load }, keys) =>
    Promise.all(
      keys.map(async (key) => {
        const positions = await roundPositions(load, key);
        return (await load(everyLoopRound, key))
          .filter(({ roundId }) => positions.has(roundId))
          .toSorted((a, b) => positions.get(a.roundId)! - positions.get(b.roundId)!);
      }),
    ),
};

/** Mocks that are wanted of a round: the candidate's own number, or the guide's. */
export async function targetSessionsOf(load: Load, { groupId, roundId, targetSessions }: LoopRound): Promise<number> {
  return targetSessions ?? (await load(roundById, { groupId, id: roundId })).targetSessions;
}

async function roundPositions(load: Load, candidate: Ref): Promise<ReadonlyMap<string, number>> {
  const { groupId, planId } = await load(candidateById, candidate);
  const { guideId } = await load(planById, { groupId, id: planId });
  const { rounds } = await load(guideView, { groupId, id: guideId });
  return new Map(rounds.map((round) => [round.id, round.position]));
}

const formerBars = childrenLoader(FormerBar, 'planId', { until: 'ASC', id: 'ASC' });
const formerEditions = childrenLoader(FormerEdition, 'planId', { until: 'ASC', id: 'ASC' });
const formerInclusions = childrenLoader(FormerInclusion, 'candidateId', { until: 'ASC', id: 'ASC' });

/** The bar of a plan as it was at an instant. */
export async function barAt(load: Load, plan: Plan, instant: Date): Promise<number> {
  return formerAt(await load(formerBars, plan), instant)?.bar ?? plan.bar;
}

/** The edition that a plan had at an instant. */
export async function guideIdAt(load: Load, plan: Plan, instant: Date): Promise<string> {
  return formerAt(await load(formerEditions, plan), instant)?.guideId ?? plan.guideId;
}

/** Every round that a candidate's loop ever had, and whether it belonged to the loop at an instant. */
export async function loopAt(load: Load, candidate: Ref, instant: Date): Promise<LoopRound[]> {
  const former = await load(formerInclusions, candidate);
  return (await load(everyLoopRound, candidate)).map((loopRound) => {
    const ofRound = former.filter(({ loopRoundId }) => loopRoundId === loopRound.id);
    return { ...loopRound, included: formerAt(ofRound, instant)?.included ?? loopRound.included };
  });
}

/** The same for whoever may follow it: present members, and the candidate themself. */
export const visibleLoop: Loader<Candidate, LoopRound[]> = {
  cacheKey: byRef,
  batch: ({ load }, candidates) =>
    Promise.all(
      candidates.map(async (candidate) => {
        const viewer = await load(viewerMembership, candidate.groupId);
        const follows = viewer !== null && (viewer.leftAt === null || viewer.id === candidate.memberId);
        return follows ? load(loopOfCandidate, candidate) : [];
      }),
    ),
};
