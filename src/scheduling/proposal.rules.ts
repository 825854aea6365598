import type { RemedyFound } from '../availability/remedies.rules.js';
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

interface StoredProposal {
  id: string;
  status: Exclude<`${ProposalStatus}`, 'STALE'>;
}

/**
 * A solve whose lease is gone or has expired has failed, because its process has died. An open proposal is stale when a session of it is no longer
 * allowed: it can still be published without those, or discarded.
 */
export function proposalStatus(
  { id, status }: StoredProposal,
  lease: { proposalId: string; expiresAt: number } | null,
  { now, areAllAllowed }: { now: number; areAllAllowed: () => boolean },
): ProposalStatus {
  if (status === 'SOLVING') {
    const isAlive = lease !== null && lease.proposalId === id && lease.expiresAt > now;
    return isAlive ? ProposalStatus.SOLVING : ProposalStatus.FAILED;
  }
  if (status === 'OPEN' && !areAllAllowed()) return ProposalStatus.STALE;
  return ProposalStatus[status];
}

/** Net load in interviews: the balance by the mean minutes of a round. Members who have done nothing yet start from the median. */
export function credits(
  members: readonly { memberId: string; halfMinutes: number; isNew: boolean }[],
  meanMinutes: number,
): Map<string, number> {
  const known = members
    .filter(({ isNew }) => !isNew)
    .map(({ halfMinutes }) => halfMinutes)
    .toSorted((a, b) => a - b);
  const middle = known.length >> 1;
  const median =
    known.length === 0 ? 0 : known.length % 2 === 1 ? known[middle]! : (known[middle - 1]! + known[middle]!) / 2;
  return new Map(
    members.map(({ memberId, halfMinutes, isNew }) => {
      const interviews = (isNew ? median : halfMinutes) / (2 * meanMinutes);
      return [memberId, Math.round(interviews) + 0];
    }),
  );
}
