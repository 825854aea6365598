import { groupBy } from '../../common/grouping.js';
import { atOnce, type InSteps } from '../../common/portions.js';
import { backwardSolve, dot, factorize, forwardSolve, logDeterminant } from './cholesky.rules.js';
import type { UsedCard } from './cards.rules.js';
import type { ModelParameters } from './parameters.js';
import { eliminate, type Block } from './elimination.rules.js';
import { careerOf, designOf, type Columns } from './design.rules.js';

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

interface Fit {
  posterior: Posterior;
  /** log ml(psi) and the prior on psi, up to a constant. */
  objective: number;
}

/** One fit for one noise scale, a candidate at each step. */
function* fit({ parameters, rounds, interviewers, designs }: Frame, psi: number): InSteps<Fit> {
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
  for (const [candidate, design] of designs) {
    const block = eliminate(design, psi);
    addTo(g, gv, p, block);
    quadratic += dot(block.ay, block.ay);
    logV += logDeterminant(block.l, design.y.length);
    blocks.set(candidate, block);
    yield;
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
function addTo(g: Float64Array, gv: Float64Array, p: number, { columns, occurring, ax, ay }: Block): void {
  const q = columns.length;
  // Among the candidate's own columns first: they are few, and lie side by side.
  const own = new Float64Array(q * q);
  for (let i = 0; i < ay.length; i += 1) {
    const row = i * q;
    const filled = occurring[i]!;
    for (let r = 0; r < filled; r += 1) {
      const value = ax[row + r]!;
      const at = r * q;
      gv[columns[r]!]! += value * ay[i]!;
      for (let s = 0; s <= r; s += 1) own[at + s]! += value * ax[row + s]!;
    }
  }
  for (let r = 0; r < q; r += 1) {
    for (let s = 0; s <= r; s += 1) {
      const [low, high] = columns[r]! < columns[s]! ? [columns[r]!, columns[s]!] : [columns[s]!, columns[r]!];
      g[high * p + low]! += own[r * q + s]!;
    }
  }
}

interface Frame {
  parameters: ModelParameters;
  rounds: readonly string[];
  interviewers: readonly string[];
  designs: ReadonlyMap<string, ReturnType<typeof designOf>>;
}

/**
 * The posterior of a group from the cards that count. The noise scale psi walks up its grid from 1 and stops at the
 * first step that is no improvement: a group may grade more erratically than the constants say, never less.
 */
export function* posteriorInSteps(
  cards: readonly UsedCard[],
  rounds: readonly string[],
  parameters: ModelParameters,
  psi?: number,
): InSteps<Posterior> {
  const frame = yield* frameOf(cards, rounds, parameters);
  if (psi !== undefined) return (yield* fit(frame, psi)).posterior;
  let best = yield* fit(frame, 1);
  if (cards.length === 0) return best.posterior;
  for (let k = 1; k < parameters.psi_steps; k += 1) {
    const next = yield* fit(frame, parameters.psi_max ** (k / (parameters.psi_steps - 1)));
    if (next.objective <= best.objective) break;
    best = next;
  }
  return best.posterior;
}

/** The same in one go. */
export const posteriorOf = (...given: Parameters<typeof posteriorInSteps>): Posterior =>
  atOnce(posteriorInSteps(...given));

/** What is the same for every noise scale. */
function* frameOf(cards: readonly UsedCard[], rounds: readonly string[], parameters: ModelParameters): InSteps<Frame> {
  const interviewers = [...new Set(cards.map(({ interviewer }) => interviewer))].toSorted();
  const roundAt = new Map(rounds.map((key, n) => [key, 2 + n]));
  const interviewerAt = new Map(interviewers.map((key, n) => [key, 2 + rounds.length + n]));
  const column: Columns = { round: (key) => roundAt.get(key)!, interviewer: (key) => interviewerAt.get(key)! };
  const designs = new Map<string, ReturnType<typeof designOf>>();
  for (const [candidate, own] of groupBy(cards, ({ candidate }) => candidate)) {
    designs.set(candidate, designOf(own, careerOf(own), column, parameters));
    yield;
  }
  return { parameters, rounds, interviewers, designs };
}
