import { Inject, Injectable } from '@nestjs/common';
import { DataSource, In, type EntityManager } from 'typeorm';
import type { Actor } from '../common/context.js';
import { Round } from '../guides/round.entity.js';
import { DomainError, fieldProblem, invalidInput, notFound, refuse, shown } from '../common/errors.js';
import { newId } from '../common/ids.js';
import type { LocalDate } from '../common/time.js';
import { inTransaction, lockGroup } from '../common/transaction.js';
import { Member } from '../groups/member.entity.js';
import { assertMayNow, memberFor } from '../groups/groups.access.js';
import { Guide } from '../guides/guide.entity.js';
import { guideFor } from '../guides/guides.service.js';
import { assertInEdition, assertOpen, assertPlanOpen, candidacyFor, loopRoundFor, planFor } from './plans.access.js';
import { Candidate } from './candidate.entity.js';
import { leastSharing } from './sharing.rules.js';
import { FormerInclusion } from './former-inclusion.entity.js';
import { endOfState } from './former.rules.js';
import { LoopRound } from './loop-round.entity.js';
import { joinRounds, pace, todayOf } from './pacing.js';
import { windowProblems } from './pacing.rules.js';
import { Plan } from './plan.entity.js';
import type {
  CreatePlanInput,
  EnrollCandidateInput,
  UpdateCandidateInput,
  UpdateLoopRoundInput,
} from './plans.graphql.js';

const MOST_PLANS = 50;

/** Plans, candidates and their loops. Withdrawing is an act of departures/, which knows what it cancels. */
@Injectable()
export class PlansService {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  createPlan(actor: Actor, input: CreatePlanInput): Promise<Plan> {
    const groupId = input.groupId.id;
    return inTransaction(this.db, async (tx) => {
      const now = await lockGroup(tx, actor, groupId);
      const member = await memberFor(tx, actor, groupId, 'managePlans');
      if ((await tx.countBy(Plan, { groupId })) >= MOST_PLANS) {
        throw new DomainError('LIMIT_REACHED', `A group has at most ${MOST_PLANS} plans, archived ones included.`);
      }
      if (input.guideId.groupId !== groupId) throw notFound('guide');
      const guide = await guideFor(tx, actor, input.guideId);
      const { title, startsOn, bar } = input;
      const plan = tx.create(Plan, {
        groupId,
        id: newId(),
        guideId: guide.id,
        title,
        startsOn,
        bar,
        createdAt: now,
        createdById: member.id,
        archivedAt: null,
        archivedById: null,
      });
      await tx.insert(Plan, plan);
      return plan;
    });
  }

  /** Makes a member a candidate, with a loop through every round of the guide. A candidate who withdrew gets their old loop back. */
  enrollCandidate(actor: Actor, input: EnrollCandidateInput): Promise<Candidate> {
    return inTransaction(this.db, async (tx) => {
      const now = await lockGroup(tx, actor, input.planId.groupId);
      const { plan, viewer } = await planFor(tx, actor, input.planId, 'read');
      const { groupId } = plan;
      const member = await tx.findOneBy(Member, { groupId: input.memberId.groupId, id: input.memberId.id });
      if (!member || member.groupId !== groupId || member.leftAt) throw notFound('member');
      await assertMayNow(tx, viewer, member.id === viewer.id ? 'enrollSelf' : 'enrollAnother');
      assertOpen(plan);
      const candidacies = await tx.findBy(Candidate, { groupId, memberId: member.id });
      if (member.id !== viewer.id) await assertNeverCandidate(tx, plan, candidacies);
      const former = candidacies.find(({ planId }) => planId === plan.id);
      if (former && !former.withdrawnAt)
        throw new DomainError('ALREADY_EXISTS', 'This member is already a candidate of the plan.');

      const trackKey = await trackOf(tx, plan, input.trackKey ?? null, former?.trackKey);
      const { targetDate } = input;
      const candidate = tx.create(Candidate, {
        groupId,
        id: former?.id ?? newId(),
        planId: plan.id,
        memberId: member.id,
        trackKey,
        targetDate,
        enrolledAt: now,
        withdrawnAt: null,
        readinessSharing: leastSharing(candidacies.map(({ readinessSharing }) => readinessSharing)),
      });
      await tx.save(candidate);
      await pace(tx, plan, candidate, now);
      return candidate;
    });
  }

  updateCandidate(actor: Actor, input: UpdateCandidateInput): Promise<Candidate> {
    return inTransaction(this.db, async (tx) => {
      const now = await lockGroup(tx, actor, input.candidateId.groupId);
      const { candidate, own } = await candidacyFor(tx, actor, input.candidateId);
      // Only the candidate decides who sees their readiness, even in an archived plan.
      if (input.trackKey != null || input.targetDate != null) await assertPlanOpen(tx, candidate);
      const plan = await tx.findOneByOrFail(Plan, { groupId: candidate.groupId, id: candidate.planId });
      if (input.readinessSharing) {
        if (!own) throw new DomainError('FORBIDDEN', 'Only candidates themselves decide who sees their readiness.');
        candidate.readinessSharing = input.readinessSharing;
      }
      if (input.trackKey) candidate.trackKey = await trackOf(tx, plan, input.trackKey);
      const moved = input.targetDate != null && input.targetDate !== candidate.targetDate;
      if (moved) candidate.targetDate = input.targetDate!;
      await tx.save(candidate);
      if (moved) await pace(tx, plan, candidate, now);
      return candidate;
    });
  }

  updateLoopRound(actor: Actor, input: UpdateLoopRoundInput): Promise<LoopRound> {
    return inTransaction(this.db, async (tx) => {
      const now = await lockGroup(tx, actor, input.loopRoundId.groupId);
      const loopRound = await loopRoundFor(tx, actor, input.loopRoundId);
      const { groupId, id } = loopRound;
      const { candidate } = await candidacyFor(tx, actor, { groupId, id: loopRound.candidateId });
      await assertPlanOpen(tx, candidate);
      await assertInEdition(tx, candidate, loopRound);
      const backIn = input.included === true && !loopRound.included;
      if (input.included != null && input.included !== loopRound.included) {
        const { candidateId, included } = loopRound;
        const where = { groupId, candidateId, loopRoundId: id };
        const until = endOfState(now, await tx.findOne(FormerInclusion, { where, order: { until: 'DESC' } }));
        await tx.insert(FormerInclusion, { ...where, id: newId(), until, included });
        loopRound.included = input.included;
      }
      loopRound.targetSessions = input.targetSessions ?? loopRound.targetSessions;
      if (input.realInterviewOn !== undefined) {
        await assertNotPast(tx, candidate, input.realInterviewOn, now);
        loopRound.realInterviewOn = input.realInterviewOn;
      }
      await tx.save(loopRound);
      const plan = await tx.findOneByOrFail(Plan, { groupId, id: candidate.planId });
      const round = await tx.findOneByOrFail(Round, { groupId, id: loopRound.roundId });
      if (backIn) await joinRounds(tx, plan, candidate, [round], now);
      const paced = backIn ? await tx.findOneByOrFail(LoopRound, { groupId, id }) : loopRound;
      if (input.windowStart == null && input.windowEnd == null) return paced;
      const window = { start: input.windowStart ?? paced.windowStart, end: input.windowEnd ?? paced.windowEnd };
      const problems = windowProblems(window, plan.startsOn, candidate.targetDate);
      refuse(problems);
      return tx.save(Object.assign(paced, { windowStart: window.start, windowEnd: window.end }));
    });
  }
}

/**
 * Organizers enroll others only for a guide that is new to them: many plans with many bars would reveal the estimate
 * behind a level.
 */
async function assertNeverCandidate(tx: EntityManager, plan: Plan, candidacies: readonly Candidate[]): Promise<void> {
  const { groupId } = plan;
  const plans = await tx.findBy(Plan, { groupId, id: In(candidacies.map(({ planId }) => planId)) });
  const guides = await tx.findBy(Guide, { groupId, id: In([plan, ...plans].map(({ guideId }) => guideId)) });
  const keyOf = ({ guideId }: Plan) => guides.find(({ id }) => id === guideId)!.key;
  const active = candidacies.some(({ planId, withdrawnAt }) => planId === plan.id && withdrawnAt === null);
  if (active || !plans.some((each) => keyOf(each) === keyOf(plan))) return;
  throw new DomainError(
    'FORBIDDEN',
    'This member has already been a candidate for this guide. Ask them to enroll themselves.',
  );
}

/** The candidate's track: the given one if the guide has it; by default the previous one, or else the guide's first. */
async function trackOf(tx: EntityManager, plan: Plan, key: string | null, before?: string): Promise<string> {
  const { outline } = await tx.findOneByOrFail(Guide, { groupId: plan.groupId, id: plan.guideId });
  const keys = outline.tracks.map((track) => track.key);
  if (key === null) return keys.find((each) => each === before) ?? keys[0]!;
  if (!keys.includes(key))
    throw invalidInput([fieldProblem('trackKey', `a track of the guide: ${keys.join(', ')}`, shown(key))]);
  return key;
}

async function assertNotPast(
  tx: EntityManager,
  candidate: Candidate,
  date: LocalDate | null,
  now: Date,
): Promise<void> {
  const today = await todayOf(tx, candidate, now);
  if (date !== null && date < today) throw invalidInput([fieldProblem('realInterviewOn', `${today} or later`, date)]);
}
