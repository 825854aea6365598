import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { DAY } from '../common/time.js';
import { R1, usedCards, type UsedCard } from './model/cards.rules.js';
import { cardOf, inGuide, knownAt, modelNow, type Wording } from './evidence.rules.js';
import { judgeLoop, type LoopJudgement } from './model/loop-judgement.rules.js';
import { posteriorOf, type Posterior } from './model/posterior.rules.js';

/** What the model makes of everything that is known of a group on one day. */
export interface GroupPosterior {
  /** Says of which group, wordings and day it is. */
  key: string;
  posterior: Posterior;
  /** The cards that count, and the wordings behind them and others of the same year. */
  cards: readonly UsedCard[];
  known: readonly Wording[];
  now: number;
}

/** Some megabytes of what was computed before; a key says of what, so none is ever stale. */
const computed = new LRUCache<string, GroupPosterior>({ maxSize: 32 << 20, sizeCalculation: bytesOf });

function bytesOf({ posterior, cards }: GroupPosterior): number {
  const blocks = [...posterior.blocks.values()];
  const numbers = blocks.reduce((sum, { l, ax }) => sum + l.length + ax.length, posterior.precision.length);
  return 8 * numbers + 1_000 * (cards.length + 1);
}

/**
 * The posterior of a group as of an instant: computed once for one state of its released scorecards and one UTC day,
 * for every viewer and all candidates.
 */
export function groupPosterior(groupId: string, wordings: readonly Wording[], asOf: Date): GroupPosterior {
  const now = modelNow(asOf);
  const known = knownAt(wordings, asOf).filter(({ at }) => now - at <= R1.window_days * DAY);
  // By all that they say, and not by their ids: what is corrected by hand in the database counts, too.
  const key = createHash('sha256')
    .update(`${groupId} ${now} ${JSON.stringify(known)}`)
    .digest('base64');
  const before = computed.get(key);
  if (before) return before;
  const cards = usedCards(known.map(cardOf), now, R1);
  const rounds = [...new Set(cards.map(({ round }) => round))].toSorted();
  const made = { key, posterior: posteriorOf(cards, rounds, R1), cards, known, now };
  computed.set(key, made);
  return made;
}

/** What is asked about one candidate. */
export interface LoopQuestion {
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
