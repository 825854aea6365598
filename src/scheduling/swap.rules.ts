import { fieldProblem, type FieldProblem } from '../common/errors.js';

export enum SwapStatus {
  OPEN = 'OPEN',
  ACCEPTED = 'ACCEPTED',
  DECLINED = 'DECLINED',
  WITHDRAWN = 'WITHDRAWN',
  EXPIRED = 'EXPIRED',
}

interface StoredSwap {
  status: `${SwapStatus}`;
  giveStartsAt: Date;
  takeStartsAt: Date | null;
}

/** A swap ends when the earlier of its sessions starts. */
export const expiresAt = ({ giveStartsAt, takeStartsAt }: Pick<StoredSwap, 'giveStartsAt' | 'takeStartsAt'>): Date =>
  takeStartsAt !== null && takeStartsAt < giveStartsAt ? takeStartsAt : giveStartsAt;

/**
 * Whether the seats are still there: each with its member, in a session that was not cancelled or moved since. What has expired stays so,
 * because none of this comes back.
 */
export interface SeatsLeft {
  hasGive: boolean;
  /** True for a request for cover. */
  hasTake: boolean;
}

/**
 * An open swap expires when the earlier of its sessions starts, when a session is cancelled or moved, and when another member takes one of
 * the seats. It also expires when one of the two members leaves: the seat goes then, or `departures/` stores it.
 */
export function swapStatus(swap: StoredSwap, { hasGive, hasTake }: SeatsLeft, now: Date): SwapStatus {
  if (swap.status !== 'OPEN') return SwapStatus[swap.status];
  const stands = hasGive && hasTake && now < expiresAt(swap);
  return stands ? SwapStatus.OPEN : SwapStatus.EXPIRED;
}

/** A seat, and everybody who takes part in its session: the candidate and the panel. */
export interface SeatFacts {
  memberId: string;
  sessionId: string;
  participants: readonly string[];
}

/** What is asked for: a seat for another seat, or for cover by one member or by anybody. */
interface SwapRequest {
  give: SeatFacts;
  take: SeatFacts | null;
  /** The member who is asked to cover. */
  coverId: string | null;
}

/** What is wrong with a request for a swap or for cover. */
export function swapProblems({ give, take, coverId }: SwapRequest): FieldProblem[] {
  if (take !== null && coverId !== null) {
    const expected = 'nothing, because takeAssignmentId names the member who is asked';
    return [fieldProblem('askedOfMemberId', expected, 'a member')];
  }
  if (take === null) {
    if (coverId === null || !give.participants.includes(coverId)) return [];
    return [fieldProblem('askedOfMemberId', 'a member who does not take part in that session', 'a member who does')];
  }
  const problem = (expected: string, found: string) => [fieldProblem('takeAssignmentId', expected, found)];
  if (take.sessionId === give.sessionId) return problem('a seat in another session', 'a seat in the same session');
  if (take.memberId === give.memberId) return problem('a seat of another member', 'a seat of your own');
  if (give.participants.includes(take.memberId))
    return problem(
      'a seat of a member who does not take part in the session that you give away',
      'a seat of a member who takes part in it',
    );
  if (take.participants.includes(give.memberId))
    return problem('a seat in a session in which you do not take part', 'a seat in a session in which you do');
  return [];
}
