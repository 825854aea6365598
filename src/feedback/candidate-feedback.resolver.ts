import { Inject } from '@nestjs/common';
import { Args, Mutation, Parent, Resolver } from '@nestjs/graphql';
import { Ctx, CurrentActor, type Actor, type RequestContext } from '../common/context.js';
import { ReadField } from '../common/read-field.js';
import { DateTime } from '../common/scalars.js';
import { MemberObject } from '../groups/groups.graphql.js';
import { memberOf } from '../groups/groups.state.js';
import type { Member } from '../groups/member.entity.js';
import type { Assignment } from '../sessions/assignment.entity.js';
import type { Session } from '../sessions/session.entity.js';
import { AssignmentObject, SessionObject } from '../sessions/sessions.graphql.js';
import {
  InterviewerNoteObject,
  NoteInterviewerInput,
  SelfAssessmentInput,
  SelfAssessmentObject,
} from './candidate-feedback.graphql.js';
import {
  readableNote,
  readableSelfAssessment,
  type NoteView,
  type SelfAssessmentView,
} from './candidate-feedback.state.js';
import { CandidateFeedbackService } from './candidate-feedback.service.js';
import { CriterionRatingObject } from './feedback.graphql.js';
import { ratingsInOrder, type RatingView } from './feedback.state.js';

@Resolver(() => SelfAssessmentObject)
export class SelfAssessmentsResolver {
  constructor(@Inject(CandidateFeedbackService) private readonly feedback: CandidateFeedbackService) {}

  @Mutation(() => SessionObject, {
    nullable: true,
    description:
      'Locks your self-assessment of a session in which you were the candidate. You can do this once, after the session has ended and before its feedback comes out.',
  })
  lockSelfAssessment(@CurrentActor() actor: Actor, @Args('input') input: SelfAssessmentInput): Promise<Session> {
    return this.feedback.lockSelfAssessment(actor, input);
  }

  @ReadField(() => [CriterionRatingObject])
  ratings(@Parent() assessment: SelfAssessmentView, @Ctx() { state }: RequestContext): RatingView[] {
    return ratingsInOrder(state, assessment);
  }
}

@Resolver(() => SessionObject)
export class SessionSelfAssessmentResolver {
  @ReadField(() => SelfAssessmentObject, {
    nullable: true,
    description:
      "The candidate's own judgement. The candidate can always read it; panel members can read it after release, once they have submitted. Null otherwise, even if it exists.",
  })
  selfAssessment(@Parent() session: Session, @Ctx() { state }: RequestContext): SelfAssessmentView | null {
    return readableSelfAssessment(state, session);
  }
}

@Resolver(() => InterviewerNoteObject)
export class InterviewerNotesResolver {
  constructor(@Inject(CandidateFeedbackService) private readonly feedback: CandidateFeedbackService) {}

  @Mutation(() => AssignmentObject, {
    nullable: true,
    description:
      'Tells an interviewer how helpful the session was. You can do this once, after the feedback comes out. Only you and the interviewer can read it.',
  })
  noteInterviewer(@CurrentActor() actor: Actor, @Args('input') input: NoteInterviewerInput): Promise<Assignment> {
    return this.feedback.noteInterviewer(actor, input);
  }

  @ReadField(() => MemberObject)
  from(@Parent() { groupId, fromId }: NoteView, @Ctx() { state }: RequestContext): Member {
    return memberOf(state, { groupId, id: fromId })!;
  }

  @ReadField(() => DateTime)
  at(@Parent() { writtenAt }: NoteView): Date {
    return writtenAt;
  }
}

@Resolver(() => AssignmentObject)
export class AssignmentNoteResolver {
  @ReadField(() => InterviewerNoteObject, {
    nullable: true,
    description:
      "The candidate's note to this interviewer, who can read it after submitting their scorecard. Null for everybody else.",
  })
  note(@Parent() seat: Assignment, @Ctx() { state }: RequestContext): NoteView | null {
    return readableNote(state, seat);
  }
}
