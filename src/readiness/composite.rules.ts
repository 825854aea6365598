import { Recommendation } from '../feedback/scorecard.rules.js';

/** What a global impression weighs beside the criteria: it carries halo, and counts a little more than one of them. */
const RECOMMENDATION_WEIGHT = 0.25;

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

/**
 * One number, 1 to 4, for one scorecard: `(1 - a) m + a q` with the weighted mean `m` of its levels, the
 * recommendation `q` and `a` = 0.25; the one that is there when only one is; null when neither is.
 */
export function composite(criteria: readonly GradedCriterion[], recommendation: Recommendation): number | null {
  const graded = criteria.filter(
    (criterion): criterion is { level: number; weight: number } => criterion.level !== null,
  );
  const weights = graded.reduce((sum, { weight }) => sum + weight, 0);
  const mean = weights === 0 ? null : graded.reduce((sum, { level, weight }) => sum + level * weight, 0) / weights;
  const verdict = scores[recommendation];
  if (mean === null || verdict === null) return mean ?? verdict;
  return (1 - RECOMMENDATION_WEIGHT) * mean + RECOMMENDATION_WEIGHT * verdict;
}
