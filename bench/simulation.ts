import { DAY } from '../src/common/time.js';
import { usedCards, type Card, type UsedCard } from '../src/readiness/model/cards.rules.js';
import { R1, type ModelParameters } from '../src/readiness/model/parameters.js';
import { judgeLoop } from '../src/readiness/model/loop-judgement.rules.js';
import { ReadinessLevel } from '../src/readiness/model/round-judgement.rules.js';
import { normalQuantile, Z90 } from '../src/readiness/model/normal.rules.js';
import { posteriorOf } from '../src/readiness/model/posterior.rules.js';
import { jointOf } from '../src/readiness/model/prediction.rules.js';

/** The noise share of a card with four criteria and a recommendation. */
const TYPICAL_H = 0.203125;
export const NOW = Date.parse('2027-03-31T00:00:00Z');

/** Random draws that are the same for the same seed (Park and Miller's generator, and the inverse of the normal distribution). */
export function draws(seed: number) {
  let state = seed;
  const uniform = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  return {
    uniform,
    normal: (sd: number) => sd * normalQuantile(uniform()),
    below: (n: number) => Math.floor(uniform() * n),
  };
}

type Draws = ReturnType<typeof draws>;

export interface SimulatedGroup {
  people: string[];
  rounds: string[];
  cards: Card[];
  /** The expected score now, with an interviewer of average severity, by person and round. */
  truth: Map<string, Map<string, number>>;
}

interface Size {
  people: number;
  rounds: number;
  sessions: number;
  grading: 'exact' | 'levels';
}

/**
 * A group whose true levels are known, because everything is drawn as the model assumes. With the grading 'exact', a card has one exact
 * score. With 'levels', it has four criteria and a recommendation in whole levels from 1 to 4, like a real scorecard.
 */
export function simulateGroup(
  random: Draws,
  { people, rounds, sessions, grading }: Size,
  p: ModelParameters = R1,
  days = 90,
): SimulatedGroup {
  const names = Array.from({ length: people }, (_, n) => `p${n}`);
  const keys = Array.from({ length: rounds }, (_, n) => `r${n}`);
  const level = p.m0 + random.normal(p.sd_m);
  const growth = p.g0 + random.normal(p.sd_g);
  const difficulty = keys.map(() => random.normal(p.sd_round));
  // sd_item holds the noise of rounding to whole levels (1/12), which rounding itself adds here.
  const beforeRounding = Math.sqrt(p.sd_item ** 2 - 1 / 12);
  const severity = new Map(names.map((name) => [name, random.normal(p.sd_sev)]));
  const group: SimulatedGroup = { people: names, rounds: keys, cards: [], truth: new Map() };
  for (const candidate of names) {
    const others = names.filter((name) => name !== candidate);
    const sittings = keys.flatMap((round, r) =>
      Array.from({ length: sessions }, () => ({ round, r, day: random.uniform() * days })),
    );
    sittings.sort((a, b) => a.day - b.day);
    const start = sittings[0]!.day;
    const general = walk(random, p.sd_gen, p.q_gen);
    const specific = keys.map(() => walk(random, p.sd_spec, p.q_spec));
    const friendship = new Map(others.map((name) => [name, random.normal(p.sd_pair)]));
    /** The ability on a day. It grows only until the day `learntUntil`, but drifts until `day`. */
    const ability = (r: number, day: number, learntUntil = day) => {
      const learnt = (p.learn_days / 30) * (1 - Math.exp(-(learntUntil - start) / p.learn_days));
      return level + growth * learnt + difficulty[r]! + general(day - start) + specific[r]!(day - start);
    };
    for (const { round, r, day } of sittings) {
      const interviewer = others[random.below(others.length)]!;
      const seen =
        ability(r, day) + severity.get(interviewer)! + friendship.get(interviewer)! + random.normal(p.sd_occ);
      const graded = () => Math.min(4, Math.max(1, Math.round(seen + random.normal(beforeRounding))));
      const at = NOW - (days - day) * DAY;
      if (grading === 'exact') {
        group.cards.push({
          candidate,
          round,
          interviewer,
          at,
          y: seen + random.normal(p.sd_item * Math.sqrt(TYPICAL_H)),
          h: TYPICAL_H,
        });
      } else {
        const criteria = ['depth', 'clarity', 'code', 'testing'].map((competency) => ({ competency, score: graded() }));
        group.cards.push({ candidate, round, interviewer, at, criteria, recommendation: graded() });
      }
    }
    const last = sittings.at(-1)!.day;
    group.truth.set(candidate, new Map(keys.map((round, r) => [round, ability(r, days, last)])));
  }
  return group;
}

/** A Brownian path. The caller has to ask for times that never decrease. */
function walk(random: Draws, sd: number, perDay: number) {
  let [at, value] = [0, random.normal(sd)];
  return (day: number) => {
    value += random.normal(Math.sqrt(perDay * Math.max(0, day - at)) || Number.MIN_VALUE);
    at = Math.max(at, day);
    return value;
  };
}

export interface Comparison {
  cells: number;
  /** Root mean square errors against the truth, by model. */
  error: { r1: number; plainMean: number; shrunkMean: number };
  /** The share of 90 % intervals that contain the true level. */
  coverage: number;
  ready: { share: number; trulyAtTheBar: number };
}

/** How many cards at the group's mean the shrunk mean adds to each cell. */
const PSEUDO_CARDS = 3;

/** Compares the model with the plain mean and with a mean that is shrunk towards the group's, over many groups with known true levels. */
export function compare(groups: number, grading: Size['grading'], seed = 1): Comparison {
  const random = draws(seed);
  const sums = { r1: 0, plainMean: 0, shrunkMean: 0 };
  let [cells, covered, ready, truly] = [0, 0, 0, 0];
  for (let n = 0; n < groups; n += 1) {
    const {
      people,
      rounds,
      cards: all,
      truth,
    } = simulateGroup(random, { people: 12, rounds: 5, sessions: 3, grading });
    const cards = usedCards(all, NOW, R1);
    const groupMean = cards.reduce((sum, { y }) => sum + y, 0) / cards.length;
    const common = {
      posterior: posteriorOf(cards, rounds, R1),
      cards,
      rounds,
      weights: new Map<string, number>(),
      bar: R1.bar,
      grace: R1.grace,
      now: NOW,
      target: () => NOW,
    };
    for (const candidate of people) {
      for (const { round, mean, sd, rawMean, evidenceCount, level } of judgeLoop({ ...common, candidate }).rounds) {
        const true_ = truth.get(candidate)!.get(round)!;
        const shrunk = (rawMean! * evidenceCount + groupMean * PSEUDO_CARDS) / (evidenceCount + PSEUDO_CARDS);
        cells += 1;
        sums.r1 += (mean - true_) ** 2;
        sums.plainMean += (rawMean! - true_) ** 2;
        sums.shrunkMean += (shrunk - true_) ** 2;
        if (Math.abs(mean - true_) <= Z90 * sd) covered += 1;
        if (level === ReadinessLevel.READY) {
          ready += 1;
          if (true_ >= R1.bar) truly += 1;
        }
      }
    }
  }
  const rms = (sum: number) => Math.sqrt(sum / cells);
  return {
    cells,
    error: { r1: rms(sums.r1), plainMean: rms(sums.plainMean), shrunkMean: rms(sums.shrunkMean) },
    coverage: covered / cells,
    ready: { share: ready / cells, trulyAtTheBar: truly / ready },
  };
}

/**
 * The least that an estimate rises when one scorecard of the same person and round is one level higher. Every scorecard of the given
 * number of groups is tried, and the noise scale stays fixed.
 */
export function leastOwnWeight(groups: number): number {
  let least = Infinity;
  for (let seed = 1; seed <= groups; seed += 1) {
    const { cards: given, rounds } = simulateGroup(draws(seed), {
      people: 12,
      rounds: 5,
      sessions: 3,
      grading: 'exact',
    });
    const cards = usedCards(given, NOW, R1);
    const { psi } = posteriorOf(cards, rounds, R1);
    const meanOf = (said: readonly UsedCard[], { candidate, round }: UsedCard) =>
      jointOf(posteriorOf(said, rounds, R1, psi), candidate, [{ round, at: NOW }]).mean[0]!;
    cards.forEach((card, n) => {
      const better = cards.with(n, { ...card, y: card.y + 1 });
      least = Math.min(least, meanOf(better, card) - meanOf(cards, card));
    });
  }
  return least;
}
