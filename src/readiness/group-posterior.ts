import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { R1, usedCards, type UsedCard } from './cards.rules.js';
import { cardOf, inGuide, knownAt, modelNow, type Wording } from './evidence.rules.js';
import { judgeLoop, type LoopJudgement } from './loop-judgement.rules.js';
import { posteriorOf, type Posterior } from './posterior.rules.js';

/** What the model makes of everything that is known of a group on one day. */
export interface GroupPosterior {
  posterior: Posterior;
  /** The cards that count, and the wordings behind them and others of the group. */
  cards: readonly UsedCard[];
  known: readonly Wording[];
  now: number;
  /** Loops that were judged by it before. */
  judgements: LRUCache<string, LoopJudgement>;
}

/** Some megabytes of what was computed before; a key says of which wordings and of which day, so none is ever stale. */
const computed = new LRUCache<string, GroupPosterior>({ maxSize: 32 << 20, sizeCalculation: bytesOf });

function bytesOf({ posterior, cards }: GroupPosterior): number {
  const blocks = [...posterior.blocks.values()];
  const numbers = blocks.reduce((sum, { l, ax }) => sum + l.length + ax.length, posterior.precision.length);
  return 8 * numbers + 1_000 * (cards.length + 1);
}

/**
 * The posterior of a group as of an instant: computed once for one state of its released scorecards and one UTC day,
 * whoever asks and for however many candidates.
 */
export function groupPosterior(groupId: string, wordings: readonly Wording[], asOf: Date): GroupPosterior {
  const known = knownAt(wordings, asOf);
  const now = modelNow(asOf);
  const state = known.map(({ versionId, self }) => `${versionId} ${self !== null}`).join(' ');
  const key = createHash('sha256').update(`${groupId} ${now} ${state}`).digest('base64');
  const before = computed.get(key);
  if (before) return before;
  const cards = usedCards(known.map(cardOf), now, R1);
  const rounds = [...new Set(cards.map(({ round }) => round))].toSorted();
  const judgements = new LRUCache<string, LoopJudgement>({ max: 500 });
  const made = { posterior: posteriorOf(cards, rounds, R1), cards, known, now, judgements };
  computed.set(key, made);
  return made;
}

/** What is asked about one candidate. */
export interface LoopQuestion {
  /** The candidate, as a member. */
  candidateId: string;
  guideKey: string;
  /** The rounds of the loop, with their weights and the instants for which to be ready. */
  rounds: readonly { key: string; weight: number; target: number }[];
  bar: number;
  grace: number;
}

/** A candidate's loop, judged by the group's posterior against the plan's bar; once for each question. */
export function judgementOf(group: GroupPosterior, question: LoopQuestion): LoopJudgement {
  const key = JSON.stringify(question);
  const before = group.judgements.get(key);
  if (before) return before;
  const { candidateId, guideKey, rounds, bar, grace } = question;
  const { posterior, cards, now } = group;
  const targets = new Map(rounds.map(({ key: round, target }) => [inGuide(guideKey, round), target]));
  const judgement = judgeLoop({
    posterior,
    bar,
    grace,
    cards,
    candidate: candidateId,
    now,
    rounds: [...targets.keys()],
    weights: new Map(rounds.map(({ key: round, weight }) => [inGuide(guideKey, round), weight])),
    target: (round) => targets.get(round)!,
  });
  group.judgements.set(key, judgement);
  return judgement;
}
