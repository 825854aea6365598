import { factorize } from './cholesky.rules.js';
import { normalCdf, normalQuantile } from './normal.rules.js';
import type { Joint } from './prediction.rules.js';

const POINTS = 512;

/** The first so many primes. */
function primes(count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n += 1) if (found.every((prime) => n % prime !== 0)) found.push(n);
  return found;
}

/** More rounds than a guide may have. */
const MOST_ROUNDS = 100;

/** The lattice: |2 frac(k sqrt(prime) + 1/2) - 1| for k = 1 to 512, one row for each dimension. */
const lattice = primes(MOST_ROUNDS).map((prime) =>
  Float64Array.from({ length: POINTS }, (_, n) => {
    const shifted = (n + 1) * Math.sqrt(prime) + 0.5;
    return Math.abs(2 * (shifted - Math.floor(shifted)) - 1);
  }),
);

const clip = (value: number, low: number, high: number) => (value < low ? low : value > high ? high : value);

/**
 * The probability that no round is clearly below the bar (bar - grace) and their weighted mean reaches it, from the
 * joint posterior: Genz' sequential conditioning over a fixed lattice, so that the same numbers give the same answer
 * (readiness model, section 4). Why this rule: real loops tolerate one slightly weaker round, but not a clear fail.
 */
export function loopProbability(
  { mean, covariance }: Joint,
  weights: readonly number[],
  bar: number,
  grace: number,
): number {
  const size = mean.length;
  if (size === 0) return 0;
  const l = covariance.slice();
  factorize(l, size);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const share = Float64Array.from(weights, (weight) => weight / total);
  const last = size - 1;
  // Dimension by dimension over all points, which do not depend on each other: twice as fast as point by point.
  const z = Array.from({ length: last }, () => new Float64Array(POINTS));
  const given = new Float64Array(POINTS);
  const weighted = new Float64Array(POINTS);
  const probability = new Float64Array(POINTS).fill(1);
  for (let d = 0; d <= last; d += 1) {
    const pivot = l[d * size + d]!;
    given.fill(mean[d]!);
    for (let e = 0; e < d; e += 1) {
      const factor = l[d * size + e]!;
      for (let k = 0; k < POINTS; k += 1) given[k]! += factor * z[e]![k]!;
    }
    for (let k = 0; k < POINTS; k += 1) {
      // Above the clear fail; and the last round has to bring the mean to the bar.
      const needed = d === last ? (bar - weighted[k]!) / share[d]! : -Infinity;
      const q = normalCdf((given[k]! - Math.max(bar - grace, needed)) / pivot);
      probability[k]! *= q;
      if (d === last) continue;
      const drawn = -normalQuantile(clip(q * lattice[d]![k]!, 1e-12, 1 - 1e-12));
      z[d]![k] = drawn;
      weighted[k]! += share[d]! * (given[k]! + pivot * drawn);
    }
  }
  return probability.reduce((sum, each) => sum + each, 0) / POINTS;
}
