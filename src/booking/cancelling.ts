import { In, IsNull, MoreThan, type EntityManager } from 'typeorm';
import type { Actor } from '../common/context.js';
import { DomainError, invalidState } from '../common/errors.js';
import { MemberRole, type Member } from '../groups/member.entity.js';
import { Candidate } from '../plans/candidate.entity.js';
import { leastSharing } from '../plans/sharing.rules.js';
import { isOut } from '../feedback/session-asserts.js';
import { freeFamilies } from '../questions/claims.js';
import { Assignment } from '../sessions/assignment.entity.js';
import { dropBookings, giveBuffersBack } from '../sessions/bookings.js';
import { record } from '../sessions/history.js';
import { isDecidingOrganizer, type SessionCase } from '../sessions/sessions.access.js';
import { Session } from '../sessions/session.entity.js';
import { isInterviewer, isLateCancellation, SessionEventKind } from '../sessions/session.rules.js';
import { endExchange } from './exchange-halves.js';

interface Cancelling {
  at: Date;
  by: Member;
  /** In the words of the member who cancels; null for a departure. */
  reason: string | null;
  departure?: Session['departure'];
  onBehalfOfId: string | null;
  /** Whether the member who cancels takes part in the session. */
  takesPart: boolean;
  /** The other half of an exchange is cancelled by the same act. */
  withOther?: boolean;
}

/**
 * A session that was logged by mistake can be cancelled until its feedback is out: by an organizer who may decide about it, or by its only
 * interviewer. The candidate alone may not do this, because a bad session would vanish.
 */
export function assertLoggedCancellable(found: SessionCase): void {
  const { session, panel, viewer, now } = found;
  if (session.cancelledAt) throw invalidState('CANCELLED', 'The session was already cancelled.');
  const interviewers = panel.filter(isInterviewer);
  const isOnlyInterviewer = interviewers.length === 1 && interviewers[0]!.memberId === viewer.id;
  if (!isOnlyInterviewer && !isDecidingOrganizer(found)) {
    const message =
      'Only an interviewer who was alone on the panel, or an organizer who does not take part, can cancel a logged session. Ask one of them.';
    throw new DomainError('FORBIDDEN', message);
  }
  if (now < session.feedbackDueAt && !isOut(session, panel, now)) return;
  throw invalidState(
    'COMPLETED',
    'A logged session can be cancelled only before its feedback is out. It stays on record.',
  );
}

/** Calls a session off and gives everybody their time back. It stays on record. */
export async function cancel(
  tx: EntityManager,
  session: Session,
  { at, by, reason, departure = null, onBehalfOfId, takesPart, withOther = false }: Cancelling,
): Promise<Session> {
  session.cancelledAt = at;
  session.cancelledById = by.id;
  session.cancelledOnBehalfOfId = onBehalfOfId;
  session.cancellationReason = reason;
  session.departure = departure;
  // Cancelling a session that was logged by mistake is never late.
  session.cancelledLate = !session.logged && isLateCancellation(session.startsAt, at, session.noticeHours);
  const isForAnother = onBehalfOfId !== null && by.role === MemberRole.ORGANIZER && !takesPart;
  session.chargedToId = session.cancelledLate ? (isForAnother ? onBehalfOfId : by.id) : null;
  await tx.save(session);
  const people = await dropBookings(tx, session);
  await freeFamilies(tx, session);
  if (!withOther) await endExchange(tx, session, { at, byId: by.id });
  await giveBuffersBack(tx, session.groupId, people, session.startsAt);
  const facts = { late: session.cancelledLate, takenBack: session.logged, ...departure };
  await record(tx, session, { at, byId: by.id, kind: SessionEventKind.CANCELLED, reason, facts });
  return session;
}

/** A member shares the least of what their candidacies share. This stays so when one of them ends. */
async function closeOthers(tx: EntityManager, { groupId, memberId }: Candidate): Promise<void> {
  const active = { groupId, memberId, withdrawnAt: IsNull() };
  const candidacies = await tx.findBy(Candidate, active);
  const readinessSharing = leastSharing(candidacies.map((each) => each.readinessSharing));
  await tx.update(Candidate, active, { readinessSharing });
}

/** Withdraws candidates of one member and cancels their upcoming sessions. Call it under the group's lock. */
export async function withdraw(
  tx: EntityManager,
  actor: Actor,
  candidates: Candidate[],
  cancelling: Omit<Cancelling, 'at' | 'takesPart'>,
): Promise<Session[]> {
  const [first] = candidates;
  if (!first) return [];
  await closeOthers(tx, first);
  for (const candidate of candidates) candidate.withdrawnAt = actor.now;
  await tx.update(
    Candidate,
    { groupId: first.groupId, id: In(candidates.map(({ id }) => id)) },
    { withdrawnAt: actor.now },
  );
  const sessions = await tx.find(Session, {
    where: {
      groupId: first.groupId,
      candidateId: In(candidates.map(({ id }) => id)),
      cancelledAt: IsNull(),
      startsAt: MoreThan(actor.now),
    },
    order: { startsAt: 'ASC', id: 'ASC' },
    lock: { mode: 'pessimistic_write' },
  });
  const now = actor.catchUp();
  const upcoming = sessions.filter(({ startsAt }) => startsAt > now);
  const ownSessions = await sessionsWith(tx, cancelling.by, upcoming);
  for (const session of upcoming)
    await cancel(tx, session, {
      ...cancelling,
      at: now,
      takesPart: first.memberId === cancelling.by.id || ownSessions.has(session.id),
    });
  return upcoming;
}

/** The ids of the sessions in which a member has a seat. */
async function sessionsWith(
  tx: EntityManager,
  { groupId, id: memberId }: Member,
  sessions: readonly Session[],
): Promise<Set<string>> {
  const seats = await tx.findBy(Assignment, { groupId, memberId, sessionId: In(sessions.map(({ id }) => id)) });
  return new Set(seats.map(({ sessionId }) => sessionId));
}
