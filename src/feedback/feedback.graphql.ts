import { Field, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Ref } from '../common/ids.js';
import { IdField, Nested, Optional, Text } from '../common/input.js';
import { NodeObject } from '../common/nodes.js';
import { DateTime } from '../common/scalars.js';
import { Recommendation } from './scorecard.rules.js';

/** Whether a scorecard is out of its author's hands. */
export enum ScorecardStatus {
  DRAFT = 'DRAFT',
  SUBMITTED = 'SUBMITTED',
}

registerEnumType(Recommendation, {
  name: 'Recommendation',
  description: 'The verdict, an even scale without a neutral.',
  valuesMap: { NO_DECISION: { description: 'The session told too little; say why in strengths or growthAreas.' } },
});
registerEnumType(ScorecardStatus, { name: 'ScorecardStatus', description: "Whether it is out of its author's hands." });

@ObjectType('CriterionRating', { description: 'What one scorecard says on one criterion.' })
export class CriterionRatingObject {
  @Field(() => Int, { nullable: true, description: 'Level 1 to 4, or null: not assessed.' })
  level!: number | null;

  @Field({ description: 'What was observed; of a self-assessment, why.' })
  evidence!: string;
}

@ObjectType('Scorecard', {
  implements: () => NodeObject,
  description:
    "One interviewer's judgement of one session. Blind: until release only its author reads it; after release the candidate, and those of the panel who have submitted their own. A shadow's is for the panel alone.",
})
export class ScorecardObject extends NodeObject {
  @Field(() => ScorecardStatus)
  status!: ScorecardStatus;

  @Field({ description: "A shadow's card trains the shadow: it never counts towards readiness." })
  countsTowardsReadiness!: boolean;

  @Field(() => Recommendation, { nullable: true })
  recommendation!: Recommendation | null;

  @Field()
  strengths!: string;

  @Field()
  growthAreas!: string;

  @Field(() => DateTime, { nullable: true, description: 'When this wording was submitted.' })
  submittedAt!: Date | null;
}

@ObjectType('ScorecardRevision', { description: 'An earlier wording that others could read, and why it was amended.' })
export class ScorecardRevisionObject {
  @Field(() => DateTime, { description: 'When the next wording took its place.' })
  at!: Date;

  @Field({ description: 'Why it did.' })
  reason!: string;

  @Field(() => Recommendation, { nullable: true })
  recommendation!: Recommendation | null;

  @Field()
  strengths!: string;

  @Field()
  growthAreas!: string;
}

@InputType({ description: 'What you say on one criterion of the round.' })
export class CriterionRatingInput {
  @Field()
  @Text({ max: 100 })
  criterionKey!: string;

  @Field(() => Int, { nullable: true, description: '1 to 4; null or left out: not assessed.' })
  @Optional()
  level?: number | null;

  @Field({ defaultValue: '', description: 'What you observed; needed for a level when you submit.' })
  @Text({ min: 0, max: 4000, lines: true })
  evidence!: string;
}

@InputType({
  description:
    'Your scorecard of a session. What is left out stays as it is in your draft or, where there is none, in your last submission.',
})
export class ScorecardInput {
  @IdField('Session')
  sessionId!: Ref;

  @Field(() => [CriterionRatingInput], {
    nullable: true,
    description: 'All of them. To submit, at least one has a level, unless there is no decision.',
  })
  @Optional()
  @Nested(() => CriterionRatingInput, 20)
  ratings?: CriterionRatingInput[] | null;

  @Field(() => Recommendation, { nullable: true, description: 'Needed to submit.' })
  @Optional()
  recommendation?: Recommendation | null;

  @Field(() => String, { nullable: true })
  @Optional()
  @Text({ min: 0, max: 4000, lines: true })
  strengths?: string | null;

  @Field(() => String, { nullable: true })
  @Optional()
  @Text({ min: 0, max: 4000, lines: true })
  growthAreas?: string | null;
}

@InputType({
  description: 'A correction of what others have read. What is left out stays as it was, criterion by criterion.',
})
export class AmendScorecardInput {
  @IdField('Scorecard')
  scorecardId!: Ref;

  @Field({ description: 'Why, for those who read it.' })
  @Text({ max: 500 })
  reason!: string;

  @Field(() => [CriterionRatingInput], {
    nullable: true,
    description: 'Each replaces the level and the evidence of its criterion; the other criteria stay.',
  })
  @Optional()
  @Nested(() => CriterionRatingInput, 20)
  ratings?: CriterionRatingInput[] | null;

  @Field(() => Recommendation, { nullable: true })
  @Optional()
  recommendation?: Recommendation | null;

  @Field(() => String, { nullable: true })
  @Optional()
  @Text({ min: 0, max: 4000, lines: true })
  strengths?: string | null;

  @Field(() => String, { nullable: true })
  @Optional()
  @Text({ min: 0, max: 4000, lines: true })
  growthAreas?: string | null;
}
