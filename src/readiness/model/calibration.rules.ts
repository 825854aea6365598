import { groupBy } from '../../common/grouping.js';
import type { UsedCard } from './cards.rules.js';
import { Z90 } from './normal.rules.js';
import type { Posterior } from './posterior.rules.js';
import { severityOf } from './severity.rules.js';
import { tenths } from '../shown.rules.js';

/** What an interviewer may know of how they grade. */
export interface Calibration {
  interviewer: string;
  scorecards: number;
  severity: number;
  low90: number;
  high90: number;
  agreement: number | null;
}

const FEWEST_CARDS = 8;
const FEWEST_COMPARED = 8;
const LEAST_SURE = 0.25;

/**
 * How leniently (positive) or strictly each interviewer grades, as an aggregate and never as who rated whom: nothing with
 * fewer than eight scorecards or while that is too uncertain (readiness model, section 9). One decimal: with more, a single scorecard of another
 * candidate could be read off from one day to the next.
 */
export function calibrationsOf(posterior: Posterior, cards: readonly UsedCard[]): Calibration[] {
  const byInterviewer = groupBy(cards, ({ interviewer }) => interviewer);
  const bySession = groupBy(cards, ({ session }) => session);
  return posterior.interviewers.flatMap((interviewer) => {
    const own = byInterviewer.get(interviewer)!;
    const scorecards = own.length;
    if (scorecards < FEWEST_CARDS) return [];
    const { mean, sd } = severityOf(posterior, interviewer);
    if (sd >= LEAST_SURE) return [];
    const [severity, low90, high90] = [mean, mean - Z90 * sd, mean + Z90 * sd].map(tenths);
    return [
      {
        interviewer,
        scorecards,
        severity: severity!,
        low90: low90!,
        high90: high90!,
        agreement: agreementOf(own, bySession),
      },
    ];
  });
}

/**
 * The share of ratings within one level of the other raters of the same session, one comparison for each of them; null
 * with fewer than eight comparisons.
 */
function agreementOf(
  own: readonly UsedCard[],
  bySession: ReadonlyMap<string | undefined, readonly UsedCard[]>,
): number | null {
  const distances = own.flatMap((card) => {
    const others = bySession.get(card.session)!.filter(({ interviewer }) => interviewer !== card.interviewer);
    return others.flatMap((other) => distancesBetween(card, other));
  });
  if (distances.length < FEWEST_COMPARED) return null;
  return tenths(distances.filter((distance) => distance <= 1).length / distances.length);
}

function distancesBetween({ criteria: one = [] }: UsedCard, { criteria: two = [] }: UsedCard): number[] {
  return one.flatMap(({ key, score }) => {
    const other = two.find((each) => each.key === key)?.score ?? null;
    return score === null || other === null ? [] : [Math.abs(score - other)];
  });
}
