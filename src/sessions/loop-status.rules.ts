import { SessionStatus } from './session.rules.js';

/** How far a round of a loop has come. */
export enum LoopRoundStatus {
  TO_SCHEDULE = 'TO_SCHEDULE',
  SCHEDULED = 'SCHEDULED',
  AWAITING_FEEDBACK = 'AWAITING_FEEDBACK',
  PRACTISED = 'PRACTISED',
  SKIPPED = 'SKIPPED',
}

/**
 * A round is practised when as many sessions as wanted were held with feedback, and wants scheduling while fewer are
 * held or upcoming. Cancelled sessions and those that were not held count for nothing.
 */
export function loopRoundStatus(
  { included, targetSessions }: { included: boolean; targetSessions: number },
  sessions: readonly SessionStatus[],
): LoopRoundStatus {
  if (!included) return LoopRoundStatus.SKIPPED;
  const count = (status: SessionStatus) => sessions.filter((each) => each === status).length;
  const practised = count(SessionStatus.COMPLETED);
  const upcoming = count(SessionStatus.SCHEDULED) + count(SessionStatus.IN_PROGRESS);
  if (practised >= targetSessions) return LoopRoundStatus.PRACTISED;
  if (practised + upcoming + count(SessionStatus.AWAITING_FEEDBACK) < targetSessions)
    return LoopRoundStatus.TO_SCHEDULE;
  return upcoming > 0 ? LoopRoundStatus.SCHEDULED : LoopRoundStatus.AWAITING_FEEDBACK;
}
