export enum ReadinessSharing {
  PRIVATE = 'PRIVATE',
  LEVEL = 'LEVEL',
  FULL = 'FULL',
}

/** How much of a readiness the viewer sees: everything of their own, the estimates, the levels, or nothing. */
export type Share = 'OWN' | 'FULL' | 'LEVEL' | 'NOTHING';

/** Why a readiness is null for the person who asks. */
export enum ReadinessWithheld {
  LEFT = 'LEFT',
  WITHDRAWN = 'WITHDRAWN',
  PAST = 'PAST',
  PRIVATE = 'PRIVATE',
  YOU_OWE_FEEDBACK = 'YOU_OWE_FEEDBACK',
}

/** Who looks at whose readiness. */
export interface Look {
  /** The viewer is the candidate. */
  isOwn: boolean;
  /** Both the viewer and the candidate are in the group. */
  isPresent: boolean;
  /** The viewer owes the candidate a scorecard of a session whose feedback is out. */
  owesFeedback: boolean;
  /** What applies: see `leastSharing`. */
  sharing: ReadinessSharing;
  hasWithdrawn: boolean;
  wantsPast: boolean;
}

/**
 * Readiness is the candidate's: the other members see what its owner shares, while they prepare. The past stays the
 * candidate's own, because a comparison of two points in time would reveal a single scorecard.
 * A member who still has to grade sees
 * nothing, because they must not learn what the others said first, not even as an aggregate.
 * Gives the first reason that applies.
 */
export function withheldBy({
  isOwn,
  isPresent,
  owesFeedback,
  sharing,
  hasWithdrawn,
  wantsPast,
}: Look): ReadinessWithheld | null {
  if (isOwn) return null;
  if (!isPresent) return ReadinessWithheld.LEFT;
  if (hasWithdrawn) return ReadinessWithheld.WITHDRAWN;
  if (wantsPast) return ReadinessWithheld.PAST;
  if (sharing === ReadinessSharing.PRIVATE) return ReadinessWithheld.PRIVATE;
  return owesFeedback ? ReadinessWithheld.YOU_OWE_FEEDBACK : null;
}

/** How much is shown: nothing where something withholds it, and everything to the candidate. */
export function shareOf(look: Look): Share {
  if (look.isOwn) return 'OWN';
  if (withheldBy(look) !== null) return 'NOTHING';
  return look.sharing === ReadinessSharing.FULL ? 'FULL' : 'LEVEL';
}

const fromLeast = Object.values(ReadinessSharing);

/**
 * A readiness belongs to a person, so another plan would show the same. The least that a member shares in any candidacy
 * of the group applies. LEVEL without any.
 */
export const leastSharing = (shared: readonly ReadinessSharing[]): ReadinessSharing =>
  fromLeast.find((each) => shared.includes(each)) ?? ReadinessSharing.LEVEL;
