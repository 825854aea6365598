export enum ReadinessSharing {
  PRIVATE = 'PRIVATE',
  LEVEL = 'LEVEL',
  FULL = 'FULL',
}

/** How much of a readiness somebody sees: everything of one's own, the estimates, the levels, or nothing. */
export type Share = 'OWN' | 'FULL' | 'LEVEL' | 'NOTHING';

/** Who looks at whose readiness. */
export interface Look {
  /** The candidate looks. */
  isOwn: boolean;
  /** Whoever looks is in the group. */
  isPresent: boolean;
  /** Whoever looks owes the candidate a scorecard of a session whose feedback is out. */
  owesFeedback: boolean;
  sharing: ReadinessSharing;
  hasWithdrawn: boolean;
  wantsPast: boolean;
}

/**
 * Readiness is the candidate's: the other members see what its owner shares, while they prepare. The past stays the
 * candidate's own, because from two points in time a single scorecard can be told. And who still has to grade sees
 * nothing: what the others said must not reach them first, not even added up.
 */
export function shareOf({ isOwn, isPresent, owesFeedback, sharing, hasWithdrawn, wantsPast }: Look): Share {
  if (isOwn) return 'OWN';
  if (!isPresent || owesFeedback || hasWithdrawn || wantsPast) return 'NOTHING';
  return sharing === ReadinessSharing.PRIVATE ? 'NOTHING' : sharing;
}

/**
 * Levels are shared until the candidate says otherwise, and whoever has closed their readiness in one plan has closed it in
 * the next: a readiness is of the person, so that another plan would show the same. Whoever comes back to a plan finds it as
 * they left it, if they have closed none since.
 */
export const sharingToBeginWith = (
  before: ReadinessSharing | null,
  elsewhere: readonly ReadinessSharing[],
): ReadinessSharing =>
  elsewhere.includes(ReadinessSharing.PRIVATE) ? ReadinessSharing.PRIVATE : (before ?? ReadinessSharing.LEVEL);
