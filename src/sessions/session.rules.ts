import { hoursAfter } from '../common/time.js';

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
  OVERRIDE = 'OVERRIDE',
}

/** The facts about a session from which its state follows. */
export interface SessionFacts {
  startsAt: Date;
  endsAt: Date;
  cancelledAt: Date | null;
  candidateAttendance: Attendance | null;
  feedbackDueAt: Date;
  /** When the first interviewer submitted, and when the last one who owed a scorecard did. */
  firstSubmittedAt: Date | null;
  allSubmittedAt: Date | null;
}

export interface SeatFacts {
  role: AssignmentRole;
  attendance: Attendance | null;
}

/** Shadows learn: they grade for themselves, and count neither as interviewers nor against the panel's size. */
export const isInterviewer = ({ role }: Pick<SeatFacts, 'role'>): boolean => role !== AssignmentRole.SHADOW;

/** Whoever is not recorded counts as present; late is present too. */
export const wasPresent = (attendance: Attendance | null): boolean =>
  attendance !== Attendance.NO_SHOW && attendance !== Attendance.EXCUSED;

/** A session takes place unless it was cancelled, or its candidate or every interviewer stayed away. */
export const takesPlace = (session: SessionFacts, panel: readonly SeatFacts[]): boolean =>
  session.cancelledAt === null &&
  wasPresent(session.candidateAttendance) &&
  panel.some((seat) => isInterviewer(seat) && wasPresent(seat.attendance));

/**
 * When the feedback came out: as the last interviewer who owed a scorecard submitted, or when it was due with what
 * there was by then, or else with the first late card. Null while it has not.
 */
export function feedbackReleasedAt(session: SessionFacts, panel: readonly SeatFacts[], now: Date): Date | null {
  const { firstSubmittedAt, allSubmittedAt, feedbackDueAt } = session;
  if (firstSubmittedAt === null || !takesPlace(session, panel)) return null;
  const byTheClock = Math.max(firstSubmittedAt.getTime(), feedbackDueAt.getTime());
  const released = Math.min(byTheClock, allSubmittedAt?.getTime() ?? Infinity);
  return released <= now.getTime() ? new Date(released) : null;
}

/** Derived from facts and the clock, and never stored. `statusSql` says the same to the database. */
export function sessionStatus(session: SessionFacts, panel: readonly SeatFacts[], now: Date): SessionStatus {
  if (session.cancelledAt) return SessionStatus.CANCELLED;
  if (now < session.startsAt) return SessionStatus.SCHEDULED;
  if (now < session.endsAt) return SessionStatus.IN_PROGRESS;
  if (!takesPlace(session, panel)) return SessionStatus.NOT_HELD;
  const released = feedbackReleasedAt(session, panel, now) !== null;
  return released ? SessionStatus.COMPLETED : SessionStatus.AWAITING_FEEDBACK;
}

/** The seats that a departure left without a person. */
export const openSeats = (panelSize: number, panel: readonly SeatFacts[]): number =>
  Math.max(0, panelSize - panel.filter(isInterviewer).length);

/** Scorecards are due so many hours after the end, or after the entry of a session that was logged later. */
export const feedbackDueAt = (endsAt: Date, enteredAt: Date, dueHours: number): Date =>
  hoursAfter(endsAt > enteredAt ? endsAt : enteredAt, dueHours);

/** A cancellation inside the notice counts against whoever cancelled. */
export const isLateCancellation = (startsAt: Date, now: Date, noticeHours: number): boolean =>
  now > hoursAfter(startsAt, -noticeHours);
