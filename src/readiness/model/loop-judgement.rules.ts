import { loopProbability } from './loop-probability.rules.js';
import type { Joint } from './prediction.rules.js';
import {
  hasLowSpread,
  judgeRounds,
  ReadinessLevel,
  type Question,
  type RoundJudgement,
} from './round-judgement.rules.js';

/** Why a round is the next to practise. */
export enum NextBestReason {
  NO_EVIDENCE = 'NO_EVIDENCE',
  GREATEST_GAIN = 'GREATEST_GAIN',
}

export interface LoopJudgement {
  probability: number;
  level: ReadinessLevel;
  rounds: RoundJudgement[];
  weakestRound: string | null;
  nextBest: { round: string; reason: NextBestReason } | null;
  gains: Map<string, number>;
  /** Everybody in the group gets nearly the same: then nobody is called ready. */
  lowSpread: boolean;
}

export const LOOP_READY_FROM = 0.7;
export const LOOP_BELOW_UNDER = 0.2;

/** A candidate's loop, judged (readiness model, sections 4 and 8). */
export function judgeLoop(question: Question): LoopJudgement {
  const { bar, grace } = question;
  const lowSpread = hasLowSpread(question.cards);
  const { rounds, joint } = judgeRounds(question);
  const share = question.rounds.map((round) => question.weights.get(round) ?? 1);
  const probability = loopProbability(joint, share, bar, grace);
  const gains = gainsOf(joint, question.rounds, share, bar, grace, probability);
  return {
    probability,
    rounds,
    gains,
    lowSpread,
    level: loopLevelOf(rounds, probability, lowSpread),
    weakestRound: least(rounds, ({ probabilityMeetsBar }) => probabilityMeetsBar)?.round ?? null,
    nextBest: nextBestOf(
      rounds.filter(({ round }) => !question.over?.has(round)),
      gains,
    ),
  };
}

function loopLevelOf(rounds: readonly RoundJudgement[], probability: number, lowSpread: boolean): ReadinessLevel {
  const levels = rounds.map(({ level }) => level);
  if (levels.length === 0 || levels.includes(ReadinessLevel.NOT_ENOUGH_EVIDENCE))
    return ReadinessLevel.NOT_ENOUGH_EVIDENCE;
  if (probability < LOOP_BELOW_UNDER) return ReadinessLevel.BELOW_BAR;
  const ready = probability >= LOOP_READY_FROM && !levels.includes(ReadinessLevel.BELOW_BAR) && !lowSpread;
  return ready ? ReadinessLevel.READY : ReadinessLevel.BORDERLINE;
}

/** Smaller differences come from rounding. */
const ROUNDING = 1e-10;

/** The thing with the smallest value; among equals the first, because rounds come in the order of the loop. */
export function least<T>(things: readonly T[], by: (thing: T) => number): T | undefined {
  return things.reduce<T | undefined>(
    (best, thing) => (best === undefined || by(thing) < by(best) - ROUNDING ? thing : best),
    undefined,
  );
}

/** What a step of practice in each round would add to the probability of the loop. */
function gainsOf(
  joint: Joint,
  rounds: readonly string[],
  weights: readonly number[],
  bar: number,
  grace: number,
  probability: number,
): Map<string, number> {
  return new Map(
    rounds.map((round, r) => {
      const mean = joint.mean.map((m, i) => m + ((0.1 * Math.min(2, Math.max(0, 4 - m))) / 1.4) * (i === r ? 1 : 0.3));
      return [round, loopProbability({ mean, covariance: joint.covariance }, weights, bar, grace) - probability];
    }),
  );
}

/**
 * The next round to practise: the most uncertain round without cards if any exists, otherwise the round whose practice
 * gains most.
 */
function nextBestOf(rounds: readonly RoundJudgement[], gains: ReadonlyMap<string, number>): LoopJudgement['nextBest'] {
  const untouched = least(
    rounds.filter(({ evidenceCount }) => evidenceCount === 0),
    ({ sd }) => -sd,
  );
  if (untouched) return { round: untouched.round, reason: NextBestReason.NO_EVIDENCE };
  const best = least(rounds, ({ round }) => -gains.get(round)!);
  return best ? { round: best.round, reason: NextBestReason.GREATEST_GAIN } : null;
}
