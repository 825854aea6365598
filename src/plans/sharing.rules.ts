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

/** What decides how much of a readiness the viewer sees. */
export interface ReadinessAccess {
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
 * Readiness belongs to the candidate: the other members see what the candidate shares, while the candidate prepares. The past stays the
 * candidate's own, because a comparison of two points in time would reveal a single scorecard.
 * A member who still has to grade sees
 * nothing: they have to grade before they learn what the others said, even as an aggregate.
 * Gives the first reason that applies.
 */
export function withheldBy({
  isOwn,
  isPresent,
  owesFeedback,
  sharing,
  hasWithdrawn,
  wantsPast,
}: ReadinessAccess): ReadinessWithheld | null {
  if (isOwn) return null;
  if (!isPresent) return ReadinessWithheld.LEFT;
  if (hasWithdrawn) return ReadinessWithheld.WITHDRAWN;
  if (wantsPast) return ReadinessWithheld.PAST;
  if (sharing === ReadinessSharing.PRIVATE) return ReadinessWithheld.PRIVATE;
  return owesFeedback ? ReadinessWithheld.YOU_OWE_FEEDBACK : null;
}

/** How much is shown: nothing where something withholds it, and everything to the candidate. */
export function shareOf(access: ReadinessAccess): Share {
  if (access.isOwn) return 'OWN';
  if (withheldBy(access) !== null) return 'NOTHING';
  return access.sharing === ReadinessSharing.FULL ? 'FULL' : 'LEVEL';
}

const fromLeast = Object.values(ReadinessSharing);

/**
 * A readiness belongs to a person, so another plan would show the same. The least that a member shares in any candidacy
 * of the group applies. LEVEL without any.
 */
export const leastSharing = (shared: readonly ReadinessSharing[]): ReadinessSharing =>
  fromLeast.find((each) => shared.includes(each)) ?? ReadinessSharing.LEVEL;
