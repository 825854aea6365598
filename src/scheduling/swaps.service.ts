import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '../common/context.js';
import { DomainError, invalidState, notFound, refuse } from '../common/errors.js';
import { newId, type Ref } from '../common/ids.js';
import { inTransaction, lockGroup } from '../common/transaction.js';
import { Member } from '../groups/member.entity.js';
import { swapProblems, SwapStatus, swapStatus } from './swap.rules.js';
import { SwapProposal } from './swap-proposal.entity.js';
import { assertMayAnswer, factsOf, seatsLeftOf, openSwapFor, seatFor, type SeatCase } from './swaps.access.js';
import type { ProposeSwapInput } from './swaps.graphql.js';
import { swapSeats, trySwap } from './swapping.js';
import { presentMemberFor } from '../groups/groups.access.js';
import { assertChangeable } from '../booking/changeable.js';

/** The most swaps that may be open for one seat. */
const MOST_OPEN = 10;

/** Swaps and requests for cover: proposed by the member of a seat, answered by another member. */
@Injectable()
export class SwapsService {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  /** Offers a seat. Refuses what could not happen now, with the refusal that accepting it would give. */
  proposeSwap(actor: Actor, input: ProposeSwapInput): Promise<SwapProposal> {
    return inTransaction(this.db, async (tx) => {
      const { groupId } = input.giveAssignmentId;
      await lockGroup(tx, actor, groupId);
      const give = await seatFor(tx, actor, input.giveAssignmentId);
      assertOwn(give);
      const take = input.takeAssignmentId ? await seatOfGroup(tx, actor, groupId, input.takeAssignmentId) : null;
      const { now } = take ?? give;
      assertChangeable(give.session, now);
      const cover = input.askedOfMemberId ? await presentMemberFor(tx, groupId, input.askedOfMemberId) : null;
      const takeFacts = take && factsOf(take);
      refuse(swapProblems({ give: factsOf(give), take: takeFacts, coverId: cover?.id ?? null }));
      const askedOfId = take?.seat.memberId ?? cover?.id ?? null;
      const swap = tx.create(SwapProposal, {
        ...{ groupId, id: newId(), giveId: give.seat.id, giveSessionId: give.session.id, giveRole: give.seat.role },
        ...{ giveStartsAt: give.session.startsAt, takeId: take?.seat.id ?? null },
        ...{ takeSessionId: take?.session.id ?? null, takeRole: take?.seat.role ?? null },
        ...{ takeStartsAt: take?.session.startsAt ?? null, proposedById: give.viewer.id, proposedAt: now, askedOfId },
        ...{ answeredById: null, answeredAt: null, reason: input.reason, status: 'OPEN' },
      });
      await assertNew(tx, swap, now);
      if (askedOfId !== null) await trySwap(tx, { give, take, swap, takerId: askedOfId, viewer: give.viewer, now });
      await tx.insert(SwapProposal, swap);
      return swap;
    });
  }

  /** Gives each seat to the other member, or the one seat to the member who covers it. */
  acceptSwap(actor: Actor, ref: Ref): Promise<SwapProposal> {
    return inTransaction(this.db, async (tx) => {
      const { groupId } = ref;
      await lockGroup(tx, actor, groupId);
      const { swap, viewer } = await openSwapFor(tx, actor, ref);
      assertMayAnswer(swap, viewer, true);
      const give = await seatFor(tx, actor, { groupId, id: swap.giveId });
      const take = swap.takeId === null ? null : await seatFor(tx, actor, { groupId, id: swap.takeId });
      const { now } = take ?? give;
      assertChangeable(give.session, now);
      if (factsOf(give).participants.includes(viewer.id)) throw alreadyTakesPart();
      const takeFacts = take && factsOf(take);
      if (swapProblems({ give: factsOf(give), take: takeFacts, coverId: null }).length > 0) throw cannotSwapNow();
      await swapSeats(tx, { give, take, swap, takerId: viewer.id, viewer, now });
      return tx.save(answered(swap, viewer, now, 'ACCEPTED'));
    });
  }

  declineSwap(actor: Actor, ref: Ref): Promise<SwapProposal> {
    return inTransaction(this.db, async (tx) => {
      const now = await lockGroup(tx, actor, ref.groupId);
      const { swap, viewer } = await openSwapFor(tx, actor, ref);
      assertMayAnswer(swap, viewer, false);
      return tx.save(answered(swap, viewer, now, 'DECLINED'));
    });
  }

  withdrawSwap(actor: Actor, ref: Ref): Promise<SwapProposal> {
    return inTransaction(this.db, async (tx) => {
      await lockGroup(tx, actor, ref.groupId);
      const { swap, viewer } = await openSwapFor(tx, actor, ref);
      if (swap.proposedById !== viewer.id)
        throw new DomainError('FORBIDDEN', 'Only the member who proposed the swap can withdraw it.');
      return tx.save(Object.assign(swap, { status: 'WITHDRAWN' as const }));
    });
  }
}

const answered = (swap: SwapProposal, { id }: Member, at: Date, status: 'ACCEPTED' | 'DECLINED'): SwapProposal =>
  Object.assign(swap, { status, answeredById: id, answeredAt: at });

/** Seats were given since the swap was proposed. */
const cannotSwapNow = () =>
  invalidState('EXPIRED', 'One of you now has a seat in the other session, so the seats cannot be swapped.');

const alreadyTakesPart = () =>
  new DomainError('FORBIDDEN', 'You already take part in this session, so another member has to cover the seat.');

function assertOwn({ seat, viewer }: SeatCase): void {
  if (seat.memberId === viewer.id) return;
  const message =
    'Only the member who has the seat can offer it. To give it to another member, use reassignInterviewer.';
  throw new DomainError('FORBIDDEN', message);
}

async function seatOfGroup(tx: EntityManager, actor: Actor, groupId: string, ref: Ref): Promise<SeatCase> {
  if (ref.groupId !== groupId) throw notFound('assignment');
  return seatFor(tx, actor, ref);
}

/** Refuses the same request twice, and too many requests for one seat. */
async function assertNew(tx: EntityManager, swap: SwapProposal, now: Date): Promise<void> {
  const stored = await tx.findBy(SwapProposal, { groupId: swap.groupId, giveId: swap.giveId, status: 'OPEN' });
  const open: SwapProposal[] = [];
  for (const each of stored)
    if (swapStatus(each, await seatsLeftOf(tx, each), now) === SwapStatus.OPEN) open.push(each);
  if (open.some(({ takeId, askedOfId }) => takeId === swap.takeId && askedOfId === swap.askedOfId))
    throw new DomainError('ALREADY_EXISTS', 'You have proposed this already, and it is open. Wait for the answer.');
  if (open.length < MOST_OPEN) return;
  const message = `${MOST_OPEN} swaps of this seat are open, and that is the limit. Withdraw one of them first.`;
  throw new DomainError('LIMIT_REACHED', message);
}
