import { factorize, forwardSolve } from './cholesky.rules.js';
import { DAY, type ModelParameters, type UsedCard } from './cards.rules.js';

/** One candidate's cards, eliminated: what is left of them is seen by all that the group shares. */
export interface Block {
  /** Their first card, in milliseconds, and the days from it to their last. */
  first: number;
  last: number;
  /** Days from the first card, and round, of each card. */
  days: Float64Array;
  round: Int32Array;
  /** Factor of V; L^-1 of the used columns of X, and of y. */
  l: Float64Array;
  columns: Int32Array;
  ax: Float64Array;
  ay: Float64Array;
}

/** Growth saturates: u(T) = (L / 30) (1 - exp(-T / L)), in months of learning. */
export const growth = (days: number, learnDays: number) => (learnDays / 30) * (1 - Math.exp(-days / learnDays));

/** Where a round and an interviewer stand among the columns of `beta`. */
export interface Columns {
  round: (key: string) => number;
  interviewer: (key: string) => number;
}

/** V of one candidate (section 3), its lower triangle. */
function covarianceOf(
  cards: readonly UsedCard[],
  days: Float64Array,
  round: Int32Array,
  parameters: ModelParameters,
  psi: number,
) {
  const { sd_gen, sd_spec, q_gen, q_spec, sd_occ, sd_pair, sd_item } = parameters;
  const n = cards.length;
  const v = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) {
    for (let k = 0; k <= i; k += 1) {
      const shared = Math.min(days[i]!, days[k]!);
      let value = sd_gen ** 2 + q_gen * shared;
      if (round[i] === round[k]) value += sd_spec ** 2 + q_spec * shared;
      if (i === k || (cards[i]!.session !== undefined && cards[i]!.session === cards[k]!.session))
        value += psi * sd_occ ** 2;
      if (cards[i]!.interviewer === cards[k]!.interviewer) value += psi * sd_pair ** 2;
      if (i === k) value += psi * sd_item ** 2 * cards[i]!.h;
      v[i * n + k] = value;
    }
  }
  return v;
}

/** Eliminates one candidate: V = L L', and L^-1 applied to the columns of X that occur and to y. */
export function eliminate(
  cards: readonly UsedCard[],
  career: Pick<Block, 'first' | 'last'>,
  column: Columns,
  parameters: ModelParameters,
  psi: number,
): Block {
  const n = cards.length;
  const { first, last } = career;
  const days = Float64Array.from(cards, ({ at }) => (at - first) / DAY);
  const round = Int32Array.from(cards, (card) => column.round(card.round));
  const l = covarianceOf(cards, days, round, parameters, psi);
  factorize(l, n);
  const rows = cards.map((card, i) => [0, 1, round[i]!, column.interviewer(card.interviewer)] as const);
  const columns = Int32Array.from(new Set(rows.flat())).sort();
  const place = new Map([...columns].map((each, q) => [each, q]));
  const ax = new Float64Array(n * columns.length);
  rows.forEach((row, i) => {
    for (const each of row)
      ax[i * columns.length + place.get(each)!] = each === 1 ? growth(days[i]!, parameters.learn_days) : 1;
  });
  const ay = Float64Array.from(cards, ({ y }) => y);
  forwardSolve(l, n, ax, columns.length);
  forwardSolve(l, n, ay);
  return { first, last, days, round, l, columns, ax, ay };
}

/** The span of a candidate's cards, oldest first. */
export const careerOf = (cards: readonly UsedCard[]) => ({
  first: cards[0]!.at,
  last: (cards.at(-1)!.at - cards[0]!.at) / DAY,
});
