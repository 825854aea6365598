import { invalidState } from '../common/errors.js';
import type { Assignment } from '../sessions/assignment.entity.js';
import type { Session } from '../sessions/session.entity.js';
import { feedbackReleasedAt, takesPlace } from '../sessions/session.rules.js';

/** A scorecard can be written from the start of the session on. */
export function assertBegun(session: Session, now: Date): void {
  if (session.cancelledAt) throw invalidState('CANCELLED', 'The session was cancelled: there is nothing to grade.');
  if (now >= session.startsAt) return;
  throw invalidState(
    'SCHEDULED',
    `The session has not begun. You can write from ${session.startsAt.toISOString()} on.`,
  );
}

/** A scorecard can be submitted from the end of the session on, if it took place. `doing` says what to do then. */
export function assertHeld(session: Session, panel: readonly Assignment[], now: Date, doing: string): void {
  assertBegun(session, now);
  if (now < session.endsAt) {
    const from = session.endsAt.toISOString();
    throw invalidState('STARTED', `The session is not over. ${doing} from ${from} on.`);
  }
  if (takesPlace(session, panel, now)) return;
  throw invalidState(
    'NOT_HELD',
    'The session counts as not held. If it took place, ask another participant to say so first (recordAttendance).',
  );
}

/**
 * Whether others may read the feedback. The process that received the last scorecard may have a clock a little ahead of this one's: what counts is
 * that the feedback is out.
 */
export const isOut = (session: Session, panel: readonly Assignment[], now: Date): boolean =>
  session.allSubmittedAt !== null || feedbackReleasedAt(session, panel, now) !== null;
