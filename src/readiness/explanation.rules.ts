import { spoken, type LocalDate } from '../common/time.js';
import { missingEvidence, ReadinessLevel, type RoundEvidence } from './mean.rules.js';
import type { Share } from '../plans/sharing.rules.js';

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

const verdicts: Record<ReadinessLevel, string> = {
  NOT_ENOUGH_EVIDENCE: 'not enough evidence yet',
  BELOW_BAR: 'below the bar',
  BORDERLINE: 'borderline',
  READY: 'at the bar',
};

const CAVEAT =
  'This is a plain mean: it does not correct for strict or lenient interviewers, and says nothing about how sure it is.';

/** What the gate still wants, as something to do. */
function wanted(evidence: RoundEvidence): string {
  const { scorecards } = missingEvidence(evidence);
  if (scorecards === 0) return 'One more mock, with somebody else, opens the evidence gate.';
  if (scorecards === 1) return 'One more scorecard, of another interviewer, opens the evidence gate.';
  return 'Two scorecards, of two different interviewers, open the evidence gate.';
}

/** A round in plain words, from the same numbers, and no number that is not shared. */
export function explainRound(
  title: string,
  level: ReadinessLevel,
  evidence: RoundEvidence,
  share: Share,
  forDate: LocalDate,
): string {
  const basis = `${counted(evidence.scorecards, 'scorecard')} from ${counted(evidence.interviewers, 'interviewer')}`;
  if (level === ReadinessLevel.NOT_ENOUGH_EVIDENCE)
    return `${title}: ${verdicts[level]}, with ${basis}. ${wanted(evidence)}`;
  if (share !== 'OWN') return `${title}: ${verdicts[level]} for ${spoken(forDate)}, by ${basis}.`;
  return `${title}: ${verdicts[level]} for ${spoken(forDate)}, with a plain mean of ${evidence.mean!.toFixed(1)} over ${basis}. ${CAVEAT}`;
}

/** The loop in plain words. */
export function explainLoop(
  level: ReadinessLevel,
  titlesMissing: readonly string[],
  bar: number,
  forDate: LocalDate,
): string {
  if (level === ReadinessLevel.NOT_ENOUGH_EVIDENCE) {
    const where =
      titlesMissing.length === 0 ? 'no round is included' : `more is needed for ${titlesMissing.join(', ')}`;
    return `The whole loop: ${verdicts[level]}; ${where}.`;
  }
  return `The whole loop: ${verdicts[level]} (${bar.toFixed(1)}) for ${spoken(forDate)}. ${CAVEAT}`;
}
