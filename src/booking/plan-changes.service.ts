import { Inject, Injectable } from '@nestjs/common';
import { DataSource, In, IsNull, MoreThan, type EntityManager } from 'typeorm';
import type { Actor } from '../common/context.js';
import { DomainError, notFound, refuse } from '../common/errors.js';
import { newId } from '../common/ids.js';
import { daysAfter } from '../common/time.js';
import { inTransaction, lockGroup } from '../common/transaction.js';
import { Member } from '../groups/member.entity.js';
import { Guide } from '../guides/guide.entity.js';
import { guideFor } from '../guides/guides.service.js';
import { Round } from '../guides/round.entity.js';
import { Person } from '../people/person.entity.js';
import { planFor } from '../plans/plans.access.js';
import { Candidate } from '../plans/candidate.entity.js';
import { editionProblems, type RoundUse, type TrackUse } from '../plans/edition.rules.js';
import { FormerEdition } from '../plans/former-edition.entity.js';
import { endOfState } from '../plans/former.rules.js';
import { LoopRound } from '../plans/loop-round.entity.js';
import { joinRounds } from '../plans/pacing.js';
import { moveBar } from '../plans/plan-bar.js';
import { Plan } from '../plans/plan.entity.js';
import type { UpdatePlanInput } from '../plans/plans.graphql.js';
import { Session } from '../sessions/session.entity.js';

/** Changes of a plan that its loops and sessions follow. */
@Injectable()
export class PlanChangesService {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  /** Changes title, bar or edition. */
  updatePlan(actor: Actor, { planId, title, bar, guideId }: UpdatePlanInput): Promise<Plan> {
    return inTransaction(this.db, async (tx) => {
      const now = await lockGroup(tx, actor, planId.groupId);
      const { plan } = await planFor(tx, actor, planId, 'managePlans');
      plan.title = title ?? plan.title;
      if (bar != null && bar !== plan.bar) await moveBar(tx, plan, bar, now);
      if (guideId != null) {
        if (guideId.groupId !== plan.groupId) throw notFound('guide');
        await moveToEdition(tx, actor, plan, await guideFor(tx, actor, guideId));
      }
      return tx.save(plan);
    });
  }
}

/** Loops and upcoming sessions go on in the new edition; sessions that have begun keep their round. */
async function moveToEdition(tx: EntityManager, actor: Actor, plan: Plan, guide: Guide): Promise<void> {
  if (guide.id === plan.guideId) return;
  const { groupId, id: planId } = plan;
  // A session may begin while we wait for its row. It is then not moved.
  const waiting = { groupId, planId, cancelledAt: IsNull(), startsAt: MoreThan(actor.now) };
  await tx.find(Session, { where: waiting, order: { id: 'ASC' }, lock: { mode: 'pessimistic_write' } });
  const now = actor.catchUp();

  const from = await tx.findOneByOrFail(Guide, { groupId, id: plan.guideId });
  const rounds = await tx.find(Round, { where: { groupId, guideId: guide.id }, order: { position: 'ASC' } });
  const loops = await loopsOf(tx, plan);
  const to = {
    ...guide,
    roundKeys: rounds.map(({ key }) => key),
    trackKeys: guide.outline.tracks.map(({ key }) => key),
    topicKeys: guide.outline.topics.map(({ key }) => key),
  };
  const used = {
    rounds: await roundsInUse(tx, plan, loops, now),
    tracks: tracksInUse(loops),
    topics: await topicsInUse(tx, from),
  };
  const problems = editionProblems(from, to, used);
  refuse(problems);

  await keepFormer(tx, plan, now);
  plan.guideId = guide.id;
  for (const round of rounds) await moveRound(tx, loops, round, now);
  for (const { candidate, loop } of loops) {
    if (candidate.withdrawnAt !== null) continue;
    const there = new Set(loop.filter(({ isPresent }) => isPresent).map(({ roundKey }) => roundKey));
    const joining = rounds.filter(({ key }) => !there.has(key));
    await joinRounds(tx, plan, candidate, joining, now);
  }
}

/** The plan's former edition is stored, because requests about the past need it. */
async function keepFormer(tx: EntityManager, { groupId, id: planId, guideId }: Plan, now: Date): Promise<void> {
  const before = await tx.findOne(FormerEdition, { where: { groupId, planId }, order: { until: 'DESC' } });
  // Editions may differ in weights and grace. Like moves of the bar, frequent moves would reveal what the levels hide.
  if (before !== null && before.until > daysAfter(now, -1))
    throw new DomainError(
      'LIMIT_REACHED',
      'A plan can move to another edition only once in 24 hours. Move it tomorrow.',
    );
  await tx.insert(FormerEdition, { groupId, id: newId(), planId, until: endOfState(now, before), guideId });
}

interface CandidateLoop {
  candidate: Candidate;
  name: string;
  /** Every round that the loop ever had. A round is present if the plan's edition has it. */
  loop: (LoopRound & { roundKey: string; isPresent: boolean })[];
}

/** Every loop of a plan; those of withdrawn candidates, too. */
async function loopsOf(tx: EntityManager, { groupId, id: planId, guideId }: Plan): Promise<CandidateLoop[]> {
  const candidates = await tx.find(Candidate, { where: { groupId, planId }, order: { id: 'ASC' } });
  const members = await tx.findBy(Member, { groupId, id: In(candidates.map(({ memberId }) => memberId)) });
  const people = await tx.findBy(Person, { id: In(members.map(({ personId }) => personId)) });
  const loopRounds = await tx.findBy(LoopRound, { groupId, candidateId: In(candidates.map(({ id }) => id)) });
  const rounds = await tx.findBy(Round, { groupId, id: In(loopRounds.map(({ roundId }) => roundId)) });
  return candidates.map((candidate) => {
    const { personId } = members.find(({ id }) => id === candidate.memberId)!;
    const own = loopRounds.filter(({ candidateId }) => candidateId === candidate.id);
    const loop = own.map((loopRound) => {
      const round = rounds.find(({ id }) => id === loopRound.roundId)!;
      return Object.assign(loopRound, { roundKey: round.key, isPresent: round.guideId === guideId });
    });
    return { candidate, name: people.find(({ id }) => id === personId)!.displayName, loop };
  });
}

async function roundsInUse(
  tx: EntityManager,
  { groupId, id: planId, guideId }: Plan,
  loops: readonly CandidateLoop[],
  now: Date,
): Promise<RoundUse[]> {
  const sessions = await tx.findBy(Session, { groupId, planId, cancelledAt: IsNull() });
  const rounds = await tx.find(Round, { where: { groupId, guideId }, order: { position: 'ASC' } });
  return rounds.map(({ key }) => {
    const ofRound = loops.map(({ candidate, name, loop }) => {
      const loopRound = loop.find(({ roundKey, isPresent }) => isPresent && roundKey === key);
      return { loopRound, isIncluded: candidate.withdrawnAt === null && loopRound?.included === true, name };
    });
    const ids = new Set(ofRound.map(({ loopRound }) => loopRound?.id));
    const itsSessions = sessions.filter(({ loopRoundId }) => ids.has(loopRoundId));
    return {
      key,
      includedBy: ofRound.filter(({ isIncluded }) => isIncluded).map(({ name }) => name),
      hasUpcoming: itsSessions.some(({ startsAt }) => startsAt > now),
      hasBegun: itsSessions.some(({ startsAt }) => startsAt <= now),
    };
  });
}

/** Topics of the group's own questions, which go along to each edition of the guide. */
async function topicsInUse(tx: EntityManager, { groupId, key }: Guide): Promise<string[]> {
  const rows: { topicKey: string }[] = await tx.query(
    `select distinct q.topic_key as "topicKey" from question q join guide g on g.group_id = q.group_id and g.id = q.guide_id
     where q.group_id = $1 and g.key = $2 and q.author_id is not null and q.retired_at is null order by 1`,
    [groupId, key],
  );
  return rows.map(({ topicKey }) => topicKey);
}

function tracksInUse(loops: readonly CandidateLoop[]): TrackUse[] {
  const present = loops.filter(({ candidate }) => candidate.withdrawnAt === null);
  const keys = [...new Set(present.map(({ candidate }) => candidate.trackKey))];
  return keys.map((key) => ({
    key,
    chosenBy: present.filter(({ candidate }) => candidate.trackKey === key).map(({ name }) => name),
  }));
}

/** The round of every loop that has its key, with the sessions that are to come. */
async function moveRound(
  tx: EntityManager,
  loops: readonly CandidateLoop[],
  { groupId, id: roundId, key }: Round,
  now: Date,
): Promise<void> {
  const ids = loops.flatMap(({ loop }) => loop.filter(({ roundKey }) => roundKey === key).map(({ id }) => id));
  await tx.update(LoopRound, { groupId, id: In(ids) }, { roundId });
  const upcoming = { groupId, loopRoundId: In(ids), cancelledAt: IsNull(), startsAt: MoreThan(now) };
  await tx.update(Session, upcoming, { roundId });
}
