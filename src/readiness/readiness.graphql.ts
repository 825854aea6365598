import { Field, Float, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTime, LocalDate } from '../common/scalars.js';
import { CompetencyObject, RoundObject, TopicObject } from '../guides/guides.graphql.js';
import { CandidateObject } from '../plans/plans.graphql.js';
import { ReadinessLevel } from './model/round-judgement.rules.js';
import { NextBestReason } from './model/loop-judgement.rules.js';
import { Trend } from './model/trend.rules.js';

registerEnumType(ReadinessLevel, {
  name: 'ReadinessLevel',
  description: 'Where a candidate stands against the bar.',
  valuesMap: {
    NOT_ENOUGH_EVIDENCE: {
      description:
        'Fewer than two scorecards of two interviewers, or too little known for a number: no judgement. A loop as long as any of its rounds is.',
    },
    BELOW_BAR: {
      description: 'The bar is less than 30 % likely to be met; for a loop, its rule less than 20 %.',
    },
    BORDERLINE: { description: 'Neither of the others.' },
    READY: {
      description:
        'The bar is at least 80 % likely to be met, and would be without any one interviewer; for a loop, its rule at least 70 %, with no round below the bar. Nobody is ready in a group that gives everybody nearly the same.',
    },
  },
});
registerEnumType(Trend, {
  name: 'Trend',
  description: 'Where it has gone in the last two months.',
  valuesMap: { UNKNOWN: { description: 'Too little is known, or it is not shared with you.' } },
});
registerEnumType(NextBestReason, { name: 'NextBestReason', description: 'Why this is the thing to practise next.' });

const CANDIDATES_OWN = "The candidate's own.";

@ObjectType('RoundReadiness', {
  description:
    'Where a candidate stands in one round. Numbers are null below the evidence gate and where they are not shared with you; estimates have one decimal, probabilities are whole percents, as hundredths.',
})
export class RoundReadinessObject {
  @Field(() => RoundObject)
  round!: RoundObject;

  @Field(() => ReadinessLevel)
  level!: ReadinessLevel;

  @Field(() => Float, {
    nullable: true,
    description: 'The expected score, 1 to 4, with an interviewer of average severity, on the date that counts.',
  })
  estimate!: number | null;

  @Field(() => Float, { nullable: true, description: 'The lower end of the 90 % interval.' })
  low90!: number | null;

  @Field(() => Float, { nullable: true, description: 'The upper end of the 90 % interval.' })
  high90!: number | null;

  @Field(() => Float, { nullable: true, description: 'Probability of meeting the bar on the date that counts.' })
  probabilityMeetsBar!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: `Plain mean of the scorecards, uncorrected, to one decimal. The verdict counts in each: as a quarter of it beside the criteria. ${CANDIDATES_OWN}`,
  })
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

  @Field(() => DateTime, { nullable: true, description: 'When the last of them took place.' })
  lastSessionAt!: Date | null;

  @Field(() => Trend, { description: CANDIDATES_OWN })
  trend!: Trend;

  @Field(() => Float, {
    nullable: true,
    description: `Probability that one more mock with a random interviewer reaches the bar. ${CANDIDATES_OWN}`,
  })
  chanceNextMockMeetsBar!: number | null;

  @Field({ description: 'The same in plain sentences, and what would change the level.' })
  explanation!: string;
}

@ObjectType('MissingEvidence', { description: 'What the evidence gate of a round still wants.' })
export class MissingEvidenceObject {
  @Field(() => RoundObject)
  round!: RoundObject;

  @Field(() => Int)
  scorecards!: number;

  @Field(() => Int, {
    description:
      'More interviewers who have not graded this round yet; one mock with a new interviewer can serve both.',
  })
  interviewers!: number;
}

@ObjectType('NextBest', { description: 'What to practise next, and what it is worth.' })
export class NextBestObject {
  @Field(() => RoundObject)
  round!: RoundObject;

  @Field(() => NextBestReason)
  reason!: NextBestReason;

  @Field(() => Float, {
    nullable: true,
    description:
      'What a step of practice in this round (about a tenth of a level, and a third of that in the others) adds to the probability of the whole loop. For the candidate it is there with GREATEST_GAIN, and never with NO_EVIDENCE.',
  })
  gain!: number | null;

  @Field(() => CompetencyObject, {
    nullable: true,
    description: `The weakest competency, if this round grades it. ${CANDIDATES_OWN}`,
  })
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

  @Field(() => Float, { description: 'The level that the plan wanted then, 1 to 4.' })
  bar!: number;

  @Field(() => LocalDate, { description: 'The target date, or the day that is asked about once that has passed.' })
  forDate!: string;

  @Field(() => [RoundReadinessObject], { description: 'The rounds of the loop that are not skipped, in order.' })
  rounds!: RoundReadinessObject[];

  @Field(() => RoundObject, {
    nullable: true,
    description: 'The least likely to reach the bar, of those that can be judged; null where estimates are not shared.',
  })
  weakestRound!: RoundObject | null;

  @Field(() => [MissingEvidenceObject], { description: 'The rounds that cannot be judged yet.' })
  missingEvidence!: MissingEvidenceObject[];

  @Field(() => NextBestObject, { nullable: true })
  nextBest!: NextBestObject | null;

  @Field(() => CompetencyObject, {
    nullable: true,
    description: `The one that stands out as weaker than the others of the same person, if one does. ${CANDIDATES_OWN}`,
  })
  weakestCompetency!: CompetencyObject | null;

  @Field(() => Float, {
    nullable: true,
    description: `Mean of own minus panel levels: positive where candidates overrate themselves; null with fewer than three sessions of the last year whose feedback is out and in which the candidate judged themself. ${CANDIDATES_OWN}`,
  })
  selfAssessmentBias!: number | null;

  @Field(() => DateTime, {
    description:
      'The instant that is asked about: what was known then counts, and the end of its UTC day is the present.',
  })
  asOf!: Date;

  @Field({
    description:
      'The model behind the numbers: one version gives the same numbers for ever for the same instant and dates to be ready for.',
  })
  modelVersion!: string;

  @Field({ description: 'The same in plain sentences, and what would change the level.' })
  explanation!: string;
}

@ObjectType('ReadinessBoardRow', {
  description:
    "One candidate. Cells in the order of the board's rounds; a cell of a candidate who shares nothing with you, or to whom you owe a scorecard, is null, and so is a skipped round.",
})
export class ReadinessBoardRowObject {
  @Field(() => CandidateObject)
  candidate!: CandidateObject;

  @Field(() => ReadinessLevel, { nullable: true, description: 'Of the whole loop.' })
  level!: ReadinessLevel | null;

  @Field(() => Float, { nullable: true, description: 'Like LoopReadiness.probability.' })
  probability!: number | null;

  @Field(() => NextBestObject, { nullable: true })
  nextBest!: NextBestObject | null;

  @Field(() => [RoundReadinessObject], { nullable: 'items' })
  cells!: (RoundReadinessObject | null)[];
}

@ObjectType('ReadinessBoard', {
  description: 'Candidates x rounds at a glance, each row as far as it is shared with you, in the order of enrolment.',
})
export class ReadinessBoardObject {
  @Field(() => [RoundObject])
  rounds!: RoundObject[];

  @Field(() => [ReadinessBoardRowObject])
  rows!: ReadinessBoardRowObject[];

  @Field(() => DateTime)
  asOf!: Date;

  @Field()
  modelVersion!: string;
}

@ObjectType('CalibrationLine', {
  description:
    'How an interviewer grades, as an aggregate, in tenths. There is none with fewer than eight released scorecards, or while it is too uncertain.',
})
export class CalibrationLineObject {
  @Field(() => Int, { description: 'The released scorecards of the last year.' })
  scorecards!: number;

  @Field(() => Float, { description: 'Positive is lenient, in levels.' })
  severity!: number;

  @Field(() => Float, { description: 'The lower end of its 90 % interval.' })
  low90!: number;

  @Field(() => Float, { description: 'The upper end of its 90 % interval.' })
  high90!: number;

  @Field(() => Float, {
    nullable: true,
    description:
      'Share of ratings within one level of the other raters of the same session, in tenths; null with fewer than eight to compare.',
  })
  agreement!: number | null;
}
