import { invalidState } from '../common/errors.js';
import type { Session } from '../sessions/session.entity.js';

/** A session can be moved, changed or cancelled only until it starts. After that, another try is a new session. */
export function assertChangeable(session: Session, now: Date): void {
  if (session.cancelledAt) throw invalidState('CANCELLED', 'The session is cancelled. Schedule a new one.');
  if (now < session.startsAt) return;
  throw invalidState(
    'STARTED',
    'The session has started and can no longer be changed. To try again, schedule a new session.',
  );
}
