import type { EntityManager } from 'typeorm';
import type { Actor } from '../common/context.js';
import {
  fieldProblem,
  invalidInput,
  invalidState,
  notFound,
  refuse,
  shown,
  type FieldProblem,
} from '../common/errors.js';
import { idShape, parseId, publicId, type Ref } from '../common/ids.js';
import type { Member } from '../groups/member.entity.js';
import { planFor } from '../plans/plans.access.js';
import { memberFor } from '../groups/groups.access.js';
import { SolveLease } from './solve-lease.entity.js';
import { Proposal } from './proposal.entity.js';
import { hasFailed } from './proposal.rules.js';
import type { ProposedSession } from './proposed-session.entity.js';

/** A proposal of the actor's group, for an organizer. Call it under the group's lock. */
export async function proposalFor(
  tx: EntityManager,
  actor: Actor,
  { groupId, id }: Ref,
): Promise<{ proposal: Proposal; viewer: Member }> {
  await memberFor(tx, actor, groupId, 'read', 'proposal');
  const proposal = await tx.findOneBy(Proposal, { groupId, id });
  if (!proposal) throw notFound('proposal');
  const { viewer } = await planFor(tx, actor, { groupId, id: proposal.planId }, 'proposeSchedules');
  return { proposal, viewer };
}

/** Checks that each id names a session of the proposal. */
export function proposedSessionIds(ids: readonly string[]): Ref[] {
  const problems: FieldProblem[] = [];
  const refs: Ref[] = [];
  for (const [n, id] of ids.entries()) {
    const ref = parseId('ProposedSession', id);
    if (ref) refs.push(ref);
    else problems.push(fieldProblem(`except[${n}]`, idShape('ProposedSession'), shown(id)));
  }
  refuse(problems);
  return refs;
}

/** Refuses a proposal that is not open. A solve whose process has died has failed. */
export async function assertOpenProposal(tx: EntityManager, proposal: Proposal, now: Date): Promise<void> {
  const { groupId, planId } = proposal;
  const lease = await tx.findOneBy(SolveLease, { groupId, planId });
  const held = lease && { proposalId: lease.proposalId, expiresAt: lease.expiresAt.getTime() };
  const status = hasFailed(proposal, held, now.getTime()) ? 'FAILED' : proposal.status;
  const messages = {
    SOLVING: 'The proposal is still being worked out. Wait until it is open.',
    PUBLISHED: 'The proposal is already published. Propose again for the sittings that are still open.',
    DISCARDED: 'The proposal was discarded. Propose again.',
    FAILED: 'The proposal could not be worked out. Propose again.',
  };
  if (status !== 'OPEN') throw invalidState(status, messages[status]);
}

/** Refuses to publish nothing: the proposal would be used up without a booking. */
export function assertBooksSomething(proposed: readonly ProposedSession[], except: readonly Ref[]): void {
  if (proposed.length > 0) return;
  throw invalidInput([
    except.length > 0
      ? fieldProblem('except', 'ids that leave at least one session to book', 'all sessions')
      : fieldProblem('proposalId', 'a proposal with sessions to book', 'a proposal without sessions'),
  ]);
}

/** The sessions of a proposal whose candidate and panel are still in the group. */
export async function withoutLeavers(tx: EntityManager, sessions: ProposedSession[]): Promise<ProposedSession[]> {
  const gone: { id: string }[] = await tx.query(
    `select session.id from proposed_session session
       join loop_round on loop_round.group_id = session.group_id and loop_round.id = session.loop_round_id
       join candidate on candidate.group_id = session.group_id and candidate.id = loop_round.candidate_id
       join member on member.group_id = session.group_id
         and (member.id = candidate.member_id or member.id = any(session.panel))
     where session.group_id = $1 and session.id = any($2) and member.left_at is not null`,
    [sessions[0]?.groupId ?? null, sessions.map(({ id }) => id)],
  );
  const ids = new Set(gone.map(({ id }) => id));
  return sessions.filter(({ id }) => !ids.has(id));
}

/** The sessions of a proposal without the named ones. */
export function withoutThose(sessions: readonly ProposedSession[], except: readonly Ref[]): ProposedSession[] {
  const left = new Set(except.map(({ id }) => id));
  const known = new Set(sessions.map(({ id }) => id));
  const problems = except.flatMap((ref, n) =>
    known.has(ref.id)
      ? []
      : [fieldProblem(`except[${n}]`, 'a session of this proposal', publicId('ProposedSession', ref))],
  );
  refuse(problems);
  return sessions.filter(({ id }) => !left.has(id));
}
