import { In, type EntityManager } from 'typeorm';
import { BlockReason, type PersonTime } from '../availability/starts.rules.js';
import { DomainError, ErrorCode } from '../common/errors.js';
import { parseId } from '../common/ids.js';
import { MINUTE, minutesAfter } from '../common/time.js';
import { Member } from '../groups/member.entity.js';
import { Booking } from '../sessions/booking.entity.js';
import type { Session } from '../sessions/session.entity.js';
import { blockOf } from './block.js';
import type { Circumstances } from './circumstances.js';

interface Claiming {
  circumstances: Circumstances;
  session: Session;
  /** The other half of an exchange that moves along. */
  alongside?: Session | null;
  viewer: Member;
  now: Date;
}

/** Claims people's time. A refusal because a person is busy also carries its block, as slots do. */
export async function claimTime(tx: EntityManager, claiming: Claiming, claim: () => Promise<void>): Promise<void> {
  try {
    await claim();
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== ErrorCode.TIME_TAKEN) throw error;
    const who = (error.details.who as string[]).map((id) => parseId('Member', id)!.id);
    const block = who.length === 0 ? null : await takenBlock(tx, claiming, who);
    throw new DomainError('TIME_TAKEN', error.message, { ...error.details, block });
  }
}

/** Sessions of this group that could be moved away. There are no remedies where another group's session is in the way. */
async function takenBlock(
  tx: EntityManager,
  { circumstances, session, alongside = null, viewer, now }: Claiming,
  who: readonly string[],
) {
  const { group, round } = circumstances;
  const members = await tx.findBy(Member, { groupId: group.id, id: In([...who]) });
  const bookings = await tx.findBy(Booking, { personId: In(members.map(({ personId }) => personId)) });
  const until = minutesAfter(session.endsAt, group.bufferMinutes);
  const ours = [session.id, alongside?.id];
  const inTheWay = bookings.filter(
    ({ sessionId, startsAt, endsAt }) => !ours.includes(sessionId) && startsAt < until && session.startsAt < endsAt,
  );
  const busy = members.map(({ id, personId }): PersonTime => {
    const claims = inTheWay
      .filter((booking) => booking.personId === personId)
      .map(({ startsAt, endsAt, groupId, sessionId }) => ({
        time: [startsAt.getTime(), endsAt.getTime()] as const,
        sessionId: groupId === group.id ? sessionId : null,
      }));
    return { memberId: id, zone: 'UTC', hours: null, claims, weeklyLimit: 0, given: [], own: [] };
  });
  const facts = {
    start: session.startsAt.getTime(),
    length: round.minutes * MINUTE,
    buffer: group.bufferMinutes * MINUTE,
    candidate: { ...busy[0]!, memberId: circumstances.candidateMember.id },
  };
  const against = busy.map((person) => ({ reason: BlockReason.ALL_BOOKED, person }));
  return blockOf(tx, circumstances, { facts, objections: [{ against }], viewer, now });
}
