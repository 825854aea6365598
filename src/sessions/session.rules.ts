import { hoursAfter, spoken, type LocalDate } from '../common/time.js';

export enum AssignmentRole {
  LEAD = 'LEAD',
  CO_INTERVIEWER = 'CO_INTERVIEWER',
  SHADOW = 'SHADOW',
}

export enum Attendance {
  ATTENDED = 'ATTENDED',
  LATE = 'LATE',
  NO_SHOW = 'NO_SHOW',
  EXCUSED = 'EXCUSED',
}

export enum SessionStatus {
  SCHEDULED = 'SCHEDULED',
  IN_PROGRESS = 'IN_PROGRESS',
  AWAITING_FEEDBACK = 'AWAITING_FEEDBACK',
  COMPLETED = 'COMPLETED',
  NOT_HELD = 'NOT_HELD',
  CANCELLED = 'CANCELLED',
}

export enum SessionEventKind {
  SCHEDULED = 'SCHEDULED',
  LOGGED = 'LOGGED',
  RESCHEDULED = 'RESCHEDULED',
  REASSIGNED = 'REASSIGNED',
  SWAPPED = 'SWAPPED',
  CANCELLED = 'CANCELLED',
  LINK_CHANGED = 'LINK_CHANGED',
  ATTENDANCE = 'ATTENDANCE',
  EXCHANGE_ENDED = 'EXCHANGE_ENDED',
  OVERRIDE = 'OVERRIDE',
}

/** The facts about a session from which its state follows. */
export interface SessionFacts {
  startsAt: Date;
  endsAt: Date;
  cancelledAt: Date | null;
  candidateAttendance: Attendance | null;
  nextCandidateAttendance: Attendance | null;
  nextCandidateAttendanceAt: Date | null;
  feedbackDueAt: Date;
  /** When the first interviewer submitted, and when the last one who owed a scorecard did. */
  firstSubmittedAt: Date | null;
  allSubmittedAt: Date | null;
  /** When the feedback came out, for a session that was said later not to have taken place. */
  staysReleasedAt: Date | null;
}

export interface SeatFacts {
  role: AssignmentRole;
  /** The attendance that counts now, and the one that counts from a later instant on. */
  attendance: Attendance | null;
  nextAttendance: Attendance | null;
  nextAttendanceAt: Date | null;
}

/** "Coding with Ana on 2 April". */
export const sessionTitle = (round: string, candidate: string, date: LocalDate): string =>
  `${round} with ${candidate} on ${spoken(date)}`;

/** Shadows learn: they grade for themselves, and count neither as interviewers nor against the panel's size. */
export const isInterviewer = ({ role }: Pick<SeatFacts, 'role'>): boolean => role !== AssignmentRole.SHADOW;

/** People who are not recorded count as present; late is present too. */
export const wasPresent = (attendance: Attendance | null): boolean =>
  attendance !== Attendance.NO_SHOW && attendance !== Attendance.EXCUSED;

/** An instant after everything that only the clock decides. */
export const FINALLY = new Date(8.64e15);

/** The attendance of a seat that counts at an instant. */
export const attendanceOfSeat = (seat: Omit<SeatFacts, 'role'>, now: Date): Attendance | null =>
  seat.nextAttendanceAt !== null && seat.nextAttendanceAt <= now ? seat.nextAttendance : seat.attendance;

/** The attendance of the candidate that counts at an instant. */
export const attendanceOfCandidate = (
  session: Pick<SessionFacts, 'candidateAttendance' | 'nextCandidateAttendance' | 'nextCandidateAttendanceAt'>,
  now: Date,
): Attendance | null =>
  session.nextCandidateAttendanceAt !== null && session.nextCandidateAttendanceAt <= now
    ? session.nextCandidateAttendance
    : session.candidateAttendance;

/** Whether the person in a seat counts as present at an instant. */
export const isPresentAt = (seat: Omit<SeatFacts, 'role'>, now: Date): boolean =>
  wasPresent(attendanceOfSeat(seat, now));

/** A session takes place unless it was cancelled, or its candidate or every interviewer stayed away. */
export const takesPlace = (session: SessionFacts, panel: readonly SeatFacts[], now: Date): boolean =>
  session.cancelledAt === null &&
  wasPresent(attendanceOfCandidate(session, now)) &&
  panel.some((seat) => isInterviewer(seat) && isPresentAt(seat, now));

/** When the feedback of a session that takes place comes out, by what was submitted so far; null while nothing was. */
export function comesOutAt(session: SessionFacts): Date | null {
  const { firstSubmittedAt, allSubmittedAt, feedbackDueAt, staysReleasedAt } = session;
  if (staysReleasedAt !== null || firstSubmittedAt === null) return staysReleasedAt;
  const byTheClock = Math.max(firstSubmittedAt.getTime(), feedbackDueAt.getTime());
  return new Date(Math.min(byTheClock, allSubmittedAt?.getTime() ?? Infinity));
}

/**
 * When the feedback came out: when the last interviewer who owed a scorecard submitted, or when it was due, with the scorecards submitted by then, or else
 * with the first late scorecard. Null until then. What came out stays out.
 */
export function feedbackReleasedAt(session: SessionFacts, panel: readonly SeatFacts[], now: Date): Date | null {
  if (session.cancelledAt !== null) return null;
  if (session.staysReleasedAt !== null) return session.staysReleasedAt;
  const released = comesOutAt(session);
  return released !== null && released <= now && takesPlace(session, panel, now) ? released : null;
}

/** Derived from facts and the clock, and never stored. */
export function sessionStatus(session: SessionFacts, panel: readonly SeatFacts[], now: Date): SessionStatus {
  if (session.cancelledAt) return SessionStatus.CANCELLED;
  if (now < session.startsAt) return SessionStatus.SCHEDULED;
  if (now < session.endsAt) return SessionStatus.IN_PROGRESS;
  if (!takesPlace(session, panel, now)) return SessionStatus.NOT_HELD;
  const released = feedbackReleasedAt(session, panel, now) !== null;
  return released ? SessionStatus.COMPLETED : SessionStatus.AWAITING_FEEDBACK;
}

/** The seats that a departure left without a person. */
export const openSeats = (panelSize: number, panel: readonly Pick<SeatFacts, 'role'>[]): number =>
  Math.max(0, panelSize - panel.filter(isInterviewer).length);

/** Scorecards are due so many hours after the end, or after the entry of a session that was logged later. */
export const feedbackDueAt = (endsAt: Date, enteredAt: Date, dueHours: number): Date =>
  hoursAfter(endsAt > enteredAt ? endsAt : enteredAt, dueHours);

/** A cancellation after the notice has begun counts against the member who cancelled. */
export const isLateCancellation = (startsAt: Date, now: Date, noticeHours: number): boolean =>
  now > hoursAfter(startsAt, -noticeHours);
