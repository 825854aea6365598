import type { UsedCard } from './cards.rules.js';
import { normalCdf } from './normal.rules.js';
import { chanceOfNext, sdAfterOneMore } from './next-session.rules.js';
import type { Posterior } from './posterior.rules.js';
import { jointOf, meansWithoutEach, type Joint } from './prediction.rules.js';
import { meanSeverityOf } from './severity.rules.js';
import { trendOf, type Trend } from './trend.rules.js';

/** How ready a candidate is, as far as the evidence goes. */
export enum ReadinessLevel {
  NOT_ENOUGH_EVIDENCE = 'NOT_ENOUGH_EVIDENCE',
  BELOW_BAR = 'BELOW_BAR',
  BORDERLINE = 'BORDERLINE',
  READY = 'READY',
}

/** What is known of one round of one candidate, before anything is rounded or held back. */
export interface RoundJudgement {
  round: string;
  mean: number;
  sd: number;
  probabilityMeetsBar: number;
  /** Whether one more session with a new interviewer would tell enough for a number. */
  wouldBeSure: boolean;
  level: ReadinessLevel;
  evidenceCount: number;
  interviewerCount: number;
  rawMean: number | null;
  interviewerEffect: number | null;
  /** The mean that is left without the one interviewer whose cards lift it most; null without any card. */
  withoutKindestInterviewer: number | null;
  trend: Trend;
  trendDelta: number | null;
  chanceNextMockMeetsBar: number;
}

/** Everything that a judgement looks at. */
export interface Question {
  posterior: Posterior;
  /** The cards behind the posterior. */
  cards: readonly UsedCard[];
  candidate: string;
  rounds: readonly string[];
  weights: ReadonlyMap<string, number>;
  /** The level wanted, and how far below it one round may be. */
  bar: number;
  grace: number;
  /** Milliseconds: the present, and the date to be ready for, which may differ by round. */
  now: number;
  target: (round: string) => number;
  /** The rounds whose last bookable day has passed; none when left out. */
  over?: ReadonlySet<string>;
}

/** Nobody is judged on fewer scorecards and interviewers in a round, or while less is known (section 8). */
export const GATE = { scorecards: 2, interviewers: 2, sd: 0.45 };
export const READY_FROM = 0.8;
export const BELOW_UNDER = 0.3;

/** "Everybody gets a 4": with so little spread nobody is called ready (readiness model, section 8). */
export function hasLowSpread(cards: readonly UsedCard[]): boolean {
  if (cards.length < 10) return false;
  const mean = cards.reduce((sum, { y }) => sum + y, 0) / cards.length;
  const variance = cards.reduce((sum, { y }) => sum + (y - mean) ** 2, 0) / cards.length;
  return Math.sqrt(variance) < 0.25;
}

const sdAt = ({ covariance, mean }: Joint, n: number) => Math.sqrt(covariance[n * mean.length + n]!);

/** Each round of a candidate, judged (readiness model, section 8), and the joint posterior at the target behind it. */
export function judgeRounds(question: Question): { rounds: RoundJudgement[]; joint: Joint } {
  const { posterior, cards, candidate, rounds, now, target } = question;
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
  const without = withoutKindest(question, own);
  const judged = rounds.map((round, n) => {
    const at = { mean: joint.mean[n]!, sd: sdAt(joint, n), presentSd: sdAt(present, n) };
    return judgeRound(question, round, { ...at, own, lowSpread, kindest: without?.[n] ?? null });
  });
  return { rounds: judged, joint };
}

/** What is known of one round: at the target, now, and without the kindest interviewer. */
interface Known {
  mean: number;
  sd: number;
  presentSd: number;
  /** The candidate's cards in all rounds. */
  own: readonly UsedCard[];
  lowSpread: boolean;
  kindest: number | null;
}

function judgeRound(
  { posterior, bar, now }: Question,
  round: string,
  { mean, sd, presentSd, own, lowSpread, kindest }: Known,
): RoundJudgement {
  const here = own.filter((card) => card.round === round);
  const interviewerCount = new Set(here.map(({ interviewer }) => interviewer)).size;
  const probabilityMeetsBar = normalCdf((mean - bar) / sd);
  const enough = here.length >= GATE.scorecards && interviewerCount >= GATE.interviewers && presentSd <= GATE.sd;
  return {
    round,
    mean,
    sd,
    probabilityMeetsBar,
    evidenceCount: here.length,
    interviewerCount,
    level: enough ? levelOf(probabilityMeetsBar, kindest!, bar, lowSpread) : ReadinessLevel.NOT_ENOUGH_EVIDENCE,
    wouldBeSure: sdAfterOneMore(posterior, presentSd) <= GATE.sd,
    rawMean: average(here.map(({ y }) => y)),
    interviewerEffect: average(here.map(({ interviewer }) => meanSeverityOf(posterior, interviewer))),
    withoutKindestInterviewer: kindest,
    ...trendOf(posterior, own, round, now),
    chanceNextMockMeetsBar: chanceOfNext(posterior, mean, sd, bar),
  };
}

function levelOf(probability: number, withoutKindest: number, bar: number, lowSpread: boolean): ReadinessLevel {
  const ready = probability >= READY_FROM && withoutKindest >= bar;
  if (ready) return lowSpread ? ReadinessLevel.BORDERLINE : ReadinessLevel.READY;
  return probability < BELOW_UNDER ? ReadinessLevel.BELOW_BAR : ReadinessLevel.BORDERLINE;
}

const average = (values: readonly number[]) =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * The least mean at the target that is left of each round without one of the candidate's interviewers, the group's level,
 * difficulties and severities held; null without any. A round that depends on one kind interviewer is not ready.
 */
function withoutKindest({ posterior, rounds, target }: Question, own: readonly UsedCard[]): number[] | null {
  if (own.length === 0) return null;
  const queries = rounds.map((round) => ({ round, at: target(round) }));
  const without = [...meansWithoutEach(posterior, own, queries).values()];
  return rounds.map((_, n) => Math.min(...without.map((means) => means[n]!)));
}
