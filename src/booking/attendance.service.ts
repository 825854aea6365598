import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '../common/context.js';
import { DomainError, fieldProblem, invalidState, refuse, type FieldProblem } from '../common/errors.js';
import { newId } from '../common/ids.js';
import { daysAfter } from '../common/time.js';
import { inTransaction, lockGroup } from '../common/transaction.js';
import { settleFeedback } from '../feedback/release.js';
import { settleClaims } from '../questions/settling-claims.js';
import { AttendanceStatement } from '../sessions/attendance-statement.entity.js';
import { stated } from '../sessions/statements.rules.js';
import { standingStatements } from '../sessions/attendance.js';
import { dropBookings, membersOf } from '../sessions/bookings.js';
import { record } from '../sessions/history.js';
import { isDecidingOrganizer, sessionFor, standingOf, type SessionCase } from '../sessions/sessions.access.js';
import type { Session } from '../sessions/session.entity.js';
import {
  attendanceOfCandidate,
  attendanceOfSeat,
  SessionEventKind,
  takesPlace,
  wasPresent,
  type Attendance,
} from '../sessions/session.rules.js';
import type { AttendanceInput, RecordAttendanceInput } from './booking.graphql.js';

/**
 * Who came. The candidate and the panel speak for each other and for themselves. `attendance.rules.ts` decides what
 * counts.
 */
@Injectable()
export class AttendanceService {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  recordAttendance(actor: Actor, input: RecordAttendanceInput): Promise<Session> {
    return inTransaction(this.db, async (tx) => {
      await lockGroup(tx, actor, input.sessionId.groupId);
      const found = await sessionFor(tx, actor, input.sessionId, 'stateAttendance');
      const { session, viewer, now } = found;
      assertNamed(found, input.people);
      assertRecordable(session, now);
      const isDecision = assertSpeaks(found, now);
      for (const { memberId, attendance } of input.people) {
        if (!isDecision) await assertNotOwnUndoing(tx, found, memberId.id, attendance, now);
        await state(tx, found, { personId: memberId.id, attendance, isDecision, at: now });
      }
      await settleFeedback(tx, found, now, false);
      await freeTimeOfAbsent(tx, found, now);
      await settleClaims(tx, found, now);
      const people = input.people.map(({ memberId, attendance }) => ({ memberId: memberId.id, attendance }));
      const facts = { people, decided: isDecision };
      await record(tx, session, { at: now, byId: viewer.id, kind: SessionEventKind.ATTENDANCE, facts });
      return session;
    });
  }
}

/** Every person in the statement must take part in the session, and may be named only once. */
function assertNamed({ session, candidate, panel }: SessionCase, people: readonly AttendanceInput[]): void {
  const participants = new Set([candidate.memberId, ...panel.map(({ memberId }) => memberId)]);
  const named = people.map(({ memberId }) => memberId.id);
  const problems = people.flatMap(({ memberId }, n): FieldProblem[] => {
    const path = `people[${n}].memberId`;
    if (memberId.groupId !== session.groupId || !participants.has(memberId.id))
      return [fieldProblem(path, 'a member who takes part', 'another member')];
    return named.indexOf(memberId.id) < n ? [fieldProblem(path, 'each person once', 'a person again')] : [];
  });
  if (people.length === 0) problems.push(fieldProblem('people', 'at least one person', 'an empty list'));
  refuse(problems);
}

/** From the start on. */
function assertRecordable(session: Session, now: Date): void {
  if (session.cancelledAt) throw invalidState('CANCELLED', 'The session was cancelled.');
  if (now >= session.startsAt) return;
  throw invalidState(
    'SCHEDULED',
    'The session has not begun. Cancel it if you cannot come, or say who came once it has started.',
  );
}

/** Whether the actor decides, as an organizer who has no seat and was one before the session was entered. */
function assertSpeaks(found: SessionCase, now: Date): boolean {
  const { session, viewer, candidate, panel } = found;
  const { candidate: isCandidate, panelRole } = standingOf(viewer, candidate.memberId, panel);
  if (isCandidate || panelRole !== null) return false;
  if (!isDecidingOrganizer(found)) {
    const message =
      'Only members who were organizers before the session was entered can decide who came. Ask one of them.';
    throw new DomainError('FORBIDDEN', message);
  }
  if (now < daysAfter(session.feedbackDueAt, session.debtDays)) return true;
  const message = 'It is too late to decide who came. The candidate and the panel can still say who came.';
  throw invalidState('COMPLETED', message);
}

/** Only others can undo an absence that counts. Everybody may contradict a decision, including the person concerned. */
async function assertNotOwnUndoing(
  tx: EntityManager,
  { session, candidate, panel, viewer }: SessionCase,
  personId: string,
  attendance: Attendance,
  now: Date,
): Promise<void> {
  if (personId !== viewer.id || !wasPresent(attendance)) return;
  const seat = panel.find(({ memberId }) => memberId === personId);
  const isOwnSession = personId === candidate.memberId;
  const counting = isOwnSession ? attendanceOfCandidate(session, now) : attendanceOfSeat(seat!, now);
  if (wasPresent(counting)) return;
  const { groupId, id: sessionId } = session;
  if (await tx.existsBy(AttendanceStatement, { groupId, sessionId, personId, isDecision: true })) return;
  throw invalidState('ABSENT', 'You count as absent. If you came, ask another participant of the session to say so.');
}

/** Records what the actor says; earlier statements stay on record. */
async function state(
  tx: EntityManager,
  { session, viewer }: SessionCase,
  { personId, attendance, isDecision, at }: { personId: string; attendance: Attendance; isDecision: boolean; at: Date },
): Promise<void> {
  const where = { groupId: session.groupId, sessionId: session.id };
  const rows = await tx.find(AttendanceStatement, { where: { ...where, personId }, order: { id: 'ASC' } });
  const before = standingStatements(rows).find(({ speakerId }) => speakerId === viewer.id);
  const { absentSince } = stated(before, { speakerId: viewer.id, personId, attendance, at });
  const statement = { ...where, id: newId(), personId, speakerId: viewer.id, isDecision, attendance, at };
  await tx.insert(AttendanceStatement, { ...statement, absentSince: isDecision ? null : absentSince });
}

/** Once the session is over, frees the time of people who count as absent, or of everybody if it was not held. */
async function freeTimeOfAbsent(
  tx: EntityManager,
  { session, candidate, panel }: SessionCase,
  now: Date,
): Promise<void> {
  if (now < session.endsAt) return;
  if (!takesPlace(session, panel, now)) {
    await dropBookings(tx, session);
    return;
  }
  const absent = panel.filter((seat) => !wasPresent(attendanceOfSeat(seat, now))).map(({ memberId }) => memberId);
  if (!wasPresent(attendanceOfCandidate(session, now))) absent.push(candidate.memberId);
  for (const { personId } of await membersOf(tx, session.groupId, absent)) await dropBookings(tx, session, personId);
}
