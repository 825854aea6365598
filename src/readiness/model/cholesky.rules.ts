/**
 * Cholesky factors in typed arrays, row by row, lower triangle: all the linear algebra that the model needs. Nothing is
 * ever inverted.
 */

/** Replaces the lower triangle of a symmetric positive definite n x n matrix by its factor L (A = L L'). */
export function factorize(a: Float64Array, n: number): void {
  for (let i = 0; i < n; i += 1) {
    const row = i * n;
    for (let j = 0; j <= i; j += 1) {
      const other = j * n;
      let sum = a[row + j]!;
      for (let k = 0; k < j; k += 1) sum -= a[row + k]! * a[other + k]!;
      a[row + j] = i === j ? Math.sqrt(sum) : sum / a[other + j]!;
    }
  }
}

/** Solves L x = b in place, for `columns` right-hand sides that lie side by side in the rows of `b`. */
export function forwardSolve(l: Float64Array, n: number, b: Float64Array, columns = 1): void {
  for (let i = 0; i < n; i += 1) {
    for (let k = 0; k < i; k += 1) {
      const factor = l[i * n + k]!;
      if (factor === 0) continue;
      for (let c = 0; c < columns; c += 1) b[i * columns + c]! -= factor * b[k * columns + c]!;
    }
    const pivot = l[i * n + i]!;
    for (let c = 0; c < columns; c += 1) b[i * columns + c]! /= pivot;
  }
}

/** Solves L' x = b in place. */
export function backwardSolve(l: Float64Array, n: number, b: Float64Array): void {
  for (let i = n - 1; i >= 0; i -= 1) {
    let sum = b[i]!;
    for (let k = i + 1; k < n; k += 1) sum -= l[k * n + i]! * b[k]!;
    b[i] = sum / l[i * n + i]!;
  }
}

/** log |A| from its factor. */
export function logDeterminant(l: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i += 1) sum += Math.log(l[i * n + i]!);
  return 2 * sum;
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i]! * b[i]!;
  return sum;
}
