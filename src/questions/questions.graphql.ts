import { Field, Float, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Ref } from '../common/ids.js';
import { AtMost, IdField, Optional, Text, Texts, WholeNumber } from '../common/input.js';
import { DateTime, LocalDate } from '../common/scalars.js';
import { Difficulty, RoundKind } from '../guides/guide-document.js';
import { ExposureKind } from './exposure.rules.js';
import { KitStatus } from './kit.rules.js';

registerEnumType(ExposureKind, {
  name: 'ExposureKind',
  description: 'How a member came to know a question or one of its family.',
  valuesMap: {
    ASKED: { description: 'The member was asked it as a candidate.' },
    ASKED_BY: { description: 'The member asked it as an interviewer.' },
    SHADOWED: { description: 'The member shadowed a session in which it was asked.' },
    OPENED: { description: 'The member opened it.' },
    AUTHORED: { description: 'The member wrote it.' },
    SELF_DECLARED: { description: 'The member said that they know it.' },
  },
});

registerEnumType(KitStatus, {
  name: 'KitStatus',
  description: 'Whether a session has a question set, and whether you may see it.',
  valuesMap: {
    NOT_COMPOSED: { description: 'No questions were chosen.' },
    HIDDEN: { description: 'Questions were chosen, and you may not see them now.' },
    OPEN: { description: 'You may see them.' },
  },
});

@ObjectType('QuestionExposure', { description: 'How you came to know a question or one of its family.' })
export class QuestionExposureObject {
  @Field(() => ExposureKind)
  kind!: ExposureKind;

  @Field(() => DateTime)
  at!: Date;
}

@ObjectType('QuestionSetItem', { description: 'A question of a set.' })
export class QuestionSetItemObject {
  @Field({ description: 'Why it was chosen.' })
  reason!: string;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Null until the session has been held, and for the candidate until the release. All count as asked unless the lead or a co-interviewer says which were asked.',
  })
  asked!: boolean | null;
}

@ObjectType('QuestionSet', { description: 'What a session asks.' })
export class QuestionSetObject {
  @Field(() => DateTime)
  composedAt!: Date;

  @Field(() => String, {
    nullable: true,
    description:
      'Why the set has fewer questions than you asked for, or than it had before one was taken out. Null for the candidate.',
  })
  shortfall!: string | null;
}

@ObjectType('QuestionSupply', {
  description: 'Fresh questions that are left for this candidate in this round. Questions of one family count once.',
})
export class QuestionSupplyObject {
  @Field(() => Int)
  fresh!: number;

  @Field(() => Int)
  total!: number;

  @Field(() => String, {
    nullable: true,
    description: 'In plain words, if fewer are fresh than the sessions to come need.',
  })
  shortfall!: string | null;
}

@ObjectType('SupplyForecast', { description: 'When the fresh questions for a round run out at the present pace.' })
export class SupplyForecastObject {
  @Field(() => Int)
  fresh!: number;

  @Field(() => Int, { description: 'What the sessions to come need, with three questions each.' })
  needed!: number;

  @Field(() => LocalDate, { nullable: true, description: 'Null if they last until the target date.' })
  runsOutOn!: string | null;

  @Field()
  text!: string;
}

@ObjectType('QuestionCalibration', {
  description:
    "How hard a question turned out in the group's oldest 5, 10, 15 ... released sessions with it. Above 0 it was harder than expected.",
})
export class QuestionCalibrationObject {
  @Field(() => Int)
  sessions!: number;

  @Field(() => Float, { description: 'To one decimal, on the scale of the scores.' })
  difficulty!: number;
}

@InputType({ description: 'Questions for a session.' })
export class ComposeQuestionSetInput {
  @IdField('Session')
  sessionId!: Ref;

  @Field(() => Int, { defaultValue: 3, description: '1 to 20.' })
  @WholeNumber(1, 20)
  count!: number;

  @Field(() => [String], { nullable: true, description: 'Only questions of these topics.' })
  @Optional()
  @AtMost(50)
  topicKeys?: string[] | null;

  @Field(() => Difficulty, {
    nullable: true,
    description:
      "Other questions come only when no fresh question of this difficulty is left. If you leave it out, the difficulty follows the candidate's level as far as you may see that level.",
  })
  @Optional()
  difficulty?: Difficulty | null;
}

@InputType({ description: 'A question of a set, and the question that replaces it.' })
export class ReplaceQuestionInput {
  @IdField('Session')
  sessionId!: Ref;

  @IdField('Question')
  questionId!: Ref;

  @IdField('Question', { nullable: true, description: 'The best fresh question if you leave it out.' })
  byQuestionId?: Ref | null;
}

const FEW_TEXTS = 'Up to 10 texts.';

@InputType({ description: "A question of the group's own." })
export class AddQuestionInput {
  @IdField('Guide')
  guideId!: Ref;

  @Field()
  @Text({ max: 80 })
  topicKey!: string;

  @Field(() => [RoundKind], { description: 'Kinds of round that it fits, at least one.' })
  @AtMost(10)
  kinds!: RoundKind[];

  @Field({ description: 'Read by everybody: it must not give the question away.' })
  @Text({ max: 200 })
  title!: string;

  @Field()
  @Text({ max: 5_000, lines: true })
  prompt!: string;

  @Field(() => String, { nullable: true, description: 'If you leave it out, the question gets a family of its own.' })
  @Optional()
  @Text({ max: 80 })
  family?: string | null;

  @Field(() => Difficulty, { defaultValue: Difficulty.MEDIUM })
  difficulty!: Difficulty;

  @Field(() => [String], { nullable: true, description: FEW_TEXTS })
  @Optional()
  @Texts({ max: 2_000, most: 10 })
  hints?: string[] | null;

  @Field(() => [String], { nullable: true, description: `What a strong answer shows. ${FEW_TEXTS}` })
  @Optional()
  @Texts({ max: 2_000, most: 10 })
  lookFor?: string[] | null;
}

@InputType({ description: 'Fields that you leave out stay as they were.' })
export class UpdateQuestionInput {
  @IdField('Question')
  questionId!: Ref;

  @Field(() => String, { nullable: true })
  @Optional()
  @Text({ max: 200 })
  title?: string | null;

  @Field(() => String, { nullable: true })
  @Optional()
  @Text({ max: 5_000, lines: true })
  prompt?: string | null;

  @Field(() => Difficulty, { nullable: true })
  @Optional()
  difficulty?: Difficulty | null;

  @Field(() => [String], { nullable: true, description: FEW_TEXTS })
  @Optional()
  @Texts({ max: 2_000, most: 10 })
  hints?: string[] | null;

  @Field(() => [String], { nullable: true, description: FEW_TEXTS })
  @Optional()
  @Texts({ max: 2_000, most: 10 })
  lookFor?: string[] | null;
}
