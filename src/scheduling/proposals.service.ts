import { Inject, Injectable, Logger } from '@nestjs/common';
import { DataSource, Not, type EntityManager } from 'typeorm';
import { CLOCK, type Clock } from '../common/clock.js';
import type { Actor, RequestContext } from '../common/context.js';
import { DomainError, invalidState, refuse } from '../common/errors.js';
import { newId, type Ref } from '../common/ids.js';
import type { RequestState } from '../common/request-state.js';
import { dateIn, hoursAfter } from '../common/time.js';
import { inTransaction, lockGroup } from '../common/transaction.js';
import { Group } from '../groups/group.entity.js';
import { planFor } from '../plans/plans.access.js';
import type { Plan } from '../plans/plan.entity.js';
import { planProblem } from './plan-problem.state.js';
import { foundIn } from './proposal-result.state.js';
import { Proposal } from './proposal.entity.js';
import { dayProblems, LEASE_SECONDS } from './proposal.rules.js';
import {
  assertOpenProposal,
  proposalFor,
  proposedSessionIds,
  withoutLeavers,
  withoutThose,
  assertBooksSomething,
} from './proposals.access.js';
import type { ProposeScheduleInput } from './proposals.graphql.js';
import { ProposedSession } from './proposed-session.entity.js';
import { bookAll, type Refused } from './publishing.js';
import { SolveLease } from './solve-lease.entity.js';
import type { Progress } from './solver/solve.js';
import { Solver, Stopped } from './solving.js';

/** Wall time is only a safety stop: the budget of a solve is steps. The largest plans have taken five minutes on a slow machine. */
const SAFETY_SECONDS = 600;

const HEARTBEAT_MILLISECONDS = 5_000;

/** Proposes, publishes and discards plans for many sessions at once. */
@Injectable()
export class ProposalsService {
  private readonly log = new Logger('Proposals');

  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly solver: Solver,
  ) {}

  /** Begins to work out a proposal, and answers at once. No transaction is open while it is solved. */
  async proposeSchedule(request: RequestContext, input: ProposeScheduleInput): Promise<Proposal> {
    const actor = request.signedIn;
    const { planId, from = null, to = null, effort } = input;
    this.solver.assertRoom();
    const { proposal, plan } = await inTransaction(this.db, (tx) => this.begin(tx, actor, input));
    await request.renew([planId.groupId]).catch(async (error: unknown) => {
      // Otherwise nobody would work on it, and the plan would wait for its lease.
      await inTransaction(this.db, (tx) => fail(tx, proposal));
      throw error;
    });
    const { state } = request;
    this.solver.awaitBeforeClosing(this.work(state, proposal, { plan, from, to, effort }));
    return proposal;
  }

  /** Books all sessions except the named ones, all or nothing. */
  publishProposal(actor: Actor, ref: Ref, except: readonly string[]): Promise<Proposal> {
    const left = proposedSessionIds(except);
    return inTransaction(this.db, async (tx) => {
      const now = await lockGroup(tx, actor, ref.groupId);
      const { proposal, viewer } = await proposalFor(tx, actor, ref);
      await assertOpenProposal(tx, proposal, now);
      const { groupId, id: proposalId } = proposal;
      const all = await tx.find(ProposedSession, {
        where: { groupId, proposalId },
        order: { startsAt: 'ASC', id: 'ASC' },
      });
      const proposed = await withoutLeavers(tx, withoutThose(all, left));
      assertBooksSomething(proposed, left);
      const refused = await bookAll(tx, proposed, { planId: proposal.planId, viewer, now });
      if (refused.length > 0) throw stale(refused);
      return tx.save(Object.assign(proposal, { status: 'PUBLISHED' as const }));
    });
  }

  /** Discards a proposal. Nothing was booked. A proposal that is still being worked out is stopped. */
  async discardProposal(actor: Actor, ref: Ref): Promise<Proposal> {
    const discarded = await inTransaction(this.db, async (tx) => {
      const now = await lockGroup(tx, actor, ref.groupId);
      const { proposal } = await proposalFor(tx, actor, ref);
      if (proposal.status === 'PUBLISHED' || proposal.status === 'DISCARDED')
        await assertOpenProposal(tx, proposal, now);
      await tx.delete(SolveLease, { groupId: proposal.groupId, proposalId: proposal.id });
      return tx.save(Object.assign(proposal, { status: 'DISCARDED' as const }));
    });
    this.solver.stop(discarded.id);
    return discarded;
  }

  private async begin(
    tx: EntityManager,
    actor: Actor,
    { planId, from, to }: ProposeScheduleInput,
  ): Promise<{ proposal: Proposal; plan: Plan }> {
    const now = await lockGroup(tx, actor, planId.groupId);
    const { plan, viewer } = await planFor(tx, actor, planId, 'proposeSchedules');
    const { timeZone } = await tx.findOneByOrFail(Group, { id: plan.groupId });
    const today = dateIn(now, timeZone);
    refuse(dayProblems({ from: from ?? null, to: to ?? null }, today));
    const ofPlan = { groupId: plan.groupId, planId: plan.id };
    const lease = await tx.findOneBy(SolveLease, ofPlan);
    if (lease !== null && lease.expiresAt > now)
      throw invalidState('SOLVING', 'A proposal of this plan is being worked out. Wait until it is open.');
    // Removes what a dead process has left.
    await tx.delete(SolveLease, ofPlan);
    const id = newId();
    const left = { ...ofPlan, status: 'SOLVING' as const, id: Not(id) };
    await tx.update(Proposal, left, { status: 'FAILED' });
    const proposal = tx.create(Proposal, {
      ...{ ...ofPlan, id, createdAt: now, createdById: viewer.id },
      ...{ fromDate: from ?? null, toDate: to ?? null, status: 'SOLVING', unplaced: [], quality: null },
    });
    await tx.insert(Proposal, proposal);
    await tx.insert(SolveLease, {
      ...{ ...ofPlan, proposalId: id, expiresAt: hoursAfter(now, LEASE_SECONDS / 3_600) },
      ...{ phase: 'PLACING', placed: 0, placedBound: null },
    });
    return { proposal, plan };
  }

  /** Solves the problem, reports progress, and stores the result if the lease still belongs to it. */
  private async work(
    state: RequestState,
    proposal: Proposal,
    { plan, from, to, effort }: { plan: Plan; from: string | null; to: string | null; effort: SolveEffort },
  ): Promise<void> {
    let latest: Partial<Progress> = {};
    // One after the other, so that an older phase is never written last.
    let sent = Promise.resolve();
    const send = () => void (sent = sent.then(() => this.renewLease(proposal, latest)));
    const beat = setInterval(send, HEARTBEAT_MILLISECONDS);
    try {
      const planned = planProblem(state, { plan, from, to });
      const task = { problem: planned.problem, effort, safetySeconds: SAFETY_SECONDS };
      const solution = await this.solver.solve(proposal.id, task, (progress) => {
        const isNewPhase = progress.phase !== latest.phase;
        latest = progress;
        if (isNewPhase) send();
      });
      const found = await foundIn(state, planned, solution);
      await inTransaction(this.db, (tx) => store(tx, proposal, found));
    } catch (error) {
      if (!(error instanceof Stopped))
        this.log.error(`Proposal ${proposal.id}: ${(error as Error).message}`, (error as Error).stack);
      await inTransaction(this.db, (tx) => fail(tx, proposal)).catch(() => undefined);
    } finally {
      clearInterval(beat);
    }
  }

  private async renewLease(
    { groupId, planId, id: proposalId }: Proposal,
    { phase, placed, placedBound }: Partial<Progress>,
  ): Promise<void> {
    const expiresAt = hoursAfter(this.clock.now(), LEASE_SECONDS / 3_600);
    // If the database is away for a moment, only one heartbeat is lost.
    const renewed = await this.db.manager
      .update(SolveLease, { groupId, planId, proposalId }, { expiresAt, phase, placed, placedBound })
      .catch(() => null);
    // Another process has discarded the proposal.
    if (renewed?.affected === 0) this.solver.stop(proposalId);
  }
}

type SolveEffort = ProposeScheduleInput['effort'];

function stale(sessions: Refused[]): DomainError {
  const count = sessions.length === 1 ? 'One session is' : `${sessions.length} sessions are`;
  const message = `${count} no longer allowed. Publish the others (except), or propose again. Nothing was booked.`;
  return new DomainError('STALE', message, { sessions });
}

/** Whether a proposal still holds the lease of its plan; waits for others that look. */
async function holdsLease(tx: EntityManager, { groupId, planId, id }: Proposal): Promise<boolean> {
  const lease = await tx.findOne(SolveLease, { where: { groupId, planId }, lock: { mode: 'pessimistic_write' } });
  return lease?.proposalId === id;
}

async function store(tx: EntityManager, proposal: Proposal, found: Awaited<ReturnType<typeof foundIn>>): Promise<void> {
  const { groupId, planId, id } = proposal;
  if (!(await holdsLease(tx, proposal))) return;
  const rows = found.sessions.map((session) => ({ groupId, proposalId: id, sessionId: null, ...session }));
  if (rows.length > 0) await tx.insert(ProposedSession, rows);
  const { unplaced, quality } = found;
  await tx.save(tx.create(Proposal, { ...proposal, status: 'OPEN', unplaced, quality }));
  await tx.delete(SolveLease, { groupId, planId });
}

async function fail(tx: EntityManager, proposal: Proposal): Promise<void> {
  const { groupId, planId, id } = proposal;
  if (!(await holdsLease(tx, proposal))) return;
  await tx.update(Proposal, { groupId, id }, { status: 'FAILED' });
  await tx.delete(SolveLease, { groupId, planId });
}
