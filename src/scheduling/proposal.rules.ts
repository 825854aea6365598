import { MOST_DAYS } from '../availability/hours.rules.js';
import type { RemedyFound } from '../availability/remedies.rules.js';
import { fieldProblem, type FieldProblem } from '../common/errors.js';
import { addDays } from '../common/time.js';
import type { BlockReason } from '../availability/starts.rules.js';

export enum ProposalStatus {
  SOLVING = 'SOLVING',
  OPEN = 'OPEN',
  PUBLISHED = 'PUBLISHED',
  DISCARDED = 'DISCARDED',
  STALE = 'STALE',
  FAILED = 'FAILED',
}

export enum SolvePhase {
  PLACING = 'PLACING',
  BALANCING = 'BALANCING',
  VARYING = 'VARYING',
  EXCHANGING = 'EXCHANGING',
  WAITING = 'WAITING',
}

/** What was reached, next to the proven best possible. */
export interface Quality {
  placed: number;
  placedBound: number;
  loadSpread: number;
  loadSpreadBound: number;
  repeatedPairs: number;
  repeatedPairsBound: number;
  exchanges: number;
  exchangesBound: number;
  waitingDays: number;
  waitingDaysBound: number;
  solveMilliseconds: number;
  stoppedEarly: boolean;
}

/** A sitting that found no place, and why. */
export interface UnplacedFound {
  loopRoundId: string;
  block: { reason: BlockReason; memberIds: string[]; choices: RemedyFound[][] };
}

/** How long a lease lasts without a heartbeat. */
export const LEASE_SECONDS = 30;

/** What is wrong with the days that a proposal may use. They must overlap the time that schedules cover: from today to 92 days ahead. */
export function dayProblems({ from, to }: { from: string | null; to: string | null }, today: string): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const last = addDays(today, MOST_DAYS);
  if (from !== null && from > last) problems.push(fieldProblem('from', `${last} or earlier`, from));
  const earliest = from !== null && from > today ? from : today;
  if (to !== null && to < earliest) problems.push(fieldProblem('to', `${earliest} or later`, to));
  return problems;
}

interface StoredProposal {
  id: string;
  status: Exclude<`${ProposalStatus}`, 'STALE'>;
}

interface HeldLease {
  proposalId: string;
  expiresAt: number;
}

/** Whether a solve has failed: its lease is gone or has expired, because its process has died. */
export const hasFailed = ({ id, status }: StoredProposal, lease: HeldLease | null, now: number): boolean =>
  status === 'SOLVING' && (lease === null || lease.proposalId !== id || lease.expiresAt <= now);

/**
 * What a proposal is shown as. An open proposal is stale when a session of it is no longer
 * allowed: it can still be published without those, or discarded.
 */
export function proposalStatus(
  proposal: StoredProposal,
  lease: HeldLease | null,
  { now, areAllAllowed }: { now: number; areAllAllowed: () => boolean },
): ProposalStatus {
  if (hasFailed(proposal, lease, now)) return ProposalStatus.FAILED;
  if (proposal.status === 'OPEN' && !areAllAllowed()) return ProposalStatus.STALE;
  return ProposalStatus[proposal.status];
}

/** Net loads in interviews, from net half minutes, by the mean minutes of a session. */
export const creditsOf = (standings: ReadonlyMap<string, number>, meanMinutes: number): Map<string, number> =>
  new Map([...standings].map(([memberId, halves]) => [memberId, Math.round(halves / (2 * meanMinutes)) + 0]));
