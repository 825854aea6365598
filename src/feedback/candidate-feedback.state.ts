import type { Ref } from '../common/ids.js';
import { type RequestState } from '../common/request-state.js';
import type { Assignment } from '../sessions/assignment.entity.js';
import type { Session } from '../sessions/session.entity.js';
import { candidateOfSession, sessionOf } from '../sessions/sessions.state.js';
import { InterviewerNote } from './interviewer-note.entity.js';
import { type RatingContents } from './scorecard.rules.js';
import { SelfAssessment } from './self-assessment.entity.js';
import { SelfRating } from './self-rating.entity.js';
import { mayReadNote, mayReadSelfAssessment } from './visibility.rules.js';
import { feedbackSlice, sightOf } from './feedback.state.js';

export interface SelfAssessmentView extends SelfAssessment {
  ratings: RatingContents[];
}

/** The candidate's self-assessment of a session, without checking the viewer. */
export const selfAssessmentOf = (state: RequestState, { groupId, id }: Ref): SelfAssessment | undefined =>
  state.of(feedbackSlice, groupId).selfAssessments.get(id);

export const selfRatingsOf = (state: RequestState, { groupId, id }: Ref): SelfRating[] =>
  state.of(feedbackSlice, groupId).selfRatings.get(id) ?? [];

/** The self-assessment of a session, if the viewer may read it now. */
export function readableSelfAssessment(state: RequestState, session: Session): SelfAssessmentView | null {
  const assessment = selfAssessmentOf(state, session);
  const sight = sightOf(state, session);
  if (!assessment || sight === null || !mayReadSelfAssessment(sight)) return null;
  return { ...assessment, ratings: selfRatingsOf(state, session) };
}

export interface NoteView extends InterviewerNote {
  /** The member who wrote it. */
  fromId: string;
}

/** The candidate's note to an interviewer, if the viewer may read it now. */
export function readableNote(state: RequestState, seat: Assignment): NoteView | null {
  const { groupId, sessionId, memberId } = seat;
  const note = state.of(feedbackSlice, groupId).notes.get(seat.id);
  const session = sessionOf(state, { groupId, id: sessionId })!;
  const sight = sightOf(state, session);
  if (!note || !sight || !mayReadNote({ ...sight, isAddressee: memberId === sight.viewerId })) return null;
  return { ...note, fromId: candidateOfSession(state, session).memberId };
}
