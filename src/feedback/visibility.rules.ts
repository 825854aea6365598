/** What decides whether the viewer may read a scorecard. */
export interface Sight {
  isAuthor: boolean;
  isCandidate: boolean;
  /** The viewer sits on the panel and has submitted a scorecard of their own. */
  hasSubmittedOwn: boolean;
  isSubmitted: boolean;
  /** The scorecard was written by a shadow. */
  isShadows: boolean;
  /** The session's feedback is out. */
  isReleased: boolean;
}

/**
 * Until the release, only its author reads a scorecard. After the release, the candidate reads those of the interviewers. Members of the panel who have
 * submitted their own read the others, those of shadows included. Other members and organizers read no scorecards.
 */
export function mayReadScorecard(sight: Sight): boolean {
  if (sight.isAuthor) return true;
  if (!sight.isSubmitted || !sight.isReleased) return false;
  if (sight.isCandidate) return !sight.isShadows;
  return sight.hasSubmittedOwn;
}

/**
 * Only the candidate reads their self-assessment until the feedback is out. Then panel members read it after submitting
 * their own scorecards, so that it does not influence their grading.
 */
export const mayReadSelfAssessment = (sight: Pick<Sight, 'isCandidate' | 'hasSubmittedOwn' | 'isReleased'>): boolean =>
  sight.isCandidate || (sight.isReleased && sight.hasSubmittedOwn);

/** Besides its author, only its interviewer reads a note, and only after submitting: it may mention what the others said. */
export const mayReadNote = (
  sight: Pick<Sight, 'isCandidate' | 'hasSubmittedOwn'> & {
    /** The viewer is the interviewer to whom it is written. */
    isAddressee: boolean;
  },
): boolean => sight.isCandidate || (sight.isAddressee && sight.hasSubmittedOwn);
