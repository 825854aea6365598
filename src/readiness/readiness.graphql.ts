import { Field, Float, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTime, LocalDate } from '../common/scalars.js';
import { CompetencyObject, RoundObject, TopicObject } from '../guides/guide-parts.graphql.js';
import { CandidateObject } from '../plans/plans.graphql.js';
import { ReadinessLevel } from './model/round-judgement.rules.js';
import { NextBestReason } from './model/loop-judgement.rules.js';
import { Trend } from './model/trend.rules.js';

registerEnumType(ReadinessLevel, {
  name: 'ReadinessLevel',
  description: 'How close a candidate is to the bar.',
  valuesMap: {
    NOT_ENOUGH_EVIDENCE: {
      description:
        'No judgement: fewer than two scorecards from two interviewers, or too little is known for a number. A loop has this level while any of its rounds has it.',
    },
    BELOW_BAR: {
      description: 'Meeting the bar is less than 30 % likely. For a loop, meeting its rule is less than 20 % likely.',
    },
    BORDERLINE: { description: 'Neither READY nor BELOW_BAR.' },
    READY: {
      description:
        'Meeting the bar is at least 80 % likely, and the estimate reaches the bar even if you leave out any one interviewer. For a loop, meeting its rule is at least 70 % likely, and no round is below the bar. Nobody is ready in a group that gives everybody nearly the same scores.',
    },
  },
});
registerEnumType(Trend, {
  name: 'Trend',
  description: 'How the candidate has changed in this round in the last two months.',
  valuesMap: { UNKNOWN: { description: 'Too little is known, or it is not shared with you.' } },
});
registerEnumType(NextBestReason, { name: 'NextBestReason', description: 'Why this is the thing to practise next.' });

const CANDIDATES_OWN = 'Only for the candidate.';

@ObjectType('RoundReadiness', {
  description:
    'Where a candidate stands in one round. Numbers are null while evidence is missing, and if they are not shared with you. Estimates have one decimal. Probabilities are whole percents, written as hundredths.',
})
export class RoundReadinessObject {
  @Field(() => RoundObject)
  round!: RoundObject;

  @Field(() => ReadinessLevel)
  level!: ReadinessLevel;

  @Field(() => Float, {
    nullable: true,
    description: 'The expected score, 1 to 4, with an average interviewer, on the date to be ready for.',
  })
  estimate!: number | null;

  @Field(() => Float, { nullable: true, description: 'The lower end of the 90 % interval.' })
  low90!: number | null;

  @Field(() => Float, { nullable: true, description: 'The upper end of the 90 % interval.' })
  high90!: number | null;

  @Field(() => Float, { nullable: true, description: 'Probability of meeting the bar on the date to be ready for.' })
  probabilityMeetsBar!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: `The plain, uncorrected mean of the scorecards, to one decimal. The recommendation is a quarter of each scorecard, and the criteria are the rest. ${CANDIDATES_OWN}`,
  })
  rawMean!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: `How lenient (positive) or severe this candidate's interviewers were; null with fewer than three. ${CANDIDATES_OWN}`,
  })
  interviewerEffect!: number | null;

  @Field(() => Int, { description: 'Released scorecards of the last year.' })
  evidenceCount!: number;

  @Field(() => Int, { description: 'How many interviewers wrote those scorecards.' })
  interviewerCount!: number;

  @Field(() => DateTime, { nullable: true, description: 'When the latest session behind those scorecards took place.' })
  lastSessionAt!: Date | null;

  @Field(() => Trend, { description: CANDIDATES_OWN })
  trend!: Trend;

  @Field(() => Float, {
    nullable: true,
    description: `Probability that one more session with a random interviewer reaches the bar. ${CANDIDATES_OWN}`,
  })
  chanceNextMockMeetsBar!: number | null;

  @Field({ description: 'The result in plain sentences, and what would change the level.' })
  explanation!: string;
}

@ObjectType('MissingEvidence', { description: 'What is still missing before a round can be judged.' })
class MissingEvidenceObject {
  @Field(() => RoundObject)
  round!: RoundObject;

  @Field(() => Int)
  scorecards!: number;

  @Field(() => Int, {
    description:
      'How many more interviewers have to grade this round. One session with a new interviewer can count for both numbers.',
  })
  interviewers!: number;
}

@ObjectType('NextBest', { description: 'What to practise next, and how much the candidate gains.' })
class NextBestObject {
  @Field(() => RoundObject)
  round!: RoundObject;

  @Field(() => NextBestReason)
  reason!: NextBestReason;

  @Field(() => Float, {
    nullable: true,
    description:
      'How much a step of practice in this round (about a tenth of a level, and a third of that in the others) adds to the probability of the whole loop. The candidate sees it with GREATEST_GAIN. It is always null with NO_EVIDENCE.',
  })
  gain!: number | null;

  @Field(() => CompetencyObject, {
    nullable: true,
    description: `The weakest competency, if this round grades it. ${CANDIDATES_OWN}`,
  })
  competency!: CompetencyObject | null;

  @Field(() => [TopicObject], {
    description: "The round's topics, beginning with those that the candidate's track stresses.",
  })
  topics!: TopicObject[];
}

@ObjectType('LoopReadiness', {
  description: 'How ready a candidate is for the whole loop, with the evidence behind it.',
})
export class LoopReadinessObject {
  @Field(() => ReadinessLevel)
  level!: ReadinessLevel;

  @Field(() => Float, {
    nullable: true,
    description: 'Probability that no round is clearly below the bar and the weighted mean of the rounds reaches it.',
  })
  probability!: number | null;

  @Field(() => Float, { description: 'The bar of the plan at that time, 1 to 4.' })
  bar!: number;

  @Field(() => LocalDate, { description: 'The target date or, once it has passed, the day that you ask about.' })
  forDate!: string;

  @Field(() => [RoundReadinessObject], { description: 'The rounds of the loop that are not skipped, in order.' })
  rounds!: RoundReadinessObject[];

  @Field(() => RoundObject, {
    nullable: true,
    description:
      'The round that is least likely to reach the bar, of those that can be judged. Null if estimates are not shared with you.',
  })
  weakestRound!: RoundObject | null;

  @Field(() => [MissingEvidenceObject], { description: 'The rounds that cannot be judged yet.' })
  missingEvidence!: MissingEvidenceObject[];

  @Field(() => NextBestObject, { nullable: true })
  nextBest!: NextBestObject | null;

  @Field(() => CompetencyObject, {
    nullable: true,
    description: `The competency in which the candidate is clearly weaker than in the others. Null if none stands out. ${CANDIDATES_OWN}`,
  })
  weakestCompetency!: CompetencyObject | null;

  @Field(() => Float, {
    nullable: true,
    description: `How many levels the candidate rates themselves above the panel, on average. Below 0, the candidate rates themselves lower. Null with fewer than three self-assessed sessions of the last year whose feedback is out. ${CANDIDATES_OWN}`,
  })
  selfAssessmentBias!: number | null;

  @Field(() => DateTime, {
    description:
      'The instant that you ask about. What was known then counts, and the end of its UTC day is the present.',
  })
  asOf!: Date;

  @Field({
    description:
      'The version of the model. One version always gives the same numbers for the same instant and the same target dates.',
  })
  modelVersion!: string;

  @Field({ description: 'The result in plain sentences, and what would change the level.' })
  explanation!: string;
}

@ObjectType('ReadinessBoardRow', {
  description:
    "One candidate, with cells in the order of the board's rounds. A cell is null if the round is skipped, if the candidate shares nothing with you, or while you owe the candidate a scorecard.",
})
class ReadinessBoardRowObject {
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
  description:
    'The readiness of every candidate by round, in the order of enrolment. You see what each candidate shares with you.',
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
    'How strictly an interviewer grades, as an aggregate in tenths. A line needs at least eight released scorecards and a result that is certain enough.',
})
export class CalibrationLineObject {
  @Field(() => Int, { description: 'The released scorecards of the last year.' })
  scorecards!: number;

  @Field(() => Float, { description: 'In levels. Positive means lenient.' })
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
