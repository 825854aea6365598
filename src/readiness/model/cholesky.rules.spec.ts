import fc from 'fast-check';
import { backwardSolve, dot, factorize, forwardSolve, logDeterminant } from './cholesky.rules.js';

describe('a Cholesky factor', () => {
  it('of a small matrix is right', () => {
    const a = Float64Array.from([4, 0, 0, 2, 5, 0, 0, 6, 13]);
    factorize(a, 3);
    expect([...a].filter((_, i) => [0, 3, 4, 6, 7, 8].includes(i))).toEqual([2, 1, 2, 0, 3, 2]);
    expect(logDeterminant(a, 3)).toBeCloseTo(Math.log(64), 14);
  });

  it('solves A x = b for any positive definite A', () => {
    const numbers = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(numbers, (values) => {
        const n = 4;
        const m = values.slice(0, n * n);
        const a = Float64Array.from({ length: n * n }, (_, at) => {
          const [i, k] = [Math.floor(at / n), at % n];
          let sum = i === k ? 1 : 0;
          for (let e = 0; e < n; e += 1) sum += m[i * n + e]! * m[k * n + e]!;
          return sum;
        });
        const x = Float64Array.from(values.slice(n * n));
        const b = Float64Array.from(x, (_, i) => dot(a.slice(i * n, (i + 1) * n), x));
        const l = a.slice();
        factorize(l, n);
        forwardSolve(l, n, b);
        backwardSolve(l, n, b);
        b.forEach((value, i) => expect(value).toBeCloseTo(x[i]!, 9));
      }),
      { seed: 20270331 },
    );
  });
});
