import type { EntityManager } from 'typeorm';
import { assertNewcomerBookable } from '../booking/bookable.js';
import { bookingCaseOf } from '../booking/booking-case.js';
import { Member } from '../groups/member.entity.js';
import { SessionEventKind } from '../sessions/session.rules.js';
import type { SwapProposal } from './swap-proposal.entity.js';
import type { SeatCase } from './swaps.access.js';
import { leaveSeat, takeSeat } from '../booking/seats.js';

/** Seats that change hands: one to the taker, and the other one, if there is another, to the member who proposed. */
interface SeatSwap {
  give: SeatCase;
  take: SeatCase | null;
  swap: Pick<SwapProposal, 'proposedById' | 'reason'>;
  takerId: string;
  /** The member who acts and who reads a refusal. */
  viewer: Member;
  now: Date;
}

/**
 * Gives the seats to their new members. Each is checked as a booking by hand: the member who accepts agrees to the time by accepting, and
 * the member who proposed is bound by their hours and limit.
 */
export async function swapSeats(
  tx: EntityManager,
  { give, take, swap, takerId, viewer, now }: SeatSwap,
): Promise<void> {
  const giver = await tx.findOneByOrFail(Member, { groupId: give.session.groupId, id: swap.proposedById });
  const taker = await tx.findOneByOrFail(Member, { groupId: give.session.groupId, id: takerId });
  // Both leave before either arrives, so that seats at the same time can be swapped.
  await leaveSeat(tx, give.session, give.seat, giver.personId);
  if (take) await leaveSeat(tx, take.session, take.seat, taker.personId);
  const arriving = { takerId, viewer, swap, now };
  await arrive(tx, give, { newcomer: taker, ...arriving });
  if (take) await arrive(tx, take, { newcomer: giver, ...arriving });
}

/** Throws the refusal that accepting would give now. Nothing is changed. */
export async function trySwap(tx: EntityManager, swap: SeatSwap): Promise<void> {
  const undone = new Error('This was only a trial.');
  try {
    await tx.transaction(async (trial) => {
      await swapSeats(trial, swap);
      throw undone;
    });
  } catch (error) {
    if (error !== undone) throw error;
  }
}

interface Arriving extends Pick<SeatSwap, 'swap' | 'takerId' | 'viewer' | 'now'> {
  newcomer: Member;
}

async function arrive(tx: EntityManager, { seat, session, candidate }: SeatCase, arriving: Arriving): Promise<void> {
  const { newcomer, takerId, viewer, swap, now } = arriving;
  const { groupId } = session;
  const { role } = seat;
  const bookingCase = await bookingCaseOf(tx, candidate, { groupId, id: session.roundId });
  const taking = { memberId: newcomer.id, role };
  const bookedBy = { viewer, reason: null, now, agreedById: takerId, act: 'SWAPPING' as const };
  await assertNewcomerBookable(tx, { bookingCase, session }, taking, bookedBy);
  const line = { at: now, byId: takerId, kind: SessionEventKind.SWAPPED as const, reason: swap.reason };
  await takeSeat(tx, { bookingCase, session, role, fromId: seat.memberId, newcomer, viewer, line });
}
