/** Whether a session has a question set, and whether the viewer may see it. */
export enum KitStatus {
  NOT_COMPOSED = 'NOT_COMPOSED',
  HIDDEN = 'HIDDEN',
  OPEN = 'OPEN',
}

interface KitFacts {
  hasSet: boolean;
  /** The viewer is in the group and has a seat on the panel. */
  isOnPanel: boolean;
  isCandidate: boolean;
  isReleased: boolean;
}

/** The panel sees the titles; the candidate sees what was asked once the feedback is out. Others never see a set. */
export function kitStatus({ hasSet, isOnPanel, isCandidate, isReleased }: KitFacts): KitStatus {
  if (!hasSet) return KitStatus.NOT_COMPOSED;
  return isOnPanel || (isCandidate && isReleased) ? KitStatus.OPEN : KitStatus.HIDDEN;
}
