import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { Ref } from '../common/ids.js';
import { IdField, Nested, Text, WholeNumber } from '../common/input.js';
import { DateTime } from '../common/scalars.js';
import { CriterionRatingInput } from './feedback.graphql.js';

@ObjectType('SelfAssessment', {
  description:
    "The candidate's own scores, locked before the feedback comes out. After release the panel reads them, each once they have submitted their own scorecard.",
})
export class SelfAssessmentObject {
  @Field(() => DateTime)
  lockedAt!: Date;
}

@ObjectType('InterviewerNote', {
  description: "The candidate's word on the interviewer, for that interviewer alone, after release.",
})
export class InterviewerNoteObject {
  @Field(() => Int, { description: 'How helpful the interview was, 1 to 4.' })
  helpful!: number;

  @Field()
  text!: string;

  @Field(() => DateTime)
  at!: Date;
}

@InputType({ description: 'How you judge yourself in a session in which you were the candidate.' })
export class SelfAssessmentInput {
  @IdField('Session')
  sessionId!: Ref;

  @Field(() => [CriterionRatingInput], { description: 'A level on one criterion at least; evidence is up to you.' })
  @Nested(() => CriterionRatingInput, 20)
  ratings!: CriterionRatingInput[];
}

@InputType({ description: 'A word to an interviewer of a session in which you were the candidate.' })
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
