import type { UsedCard } from './cards.rules.js';
import { loopProbability } from './loop-probability.rules.js';
import { ReadinessLevel } from './mean.rules.js';
import { normalCdf } from './normal.rules.js';
import { jointOf, meansWithout, severityOf, type Joint, type Posterior } from './posterior.rules.js';

export type Direction = 'RISING' | 'FALLING' | 'STEADY' | 'UNKNOWN';

/** What is known of one round of one candidate, before anything is rounded or held back. */
export interface RoundJudgement {
  round: string;
  mean: number;
  sd: number;
  probabilityMeetsBar: number;
  level: ReadinessLevel;
  evidenceCount: number;
  interviewerCount: number;
  rawMean: number | null;
  interviewerEffect: number | null;
  /** The mean that is left without the one interviewer whose cards lift it most; null without any card. */
  withoutKindestInterviewer: number | null;
  trend: Direction;
  trendDelta: number | null;
  chanceNextInterview: number;
}

export interface LoopJudgement {
  probability: number;
  level: ReadinessLevel;
  rounds: RoundJudgement[];
  weakestRound: string | null;
  nextBest: { round: string; reason: 'NO_EVIDENCE' | 'GREATEST_GAIN' } | null;
  gains: Map<string, number>;
}

/** Everything that a judgement looks at. */
export interface Question {
  posterior: Posterior;
  /** The cards behind the posterior. */
  cards: readonly UsedCard[];
  candidate: string;
  rounds: readonly string[];
  weights: ReadonlyMap<string, number>;
  /** Milliseconds: the present, and the date to be ready for, which may differ by round. */
  now: number;
  target: (round: string) => number;
}

const DAY = 86_400_000;
const TREND_DAYS = 60;
const GATE = { cards: 2, interviewers: 2, sd: 0.45 };
const READY_AT = 0.8;
const BELOW_AT = 0.3;
const LOOP_READY_AT = 0.7;
const LOOP_BELOW_AT = 0.2;
/** H of a card with four criteria and a recommendation. */
const TYPICAL_H = 0.203125;

/** "Everybody gets a 4": with so little spread nobody is called ready (readiness model, section 8). */
export function hasLowSpread(cards: readonly UsedCard[]): boolean {
  if (cards.length < 10) return false;
  const mean = cards.reduce((sum, { y }) => sum + y, 0) / cards.length;
  const variance = cards.reduce((sum, { y }) => sum + (y - mean) ** 2, 0) / cards.length;
  return Math.sqrt(variance) < 0.25;
}

const sdAt = ({ covariance, mean }: Joint, n: number) => Math.sqrt(covariance[n * mean.length + n]!);

/** A candidate's loop, judged (readiness model, sections 4 and 8). */
export function judgeLoop(question: Question): LoopJudgement {
  const { posterior, cards, candidate, rounds, weights, now, target } = question;
  const { bar, grace } = posterior.parameters;
  const own = cards.filter((card) => card.candidate === candidate);
  const lowSpread = hasLowSpread(cards);
  const joint = jointOf(
    posterior,
    candidate,
    rounds.map((round) => ({ round, at: target(round) })),
  );
  const present = jointOf(
    posterior,
    candidate,
    rounds.map((round) => ({ round, at: now })),
  );
  const without = withoutEach(question, own);
  const judged = rounds.map((round, n): RoundJudgement => {
    const here = own.filter((card) => card.round === round);
    const mean = joint.mean[n]!;
    const sd = sdAt(joint, n);
    const interviewerCount = new Set(here.map(({ interviewer }) => interviewer)).size;
    const kindest = without === null ? null : Math.min(...without.map((means) => means[n]!));
    const probabilityMeetsBar = normalCdf((mean - bar) / sd);
    const enough = here.length >= GATE.cards && interviewerCount >= GATE.interviewers && sdAt(present, n) <= GATE.sd;
    return {
      ...{ round, mean, sd, probabilityMeetsBar, evidenceCount: here.length, interviewerCount },
      level: enough ? levelOf(probabilityMeetsBar, kindest!, bar, lowSpread) : ReadinessLevel.NOT_ENOUGH_EVIDENCE,
      rawMean: average(here.map(({ y }) => y)),
      interviewerEffect: average(here.map(({ interviewer }) => severityOf(posterior, interviewer).mean)),
      withoutKindestInterviewer: kindest,
      ...trendOf(posterior, candidate, round, here.length, own[0]?.at ?? now, now),
      chanceNextInterview: chanceOfNext(posterior, mean, sd),
    };
  });
  const share = rounds.map((round) => weights.get(round) ?? 1);
  const probability = loopProbability(joint, share, bar, grace);
  const gains = gainsOf(joint, rounds, share, bar, grace, probability);
  return {
    ...{ probability, rounds: judged, gains, level: loopLevelOf(judged, probability, lowSpread) },
    weakestRound: least(judged, ({ probabilityMeetsBar }) => probabilityMeetsBar)?.round ?? null,
    nextBest: nextBestOf(judged, gains),
  };
}

function levelOf(probability: number, withoutKindest: number, bar: number, lowSpread: boolean): ReadinessLevel {
  const ready = probability >= READY_AT && withoutKindest >= bar;
  if (ready) return lowSpread ? ReadinessLevel.BORDERLINE : ReadinessLevel.READY;
  return probability < BELOW_AT ? ReadinessLevel.BELOW_BAR : ReadinessLevel.BORDERLINE;
}

function loopLevelOf(rounds: readonly RoundJudgement[], probability: number, lowSpread: boolean): ReadinessLevel {
  const levels = rounds.map(({ level }) => level);
  if (levels.length === 0 || levels.includes(ReadinessLevel.NOT_ENOUGH_EVIDENCE))
    return ReadinessLevel.NOT_ENOUGH_EVIDENCE;
  if (probability < LOOP_BELOW_AT) return ReadinessLevel.BELOW_BAR;
  const ready = probability >= LOOP_READY_AT && !levels.includes(ReadinessLevel.BELOW_BAR) && !lowSpread;
  return ready ? ReadinessLevel.READY : ReadinessLevel.BORDERLINE;
}

const average = (values: readonly number[]) =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

function least<T>(things: readonly T[], by: (thing: T) => number): T | undefined {
  return things.reduce<T | undefined>(
    (best, thing) => (best === undefined || by(thing) < by(best) ? thing : best),
    undefined,
  );
}

/**
 * The means at the target without each of the candidate's interviewers in turn, the group's level, difficulties and
 * severities held; null without any. What hangs on one kind interviewer is not ready.
 */
function withoutEach(
  { posterior, candidate, rounds, target }: Question,
  own: readonly UsedCard[],
): Float64Array[] | null {
  const interviewers = [...new Set(own.map(({ interviewer }) => interviewer))];
  if (interviewers.length === 0) return null;
  const queries = rounds.map((round) => ({ round, at: target(round) }));
  return interviewers.map((interviewer) => meansWithout(posterior, candidate, own, interviewer, queries));
}

/** Where a round has gone in the last two months: rising when that is likely and worth the word. */
function trendOf(
  posterior: Posterior,
  candidate: string,
  round: string,
  count: number,
  first: number,
  now: number,
): Pick<RoundJudgement, 'trend' | 'trendDelta'> {
  if (count < 2) return { trend: 'UNKNOWN', trendDelta: null };
  const then = Math.max(now - TREND_DAYS * DAY, first);
  const { mean, covariance } = jointOf(posterior, candidate, [
    { round, at: now },
    { round, at: then },
  ]);
  const delta = mean[0]! - mean[1]!;
  const sd = Math.sqrt(Math.max(0, covariance[0]! + covariance[3]! - 2 * covariance[1]!));
  const rising = sd > 0 ? normalCdf(delta / sd) : 0.5;
  if (rising >= 0.8 && delta >= 0.1) return { trend: 'RISING', trendDelta: delta };
  return { trend: 1 - rising >= 0.8 && delta <= -0.1 ? 'FALLING' : 'STEADY', trendDelta: delta };
}

/** Even who is ready has interviews that go badly: the chance that one with a random interviewer reaches the bar. */
function chanceOfNext({ parameters, psi }: Posterior, mean: number, sd: number): number {
  const { bar, sd_sev, sd_occ, sd_pair, sd_item } = parameters;
  const noise = psi * (sd_occ ** 2 + sd_pair ** 2 + sd_item ** 2 * TYPICAL_H);
  return normalCdf((mean - bar) / Math.sqrt(sd ** 2 + sd_sev ** 2 + noise));
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

/** First a round without any card (the most uncertain of them), else the one whose practice gains most. */
function nextBestOf(rounds: readonly RoundJudgement[], gains: ReadonlyMap<string, number>): LoopJudgement['nextBest'] {
  const untouched = least(
    rounds.filter(({ evidenceCount }) => evidenceCount === 0),
    ({ sd }) => -sd,
  );
  if (untouched) return { round: untouched.round, reason: 'NO_EVIDENCE' };
  const best = least(rounds, ({ round }) => -gains.get(round)!);
  return best ? { round: best.round, reason: 'GREATEST_GAIN' } : null;
}
