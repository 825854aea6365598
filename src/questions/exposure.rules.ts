import {
  AssignmentRole,
  attendanceOfCandidate,
  feedbackReleasedAt,
  isPresentAt,
  takesPlace,
  wasPresent,
  type SeatFacts,
  type SessionFacts,
} from '../sessions/session.rules.js';

/** How a member has met a question. */
export enum ExposureKind {
  ASKED = 'ASKED',
  ASKED_BY = 'ASKED_BY',
  SHADOWED = 'SHADOWED',
  OPENED = 'OPENED',
  AUTHORED = 'AUTHORED',
  SELF_DECLARED = 'SELF_DECLARED',
}

export type StoredExposureKind = 'OPENED' | 'AUTHORED' | 'SELF_DECLARED';

/** What a member met through a session that has taken place, by their seat; null stands for the candidate. */
export function kindBySeat(role: AssignmentRole | null): ExposureKind {
  if (role === null) return ExposureKind.ASKED;
  return role === AssignmentRole.SHADOW ? ExposureKind.SHADOWED : ExposureKind.ASKED_BY;
}

/** A member who has met a question in one of these ways can read it. Declaring that they know it is not enough. */
export const lettingRead: readonly ExposureKind[] = [ExposureKind.OPENED, ExposureKind.AUTHORED, ExposureKind.ASKED];

/**
 * Whether a session uses up its questions: it is held, or its feedback is out. What the candidate has read stays known, even if people say later that
 * the session was not held.
 */
export const spendsQuestions = (session: SessionFacts, panel: readonly SeatFacts[], now: Date): boolean =>
  session.staysReleasedAt !== null || takesPlace(session, panel, now);

/** Whether the candidate of a session does not know yet what it asks, or has asked. This ends when the feedback comes out, or if the session is not held. */
export const isSecret = (session: SessionFacts, panel: readonly SeatFacts[], now: Date): boolean =>
  session.cancelledAt === null &&
  feedbackReleasedAt(session, panel, now) === null &&
  (session.endsAt > now || takesPlace(session, panel, now));

/** A person's part in a session, as far as it decides which of its questions they have met. */
export interface Part {
  /** The role on the panel; null for the candidate. */
  role: AssignmentRole | null;
  hasStarted: boolean;
  isOver: boolean;
  spendsQuestions: boolean;
  isReleased: boolean;
  /** Whether the person counts as present. A candidate who has read the questions does. */
  isPresent: boolean;
  /** The time from which the questions count as met, if they do. */
  at: Date;
}

/** The part of a panel member, or of the candidate (`seat` is null). */
export function partIn(session: SessionFacts, panel: readonly SeatFacts[], seat: SeatFacts | null, now: Date): Part {
  const cameOrRead = session.staysReleasedAt !== null || wasPresent(attendanceOfCandidate(session, now));
  return {
    role: seat?.role ?? null,
    hasStarted: session.startsAt <= now,
    isOver: session.endsAt <= now,
    spendsQuestions: spendsQuestions(session, panel, now),
    isReleased: feedbackReleasedAt(session, panel, now) !== null,
    isPresent: seat === null ? cameOrRead : isPresentAt(seat, now),
    at: seat === null ? session.endsAt : session.startsAt,
  };
}

/**
 * Whether a question of a set counts as met; `asked` is what an interviewer has said about it, null while nothing was said. The panel has met it
 * from the start on, the candidate once the session is over and was held. What candidates see of themselves counts from the release on: until
 * then nothing tells them what their set holds.
 */
export function isMet(part: Part, asked: boolean | null, isOwnView: boolean): boolean {
  if (asked === false || !part.spendsQuestions || !part.isPresent) return false;
  if (part.role !== null) return part.hasStarted;
  return isOwnView ? part.isReleased : part.isOver;
}
