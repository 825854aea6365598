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

/** Why a member of the panel should open a kit, or compose it anew. */
export enum KitNews {
  NEW = 'NEW',
  CHANGED = 'CHANGED',
  OUT_OF_DATE = 'OUT_OF_DATE',
  EMPTY = 'EMPTY',
}

interface KitNewsFacts {
  isEmpty: boolean;
  /** Whether the member may compose the set. */
  isInterviewer: boolean;
  /** How often the set has changed, and the change that the member has seen last; null if they have not opened it. */
  revision: number;
  openedRevision: number | null;
  /** Whether opening the kit would replace a question. */
  isOutOfDate: boolean;
}

/** What a member of the panel should know about the kit of a session to come; null if they have seen it as it is. A shadow cannot help with an empty set. */
export function kitNews({
  isEmpty,
  isInterviewer,
  revision,
  openedRevision,
  isOutOfDate,
}: KitNewsFacts): KitNews | null {
  if (isEmpty) return isInterviewer ? KitNews.EMPTY : null;
  if (openedRevision === null) return KitNews.NEW;
  if (openedRevision < revision) return KitNews.CHANGED;
  return isOutOfDate ? KitNews.OUT_OF_DATE : null;
}
