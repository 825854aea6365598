import type { EntityManager } from 'typeorm';
import type { Actor } from '../common/context.js';
import { DomainError, notFound } from '../common/errors.js';
import { publicId, type Ref } from '../common/ids.js';
import { Member, MemberRole } from '../groups/member.entity.js';
import { assertPlanOpen } from '../plans/plans.access.js';
import { Candidate } from '../plans/candidate.entity.js';
import { mayDoInArchive, mayDoWithSession, sessionRefusal, type SessionAct, type Standing } from './access.rules.js';
import { Assignment } from './assignment.entity.js';
import { Session } from './session.entity.js';
import type { AssignmentRole } from './session.rules.js';

/** A session with the people that every rule about it needs. */
export interface SessionCase {
  session: Session;
  candidate: Candidate;
  panel: Assignment[];
  /** The actor as a member of the session's group. */
  viewer: Member;
  /** When they act: after they have waited for the session. */
  now: Date;
}

export const standingOf = (
  viewer: Member,
  candidateMemberId: string,
  panel: readonly { memberId: string; role: AssignmentRole }[],
): Standing => ({
  organizer: viewer.role === MemberRole.ORGANIZER && viewer.leftAt === null,
  candidate: viewer.id === candidateMemberId,
  panelRole: panel.find(({ memberId }) => memberId === viewer.id)?.role ?? null,
});

/**
 * A session for an act of the actor: NOT_FOUND to a stranger, FORBIDDEN to a member whose role or seat does not allow
 * it. Code that changes something holds the session's row from here until the transaction ends.
 */
export async function sessionFor(
  tx: EntityManager,
  actor: Actor,
  ref: Ref,
  act: SessionAct,
  what = 'session',
): Promise<SessionCase> {
  const found = await readSession(tx, actor, ref, act === 'read' ? undefined : { mode: 'pessimistic_write' });
  if (!found || !mayActAfterLeaving(found, act)) throw notFound(what);
  assertMayWithSession(found, act);
  if (!mayDoInArchive(act)) await assertPlanOpen(tx, found.session);
  return found;
}

/** Those who left may still grade, and say who came, in sessions that began before. */
function mayActAfterLeaving({ viewer: { leftAt }, session }: SessionCase, act: SessionAct): boolean {
  if (leftAt === null || act === 'read') return true;
  return (act === 'score' || act === 'stateAttendance') && session.startsAt <= leftAt;
}

/** Organizers decide about sessions in which they do not take part and that were entered when they were already organizers. */
export function isDecidingOrganizer({ viewer, session, candidate, panel }: SessionCase): boolean {
  const { organizer, candidate: isCandidate, panelRole } = standingOf(viewer, candidate.memberId, panel);
  const isSince = viewer.organizerSince !== null && viewer.organizerSince <= session.enteredAt;
  return organizer && !isCandidate && panelRole === null && isSince;
}

/** Refuses an act that the actor's seat does not allow. */
export function assertMayWithSession({ viewer, candidate, panel }: SessionCase, act: SessionAct): void {
  const allowed = mayDoWithSession(standingOf(viewer, candidate.memberId, panel), act);
  if (!allowed) throw new DomainError('FORBIDDEN', sessionRefusal(act));
}

async function readSession(
  tx: EntityManager,
  actor: Actor,
  { groupId, id }: Ref,
  lock: { mode: 'pessimistic_write' } | undefined,
): Promise<SessionCase | null> {
  const me = { groupId, personId: actor.personId };
  const found = await tx.findOneBy(Member, me);
  const session = found && (await tx.findOne(Session, { where: { groupId, id }, lock }));
  if (!session) return null;
  const now = lock ? actor.catchUp() : actor.now;
  // A member who had to wait may have left, or been demoted, in between.
  const viewer = lock ? await tx.findOneByOrFail(Member, me) : found;
  const candidate = await tx.findOneByOrFail(Candidate, { groupId, id: session.candidateId });
  const panel = await tx.findBy(Assignment, { groupId, sessionId: id });
  const standing = standingOf(viewer, candidate.memberId, panel);
  // A former member keeps what they took part in.
  if (viewer.leftAt && !mayDoWithSession(standing, 'readPrivately')) return null;
  return { session, candidate, panel, viewer, now };
}

/** Refuses a change that was based on another version than the present one. */
export function assertVersion(session: Session, expected: number, what = 'The session'): void {
  if (session.version === expected) return;
  throw new DomainError(
    'VERSION_CONFLICT',
    `${what} has changed since you looked: it is at version ${session.version}. Read it again, then decide.`,
    { currentVersion: session.version, session: publicId('Session', session) },
  );
}
