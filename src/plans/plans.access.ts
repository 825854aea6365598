import type { EntityManager } from 'typeorm';
import type { Actor } from '../common/context.js';
import { fieldProblem, invalidInput, invalidState, notFound } from '../common/errors.js';
import type { Ref } from '../common/ids.js';
import { mayDoWhileArchived, type GroupAct } from '../groups/access.rules.js';
import type { Group } from '../groups/group.entity.js';
import { Member } from '../groups/member.entity.js';
import { archived, assertMay, assertMayNow, memberFor } from '../groups/groups.access.js';
import { Round } from '../guides/round.entity.js';
import { Candidate } from './candidate.entity.js';
import { LoopRound } from './loop-round.entity.js';
import { Plan } from './plan.entity.js';

/** A plan of the actor's group, for an act. */
export async function planFor(
  tx: EntityManager,
  actor: Actor,
  ref: Ref,
  act: GroupAct,
): Promise<{ plan: Plan; viewer: Member }> {
  const viewer = await memberFor(tx, actor, ref.groupId, 'read', 'plan');
  const plan = await tx.findOneBy(Plan, { groupId: ref.groupId, id: ref.id });
  if (!plan) throw notFound('plan');
  await assertMayNow(tx, viewer, act);
  if (!mayDoWhileArchived(act)) assertOpen(plan);
  return { plan, viewer };
}

/** Refuses a plan that is archived. */
export function assertOpen({ archivedAt }: Pick<Plan, 'archivedAt'>): void {
  if (archivedAt !== null) throw archived('plan');
}

/** Refuses what belongs to a plan or a group that is archived, where both were read. */
export function assertBothOpen(group: Pick<Group, 'archivedAt'>, plan: Pick<Plan, 'archivedAt'>): void {
  if (group.archivedAt !== null) throw archived('group');
  assertOpen(plan);
}

/** Refuses what belongs to a plan or a group that is archived. */
export async function assertPlanOpen(
  tx: EntityManager,
  { groupId, planId }: { groupId: string; planId: string },
): Promise<void> {
  const [archivedAt]: [{ group: Date | null; plan: Date | null }] = await tx.query(
    `select g.archived_at as "group", p.archived_at as plan from plan p join "group" g on g.id = p.group_id
     where p.group_id = $1 and p.id = $2`,
    [groupId, planId],
  );
  assertBothOpen({ archivedAt: archivedAt.group }, { archivedAt: archivedAt.plan });
}

/** A candidate of the actor's group. */
export async function candidateFor(
  tx: EntityManager,
  actor: Actor,
  ref: Ref,
): Promise<{ candidate: Candidate; viewer: Member }> {
  const viewer = await memberFor(tx, actor, ref.groupId, 'read', 'candidate');
  const candidate = await tx.findOneBy(Candidate, { groupId: ref.groupId, id: ref.id });
  if (!candidate) throw notFound('candidate');
  return { candidate, viewer };
}

/** A candidate whose preparation the actor may change: their own, or, for an organizer, anybody's; not withdrawn. */
export async function candidacyFor(
  tx: EntityManager,
  actor: Actor,
  ref: Ref,
): Promise<{ candidate: Candidate; viewer: Member; own: boolean }> {
  const { candidate, viewer } = await candidateFor(tx, actor, ref);
  const own = candidate.memberId === viewer.id;
  assertMay(viewer, own ? 'changeOwnCandidacy' : 'changeAnothersCandidacy');
  if (candidate.withdrawnAt) throw withdrawn();
  return { candidate, viewer, own };
}

/** A round of a loop of the actor's group. */
export async function loopRoundFor(tx: EntityManager, actor: Actor, ref: Ref): Promise<LoopRound> {
  await memberFor(tx, actor, ref.groupId, 'read', 'loop round');
  const loopRound = await tx.findOneBy(LoopRound, { groupId: ref.groupId, id: ref.id });
  if (!loopRound) throw notFound('loop round');
  return loopRound;
}

/** What is expected of a round, for those who have read the loop before the plan moved to another edition. */
export const CURRENT_ROUND = "a round of the plan's current edition; read the candidate's loop again";

/** Refuses a round that the edition of the plan no longer has. */
export async function assertInEdition(
  tx: EntityManager,
  { groupId, planId }: Candidate,
  { roundId }: LoopRound,
): Promise<void> {
  const { guideId } = await tx.findOneByOrFail(Plan, { groupId, id: planId });
  if (await tx.existsBy(Round, { groupId, id: roundId, guideId })) return;
  throw invalidInput([fieldProblem('loopRoundId', CURRENT_ROUND, 'a round that the edition no longer has')]);
}

export const withdrawn = () => invalidState('WITHDRAWN', 'This candidate has withdrawn. Enroll again to go on.');
