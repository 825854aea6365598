import { Recommendation } from '../feedback/scorecard.rules.js';
import { R1, scoreCard } from './cards.rules.js';

const scores: Record<Recommendation, number | null> = {
  STRONG_NO_HIRE: 1,
  NO_HIRE: 2,
  HIRE: 3,
  STRONG_HIRE: 4,
  NO_DECISION: null,
};

export interface GradedCriterion {
  level: number | null;
  weight: number;
}

/** The composite of one scorecard, 1 to 4, in the product's words; null when it says nothing. `scoreCard` has the formula. */
export function composite(criteria: readonly GradedCriterion[], recommendation: Recommendation): number | null {
  const scored = criteria.map(({ level, weight }) => ({ score: level, weight }));
  return scoreCard({ criteria: scored, recommendation: scores[recommendation] }, R1.w_rec)?.y ?? null;
}
