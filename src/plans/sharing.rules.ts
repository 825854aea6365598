export enum ReadinessSharing {
  PRIVATE = 'PRIVATE',
  LEVEL = 'LEVEL',
  FULL = 'FULL',
}

/** How much of a readiness somebody sees: everything of one's own, the estimates, the levels, or nothing. */
export type Share = 'OWN' | 'FULL' | 'LEVEL' | 'NOTHING';

/**
 * Readiness is the candidate's: the other members see what its owner shares, of the present only. The past stays the
 * candidate's own, because from two points in time a single scorecard can be told.
 */
export function shareOf(own: boolean, present: boolean, sharing: ReadinessSharing, pastWanted: boolean): Share {
  if (own) return 'OWN';
  if (!present || pastWanted || sharing === ReadinessSharing.PRIVATE) return 'NOTHING';
  return sharing;
}
