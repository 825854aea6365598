import { groupBy } from '../../common/grouping.js';
import { backwardSolve, dot, factorize, forwardSolve } from './cholesky.rules.js';
import { DAY } from '../../common/time.js';
import type { UsedCard } from './cards.rules.js';
import type { Block } from './elimination.rules.js';
import { growth } from './design.rules.js';
import type { Posterior } from './posterior.rules.js';

/** What is asked of a candidate: the expected score in a round with an interviewer of average severity, at an instant. */
export interface Query {
  round: string;
  at: number;
}

export interface Joint {
  mean: Float64Array;
  /** Row by row, symmetric. */
  covariance: Float64Array;
}

/** A query against a candidate's cards: what the cards say, before how sure the rest of the group is. */
function askOf(posterior: Posterior, block: Block | undefined, residual: Float64Array, { round, at }: Query) {
  const { parameters, rounds, b } = posterior;
  const { sd_gen, sd_spec, q_gen, q_spec, learn_days } = parameters;
  const n = block?.days.length ?? 0;
  const days = block ? (at - block.first) / DAY : 0;
  const isGraded = rounds.includes(round);
  const column = 2 + rounds.indexOf(round);
  const w = new Float64Array(n);
  for (let i = 0; i < n; i += 1) {
    const shared = Math.min(days, block!.days[i]!);
    const isSame = isGraded && block!.round[i] === column;
    w[i] = sd_gen ** 2 + q_gen * shared + (isSame ? sd_spec ** 2 + q_spec * shared : 0);
  }
  if (block) forwardSolve(block.l, n, w);
  const a = new Float64Array(b.length);
  a[0] = 1;
  // Growth is credited up to the last session only.
  a[1] = growth(Math.min(days, block?.last ?? 0), learn_days);
  if (isGraded) a[column] = 1;
  // x*' b + k*' V^-1 (y - X b)
  const mean = dot(a, b) + dot(w, residual);
  return { round, isGraded, days, w, a, mean };
}

/**
 * The joint posterior of several queries about one candidate (section 3). A round in which nobody in the group has been graded has no column: its difficulty is as the prior has it, and independent of all that is known.
 */
export function jointOf(posterior: Posterior, candidate: string, queries: readonly Query[]): Joint {
  const { parameters, b, precision } = posterior;
  const { sd_gen, sd_spec, sd_round, q_gen, q_spec } = parameters;
  const block = posterior.blocks.get(candidate);
  const residual = block ? residualOf(block, b) : new Float64Array(0);
  const asked = queries.map((query) => {
    const ask = askOf(posterior, block, residual, query);
    if (block) subtractDesign(ask.a, block, ask.w);
    forwardSolve(precision, b.length, ask.a);
    return ask;
  });
  const size = queries.length;
  const covariance = new Float64Array(size * size);
  asked.forEach((one, i) =>
    asked.forEach((two, k) => {
      const shared = Math.min(one.days, two.days);
      let prior = sd_gen ** 2 + q_gen * shared;
      if (one.round === two.round) prior += sd_spec ** 2 + q_spec * shared + (one.isGraded ? 0 : sd_round ** 2);
      covariance[i * size + k] = prior - dot(one.w, two.w) + dot(one.a, two.a);
    }),
  );
  return { mean: Float64Array.from(asked, ({ mean }) => mean), covariance };
}

/** L^-1 (y - X b). */
function residualOf({ ax, ay, columns }: Block, b: Float64Array): Float64Array {
  const q = columns.length;
  return ay.map((value, i) => {
    let residual = value;
    for (let r = 0; r < q; r += 1) residual -= ax[i * q + r]! * b[columns[r]!]!;
    return residual;
  });
}

/** a* = x* - X' V^-1 k*. */
function subtractDesign(a: Float64Array, { ax, columns }: Block, w: Float64Array): void {
  const q = columns.length;
  for (let i = 0; i < w.length; i += 1) for (let r = 0; r < q; r += 1) a[columns[r]!]! -= w[i]! * ax[i * q + r]!;
}

/**
 * The means of several queries about a candidate, leaving out the cards of one interviewer at a time, with all shared
 * values fixed. With P = V^-1, the cards J that are left out and the rest R:
 * k_R' V_RR^-1 r_R = k' P r - (P k)_J' P_JJ^-1 (P r)_J, so that V is not factored anew for each interviewer.
 */
export function meansWithoutEach(
  posterior: Posterior,
  cards: readonly UsedCard[],
  queries: readonly Query[],
): Map<string, Float64Array> {
  const block = posterior.blocks.get(cards[0]!.candidate)!;
  const { l } = block;
  const n = cards.length;
  const residual = residualOf(block, posterior.b);
  const solved = residual.slice();
  backwardSolve(l, n, solved);
  const asked = queries.map((query) => {
    const { mean, w } = askOf(posterior, block, residual, query);
    backwardSolve(l, n, w);
    return { mean, w };
  });
  const seats = groupBy(cards.keys(), (i) => cards[i]!.interviewer);
  return new Map(
    [...seats].map(([interviewer, left]) => {
      const precision = precisionAmong(l, n, left);
      const at = (values: Float64Array) => {
        const some = Float64Array.from(left, (i) => values[i]!);
        forwardSolve(precision, left.length, some);
        return some;
      };
      const own = at(solved);
      return [interviewer, Float64Array.from(asked, ({ mean, w }) => mean - dot(own, at(w)))];
    }),
  );
}

/** The factor of P_JJ: the columns of L^-1 for these cards, among each other. */
function precisionAmong(l: Float64Array, n: number, cards: readonly number[]): Float64Array {
  const m = cards.length;
  const columns = new Float64Array(n * m);
  cards.forEach((i, c) => (columns[i * m + c] = 1));
  forwardSolve(l, n, columns, m);
  const precision = new Float64Array(m * m);
  for (let i = cards[0]!; i < n; i += 1)
    for (let r = 0; r < m; r += 1)
      for (let s = 0; s <= r; s += 1) precision[r * m + s]! += columns[i * m + r]! * columns[i * m + s]!;
  factorize(precision, m);
  return precision;
}
