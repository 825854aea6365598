/** Somebody whose presence would be recorded anew. */
export interface PresenceChange {
  /** Whether they would count as present from then on. */
  isPresent: boolean;
  /** Whether they are the candidate, or have submitted a scorecard. */
  isInFeedback: boolean;
}

/**
 * Once the feedback is out nobody can undo it by calling somebody absent: the candidate and whoever has submitted were
 * there. Of the others an organizer may still correct who was: what was written by somebody who is found present comes
 * out then, and somebody who never came owes nothing. Gives what those hear who may not, or null.
 */
export function presenceRefusal(changes: readonly PresenceChange[], byOrganizer: boolean): string | null {
  if (changes.some(({ isPresent, isInFeedback }) => isInFeedback && !isPresent))
    return 'The feedback is out: the candidate and whoever has submitted were there. Only how late they were may still be noted.';
  if (changes.length > 0 && !byOrganizer)
    return 'The feedback is out: who was there is for an organizer to correct. Ask one.';
  return null;
}
