import { AssignmentRole, takesPlace, type SeatFacts, type SessionFacts } from '../sessions/session.rules.js';

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

/** Meeting a question in these ways lets a member read it. Declaring that one knows it does not show it. */
export const lettingRead: readonly ExposureKind[] = [ExposureKind.OPENED, ExposureKind.AUTHORED, ExposureKind.ASKED];

/**
 * Whether a session uses up its questions: it is held, or its feedback is out. What the candidate has read stays known, even if people say later that
 * the session was not held.
 */
export const spendsQuestions = (session: SessionFacts, panel: readonly SeatFacts[], now: Date): boolean =>
  session.staysReleasedAt !== null || takesPlace(session, panel, now);

/** What decides whether a person has met a question of a session. */
export interface AskedFacts {
  hasStarted: boolean;
  isOver: boolean;
  spendsQuestions: boolean;
  isReleased: boolean;
  /** Whether the person who is asked about counts as present. */
  isPresent: boolean;
  /** What an interviewer has said about one question; null while nothing was said. */
  asked: boolean | null;
}

/**
 * Whether a question of a set counts as met. The panel has met it from the start on, the candidate once the session is over and was held. What
 * candidates see of themselves counts from the release on: until then nothing tells them what their set holds.
 */
export function isMet(facts: AskedFacts, role: AssignmentRole | null, isOwnView: boolean): boolean {
  if (facts.asked === false || !facts.spendsQuestions || !facts.isPresent) return false;
  if (role !== null) return facts.hasStarted;
  return isOwnView ? facts.isReleased : facts.isOver;
}
