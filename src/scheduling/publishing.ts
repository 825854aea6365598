import { setImmediate as breathe } from 'node:timers/promises';
import type { EntityManager } from 'typeorm';
import { personTimesIn } from '../availability/person-times.js';
import { bookingFactsOf } from '../booking/bookable.js';
import { bookingObjections } from '../booking/booking.rules.js';
import { enterAll, newSession, type Entered } from '../booking/new-session.js';
import { DomainError, ErrorCode } from '../common/errors.js';
import { publicId } from '../common/ids.js';
import { hoursAfter, minutesAfter } from '../common/time.js';
import type { Member } from '../groups/member.entity.js';
import { windowOf } from '../plans/pacing.rules.js';
import { assertPlanOpen } from '../plans/plans.access.js';
import { loopRoundStatus, LoopRoundStatus } from '../sessions/loop-status.rules.js';
import { panelProblems } from '../sessions/panel.rules.js';
import { AssignmentRole } from '../sessions/session.rules.js';
import { accept, isTaken, readForPublishing, type PublishingReads } from './publishing-reads.js';
import { firstHalvesIn, refusalOf } from './publishing.rules.js';
import type { ProposedSession } from './proposed-session.entity.js';

interface Publishing {
  planId: string;
  viewer: Member;
  now: Date;
}

export interface Refused {
  id: string;
  code: keyof typeof ErrorCode;
}

/**
 * Books proposed sessions, which come in the order of their starts, and links the halves of exchanges. If some are not allowed any more, it books none
 * and gives these, each with its code. Of two sessions that exclude each other the later one is refused. Call it under the group's lock.
 */
export async function bookAll(
  tx: EntityManager,
  proposed: readonly ProposedSession[],
  publishing: Publishing,
): Promise<Refused[]> {
  const { planId, viewer, now } = publishing;
  await assertPlanOpen(tx, { groupId: viewer.groupId, planId });
  const judged = await judge(tx, proposed, publishing);
  if (judged.refused.length > 0) return judged.refused;
  try {
    await tx.transaction((inner) => enterAll(inner, [...judged.entered.values()], { at: now, byId: viewer.id }));
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== ErrorCode.TIME_TAKEN) throw error;
    // Another group has booked a person just now, so the sessions are judged once more.
    const { refused } = await judge(tx, proposed, publishing);
    if (refused.length > 0) return refused;
    throw error;
  }
  await linkAll(tx, proposed, judged.entered);
  return [];
}

interface Judged {
  refused: Refused[];
  /** The sessions as they would be stored, by the proposed session. */
  entered: Map<string, Entered>;
}

/** Judges sessions until none is refused that was allowed only because another one follows it. */
async function judge(tx: EntityManager, proposed: readonly ProposedSession[], publishing: Publishing): Promise<Judged> {
  const judged = await judgeOnce(tx, proposed, publishing);
  const left = proposed.filter(({ id }) => judged.entered.has(id));
  if (left.length === 0 || firstHalvesIn(left).size === firstHalvesIn(proposed).size) return judged;
  // A first half keeps its buffer free if the second half is not booked with it.
  const again = await judge(tx, left, publishing);
  return { refused: [...judged.refused, ...again.refused], entered: again.entered };
}

async function judgeOnce(
  tx: EntityManager,
  proposed: readonly ProposedSession[],
  publishing: Publishing,
): Promise<Judged> {
  const reads = await readForPublishing(tx, publishing.planId, proposed, publishing.now);
  const firstHalves = firstHalvesIn(proposed);
  const refused: Refused[] = [];
  const entered = new Map<string, Entered>();
  for (const [n, each] of proposed.entries()) {
    // Other requests are answered between some sessions.
    if (n % 20 === 19) await breathe();
    const found = sessionToBook(tx, reads, each, { ...publishing, isFollowed: firstHalves.has(each.id) });
    const code = codeFor(reads, each, found, publishing.now);
    if (code === null) accept(reads, found);
    if (code === null) entered.set(each.id, found);
    else refused.push({ id: publicId('ProposedSession', each), code });
  }
  return { refused, entered };
}

/** A proposed session as it would be stored. */
function sessionToBook(
  tx: EntityManager,
  reads: PublishingReads,
  { groupId, loopRoundId, startsAt, panel }: ProposedSession,
  { viewer, now, isFollowed }: Publishing & { isFollowed: boolean },
): Entered {
  const bookingCase = reads.bookingCase.get(loopRoundId)!;
  const { candidate, candidateMember, round, group } = bookingCase;
  const seats = panel.map((memberId, n) => ({
    memberId,
    role: n === 0 ? AssignmentRole.LEAD : AssignmentRole.CO_INTERVIEWER,
  }));
  const entry = {
    candidateId: { groupId, id: candidate.id },
    roundId: { groupId, id: round.id },
    startsAt,
    panel: seats.map(({ memberId: id, role }) => ({ memberId: { groupId, id }, role })),
  };
  const bufferMinutes = isFollowed ? 0 : group.bufferMinutes;
  const entering = { bookingCase, entry, identity: { key: null, fingerprint: '' }, viewer, now, bufferMinutes };
  const members = [candidateMember, ...panel.map((id) => reads.members.get(id)!)];
  return { session: newSession(tx, entering), seats, members, bufferMinutes };
}

/** Why a proposed session is not allowed any more; null if it is. Publishing implies no consent, so everybody's hours and limits count. */
function codeFor(
  reads: PublishingReads,
  proposed: ProposedSession,
  entered: Entered,
  now: Date,
): keyof typeof ErrorCode | null {
  const bookingCase = reads.bookingCase.get(proposed.loopRoundId)!;
  const { candidate, candidateMember, group, loopRound, round } = bookingCase;
  const { session, seats, members } = entered;
  const panel = members.filter((member) => member !== candidateMember);
  const times = personTimesIn(reads.times, members, session);
  const { start, end } = windowOf(loopRound);
  // Unlike a booking by hand, a proposal keeps to the window of the round.
  const days = { start, end: end < candidate.targetDate ? end : candidate.targetDate };
  const facts = { ...bookingFactsOf(bookingCase, session, { seats, members: panel, times, bookedBy: null }), days };
  const wants = { included: loopRound.included, targetSessions: loopRound.targetSessions ?? round.targetSessions };
  const status = loopRoundStatus(wants, reads.statuses.get(loopRound.id) ?? []);
  return refusalOf({
    isWithdrawn: candidate.withdrawnAt !== null,
    isIncluded: loopRound.included,
    isWanted: status === LoopRoundStatus.TO_SCHEDULE,
    startsAt: proposed.startsAt,
    endsAt: proposed.endsAt,
    newEnd: minutesAfter(proposed.startsAt, round.minutes),
    earliest: hoursAfter(now, group.minimumNoticeHours),
    isPanelWhole:
      panel.every(({ leftAt }) => leftAt === null) &&
      panelProblems(seats, round.panelSize, candidate.memberId).length === 0,
    owesFeedback: reads.owing.has(candidateMember.id),
    objection: bookingObjections(facts)[0]?.code ?? null,
    isTaken: isTaken(reads, entered),
  });
}

/** Links the halves of exchanges, and notes what each proposed session has become. */
async function linkAll(
  tx: EntityManager,
  proposed: readonly ProposedSession[],
  entered: ReadonlyMap<string, Entered>,
): Promise<void> {
  const firstHalves = firstHalvesIn(proposed);
  const idOf = (id: string) => entered.get(id)!.session.id;
  const pairs = proposed.flatMap(({ id, exchangedWithId }) => {
    if (!firstHalves.has(id)) return [];
    const [one, other] = [idOf(id), idOf(exchangedWithId!)];
    return [
      { id: one, other },
      { id: other, other: one },
    ];
  });
  const [{ groupId }] = proposed as [ProposedSession];
  await tx.query(
    `update session s set exchanged_with_id = pair.other from jsonb_to_recordset($2::jsonb) as pair (id uuid, other uuid)
     where s.group_id = $1 and s.id = pair.id`,
    [groupId, JSON.stringify(pairs)],
  );
  await tx.query(
    `update proposed_session p set session_id = booked.session_id
     from jsonb_to_recordset($2::jsonb) as booked (id uuid, session_id uuid) where p.group_id = $1 and p.id = booked.id`,
    [groupId, JSON.stringify(proposed.map(({ id }) => ({ id, session_id: idOf(id) })))],
  );
}
