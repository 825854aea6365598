import type { EntityManager } from 'typeorm';
import type { Candidate } from '../plans/candidate.entity.js';
import { AttendanceStatement } from './attendance-statement.entity.js';
import { isDecidedAbsent, scheduleOf, type AttendanceFacts } from './attendance.rules.js';
import type { Statement } from './statements.rules.js';
import type { Assignment } from './assignment.entity.js';
import type { Session } from './session.entity.js';
import { FINALLY, isInterviewer, isPresentAt, takesPlace } from './session.rules.js';

interface Attended {
  session: Session;
  candidate: Candidate;
  panel: Assignment[];
}

/** The statements about a session: the newest of each speaker about each person. */
export function standingStatements(rows: readonly AttendanceStatement[]): Statement[] {
  const newest = new Map<string, Statement>();
  for (const { isDecision, speakerId, personId, attendance, at, absentSince } of rows)
    if (!isDecision && speakerId !== null)
      newest.set(`${speakerId} ${personId}`, { speakerId, personId, attendance, at, absentSince });
  return [...newest.values()];
}

/** All that decides who counts as present in a session, except the release of its feedback. */
export async function attendanceFacts(
  tx: EntityManager,
  { session, candidate, panel }: Attended,
  graderIds: ReadonlySet<string>,
): Promise<Omit<AttendanceFacts, 'releasedAt'>> {
  const where = { groupId: session.groupId, sessionId: session.id };
  const rows = await tx.find(AttendanceStatement, { where, order: { id: 'ASC' } });
  return {
    candidateId: candidate.memberId,
    interviewerIds: panel.filter(isInterviewer).map(({ memberId }) => memberId),
    statements: standingStatements(rows),
    decisions: rows.filter(({ isDecision }) => isDecision),
    graderIds,
    endsAt: session.endsAt,
    dueAt: session.feedbackDueAt,
  };
}

/**
 * Sets the attendance that counts now and later. Released feedback stays out, unless a decision is against it; a person
 * who turns out to have come owes a scorecard from then on.
 */
export function settleAttendance({ session, candidate, panel }: Attended, facts: AttendanceFacts, now: Date): void {
  const { releasedAt } = facts;
  const wasHeld = takesPlace(session, panel, now);
  const own = scheduleOf(candidate.memberId, facts, now);
  session.candidateAttendance = own.attendance;
  session.nextCandidateAttendance = own.nextAttendance;
  session.nextCandidateAttendanceAt = own.nextAttendanceAt;
  for (const seat of panel) {
    const wasPresent = isPresentAt(seat, now);
    Object.assign(seat, scheduleOf(seat.memberId, facts, now));
    if (!wasPresent && isPresentAt(seat, now)) seat.foundPresentAt = now;
    const stays = releasedAt !== null && (wasPresent || seat.cardStays) && !isPresentAt(seat, FINALLY);
    seat.cardStays = stays && !isDecidedAbsent(seat.memberId, facts);
  }
  if (!wasHeld && takesPlace(session, panel, now)) session.heldSince = now;
  const isVoid = isDecidedAbsent(candidate.memberId, facts) || !panel.some(mayHaveCome(facts));
  session.staysReleasedAt = takesPlace(session, panel, FINALLY) || isVoid ? null : releasedAt;
}

/** An interviewer whom no decision calls absent. */
const mayHaveCome = (facts: AttendanceFacts) => (seat: Assignment) =>
  isInterviewer(seat) && !isDecidedAbsent(seat.memberId, facts);
