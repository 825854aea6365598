import { backwardSolve, dot, factorize, forwardSolve, logDeterminant } from './cholesky.rules.js';
import { DAY, type ModelParameters, type UsedCard } from './cards.rules.js';

/**
 * The group's posterior under model r1, a crossed mixed model with learning over time: exact Gaussian inference by
 * block elimination over candidates (readiness model, sections 2 and 3). Columns of `beta`: the level m, the growth g,
 * a difficulty for each round, a severity for each interviewer.
 */
export interface Posterior {
  parameters: ModelParameters;
  rounds: readonly string[];
  interviewers: readonly string[];
  /** The noise scale of the group, 1 or more. */
  psi: number;
  /** Mean of beta, and the factor of its precision. */
  b: Float64Array;
  precision: Float64Array;
  blocks: ReadonlyMap<string, Block>;
}

/** One candidate's cards, eliminated. */
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

const priorMean = ({ m0, g0 }: ModelParameters, p: number) => {
  const b0 = new Float64Array(p);
  b0[0] = m0;
  b0[1] = g0;
  return b0;
};

function priorPrecision({ sd_m, sd_g, sd_round, sd_sev }: ModelParameters, rounds: number, p: number): Float64Array {
  return Float64Array.from({ length: p }, (_, i) => {
    const sd = i === 0 ? sd_m : i === 1 ? sd_g : i < 2 + rounds ? sd_round : sd_sev;
    return 1 / (sd * sd);
  });
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

export const careerOf = (cards: readonly UsedCard[]) => ({
  first: cards[0]!.at,
  last: (cards.at(-1)!.at - cards[0]!.at) / DAY,
});

export interface Columns {
  round: (key: string) => number;
  interviewer: (key: string) => number;
}

interface Fit {
  posterior: Posterior;
  /** log ml(psi) and the prior on psi, up to a constant. */
  objective: number;
}

/** One fit for one noise scale. */
function fit(byCandidate: ReadonlyMap<string, UsedCard[]>, frame: Frame, psi: number): Fit {
  const { parameters, rounds, interviewers, column } = frame;
  const p = 2 + rounds.length + interviewers.length;
  const b0 = priorMean(parameters, p);
  const l0 = priorPrecision(parameters, rounds.length, p);
  const g = new Float64Array(p * p);
  const gv = new Float64Array(p);
  let quadratic = 0;
  let logV = 0;
  let logL0 = 0;
  for (let i = 0; i < p; i += 1) {
    g[i * p + i] = l0[i]!;
    gv[i] = l0[i]! * b0[i]!;
    quadratic += b0[i]! * b0[i]! * l0[i]!;
    logL0 += Math.log(l0[i]!);
  }
  const blocks = new Map<string, Block>();
  for (const [candidate, cards] of byCandidate) {
    const block = eliminate(cards, careerOf(cards), column, parameters, psi);
    addTo(g, gv, p, block);
    quadratic += dot(block.ay, block.ay);
    logV += logDeterminant(block.l, cards.length);
    blocks.set(candidate, block);
  }
  factorize(g, p);
  const b = gv.slice();
  forwardSolve(g, p, b);
  quadratic -= dot(b, b);
  backwardSolve(g, p, b);
  const logMl = -0.5 * (quadratic + logV + logDeterminant(g, p) - logL0);
  const objective = logMl - 0.5 * (Math.log(psi) / parameters.psi_prior_sd) ** 2;
  return { objective, posterior: { parameters, rounds, interviewers, psi, b, precision: g, blocks } };
}

/** G += X' V^-1 X and gv += X' V^-1 y, from what the block has solved. */
function addTo(g: Float64Array, gv: Float64Array, p: number, { columns, ax, ay }: Block): void {
  const q = columns.length;
  for (let i = 0; i < ay.length; i += 1) {
    for (let r = 0; r < q; r += 1) {
      const value = ax[i * q + r]!;
      if (value === 0) continue;
      const row = columns[r]! * p;
      gv[columns[r]!]! += value * ay[i]!;
      for (let s = 0; s <= r; s += 1) g[row + columns[s]!]! += value * ax[i * q + s]!;
    }
  }
}

interface Frame {
  parameters: ModelParameters;
  rounds: readonly string[];
  interviewers: readonly string[];
  column: Columns;
}

/**
 * The posterior of a group from the cards that count. The noise scale psi walks up its grid from 1 and stops at the
 * first step that is no improvement: a group may grade more erratically than the constants say, never less.
 */
export function posteriorOf(
  cards: readonly UsedCard[],
  rounds: readonly string[],
  parameters: ModelParameters,
  psi?: number,
): Posterior {
  const interviewers = [...new Set(cards.map(({ interviewer }) => interviewer))].toSorted();
  const roundAt = new Map(rounds.map((key, n) => [key, 2 + n]));
  const interviewerAt = new Map(interviewers.map((key, n) => [key, 2 + rounds.length + n]));
  const column: Columns = { round: (key) => roundAt.get(key)!, interviewer: (key) => interviewerAt.get(key)! };
  const byCandidate = new Map<string, UsedCard[]>();
  for (const card of cards) {
    const own = byCandidate.get(card.candidate);
    if (own) own.push(card);
    else byCandidate.set(card.candidate, [card]);
  }
  const frame = { parameters, rounds, interviewers, column };
  if (psi !== undefined) return fit(byCandidate, frame, psi).posterior;
  let best = fit(byCandidate, frame, 1);
  if (cards.length === 0) return best.posterior;
  for (let k = 1; k < parameters.psi_steps; k += 1) {
    const next = fit(byCandidate, frame, parameters.psi_max ** (k / (parameters.psi_steps - 1)));
    if (next.objective <= best.objective) break;
    best = next;
  }
  return best.posterior;
}
