import { fieldProblem, type FieldProblem } from '../common/errors.js';

/** One edition of a guide, as far as a plan that moves to it asks. */
export interface Edition {
  key: string;
  edition: number;
  rounds: readonly { key: string }[];
  trackKeys: readonly string[];
}

/** What the candidates of a plan use: the keys of rounds that a loop includes or a session has, and of chosen tracks. */
export interface EditionUse {
  roundKeys: readonly string[];
  trackKeys: readonly string[];
}

/** Why a plan cannot move from one edition to another. Rounds and tracks that are in use have to stay. */
export function editionProblems(from: Edition, to: Edition, used: EditionUse): FieldProblem[] {
  const found = `edition ${to.edition} of ${to.key}`;
  if (to.key !== from.key || to.edition < from.edition) {
    return [fieldProblem('guideId', `a later edition of ${from.key} than edition ${from.edition}`, found)];
  }
  const problems: FieldProblem[] = [];
  const roundKeys = to.rounds.map(({ key }) => key);
  for (const key of missing(used.roundKeys, roundKeys)) {
    const expected = `an edition that has the round ${key}, because sessions were booked for it or a loop includes it (updateLoopRound skips it)`;
    problems.push(fieldProblem('guideId', expected, `${found}, which lacks it`));
  }
  for (const key of missing(used.trackKeys, to.trackKeys)) {
    const expected = `an edition that has the track ${key}, because a candidate has chosen it (updateCandidate changes it)`;
    problems.push(fieldProblem('guideId', expected, `${found}, which lacks it`));
  }
  return problems;
}

const missing = (used: readonly string[], there: readonly string[]): string[] =>
  [...new Set(used)].filter((key) => !there.includes(key)).toSorted();
