import type { CompetencyView, RoundView, TopicView } from '../guides/guide-view.js';
import type { Share } from '../plans/sharing.rules.js';
import { least, NextBestReason, type LoopJudgement } from './model/loop-judgement.rules.js';
import { GATE, ReadinessLevel, type RoundJudgement } from './model/round-judgement.rules.js';
import { percents } from './shown.rules.js';

/** A round of the loop, and how it was judged. */
interface Judged {
  round: RoundView;
  judgement: RoundJudgement;
}

/** What decides what to practise next. */
interface Weighed {
  judgement: LoopJudgement;
  rounds: readonly Judged[];
  share: Exclude<Share, 'NOTHING'>;
  /** How much more than usual the candidate's track stresses a topic. */
  emphasis: ReadonlyMap<string, number>;
  weakestCompetency: CompetencyView | null;
}

export const isJudged = (level: ReadinessLevel) => level !== ReadinessLevel.NOT_ENOUGH_EVIDENCE;

/** How much the evidence gate of a round still wants; nothing once the round is judged. */
export function missingEvidence({ level, evidenceCount, interviewerCount }: RoundJudgement) {
  const interviewers = Math.max(0, GATE.interviewers - interviewerCount);
  const scorecards = Math.max(1, GATE.scorecards - evidenceCount, interviewers);
  return isJudged(level) ? { scorecards: 0, interviewers: 0 } : { scorecards, interviewers };
}

/** The least likely to reach the bar among the rounds that can be judged. */
export function weakestOf(rounds: readonly Judged[]): RoundView | null {
  const judged = rounds.filter(({ judgement }) => isJudged(judgement.level));
  return least(judged, ({ judgement }) => judgement.probabilityMeetsBar)?.round ?? null;
}

/** What to practise next, with the topics that the track stresses first; what it is worth is a number like the others. */
export function nextBestOf({ judgement, rounds, share, emphasis, weakestCompetency }: Weighed) {
  const { nextBest, gains, level } = judgement;
  const chosen = nextBest && rounds.find((each) => each.judgement.round === nextBest.round);
  if (!nextBest || !chosen) return null;
  const { round } = chosen;
  // The candidate compares gains before the whole loop is judged; a round without evidence comes first, so that its gain says nothing.
  const isShared = share === 'OWN' || (share === 'FULL' && isJudged(level));
  const showsGain = isShared && nextBest.reason === NextBestReason.GREATEST_GAIN;
  const weightOf = ({ key }: TopicView) => emphasis.get(key) ?? 1;
  const isGraded = round.criteria.some(({ competency }) => competency.key === weakestCompetency?.key);
  return {
    round,
    reason: nextBest.reason,
    gain: showsGain ? percents(gains.get(nextBest.round)!) : null,
    competency: share === 'OWN' && isGraded ? weakestCompetency : null,
    topics: round.topics.toSorted((a, b) => weightOf(b) - weightOf(a)),
  };
}
