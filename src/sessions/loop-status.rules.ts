import { daysAfter } from '../common/time.js';
import { SessionStatus } from './session.rules.js';

/** How far a round of a loop has come. */
export enum LoopRoundStatus {
  TO_SCHEDULE = 'TO_SCHEDULE',
  SCHEDULED = 'SCHEDULED',
  AWAITING_FEEDBACK = 'AWAITING_FEEDBACK',
  PRACTISED = 'PRACTISED',
  SKIPPED = 'SKIPPED',
}

interface CountedSession {
  feedbackDueAt: Date;
  debtDays: number;
  /** Every scorecard that counts says NO_DECISION. */
  undecided: boolean;
}

/**
 * Whether a session counts for its round. A session that was held counts until its feedback is long overdue: a candidate does not
 * wait for ever, and practises the round again. A session whose scorecards all say NO_DECISION showed too little to count.
 */
export function countsForRound(session: CountedSession, status: SessionStatus, now: Date): boolean {
  if (status === SessionStatus.AWAITING_FEEDBACK) return now <= daysAfter(session.feedbackDueAt, session.debtDays);
  if (status === SessionStatus.COMPLETED) return !session.undecided;
  return status !== SessionStatus.CANCELLED && status !== SessionStatus.NOT_HELD;
}

/**
 * A round is practised when as many sessions as wanted were held with feedback, and needs scheduling while fewer are
 * held or upcoming. It takes the sessions that count for the round.
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
