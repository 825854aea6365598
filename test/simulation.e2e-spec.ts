import { describe, expect, it } from '@jest/globals';
import { compare } from '../bench/simulation.js';

describe('the model on 200 simulated groups whose truth is known', () => {
  it('is closer than the plain mean, honest about its doubt, and right about who is ready', () => {
    const { cells, error, coverage, ready } = compare(200, 'exact');
    expect(cells).toBe(12_000);
    expect(error.r1).toBeLessThan(0.8 * error.plainMean);
    expect(error.r1).toBeLessThan(error.shrunkMean);
    expect(coverage).toBeGreaterThan(0.87);
    expect(coverage).toBeLessThan(0.95);
    expect(ready.share).toBeGreaterThan(0.05);
    expect(ready.trulyAtTheBar).toBeGreaterThan(0.85);
  });
});
