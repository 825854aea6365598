import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { Ref } from '../common/ids.js';
import { IdField, Nested, Text, WholeNumber } from '../common/input.js';
import { DateTime } from '../common/scalars.js';
import { CriterionRatingInput } from './feedback.graphql.js';

@ObjectType('SelfAssessment', {
  description:
    "The candidate's own scores, locked before the feedback comes out. After release, panel members can read them once they have submitted their own scorecards.",
})
export class SelfAssessmentObject {
  @Field(() => DateTime)
  lockedAt!: Date;
}

@ObjectType('InterviewerNote', {
  description:
    "The candidate's note about an interviewer, written after release. Only that interviewer and the candidate can read it.",
})
export class InterviewerNoteObject {
  @Field(() => Int, { description: 'How helpful the interview was, 1 to 4.' })
  helpful!: number;

  @Field()
  text!: string;

  @Field(() => DateTime)
  at!: Date;
}

@InputType({ description: 'How you assess yourself in a session in which you were the candidate.' })
export class SelfAssessmentInput {
  @IdField('Session')
  sessionId!: Ref;

  @Field(() => [CriterionRatingInput], { description: 'At least one criterion needs a level. Evidence is optional.' })
  @Nested(() => CriterionRatingInput, 20)
  ratings!: CriterionRatingInput[];
}

@InputType({ description: 'Your note to an interviewer of a session in which you were the candidate.' })
export class NoteInterviewerInput {
  @IdField('Assignment')
  assignmentId!: Ref;

  @Field(() => Int, { description: '1 to 4.' })
  @WholeNumber(1, 4)
  helpful!: number;

  @Field({ defaultValue: '' })
  @Text({ min: 0, max: 2000, lines: true })
  text!: string;
}
