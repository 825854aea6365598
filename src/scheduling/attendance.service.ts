import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '../common/context.js';
import { fieldProblem, type FieldProblem, invalidInput, invalidState } from '../common/errors.js';
import { inTransaction } from '../common/transaction.js';
import { isOut } from '../feedback/moments.js';
import { authorsOf, settleSubmissions } from '../feedback/release.js';
import { Person } from '../people/person.entity.js';
import { Member, MemberRole } from '../groups/member.entity.js';
import { record } from '../sessions/history.js';
import { assertMayWithSession, sessionFor, type SessionCase } from '../sessions/session-access.js';
import type { Session } from '../sessions/session.entity.js';
import { SessionEventKind, wasPresent, type Attendance } from '../sessions/session.rules.js';
import { presenceRefusal } from './attendance.rules.js';
import type { AttendanceInput, RecordAttendanceInput } from './scheduling.graphql.js';

/** Who came. Attendance belongs to each participant, and decides whether the session took place. */
@Injectable()
export class AttendanceService {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  recordAttendance(actor: Actor, input: RecordAttendanceInput): Promise<Session> {
    return inTransaction(this.db, async (tx) => {
      const found = await sessionFor(tx, actor, input.sessionId, 'change');
      const { session, panel, viewer } = found;
      assertNamed(found, input.people);
      const forCandidate = input.people.filter(({ memberId }) => memberId.id === found.candidate.memberId);
      const forPanel = input.people.filter(({ memberId }) => memberId.id !== found.candidate.memberId);
      if (forCandidate.length > 0) assertMayWithSession(found, 'markCandidate');
      if (forPanel.length > 0) assertMayWithSession(found, 'markPanel');
      assertRecordable(session, actor.now);
      if (isOut(session, panel, actor.now)) await assertCorrectable(tx, found, input.people);

      for (const { attendance } of forCandidate) {
        // A session that took place after all: for everybody it is as if they had been found there just now.
        const isFound = wasPresent(attendance) && !wasPresent(session.candidateAttendance);
        if (isFound) for (const seat of panel) seat.foundPresentAt = actor.now;
        session.candidateAttendance = attendance;
      }
      for (const { memberId, attendance } of forPanel) {
        const seat = panel.find((each) => each.memberId === memberId.id)!;
        if (wasPresent(attendance) && !wasPresent(seat.attendance)) seat.foundPresentAt = actor.now;
        seat.attendance = attendance;
      }
      await tx.save(session);
      await tx.save(panel);
      const summary = await summaryOf(tx, session.groupId, input.people);
      await record(tx, session, { at: actor.now, byId: viewer.id, kind: SessionEventKind.ATTENDANCE, summary });
      await settleSubmissions(tx, session, panel, actor.now);
      return session;
    });
  }
}

/** Everybody named sits in, once. */
function assertNamed({ session, candidate, panel }: SessionCase, people: readonly AttendanceInput[]): void {
  const sitting = new Set([candidate.memberId, ...panel.map(({ memberId }) => memberId)]);
  const named = people.map(({ memberId }) => memberId.id);
  const problems = people.flatMap(({ memberId }, n): FieldProblem[] => {
    const path = `people[${n}].memberId`;
    if (memberId.groupId !== session.groupId || !sitting.has(memberId.id))
      return [fieldProblem(path, 'somebody who sits in', 'somebody else')];
    return named.indexOf(memberId.id) < n ? [fieldProblem(path, 'each person once', 'a person again')] : [];
  });
  if (people.length === 0) problems.push(fieldProblem('people', 'at least one person', 'an empty list'));
  if (problems.length > 0) throw invalidInput(problems);
}

/** From the start on. */
function assertRecordable(session: Session, now: Date): void {
  if (session.cancelledAt) throw invalidState('CANCELLED', 'The session was cancelled.');
  if (now >= session.startsAt) return;
  const message = 'The session has not begun. Who cannot come cancels, or is excused from its start on.';
  throw invalidState('SCHEDULED', message);
}

/** Refuses to change the presence of those who made the feedback that is out. */
async function assertCorrectable(
  tx: EntityManager,
  { session, candidate, panel, viewer }: SessionCase,
  people: readonly AttendanceInput[],
): Promise<void> {
  const recorded = (memberId: string) =>
    memberId === candidate.memberId
      ? session.candidateAttendance
      : panel.find((seat) => seat.memberId === memberId)!.attendance;
  const inFeedback = new Set([candidate.memberId, ...(await authorsOf(tx, session))]);
  const changes = people
    .filter(({ memberId, attendance }) => wasPresent(recorded(memberId.id)) !== wasPresent(attendance))
    .map(({ memberId, attendance }) => ({
      isPresent: wasPresent(attendance),
      isInFeedback: inFeedback.has(memberId.id),
    }));
  const refusal = presenceRefusal(changes, viewer.role === MemberRole.ORGANIZER);
  if (refusal !== null) throw invalidState('COMPLETED', refusal);
}

const spokenAttendance: Record<Attendance, string> = {
  ATTENDED: 'was there',
  LATE: 'was late',
  NO_SHOW: 'did not come',
  EXCUSED: 'was excused',
};

async function summaryOf(tx: EntityManager, groupId: string, people: readonly AttendanceInput[]): Promise<string> {
  const parts: string[] = [];
  for (const { memberId, attendance } of people) {
    const { personId } = await tx.findOneByOrFail(Member, { groupId, id: memberId.id });
    const { displayName } = await tx.findOneByOrFail(Person, { id: personId });
    parts.push(`${displayName} ${spokenAttendance[attendance]}`);
  }
  return `${parts.join(', ')}.`;
}
