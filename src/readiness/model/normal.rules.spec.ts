/* eslint no-loss-of-precision: off -- the constants as they are published */
import { normalCdf, normalQuantile, Z90 } from './normal.rules.js';

describe('the standard normal distribution', () => {
  // Tabulated values, to more digits than a double holds.
  it.each([
    [0, 0.5],
    [1, 0.841344746068542948],
    [-1, 0.158655253931457051],
    [1.959963984540054, 0.975],
    [-3, 0.00134989803163009452],
    [-5.66, 7.56864975199771998e-9],
    [-6, 9.86587645037698141e-10],
    [-20, 2.75362411860623286e-89],
  ])('Phi(%d) = %d', (x, p) => expect(Math.abs(normalCdf(x) / p - 1)).toBeLessThan(1e-13));

  it('is symmetric, and 1 or 0 far out', () => {
    for (const x of [0.1, 2.9, 3.1, 7]) expect(normalCdf(x) + normalCdf(-x)).toBeCloseTo(1, 15);
    expect([normalCdf(40), normalCdf(-40), normalCdf(Infinity)]).toEqual([1, 0, 1]);
  });

  it('has an inverse', () => {
    for (const p of [1e-12, 1e-6, 0.01, 0.2, 0.5, 0.8, 0.99, 1 - 1e-9]) {
      expect(Math.abs(normalCdf(normalQuantile(p)) / p - 1)).toBeLessThan(1e-12);
    }
    expect(normalQuantile(0.95)).toBeCloseTo(Z90, 14);
  });
});
