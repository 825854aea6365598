import type { EntityManager } from 'typeorm';
import { assertNewcomerBookable } from '../booking/bookable.js';
import { circumstancesOf } from '../booking/circumstances.js';
import { endExchange } from '../booking/exchanges.js';
import { claimTime } from '../booking/claiming-time.js';
import { newId } from '../common/ids.js';
import { Member } from '../groups/member.entity.js';
import { refreshReseated } from '../questions/filling-sets.js';
import { Assignment } from '../sessions/assignment.entity.js';
import { book, dropBookings, giveBuffersBack } from '../sessions/bookings.js';
import { record } from '../sessions/history.js';
import { isInterviewer, SessionEventKind } from '../sessions/session.rules.js';
import type { SwapProposal } from './swap-proposal.entity.js';
import type { SeatCase } from './swaps.access.js';

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
  for (const each of take === null ? [give] : [give, take]) await leave(tx, each, each === give ? giver : taker);
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

async function leave(tx: EntityManager, { seat, session }: SeatCase, { personId }: Member): Promise<void> {
  await tx.delete(Assignment, { groupId: seat.groupId, id: seat.id });
  await dropBookings(tx, session, personId);
  await giveBuffersBack(tx, seat.groupId, [personId], session.startsAt);
}

interface Arriving extends Pick<SeatSwap, 'swap' | 'takerId' | 'viewer' | 'now'> {
  newcomer: Member;
}

async function arrive(tx: EntityManager, { seat, session, candidate }: SeatCase, arriving: Arriving): Promise<void> {
  const { newcomer, takerId, viewer, swap, now } = arriving;
  const { groupId } = session;
  const { role } = seat;
  const circumstances = await circumstancesOf(tx, candidate, { groupId, id: session.roundId });
  const taking = { memberId: newcomer.id, role };
  const bookedBy = { viewer, reason: null, now, agreedById: takerId, act: 'SWAPPING' as const };
  await assertNewcomerBookable(tx, { circumstances, session }, taking, bookedBy);
  const act = { at: now, byId: takerId };
  if (isInterviewer(seat)) await endExchange(tx, session, act);
  await tx.insert(Assignment, { groupId, id: newId(), sessionId: session.id, ...taking, cardStays: false });
  const { bufferMinutes } = circumstances.group;
  await claimTime(tx, { circumstances, sessions: [session], viewer, now }, () =>
    book(tx, session, [newcomer], bufferMinutes),
  );
  session.version += 1;
  await tx.save(session);
  const facts = { role, seat: { fromId: seat.memberId, toId: newcomer.id } };
  await record(tx, session, { ...act, kind: SessionEventKind.SWAPPED, reason: swap.reason, facts });
  await refreshReseated(tx, session, now);
}
