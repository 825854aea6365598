import { factorize } from './cholesky.rules.js';
import { normalCdf, normalQuantile } from './normal.rules.js';
import type { Joint } from './posterior.rules.js';

const POINTS = 512;
const primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71];
const clip = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

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
  const z = new Float64Array(size);
  let sum = 0;
  for (let k = 1; k <= POINTS; k += 1) {
    let probability = 1;
    let weighted = 0;
    for (let d = 0; d < size; d += 1) {
      let off = 0;
      for (let e = 0; e < d; e += 1) off += l[d * size + e]! * z[e]!;
      const pivot = l[d * size + d]!;
      let low = (bar - grace - mean[d]! - off) / pivot;
      if (d === size - 1) low = Math.max(low, ((bar - weighted) / (weights[d]! / total) - mean[d]! - off) / pivot);
      const q = normalCdf(-low);
      probability *= q;
      if (d === size - 1) break;
      const shifted = k * Math.sqrt(primes[d]!) + 0.5;
      const u = Math.abs(2 * (shifted - Math.floor(shifted)) - 1);
      z[d] = -normalQuantile(clip(q * u, 1e-12, 1 - 1e-12));
      weighted += (weights[d]! / total) * (mean[d]! + off + pivot * z[d]!);
    }
    sum += probability;
  }
  return sum / POINTS;
}
