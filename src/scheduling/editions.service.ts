import { Inject, Injectable } from '@nestjs/common';
import { DataSource, In, IsNull, MoreThan, type EntityManager } from 'typeorm';
import type { Actor } from '../common/context.js';
import { invalidInput, notFound } from '../common/errors.js';
import { newId } from '../common/ids.js';
import { inTransaction, lockGroup } from '../common/transaction.js';
import { Guide } from '../guides/guide.entity.js';
import { guideFor } from '../guides/guides.service.js';
import { Round } from '../guides/round.entity.js';
import { planFor } from '../plans/candidacy.js';
import { Candidate } from '../plans/candidate.entity.js';
import { editionProblems, type EditionUse } from '../plans/edition.rules.js';
import { FormerEdition } from '../plans/former-edition.entity.js';
import { FormerInclusion } from '../plans/former-inclusion.entity.js';
import { endOfState } from '../plans/former.rules.js';
import { LoopRound } from '../plans/loop-round.entity.js';
import { addRounds } from '../plans/pacing.js';
import { moveBar } from '../plans/plan-bar.js';
import { Plan } from '../plans/plan.entity.js';
import type { UpdatePlanInput } from '../plans/plans.graphql.js';
import { Session } from '../sessions/session.entity.js';

/** Changes of a plan that its loops and sessions follow. */
@Injectable()
export class EditionsService {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  /** Changes title, bar or edition. */
  updatePlan(actor: Actor, { planId, title, bar, guideId }: UpdatePlanInput): Promise<Plan> {
    return inTransaction(this.db, async (tx) => {
      await lockGroup(tx, actor, planId.groupId);
      const { plan } = await planFor(tx, actor, planId, 'managePlans');
      plan.title = title ?? plan.title;
      if (bar != null && bar !== plan.bar) await moveBar(tx, plan, bar, actor.now);
      if (guideId != null) {
        if (guideId.groupId !== plan.groupId) throw notFound('guide');
        await moveToEdition(tx, plan, await guideFor(tx, actor, guideId), actor.now);
      }
      return tx.save(plan);
    });
  }
}

/** Loops and upcoming sessions go on in the new edition; sessions that have begun keep their round. */
async function moveToEdition(tx: EntityManager, plan: Plan, guide: Guide, now: Date): Promise<void> {
  if (guide.id === plan.guideId) return;
  const { groupId, id: planId } = plan;
  const from = await tx.findOneByOrFail(Guide, { groupId, id: plan.guideId });
  const loops = await loopsOf(tx, plan);
  const rounds = await tx.find(Round, { where: { groupId, guideId: guide.id }, order: { position: 'ASC' } });
  const problems = editionProblems(editionOf(from, []), editionOf(guide, rounds), await useOf(tx, plan, loops));
  if (problems.length > 0) throw invalidInput(problems);

  const before = await tx.findOne(FormerEdition, { where: { groupId, planId }, order: { until: 'DESC' } });
  const until = endOfState(now, before);
  await tx.insert(FormerEdition, { groupId, id: newId(), planId, until, guideId: from.id });
  plan.guideId = guide.id;
  for (const round of rounds) await moveRound(tx, loops, round, now);
  for (const { candidate, loop } of loops) {
    const added = roundsBesides(loop, rounds);
    if (candidate.withdrawnAt === null) await includeRounds(tx, plan, candidate, added, until, now);
    else await keepTrack(tx, candidate, guide);
  }
}

interface LoopInUse {
  candidate: Candidate;
  loop: (LoopRound & { roundKey: string })[];
}

/** Every loop of a plan, with the keys of its rounds; those of withdrawn candidates, too. */
async function loopsOf(tx: EntityManager, { groupId, id: planId }: Plan): Promise<LoopInUse[]> {
  const candidates = await tx.findBy(Candidate, { groupId, planId });
  const loopRounds = await tx.findBy(LoopRound, { groupId, candidateId: In(candidates.map(({ id }) => id)) });
  const rounds = await tx.findBy(Round, { groupId, id: In(loopRounds.map(({ roundId }) => roundId)) });
  const keys = new Map(rounds.map(({ id, key }) => [id, key]));
  const keyed = loopRounds.map((loopRound) => Object.assign(loopRound, { roundKey: keys.get(loopRound.roundId)! }));
  return candidates.map((candidate) => ({
    candidate,
    loop: keyed.filter(({ candidateId }) => candidateId === candidate.id),
  }));
}

/** What the present candidates have chosen, and what sessions were held or booked for. */
async function useOf(tx: EntityManager, plan: Plan, loops: readonly LoopInUse[]): Promise<EditionUse> {
  const where = { groupId: plan.groupId, planId: plan.id, cancelledAt: IsNull() };
  const sessions = await tx.find(Session, { where, select: { loopRoundId: true } });
  const withSessions = new Set(sessions.map(({ loopRoundId }) => loopRoundId));
  const present = new Set(loops.filter(({ candidate }) => candidate.withdrawnAt === null));
  const roundKeys = loops.flatMap((each) =>
    each.loop
      .filter(({ id, included }) => withSessions.has(id) || (included && present.has(each)))
      .map(({ roundKey }) => roundKey),
  );
  return { roundKeys, trackKeys: [...present].map(({ candidate }) => candidate.trackKey) };
}

const editionOf = ({ key, edition, outline }: Guide, rounds: readonly Round[]) => ({
  key,
  edition,
  rounds,
  trackKeys: outline.tracks.map((track) => track.key),
});

/** The round of every loop that has its key, with the sessions that are to come. */
async function moveRound(
  tx: EntityManager,
  loops: readonly LoopInUse[],
  { groupId, id: roundId, key }: Round,
  now: Date,
): Promise<void> {
  const ids = loops.flatMap(({ loop }) => loop.filter(({ roundKey }) => roundKey === key).map(({ id }) => id));
  await tx.update(LoopRound, { groupId, id: In(ids) }, { roundId });
  const upcoming = { groupId, loopRoundId: In(ids), cancelledAt: IsNull(), startsAt: MoreThan(now) };
  await tx.update(Session, upcoming, { roundId });
}

/** Rounds of an edition that a loop does not have. */
const roundsBesides = (loop: LoopInUse['loop'], rounds: readonly Round[]) =>
  rounds.filter(({ key }) => !loop.some(({ roundKey }) => roundKey === key));

/** New rounds belong to the loop from now on, and not to its past. */
async function includeRounds(
  tx: EntityManager,
  plan: Plan,
  candidate: Candidate,
  rounds: readonly Round[],
  until: Date,
  now: Date,
): Promise<void> {
  if (rounds.length === 0) return;
  const { groupId, id: candidateId } = candidate;
  const added = await addRounds(tx, plan, candidate, rounds, now);
  const before = added.map(({ id: loopRoundId }) => ({ groupId, id: newId(), candidateId, loopRoundId, until }));
  await tx.insert(
    FormerInclusion,
    before.map((each) => ({ ...each, included: false })),
  );
}

/** A candidate who has withdrawn cannot choose anew: a track that is gone becomes the guide's first. */
async function keepTrack(tx: EntityManager, { groupId, id, trackKey }: Candidate, guide: Guide): Promise<void> {
  const keys = guide.outline.tracks.map((track) => track.key);
  if (!keys.includes(trackKey)) await tx.update(Candidate, { groupId, id }, { trackKey: keys[0]! });
}
