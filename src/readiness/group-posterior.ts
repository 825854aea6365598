import { createHash } from 'node:crypto';
import type { InSteps } from '../common/portions.js';
import { DAY } from '../common/time.js';
import { usedCards, type UsedCard } from './model/cards.rules.js';
import { R1 } from './model/parameters.js';
import { cardOf, inGuide, knownAt, modelNow, type ReleasedVersion } from './evidence.rules.js';
import { judgeLoop, type LoopJudgement } from './model/loop-judgement.rules.js';
import { posteriorInSteps, type Posterior } from './model/posterior.rules.js';

/** What the model makes of everything that is known of a group on one day. */
export interface GroupPosterior {
  /** Identifies its versions and its day. */
  key: string;
  posterior: Posterior;
  /** The cards that count. `known` has every version of the last year, also those that do not count. */
  cards: readonly UsedCard[];
  known: readonly ReleasedVersion[];
  now: number;
}

const CARD_BYTES = 200;

/** About the bytes of a posterior and its cards. */
export function bytesOf({ posterior, cards }: GroupPosterior): number {
  const blocks = [...posterior.blocks.values()];
  const numbers = blocks.reduce((sum, { l, ax }) => sum + l.length + ax.length, posterior.precision.length);
  return 8 * numbers + CARD_BYTES * (cards.length + 1);
}

/** How many versions are read at one step. */
const VERSIONS_AT_ONCE = 100;

/**
 * The posterior of a group as of an instant: one for one state of its released scorecards and one UTC day, for every viewer and
 * all candidates. The previous one is reused if nothing that it depends on has changed.
 */
export function* groupPosterior(
  versions: readonly ReleasedVersion[],
  asOf: Date,
  before?: GroupPosterior,
): InSteps<GroupPosterior> {
  const now = modelNow(asOf);
  const known = knownAt(versions, asOf).filter(({ at }) => now - at <= R1.window_days * DAY);
  // Compares contents, not ids, so that corrections by hand in the database also count.
  const hash = createHash('sha256').update(`${now}`);
  for (let n = 0; n < known.length; n += VERSIONS_AT_ONCE) {
    hash.update(JSON.stringify(known.slice(n, n + VERSIONS_AT_ONCE)));
    yield;
  }
  const key = hash.digest('base64');
  if (before?.key === key) return before;
  const cards = usedCards(known.map(cardOf), now, R1);
  const rounds = [...new Set(cards.map(({ round }) => round))].toSorted();
  yield;
  const posterior = yield* posteriorInSteps(cards, rounds, R1);
  return { key, posterior, cards, known, now };
}

/** What is asked about one candidate. */
interface LoopQuestion {
  /** The candidate, as a member. */
  candidateId: string;
  guideKey: string;
  /** The rounds of the loop, with their weights, the instants for which to be ready, and whether their last bookable day has passed. */
  rounds: readonly { key: string; weight: number; target: number; isOver?: boolean }[];
  bar: number;
  grace: number;
}

/** A candidate's loop, judged by the group's posterior against the plan's bar. */
export function judgementOf(group: GroupPosterior, question: LoopQuestion): LoopJudgement {
  const { candidateId: candidate, guideKey, rounds, bar, grace } = question;
  const { posterior, cards, now } = group;
  const targets = new Map(rounds.map(({ key: round, target }) => [inGuide(guideKey, round), target]));
  return judgeLoop({
    posterior,
    cards,
    candidate,
    rounds: [...targets.keys()],
    weights: new Map(rounds.map(({ key: round, weight }) => [inGuide(guideKey, round), weight])),
    bar,
    grace,
    now,
    target: (round) => targets.get(round)!,
    over: new Set(rounds.filter(({ isOver }) => isOver).map(({ key: round }) => inGuide(guideKey, round))),
  });
}
