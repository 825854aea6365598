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
  description: 'The verdict, on an even scale without a neutral value.',
  valuesMap: {
    NO_DECISION: { description: 'The session showed too little for a verdict. Say why in strengths or growthAreas.' },
  },
});
registerEnumType(ScorecardStatus, {
  name: 'ScorecardStatus',
  description: 'Whether the scorecard has been submitted.',
});

@ObjectType('CriterionRating', { description: 'What one scorecard says about one criterion.' })
export class CriterionRatingObject {
  @Field(() => Int, { nullable: true, description: 'Level 1 to 4, or null: not assessed.' })
  level!: number | null;

  @Field({ description: 'What was observed. In a self-assessment, the reason for the level.' })
  evidence!: string;
}

@ObjectType('Scorecard', {
  implements: () => NodeObject,
  description:
    "One interviewer's judgement of one session. Until release only its author can read it. After release the candidate can read it, and so can panel members who have submitted their own. Only the panel can read a shadow's scorecard.",
})
export class ScorecardObject extends NodeObject {
  @Field(() => ScorecardStatus)
  status!: ScorecardStatus;

  @Field({ description: "False for a shadow's scorecard, which never counts towards readiness." })
  countsTowardsReadiness!: boolean;

  @Field(() => Recommendation, { nullable: true })
  recommendation!: Recommendation | null;

  @Field()
  strengths!: string;

  @Field()
  growthAreas!: string;

  @Field(() => DateTime, { nullable: true, description: 'When this version was submitted.' })
  submittedAt!: Date | null;
}

@ObjectType('ScorecardRevision', { description: 'An earlier version that others could read, and why it was amended.' })
export class ScorecardRevisionObject {
  @Field(() => DateTime, { description: 'When the next version replaced it.' })
  at!: Date;

  @Field({ description: 'Why it was replaced.' })
  reason!: string;

  @Field(() => Recommendation, { nullable: true })
  recommendation!: Recommendation | null;

  @Field()
  strengths!: string;

  @Field()
  growthAreas!: string;
}

@InputType({ description: 'Your rating of one criterion of the round.' })
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
    'Your scorecard of a session. Fields that you leave out stay as they are in your draft or, without a draft, in your last submission.',
})
export class ScorecardInput {
  @IdField('Session')
  sessionId!: Ref;

  @Field(() => [CriterionRatingInput], {
    nullable: true,
    description: 'All ratings. To submit, at least one needs a level, unless the recommendation is NO_DECISION.',
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
  description:
    'A correction of a scorecard that others have read. Fields and criteria that you leave out stay as they were.',
})
export class AmendScorecardInput {
  @IdField('Scorecard')
  scorecardId!: Ref;

  @Field({ description: 'The reason, which readers can see.' })
  @Text({ max: 500 })
  reason!: string;

  @Field(() => [CriterionRatingInput], {
    nullable: true,
    description: 'Each replaces the level and the evidence of one criterion. The other criteria stay as they were.',
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
