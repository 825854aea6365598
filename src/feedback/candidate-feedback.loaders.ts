import { In } from 'typeorm';
import type { Ref } from '../common/ids.js';
import { byRef, childrenLoader, refParameters, type Loader } from '../common/loading.js';
import { candidateById } from '../plans/plans.loaders.js';
import type { Assignment } from '../sessions/assignment.entity.js';
import { sessionById } from '../sessions/sessions.loaders.js';
import { sightOfSession } from './feedback.loaders.js';
import { InterviewerNote } from './interviewer-note.entity.js';
import type { RatingWords } from './scorecard.rules.js';
import { SelfAssessment } from './self-assessment.entity.js';
import { SelfRating } from './self-rating.entity.js';
import { mayReadNote, mayReadSelfAssessment } from './visibility.rules.js';

export interface SelfAssessmentView extends SelfAssessment {
  ratings: RatingWords[];
}

const allSelfAssessments = childrenLoader(SelfAssessment, 'sessionId', { sessionId: 'ASC' });
const selfRatings = childrenLoader(SelfRating, 'sessionId', { criterionKey: 'ASC' });

/** How the candidate of a session judges themself, if the viewer may read it now. */
export const readableSelfAssessment: Loader<Ref, SelfAssessmentView | null> = {
  cacheKey: byRef,
  batch: ({ load }, keys) =>
    Promise.all(
      keys.map(async (key) => {
        const [assessment] = await load(allSelfAssessments, key);
        const sight = assessment ? await load(sightOfSession, key) : null;
        if (!assessment || sight === null || !mayReadSelfAssessment(sight)) return null;
        return { ...assessment, ratings: await load(selfRatings, key) };
      }),
    ),
};

export interface NoteView extends InterviewerNote {
  /** The member who wrote it. */
  fromId: string;
}

const noteOfAssignment: Loader<Ref, InterviewerNote | null> = {
  cacheKey: byRef,
  async batch({ db }, keys) {
    const [groupIds, ids] = refParameters(keys);
    const rows = await db.findBy(InterviewerNote, { groupId: In(groupIds), assignmentId: In(ids) });
    const found = new Map(rows.map((row) => [row.assignmentId, row]));
    return keys.map(({ id }) => found.get(id) ?? null);
  },
};

/** The candidate's note to an interviewer, if the viewer may read it now. */
export const readableNote: Loader<Assignment, NoteView | null> = {
  cacheKey: byRef,
  batch: ({ load }, seats) =>
    Promise.all(
      seats.map(async (seat) => {
        const { groupId, sessionId, memberId } = seat;
        const note = await load(noteOfAssignment, seat);
        const sight = note && (await load(sightOfSession, { groupId, id: sessionId }));
        if (!note || !sight || !mayReadNote({ ...sight, isAddressee: memberId === sight.viewerId })) return null;
        const { candidateId } = await load(sessionById, { groupId, id: sessionId });
        const { memberId: fromId } = await load(candidateById, { groupId, id: candidateId });
        return { ...note, fromId };
      }),
    ),
};
