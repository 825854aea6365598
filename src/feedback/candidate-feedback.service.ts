import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../common/context.js';
import {
  DomainError,
  fieldProblem,
  invalidInput,
  invalidState,
  notFound,
  onConstraint,
  refuse,
} from '../common/errors.js';
import { inTransaction } from '../common/transaction.js';
import { Assignment } from '../sessions/assignment.entity.js';
import { sessionFor } from '../sessions/sessions.access.js';
import type { Session } from '../sessions/session.entity.js';
import { isInterviewer, isPresentAt } from '../sessions/session.rules.js';
import type { NoteInterviewerInput, SelfAssessmentInput } from './candidate-feedback.graphql.js';
import { InterviewerNote } from './interviewer-note.entity.js';
import { assertHeld, isOut } from './session-asserts.js';
import { criteriaOf, ratingOf } from './ratings.js';
import { selfAssessmentProblems } from './scorecard.rules.js';
import { SelfAssessment } from './self-assessment.entity.js';
import { SelfRating } from './self-rating.entity.js';

/** What the candidate of a session writes: about their own work, and to the interviewers. */
@Injectable()
export class CandidateFeedbackService {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  /** Locks a self-assessment, once, while the candidate cannot know what others say. */
  lockSelfAssessment(actor: Actor, input: SelfAssessmentInput): Promise<Session> {
    return inTransaction(this.db, async (tx) => {
      const { session, panel, now } = await sessionFor(tx, actor, input.sessionId, 'assessSelf');
      const { groupId, id: sessionId } = session;
      const ratings = input.ratings.map(ratingOf);
      refuse(selfAssessmentProblems(ratings, await criteriaOf(tx, session)));
      assertHeld(session, panel, now, 'Assess yourself');
      if (isOut(session, panel, now)) {
        throw invalidState(
          'COMPLETED',
          'The feedback is out, so it is too late for a self-assessment. Next time, lock it as soon as the session has ended.',
        );
      }
      await tx
        .insert(SelfAssessment, { groupId, sessionId, lockedAt: now })
        .catch(onConstraint({ self_assessment_pkey: alreadyLocked }));
      await tx.insert(
        SelfRating,
        ratings.map((rating) => ({ groupId, sessionId, ...rating })),
      );
      return session;
    });
  }

  /** Writes to an interviewer, once, after reading the feedback. */
  noteInterviewer(actor: Actor, input: NoteInterviewerInput): Promise<Assignment> {
    const { groupId, id: assignmentId } = input.assignmentId;
    return inTransaction(this.db, async (tx) => {
      const seat = await tx.findOneBy(Assignment, { groupId, id: assignmentId });
      if (!seat) throw notFound('assignment');
      const where = { groupId, id: seat.sessionId };
      const { session, panel, now } = await sessionFor(tx, actor, where, 'noteInterviewer', 'assignment');
      const assignment = panel.find(({ id }) => id === assignmentId);
      // Its member may have left in between.
      if (!assignment) throw notFound('assignment');
      if (!isInterviewer(assignment) || !isPresentAt(assignment, now)) {
        const expected = 'the seat of an interviewer who was there';
        const found = isInterviewer(assignment) ? 'that of an absent interviewer' : 'that of a shadow';
        throw invalidInput([fieldProblem('assignmentId', expected, found)]);
      }
      if (!isOut(session, panel, now)) {
        throw invalidState('AWAITING_FEEDBACK', 'The feedback is not out yet. Write once you have read it.');
      }
      const { helpful, text } = input;
      await tx
        .insert(InterviewerNote, { groupId, assignmentId, helpful, text, writtenAt: now })
        .catch(onConstraint({ interviewer_note_pkey: alreadyWritten }));
      return assignment;
    });
  }
}

const alreadyLocked = () =>
  new DomainError(
    'ALREADY_EXISTS',
    'You have already locked your self-assessment of this session. It cannot be changed.',
  );

const alreadyWritten = () =>
  new DomainError(
    'ALREADY_EXISTS',
    'You have already written to this interviewer about this session. The note cannot be changed.',
  );
