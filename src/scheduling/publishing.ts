import type { EntityManager } from 'typeorm';
import { assertBookable } from '../booking/bookable.js';
import { circumstancesOf, type Circumstances } from '../booking/circumstances.js';
import { assertOutOfDebt } from '../booking/debt.js';
import { linkHalves } from '../booking/exchanges.js';
import { assertMayEnter, enter, newSession } from '../booking/new-session.js';
import { seatPanel } from '../booking/panel.js';
import { DomainError, invalidState } from '../common/errors.js';
import { publicId } from '../common/ids.js';
import { hoursAfter } from '../common/time.js';
import type { Member } from '../groups/member.entity.js';
import { Candidate } from '../plans/candidate.entity.js';
import { LoopRound } from '../plans/loop-round.entity.js';
import { Assignment } from '../sessions/assignment.entity.js';
import { loopRoundStatus, LoopRoundStatus } from '../sessions/loop-status.rules.js';
import { AssignmentRole, sessionStatus } from '../sessions/session.rules.js';
import { Session } from '../sessions/session.entity.js';
import { ProposedSession } from './proposed-session.entity.js';

interface Publishing {
  viewer: Member;
  now: Date;
}

/** Books proposed sessions in order, and links the halves of exchanges; gives those that were refused, each with its code. */
export async function bookAll(
  tx: EntityManager,
  proposed: readonly ProposedSession[],
  publishing: Publishing,
): Promise<{ id: string; code: string }[]> {
  const refused: { id: string; code: string }[] = [];
  const booked = new Map<string, Session>();
  const firstHalves = firstHalvesIn(proposed);
  for (const each of proposed) {
    const found = await bookProposed(tx, each, firstHalves.has(each.id), publishing);
    if (found instanceof Session) booked.set(each.id, found);
    else refused.push({ id: publicId('ProposedSession', each), code: found });
  }
  if (refused.length > 0) return refused;
  for (const { id, exchangedWithId } of proposed)
    if (firstHalves.has(id)) await linkHalves(tx, booked.get(id)!, booked.get(exchangedWithId!)!);
  return refused;
}

/** The sessions whose other half follows and is booked, too. Without it they keep the buffer free. */
function firstHalvesIn(proposed: readonly ProposedSession[]): ReadonlySet<string> {
  const byId = new Map(proposed.map((each) => [each.id, each]));
  const firsts = proposed.filter(({ exchangedWithId, startsAt }) => {
    const other = exchangedWithId === null ? undefined : byId.get(exchangedWithId);
    return other !== undefined && startsAt < other.startsAt;
  });
  return new Set(firsts.map(({ id }) => id));
}

/**
 * Books a proposed session under the group's lock, by every rule; gives the session, or the code of the refusal.
 * If two sessions exclude each other, the later one is refused, because they are booked in order.
 */
async function bookProposed(
  tx: EntityManager,
  proposed: ProposedSession,
  isFollowed: boolean,
  publishing: Publishing,
): Promise<Session | DomainError['code']> {
  try {
    // A savepoint, so that a refused session leaves nothing behind that would block the others.
    return await tx.transaction((inner) => book(inner, proposed, isFollowed, publishing));
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
}

async function book(
  tx: EntityManager,
  proposed: ProposedSession,
  isFollowed: boolean,
  { viewer, now }: Publishing,
): Promise<Session> {
  const { groupId, loopRoundId } = proposed;
  const loopRound = await tx.findOneByOrFail(LoopRound, { groupId, id: loopRoundId });
  const candidate = await tx.findOneByOrFail(Candidate, { groupId, id: loopRound.candidateId });
  const roundId = { groupId, id: loopRound.roundId };
  const panel = proposed.panel.map((id, n) => ({
    memberId: { groupId, id },
    role: n === 0 ? AssignmentRole.LEAD : AssignmentRole.CO_INTERVIEWER,
  }));
  const circumstances = await circumstancesOf(tx, candidate, roundId);
  const seats = panel.map(({ memberId, role }) => ({ memberId: memberId.id, role }));
  await assertMayEnter(tx, circumstances, viewer, seats);
  await assertWanted(tx, circumstances, now);
  assertNotTooSoon(proposed, circumstances, now);
  const members = await seatPanel(tx, circumstances, panel);
  const entry = { candidateId: { groupId, id: candidate.id }, roundId, startsAt: proposed.startsAt, panel };
  const bufferMinutes = isFollowed ? 0 : circumstances.group.bufferMinutes;
  const entering = { circumstances, entry, identity: { key: null, fingerprint: '' }, viewer, now, bufferMinutes };
  const session = newSession(tx, entering);
  await assertOutOfDebt(tx, circumstances, { viewer, overrides: false }, now);
  // Publishing does not imply consent: the hours and limits of everybody count, even those of the organizer.
  await assertBookable(tx, circumstances, session, seats, { viewer, reason: null, now, bindsViewer: true });
  await enter(tx, session, members, entering);
  await tx.update(ProposedSession, { groupId, id: proposed.id }, { sessionId: session.id });
  return session;
}

/** Refuses a session if the loop round already has as many as the candidate wants. */
async function assertWanted(tx: EntityManager, { loopRound, round }: Circumstances, now: Date): Promise<void> {
  const { groupId, id: loopRoundId } = loopRound;
  const sessions = await tx.findBy(Session, { groupId, loopRoundId });
  const statuses = [];
  for (const session of sessions) {
    const panel = await tx.findBy(Assignment, { groupId, sessionId: session.id });
    statuses.push(sessionStatus(session, panel, now));
  }
  const wants = { included: loopRound.included, targetSessions: loopRound.targetSessions ?? round.targetSessions };
  if (loopRoundStatus(wants, statuses) === LoopRoundStatus.TO_SCHEDULE) return;
  throw invalidState('SCHEDULED', 'The round already has as many sessions as the candidate wants.');
}

function assertNotTooSoon({ startsAt }: ProposedSession, { group }: Circumstances, now: Date): void {
  if (startsAt >= hoursAfter(now, group.minimumNoticeHours)) return;
  throw new DomainError('TOO_SOON', 'The session would begin sooner than the minimum notice of the group allows.');
}
