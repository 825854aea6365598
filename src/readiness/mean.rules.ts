/** How ready somebody is, as far as the evidence goes. */
export enum ReadinessLevel {
  NOT_ENOUGH_EVIDENCE = 'NOT_ENOUGH_EVIDENCE',
  BELOW_BAR = 'BELOW_BAR',
  BORDERLINE = 'BORDERLINE',
  READY = 'READY',
}

export const MODEL_VERSION = 'mean-0';

/** Nobody is judged on fewer than two scorecards of two interviewers. */
export const GATE = { scorecards: 2, interviewers: 2 };

/** So far below the bar a mean is still "borderline". */
const GRACE = 0.25;
const WINDOW_DAYS = 365;
const DAY = 86_400_000;

/** One released scorecard of an interviewer on one round. */
export interface Evidence {
  roundKey: string;
  interviewerId: string;
  score: number;
  /** When the session took place. */
  at: Date;
}

export interface RoundEvidence {
  scorecards: number;
  interviewers: number;
  mean: number | null;
  lastSessionAt: Date | null;
}

/** What is not older than a year, for one round. */
export function evidenceOf(evidence: readonly Evidence[], roundKey: string, asOf: Date): RoundEvidence {
  const counted = evidence.filter(
    (each) => each.roundKey === roundKey && each.at <= asOf && asOf.getTime() - each.at.getTime() <= WINDOW_DAYS * DAY,
  );
  const total = counted.reduce((sum, { score }) => sum + score, 0);
  return {
    scorecards: counted.length,
    interviewers: new Set(counted.map(({ interviewerId }) => interviewerId)).size,
    mean: counted.length === 0 ? null : total / counted.length,
    lastSessionAt: counted.length === 0 ? null : new Date(Math.max(...counted.map(({ at }) => at.getTime()))),
  };
}

/** How much evidence the gate still wants. */
export const missingEvidence = ({ scorecards, interviewers }: RoundEvidence) => ({
  scorecards: Math.max(0, GATE.scorecards - scorecards),
  interviewers: Math.max(0, GATE.interviewers - interviewers),
});

/** Weights such as 1.4 leave a mean of threes a hair below 3. */
const isBelow = (mean: number, level: number) => mean < level - 1e-9;

/** Below the gate there is no judgement; above it the plain mean against the bar decides. */
export function roundLevel(evidence: RoundEvidence, bar: number): ReadinessLevel {
  const missing = missingEvidence(evidence);
  if (evidence.mean === null || missing.scorecards > 0 || missing.interviewers > 0)
    return ReadinessLevel.NOT_ENOUGH_EVIDENCE;
  if (isBelow(evidence.mean, bar - GRACE)) return ReadinessLevel.BELOW_BAR;
  return isBelow(evidence.mean, bar) ? ReadinessLevel.BORDERLINE : ReadinessLevel.READY;
}

/** A loop is judged when each of its rounds is; it is ready when none is below the bar and their weighted mean reaches it. */
export function loopLevel(
  rounds: readonly { level: ReadinessLevel; mean: number | null; weight: number }[],
  bar: number,
): ReadinessLevel {
  const levels = rounds.map(({ level }) => level);
  if (rounds.length === 0 || levels.includes(ReadinessLevel.NOT_ENOUGH_EVIDENCE))
    return ReadinessLevel.NOT_ENOUGH_EVIDENCE;
  if (levels.includes(ReadinessLevel.BELOW_BAR)) return ReadinessLevel.BELOW_BAR;
  const weights = rounds.reduce((sum, { weight }) => sum + weight, 0);
  const mean = rounds.reduce((sum, { mean, weight }) => sum + mean! * weight, 0) / weights;
  return isBelow(mean, bar) ? ReadinessLevel.BORDERLINE : ReadinessLevel.READY;
}
