import type { LocalDate } from '../common/time.js';
import type { CompetencyView, RoundView } from '../guides/guide-view.js';
import type { Share } from '../plans/sharing.rules.js';
import { explainLoop } from './loop-explanation.rules.js';
import type { LoopJudgement } from './model/loop-judgement.rules.js';
import { Z90 } from './model/normal.rules.js';
import { isJudged, missingEvidence, nextBestOf, weakestOf } from './next-best.rules.js';
import { explainRound } from './round-explanation.rules.js';
import { ReadinessLevel, type RoundJudgement } from './model/round-judgement.rules.js';
import { onScale, percents, tenths } from './shown.rules.js';
import { Trend } from './model/trend.rules.js';

/** The numbers' version: for the same scorecards, bar and dates it gives the same numbers for ever. */
export const MODEL_VERSION = 'r1';

const FEWEST_INTERVIEWERS_FOR_EFFECT = 3;

/** A round of the loop as it was judged, and what the judgement does not know of it. */
export interface JudgedRound {
  round: RoundView;
  judgement: RoundJudgement;
  forDate: LocalDate;
  lastSessionAt: Date | null;
  /** The name of its interviewer, while only one has graded it. */
  onlyInterviewer: string | null;
}

export interface LoopFacts {
  judgement: LoopJudgement;
  rounds: readonly JudgedRound[];
  bar: number;
  forDate: LocalDate;
  asOf: Date;
  share: Exclude<Share, 'NOTHING'>;
  /** How much more than usual the candidate's track stresses a topic. */
  emphasis: ReadonlyMap<string, number>;
  weakestCompetency: CompetencyView | null;
  selfAssessmentBias: number | null;
}

export type RoundReadinessView = ReturnType<typeof viewRound>;
export type LoopReadinessView = ReturnType<typeof viewLoop>;
export type NextBestView = NonNullable<LoopReadinessView['nextBest']>;

/**
 * A readiness as far as it is shared: LEVEL has the levels, what is missing and what is next; FULL also the estimates;
 * what only the candidate may see is there for OWN alone. Below the evidence gate nobody sees a number.
 */
export function viewLoop(facts: LoopFacts) {
  const { judgement, rounds, bar, forDate, asOf, share } = facts;
  const { level, probability } = judgement;
  const own = share === 'OWN';
  const withNumbers = share !== 'LEVEL' && isJudged(level);
  const shown = withNumbers ? percents(probability) : null;
  const missing = rounds
    .filter((each) => !isJudged(each.judgement.level))
    .map((each) => ({ round: each.round, ...missingEvidence(each.judgement) }));
  const nextBest = nextBestOf(facts);
  const bias = own && facts.selfAssessmentBias !== null ? tenths(facts.selfAssessmentBias) : null;
  return {
    level,
    probability: shown,
    bar,
    forDate,
    asOf,
    modelVersion: MODEL_VERSION,
    rounds: rounds.map((each) => viewRound(each, bar, judgement.lowSpread, share)),
    // The order of the estimates would reveal as much as the estimates.
    weakestRound: share === 'LEVEL' ? null : weakestOf(rounds),
    missingEvidence: missing,
    nextBest,
    weakestCompetency: own ? facts.weakestCompetency : null,
    selfAssessmentBias: bias,
    explanation: explainLoop({
      ...{ level, bar, forDate, probability: shown, selfAssessmentBias: bias },
      ...explanationOf(facts),
      missing: missing.map(({ round }) => round.title),
      next: nextBest && { title: nextBest.round.title, gain: nextBest.gain },
    }),
  };
}

/** What the explanation of a loop says beyond the numbers. */
function explanationOf({ judgement, rounds, share, weakestCompetency }: LoopFacts) {
  const at = (level: ReadinessLevel) => rounds.filter((each) => each.judgement.level === level);
  return {
    lowSpread: judgement.lowSpread,
    belowBar: at(ReadinessLevel.BELOW_BAR).map(({ round }) => round.title),
    isOver: rounds.length > 0 && judgement.nextBest === null,
    hasBorderline: at(ReadinessLevel.BORDERLINE).length > 0,
    weakestCompetency: share === 'OWN' ? (weakestCompetency?.title ?? null) : null,
  };
}

/** One round; numbers are null below the gate, and where they are not shared. */
function viewRound(
  { round, judgement, forDate, lastSessionAt, onlyInterviewer }: JudgedRound,
  bar: number,
  lowSpread: boolean,
  share: LoopFacts['share'],
) {
  const { level, mean, evidenceCount, interviewerCount, withoutKindestInterviewer } = judgement;
  const numbers = numbersOf(judgement, share);
  return {
    round,
    level,
    ...numbers,
    evidenceCount,
    interviewerCount,
    lastSessionAt,
    explanation: explainRound({
      title: round.title,
      level,
      forDate,
      share,
      ...numbers,
      evidenceCount,
      interviewerCount,
      onlyInterviewer,
      lowSpread,
      wouldBeSure: judgement.wouldBeSure,
      hangsOnOne: mean >= bar && withoutKindestInterviewer !== null && withoutKindestInterviewer < bar,
    }),
  };
}

/** The numbers of one round, as far as they are shown. */
function numbersOf(judgement: RoundJudgement, share: LoopFacts['share']) {
  const { level, mean, sd, interviewerCount } = judgement;
  const shared = share !== 'LEVEL' && isJudged(level);
  const own = share === 'OWN' && isJudged(level);
  const hasEffect = own && interviewerCount >= FEWEST_INTERVIEWERS_FOR_EFFECT;
  return {
    estimate: shared ? onScale(mean) : null,
    low90: shared ? onScale(mean - Z90 * sd) : null,
    high90: shared ? onScale(mean + Z90 * sd) : null,
    probabilityMeetsBar: shared ? percents(judgement.probabilityMeetsBar) : null,
    rawMean: own ? tenths(judgement.rawMean!) : null,
    interviewerEffect: hasEffect ? tenths(judgement.interviewerEffect!) : null,
    chanceNextMockMeetsBar: own ? percents(judgement.chanceNextMockMeetsBar) : null,
    trend: own ? judgement.trend : Trend.UNKNOWN,
  };
}
