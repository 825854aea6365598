import { dot, forwardSolve } from './cholesky.rules.js';
import { DAY, type UsedCard } from './cards.rules.js';
import { careerOf, eliminate, growth, type Block, type Columns } from './elimination.rules.js';
import type { Posterior } from './posterior.rules.js';

/** The severity of an interviewer, positive for lenient: the prior's for one who has graded nothing. */
export function severityOf(
  { b, precision, rounds, interviewers, parameters }: Posterior,
  interviewer: string,
): { mean: number; sd: number } {
  const n = interviewers.indexOf(interviewer);
  if (n < 0) return { mean: 0, sd: parameters.sd_sev };
  const at = 2 + rounds.length + n;
  const unit = new Float64Array(b.length);
  unit[at] = 1;
  forwardSolve(precision, b.length, unit);
  return { mean: b[at]!, sd: Math.sqrt(dot(unit, unit)) };
}

/** The same without how sure it is, which is what costs. */
export function meanSeverityOf({ b, rounds, interviewers }: Posterior, interviewer: string): number {
  const n = interviewers.indexOf(interviewer);
  return n < 0 ? 0 : b[2 + rounds.length + n]!;
}

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

/** A query against a candidate's cards: what the cards say of it, before how sure the rest of the group is. */
function askOf(posterior: Posterior, block: Block | undefined, { round, at }: Query) {
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
  const mean = dot(a, b) + (block ? correction(block, w, b) : 0);
  return { round, isGraded, days, w, a, mean };
}

/**
 * The joint posterior of several queries about one candidate (section 3). A round that nobody of the group has been
 * graded in has no column: its difficulty is as the prior has it, and independent of all that is known.
 */
export function jointOf(posterior: Posterior, candidate: string, queries: readonly Query[]): Joint {
  const { parameters, b, precision } = posterior;
  const { sd_gen, sd_spec, sd_round, q_gen, q_spec } = parameters;
  const block = posterior.blocks.get(candidate);
  const asked = queries.map((query) => {
    const ask = askOf(posterior, block, query);
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

/** k*' V^-1 (y - X b). */
function correction({ ax, ay, columns }: Block, w: Float64Array, b: Float64Array): number {
  const q = columns.length;
  let sum = 0;
  for (let i = 0; i < ay.length; i += 1) {
    let residual = ay[i]!;
    for (let r = 0; r < q; r += 1) residual -= ax[i * q + r]! * b[columns[r]!]!;
    sum += w[i]! * residual;
  }
  return sum;
}

/** a* = x* - X' V^-1 k*. */
function subtractDesign(a: Float64Array, { ax, columns }: Block, w: Float64Array): void {
  const q = columns.length;
  for (let i = 0; i < w.length; i += 1) for (let r = 0; r < q; r += 1) a[columns[r]!]! -= w[i]! * ax[i * q + r]!;
}

/** The means of several queries about a candidate without the cards of one interviewer, everything shared held as it is. */
export function meansWithout(
  posterior: Posterior,
  cards: readonly UsedCard[],
  interviewer: string,
  queries: readonly Query[],
): Float64Array {
  const { parameters, psi, rounds, interviewers } = posterior;
  const rest = cards.filter((card) => card.interviewer !== interviewer);
  const column: Columns = {
    round: (key) => 2 + rounds.indexOf(key),
    interviewer: (key) => 2 + rounds.length + interviewers.indexOf(key),
  };
  const block = eliminate(rest, careerOf(cards), column, parameters, psi);
  return Float64Array.from(queries, (query) => askOf(posterior, block, query).mean);
}
