import { factorize, forwardSolve } from './cholesky.rules.js';
import type { Design } from './design.rules.js';

/** One candidate's cards, eliminated: what remains depends only on the values that the group shares. */
export interface Block extends Pick<Design, 'first' | 'last' | 'days' | 'round' | 'columns' | 'occurring'> {
  /** Factor of V; L^-1 of X, and of y. */
  l: Float64Array;
  ax: Float64Array;
  ay: Float64Array;
}

/** Eliminates one candidate for a noise scale: V = L L', and L^-1 applied to X and to y. */
export function eliminate(design: Design, psi: number): Block {
  const { first, last, days, round, columns, occurring, x, y, signal, noise } = design;
  const n = y.length;
  const l = new Float64Array(n * n);
  for (let k = 0; k < l.length; k += 1) l[k] = signal[k]! + psi * noise[k]!;
  factorize(l, n);
  const ax = x.slice();
  solveDesign(l, ax, occurring, columns.length);
  const ay = y.slice();
  forwardSolve(l, n, ay);
  return { first, last, days, round, columns, occurring, l, ax, ay };
}

/** L^-1 X in place: a column is zero, and stays so, before the first card in which it occurs. */
function solveDesign(l: Float64Array, x: Float64Array, occurring: Int32Array, q: number): void {
  const n = occurring.length;
  for (let i = 0; i < n; i += 1) {
    const row = i * q;
    for (let k = 0; k < i; k += 1) {
      const factor = l[i * n + k]!;
      const other = k * q;
      const filled = occurring[k]!;
      for (let c = 0; c < filled; c += 1) x[row + c]! -= factor * x[other + c]!;
    }
    const pivot = l[i * n + i]!;
    const filled = occurring[i]!;
    for (let c = 0; c < filled; c += 1) x[row + c]! /= pivot;
  }
}
