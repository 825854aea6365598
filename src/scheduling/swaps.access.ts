import type { EntityManager } from 'typeorm';
import { assertChangeable } from '../booking/changeable.js';
import type { Actor } from '../common/context.js';
import { DomainError, invalidState, notFound } from '../common/errors.js';
import type { Ref } from '../common/ids.js';
import { memberFor } from '../groups/groups.access.js';
import type { Member } from '../groups/member.entity.js';
import { Assignment } from '../sessions/assignment.entity.js';
import { sessionFor, type SessionCase } from '../sessions/sessions.access.js';
import { SwapStatus, swapStatus, type SeatFacts, type SeatsLeft } from './swap.rules.js';
import { SwapProposal } from './swap-proposal.entity.js';

/** A seat that may change hands, and its session. */
export interface SeatCase extends SessionCase {
  seat: Assignment;
}

/** A seat of a session that has not started. Call it under the group's lock. */
export async function seatFor(tx: EntityManager, actor: Actor, { groupId, id }: Ref): Promise<SeatCase> {
  await memberFor(tx, actor, groupId, 'read', 'assignment');
  const seat = await tx.findOneBy(Assignment, { groupId, id });
  if (!seat) throw notFound('assignment');
  const found = await sessionFor(tx, actor, { groupId, id: seat.sessionId }, 'takeSeat');
  assertChangeable(found.session, found.now);
  return { ...found, seat };
}

/** What the rules of swaps ask about a seat. */
export const factsOf = ({ seat, session, candidate, panel }: SeatCase): SeatFacts => ({
  memberId: seat.memberId,
  sessionId: session.id,
  participants: [candidate.memberId, ...panel.map(({ memberId }) => memberId)],
});

/** An open swap of the actor's group. Call it under the group's lock. */
export async function openSwapFor(
  tx: EntityManager,
  actor: Actor,
  { groupId, id }: Ref,
): Promise<{ swap: SwapProposal; viewer: Member }> {
  const viewer = await memberFor(tx, actor, groupId, 'read', 'swap');
  const swap = await tx.findOneBy(SwapProposal, { groupId, id });
  if (!swap) throw notFound('swap');
  const status = swapStatus(swap, await seatsLeftOf(tx, swap), actor.now);
  if (status !== SwapStatus.OPEN) throw invalidState(status, closed[status]);
  return { swap, viewer };
}

const closed: Record<Exclude<SwapStatus, SwapStatus.OPEN>, string> = {
  ACCEPTED: 'The swap was accepted already. Propose another one to change the seats again.',
  DECLINED: 'The swap was declined. Propose another one, or ask another member.',
  WITHDRAWN: 'The swap was withdrawn by the member who proposed it.',
  EXPIRED: 'The swap has expired: a session has started, or something that it names has changed. Propose it again.',
};

/** Whether what a swap was about is still there (`swap.rules.ts`). */
export async function seatsLeftOf(tx: EntityManager, swap: SwapProposal): Promise<SeatsLeft> {
  const { groupId, id: swapId, giveId, giveStartsAt, takeId, takeStartsAt } = swap;
  const isThere = async (id: string, startsAt: Date): Promise<boolean> => {
    const found: unknown[] = await tx.query(
      `select 1 from assignment a join session s on s.group_id = a.group_id and s.id = a.session_id
       where a.group_id = $1 and a.id = $2 and s.cancelled_at is null and s.starts_at = $3 and not exists (
         select 1 from session_event e where e.group_id = s.group_id and e.session_id = s.id
           and e.kind = 'RESCHEDULED' and e.id > $4)`,
      [groupId, id, startsAt, swapId],
    );
    return found.length > 0;
  };
  return {
    hasGive: await isThere(giveId, giveStartsAt),
    hasTake: takeId === null || (await isThere(takeId, takeStartsAt!)),
  };
}

/** Only the member who is asked answers; where nobody is named, each member may accept, and nobody can decline. */
export function assertMayAnswer({ askedOfId, proposedById }: SwapProposal, viewer: Member, accepts: boolean): void {
  if (askedOfId === viewer.id) return;
  const forbidden = (message: string) => new DomainError('FORBIDDEN', message);
  if (askedOfId !== null) throw forbidden('Only the member who was asked can answer this swap. Ask them.');
  if (!accepts) throw forbidden('This request is for every qualified member, so you cannot decline it.');
  if (proposedById === viewer.id) throw forbidden('This is your own request. Another member has to accept it.');
}
