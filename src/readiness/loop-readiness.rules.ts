import type { LocalDate } from '../common/time.js';
import type { RoundView, TopicView } from '../guides/guide-view.js';
import type { Share } from '../plans/sharing.rules.js';
import { explainLoop, explainRound } from './explanation.rules.js';
import {
  evidenceOf,
  loopLevel,
  missingEvidence,
  MODEL_VERSION,
  ReadinessLevel,
  roundLevel,
  type Evidence,
  type RoundEvidence,
} from './mean.rules.js';

export enum Trend {
  RISING = 'RISING',
  FALLING = 'FALLING',
  STEADY = 'STEADY',
  UNKNOWN = 'UNKNOWN',
}

export enum NextBestReason {
  NO_EVIDENCE = 'NO_EVIDENCE',
  GREATEST_GAIN = 'GREATEST_GAIN',
}

export interface LoopFacts {
  targetDate: LocalDate;
  /** The rounds that are not skipped, in order, with the date of the real interview where it is known. */
  loop: readonly { round: RoundView; realInterviewOn: LocalDate | null }[];
  bar: number;
  evidence: readonly Evidence[];
  share: Share;
  asOf: Date;
  /** How much more than usual the candidate's track stresses a topic. */
  weights: ReadonlyMap<string, number>;
}

export type RoundReadinessView = ReturnType<typeof viewRound>;
export type LoopReadinessView = ReturnType<typeof viewLoop>;

interface JudgedRound {
  round: RoundView;
  found: RoundEvidence;
  level: ReadinessLevel;
  forDate: LocalDate;
}

/** A candidate's readiness as far as it is shared: what the plain mean knows, and null for what only a model would. */
export function viewLoop({ targetDate, loop, bar, evidence, share, asOf, weights }: LoopFacts) {
  const judged = loop.map(({ round, realInterviewOn }): JudgedRound => {
    const found = evidenceOf(evidence, round.key, asOf);
    return { round, found, level: roundLevel(found, bar), forDate: realInterviewOn ?? targetDate };
  });
  const level = loopLevel(
    judged.map(({ level, found, round }) => ({ level, mean: found.mean, weight: round.weight })),
    bar,
  );
  const missing = judged
    .map(({ round, found }) => ({ round, ...missingEvidence(found) }))
    .filter(({ scorecards, interviewers }) => scorecards + interviewers > 0);
  const titles = missing.map(({ round }) => round.title);
  return {
    ...{ level, probability: null, bar, forDate: targetDate, asOf, modelVersion: MODEL_VERSION },
    rounds: judged.map((each) => viewRound(each, share)),
    // The order of the means is as telling as the means.
    weakestRound: share === 'OWN' ? weakestOf(judged) : null,
    missingEvidence: missing,
    nextBest: nextBestOf(judged, weights),
    ...{ weakestCompetency: null, selfAssessmentBias: null },
    explanation: explainLoop(level, titles, bar, targetDate),
  };
}

/** A round, with the plain mean for its owner alone. */
function viewRound({ round, found, level, forDate }: JudgedRound, share: Share) {
  return {
    ...{ round, level, estimate: null, low90: null, high90: null, probabilityMeetsBar: null },
    rawMean: share === 'OWN' ? found.mean : null,
    ...{ interviewerEffect: null, chanceNextMockMeetsBar: null, trend: Trend.UNKNOWN },
    ...{ evidenceCount: found.scorecards, interviewerCount: found.interviewers, lastSessionAt: found.lastSessionAt },
    explanation: explainRound(round.title, level, found, share, forDate),
  };
}

/** The lowest mean among the rounds that can be judged. */
function weakestOf(judged: readonly JudgedRound[]): RoundView | null {
  const known = judged.filter(({ level }) => level !== ReadinessLevel.NOT_ENOUGH_EVIDENCE);
  return known.toSorted((a, b) => a.found.mean! - b.found.mean!)[0]?.round ?? null;
}

/** The first round that nobody has graded yet, with the topics that the track stresses first. Gains need a model. */
function nextBestOf(judged: readonly JudgedRound[], weights: ReadonlyMap<string, number>) {
  const untouched = judged.find(({ found }) => found.scorecards === 0);
  if (!untouched) return null;
  const weightOf = ({ key }: TopicView) => weights.get(key) ?? 1;
  const topics = untouched.round.topics.toSorted((a, b) => weightOf(b) - weightOf(a));
  return { round: untouched.round, reason: NextBestReason.NO_EVIDENCE, gain: null, competency: null, topics };
}
