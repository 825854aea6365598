import { fieldProblem, shown, type FieldProblem } from '../common/errors.js';
import { isVisible } from '../common/text.rules.js';
import { isInterviewer, isPresentAt, type SeatFacts } from '../sessions/session.rules.js';

/** The verdict: an even scale without a neutral value, so that interviewers have to decide. */
export enum Recommendation {
  STRONG_NO_HIRE = 'STRONG_NO_HIRE',
  NO_HIRE = 'NO_HIRE',
  HIRE = 'HIRE',
  STRONG_HIRE = 'STRONG_HIRE',
  NO_DECISION = 'NO_DECISION',
}

/** What an interviewer writes on one criterion: level 1 to 4, or null for not assessed. */
export interface RatingContents {
  criterionKey: string;
  level: number | null;
  evidence: string;
}

export interface ScorecardContents {
  ratings: readonly RatingContents[];
  recommendation: Recommendation | null;
  strengths: string;
  growthAreas: string;
}

/** A draft may be incomplete, but it speaks only of the round's criteria, each once, in levels 1 to 4. */
export function draftProblems(
  { ratings }: Pick<ScorecardContents, 'ratings'>,
  criteria: readonly string[],
): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const known = `a criterion of the round: ${criteria.join(', ')}`;
  const seen = new Set<string>();
  for (const [n, { criterionKey, level }] of ratings.entries()) {
    const path = `ratings[${n}]`;
    if (!criteria.includes(criterionKey))
      problems.push(fieldProblem(`${path}.criterionKey`, known, shown(criterionKey)));
    if (seen.has(criterionKey))
      problems.push(fieldProblem(`${path}.criterionKey`, 'each criterion once', 'a criterion again'));
    if (level !== null && !(Number.isInteger(level) && level >= 1 && level <= 4))
      problems.push(fieldProblem(`${path}.level`, 'a level from 1 to 4, or null for not assessed', String(level)));
    seen.add(criterionKey);
  }
  return problems;
}

/** A self-assessment needs a level on at least one criterion. Reasons are optional. */
export function selfAssessmentProblems(
  ratings: readonly RatingContents[],
  criteria: readonly string[],
): FieldProblem[] {
  const problems = draftProblems({ ratings }, criteria);
  if (levelled({ ratings }).length === 0)
    problems.push(fieldProblem('ratings', 'a level on at least one criterion', 'none'));
  return problems;
}

export const levelled = ({ ratings }: Pick<ScorecardContents, 'ratings'>) =>
  ratings.filter(({ level }) => level !== null);

/** A submission needs at least one level, unless the verdict is NO_DECISION. */
export function submissionProblems(contents: ScorecardContents, criteria: readonly string[]): FieldProblem[] {
  const isDecided = contents.recommendation !== null && contents.recommendation !== Recommendation.NO_DECISION;
  const problems = contentsProblems(contents, criteria);
  if (isDecided && levelled(contents).length === 0)
    problems.push(fieldProblem('ratings', 'a level on at least one criterion, or NO_DECISION with words', 'none'));
  return problems;
}

/** Each level says what was observed, and the verdict is given. */
export function contentsProblems(contents: ScorecardContents, criteria: readonly string[]): FieldProblem[] {
  const { ratings, recommendation, strengths, growthAreas } = contents;
  const problems = draftProblems(contents, criteria);
  for (const [n, { level, evidence }] of ratings.entries()) {
    if (level !== null && !isVisible(evidence))
      problems.push(
        fieldProblem(`ratings[${n}].evidence`, 'what you observed, for a criterion with a level', 'nothing'),
      );
  }
  if (recommendation === null) problems.push(fieldProblem('recommendation', 'a recommendation, to submit', 'nothing'));
  if (recommendation === Recommendation.NO_DECISION && !isVisible(strengths) && !isVisible(growthAreas))
    problems.push(fieldProblem('strengths', 'strengths or growth areas, when there is no decision', 'neither'));
  return problems;
}

/** The fields of a draft or a submission. Undefined fields were left out. */
interface GivenContents {
  ratings?: readonly RatingContents[] | null;
  recommendation?: Recommendation | null;
  strengths?: string | null;
  growthAreas?: string | null;
}

export const nothingSaid: ScorecardContents = { ratings: [], recommendation: null, strengths: '', growthAreas: '' };

/** The complete contents: fields that are left out keep their last value. */
export function completed(given: GivenContents, before: ScorecardContents | null): ScorecardContents {
  const base = before ?? nothingSaid;
  return {
    ratings: given.ratings ?? base.ratings,
    recommendation: given.recommendation === undefined ? base.recommendation : given.recommendation,
    strengths: given.strengths === undefined ? base.strengths : (given.strengths ?? ''),
    growthAreas: given.growthAreas === undefined ? base.growthAreas : (given.growthAreas ?? ''),
  };
}

interface OwingSeat extends SeatFacts {
  memberId: string;
  cardWaivedAt: Date | null;
}

/** Interviewers who were present owe a scorecard, unless they have left the group since. Shadows may write one. */
export const owesScorecard = (seat: OwingSeat, now: Date): boolean =>
  countsAsFeedback(seat, now) && seat.cardWaivedAt === null;

/** Interviewers whose scorecard counts: those who were there. A scorecard by a person who counts as absent does not count. */
export const countsAsFeedback = (seat: SeatFacts, now: Date): boolean => isInterviewer(seat) && isPresentAt(seat, now);

/** Whether a scorecard that counts at an instant was submitted. */
export const isSomethingIn = (panel: readonly OwingSeat[], submitted: ReadonlySet<string>, at: Date): boolean =>
  panel.some((seat) => countsAsFeedback(seat, at) && submitted.has(seat.memberId));

/** Whether no scorecard is owed any more and at least one was submitted. This releases the feedback. */
export const isEverythingIn = (panel: readonly OwingSeat[], submitted: ReadonlySet<string>, now: Date): boolean =>
  isSomethingIn(panel, submitted, now) &&
  panel.every((seat) => !owesScorecard(seat, now) || submitted.has(seat.memberId));

/**
 * Whether all scorecards are in, and none that counts has a verdict. It takes the authors whose newest version has one. While a scorecard is owed it is
 * false, so that the round tells its author nothing about the others.
 */
export const isUndecided = (
  panel: readonly OwingSeat[],
  submitted: ReadonlySet<string>,
  deciding: ReadonlySet<string>,
  at: Date,
): boolean => isEverythingIn(panel, submitted, at) && !isSomethingIn(panel, deciding, at);
