import { Field, Float, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTime, LocalDate } from '../common/scalars.js';
import { CompetencyObject, RoundObject, TopicObject } from '../guides/guides.graphql.js';
import { NextBestReason, Trend } from './loop-readiness.rules.js';
import { ReadinessLevel } from './mean.rules.js';

registerEnumType(ReadinessLevel, {
  name: 'ReadinessLevel',
  description: 'Where somebody stands against the bar.',
  valuesMap: { NOT_ENOUGH_EVIDENCE: { description: 'Fewer than two scorecards of two interviewers: no judgement.' } },
});
registerEnumType(Trend, { name: 'Trend', description: 'Where it is going.' });
registerEnumType(NextBestReason, { name: 'NextBestReason', description: 'Why this is the thing to practise next.' });

const CANDIDATES_OWN = "The candidate's own.";

@ObjectType('RoundReadiness', {
  description:
    'Where a candidate stands in one round. Numbers are null below the evidence gate, where they are not shared with you, and where this modelVersion has none: mean-0 gives the plain mean alone.',
})
export class RoundReadinessObject {
  @Field(() => RoundObject)
  round!: RoundObject;

  @Field(() => ReadinessLevel)
  level!: ReadinessLevel;

  @Field(() => Float, { nullable: true })
  estimate!: number | null;

  @Field(() => Float, { nullable: true, description: 'The lower end of the 90 % interval.' })
  low90!: number | null;

  @Field(() => Float, { nullable: true, description: 'The upper end of the 90 % interval.' })
  high90!: number | null;

  @Field(() => Float, { nullable: true, description: 'Probability of meeting the bar on the date that counts.' })
  probabilityMeetsBar!: number | null;

  @Field(() => Float, { nullable: true, description: `Plain mean of the scorecards, uncorrected. ${CANDIDATES_OWN}` })
  rawMean!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: `How lenient (positive) or severe this candidate's interviewers were; null with fewer than three. ${CANDIDATES_OWN}`,
  })
  interviewerEffect!: number | null;

  @Field(() => Int, { description: 'Released scorecards of the last year.' })
  evidenceCount!: number;

  @Field(() => Int, { description: 'The interviewers behind them.' })
  interviewerCount!: number;

  @Field(() => DateTime, { nullable: true })
  lastSessionAt!: Date | null;

  @Field(() => Trend)
  trend!: Trend;

  @Field(() => Float, {
    nullable: true,
    description: `Probability that one more mock with a random interviewer reaches the bar. ${CANDIDATES_OWN}`,
  })
  chanceNextMockMeetsBar!: number | null;

  @Field({ description: 'The same in one or two plain sentences.' })
  explanation!: string;
}

@ObjectType('MissingEvidence', { description: 'What the evidence gate of a round still wants.' })
export class MissingEvidenceObject {
  @Field(() => RoundObject)
  round!: RoundObject;

  @Field(() => Int)
  scorecards!: number;

  @Field(() => Int, {
    description: 'More interviewers who have not graded this round yet; one mock with somebody new can serve both.',
  })
  interviewers!: number;
}

@ObjectType('NextBest', { description: 'What to practise next, and what it is worth.' })
export class NextBestObject {
  @Field(() => RoundObject)
  round!: RoundObject;

  @Field(() => NextBestReason)
  reason!: NextBestReason;

  @Field(() => Float, { nullable: true, description: 'What it adds to the probability of the whole loop.' })
  gain!: number | null;

  @Field(() => CompetencyObject, { nullable: true })
  competency!: CompetencyObject | null;

  @Field(() => [TopicObject], { description: "The round's topics, those that the candidate's track stresses first." })
  topics!: TopicObject[];
}

@ObjectType('LoopReadiness', { description: 'How ready for the whole loop, with what stands behind it.' })
export class LoopReadinessObject {
  @Field(() => ReadinessLevel)
  level!: ReadinessLevel;

  @Field(() => Float, {
    nullable: true,
    description: 'Probability that no round is clearly below the bar and their weighted mean reaches it.',
  })
  probability!: number | null;

  @Field(() => Float, { description: 'The level that the plan wants, 1 to 4.' })
  bar!: number;

  @Field(() => LocalDate)
  forDate!: string;

  @Field(() => [RoundReadinessObject], { description: 'The rounds of the loop that are not skipped, in order.' })
  rounds!: RoundReadinessObject[];

  @Field(() => RoundObject, { nullable: true })
  weakestRound!: RoundObject | null;

  @Field(() => [MissingEvidenceObject])
  missingEvidence!: MissingEvidenceObject[];

  @Field(() => NextBestObject, { nullable: true })
  nextBest!: NextBestObject | null;

  @Field(() => CompetencyObject, { nullable: true })
  weakestCompetency!: CompetencyObject | null;

  @Field(() => Float, {
    nullable: true,
    description: `Mean of own minus panel levels: positive overrates oneself; null with fewer than three locked self-assessments. ${CANDIDATES_OWN}`,
  })
  selfAssessmentBias!: number | null;

  @Field(() => DateTime)
  asOf!: Date;

  @Field({
    description: 'The model behind the numbers; the same version gives the same numbers for the same evidence.',
  })
  modelVersion!: string;

  @Field({ description: 'The same in one or two plain sentences.' })
  explanation!: string;
}
