import { fieldProblem, type FieldProblem } from '../common/errors.js';
import {
  levelled,
  contentsProblems,
  type RatingContents,
  type Recommendation,
  type ScorecardContents,
} from './scorecard.rules.js';

/** The fields of an amendment. Fields and criteria that it leaves out stay as they were. */
export interface Amendment {
  ratings?: readonly RatingContents[] | null;
  recommendation?: Recommendation | null;
  strengths?: string | null;
  growthAreas?: string | null;
}

/**
 * Authors may need to correct a few slips. An author who amends again and again could watch how the candidate's level
 * reacts, and infer how the others graded.
 */
export const MOST_AMENDMENTS = 5;

/**
 * An amendment corrects what its author saw in the session, not what they have read since. It cannot give a criterion
 * its first level or remove the last level. Cards from the time before levels were required keep their verdict, and may
 * change their text.
 */
export function amendmentProblems(
  before: ScorecardContents,
  after: ScorecardContents,
  criteria: readonly string[],
): FieldProblem[] {
  const hadLevel = new Set(levelled(before).map(({ criterionKey }) => criterionKey));
  const problems = contentsProblems(after, criteria);
  for (const [n, { criterionKey, level }] of after.ratings.entries()) {
    if (level === null || hadLevel.has(criterionKey)) continue;
    const expected = 'no level, because the criterion had no level when the feedback came out';
    problems.push(fieldProblem(`ratings[${n}].level`, expected, String(level)));
  }
  if (hadLevel.size > 0 && levelled(after).length === 0)
    problems.push(fieldProblem('ratings', 'a level on at least one criterion', 'none'));
  if (hasSameContents(before, after)) problems.push(fieldProblem('', 'at least one change', 'no change'));
  return problems;
}

/** Whether two versions say the same; a criterion that is left out was not assessed. */
function hasSameContents(one: ScorecardContents, other: ScorecardContents): boolean {
  const said = ({ ratings, recommendation, strengths, growthAreas }: ScorecardContents) => {
    const rated = ratings
      .filter(({ level, evidence }) => level !== null || evidence !== '')
      .map(({ criterionKey, level, evidence }) => [criterionKey, level, evidence] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1));
    return JSON.stringify([rated, recommendation, strengths, growthAreas]);
  };
  return said(one) === said(other);
}

/** The contents after an amendment: fields that are left out stay as they were. */
export function amended(
  before: ScorecardContents,
  { ratings, recommendation, strengths, growthAreas }: Amendment,
): ScorecardContents {
  const given = ratings ?? [];
  const kept = before.ratings.filter(
    ({ criterionKey }) => !given.some((rating) => rating.criterionKey === criterionKey),
  );
  return {
    // Given ratings come first, so that positions in a refusal match the request.
    ratings: [...given, ...kept],
    recommendation: recommendation ?? before.recommendation,
    strengths: strengths ?? before.strengths,
    growthAreas: growthAreas ?? before.growthAreas,
  };
}
