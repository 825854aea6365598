import { fieldProblem, type FieldProblem } from '../common/errors.js';

/** A guide, as far as a plan that moves to it asks. */
export interface Edition {
  key: string;
  edition: number;
  roundKeys: readonly string[];
  trackKeys: readonly string[];
  topicKeys: readonly string[];
}

/** How a plan uses a round of the edition that it has. */
export interface RoundUse {
  key: string;
  /** The names of candidates who have it in their loops. */
  includedBy: readonly string[];
  hasUpcoming: boolean;
  hasBegun: boolean;
}

/** A track, and the names of the candidates who have chosen it. */
export interface TrackUse {
  key: string;
  chosenBy: readonly string[];
}

/** Why a plan cannot move from one edition to another. Rounds and tracks that are in use have to stay. */
export function editionProblems(
  from: Pick<Edition, 'key' | 'edition'>,
  to: Edition,
  used: { rounds: readonly RoundUse[]; tracks: readonly TrackUse[]; topics: readonly string[] },
): FieldProblem[] {
  const found = `edition ${to.edition} of ${to.key}`;
  if (to.key !== from.key || to.edition <= from.edition)
    return [fieldProblem('guideId', `a later edition of ${from.key} than edition ${from.edition}`, found)];
  const problems: FieldProblem[] = [];
  const lacks = (what: string, why: string) =>
    problems.push(fieldProblem('guideId', `an edition that has the ${what}: ${why}`, `${found}, which lacks it`));
  for (const { key, includedBy, hasUpcoming, hasBegun } of used.rounds) {
    if (to.roundKeys.includes(key)) continue;
    if (hasBegun) lacks(`round ${key}`, 'sessions of this round have taken place');
    else if (hasUpcoming) lacks(`round ${key}`, 'sessions of this round are booked. Cancel them first (cancelSession)');
    if (includedBy.length > 0 && !hasBegun)
      lacks(`round ${key}`, `it is in the loop of ${includedBy.join(', ')}. Skip it there first (updateLoopRound)`);
  }
  for (const { key, chosenBy } of used.tracks) {
    if (to.trackKeys.includes(key)) continue;
    lacks(`track ${key}`, `it is the track of ${chosenBy.join(', ')}. Change it there first (updateCandidate)`);
  }
  for (const key of used.topics)
    if (!to.topicKeys.includes(key))
      lacks(`topic ${key}`, 'questions of the group belong to it. Retire them first (retireQuestion)');
  return problems;
}
