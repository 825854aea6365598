import { loopProbability } from './loop-probability.rules.js';
import { normalCdf } from './normal.rules.js';
import type { Joint } from './prediction.rules.js';

const independent = (means: number[], sd: number): Joint => ({
  mean: Float64Array.from(means),
  covariance: Float64Array.from({ length: means.length ** 2 }, (_, at) =>
    at % (means.length + 1) === 0 ? sd * sd : 0,
  ),
});

describe('the probability of a loop', () => {
  it('of one round is the probability of reaching the bar', () => {
    expect(loopProbability(independent([3.2], 0.4), [1], 3, 0.5)).toBeCloseTo(normalCdf(0.5), 12);
  });

  it('of independent rounds without uncertainty is 1 if all are above the bar, and 0 with one clear fail', () => {
    expect(loopProbability(independent([3.5, 3.5, 3.5], 0.01), [1, 1, 1], 3, 0.5)).toBeCloseTo(1, 9);
    expect(loopProbability(independent([4, 4, 2.3], 0.01), [1, 1, 1], 3, 0.5)).toBeCloseTo(0, 9);
  });

  it('forgives one slightly weaker round, if the others make up for it', () => {
    expect(loopProbability(independent([3.4, 3.4, 2.8], 0.01), [1, 1, 1], 3, 0.5)).toBeCloseTo(1, 9);
    expect(loopProbability(independent([3.4, 3.4, 2.8], 0.01), [1, 1, 8], 3, 0.5)).toBeCloseTo(0, 9);
  });

  it('rises with every mean, and is the same every time', () => {
    const at = (mean: number) => loopProbability(independent([mean, 3, 3.1, 2.9], 0.4), [1, 2, 1, 1], 3, 0.5);
    const values = [2.4, 2.8, 3.2, 3.6].map(at);
    expect(values).toEqual(values.toSorted((a, b) => a - b));
    expect(at(3.2)).toBe(at(3.2));
  });

  it('agrees with counting random draws', () => {
    let seed = 42;
    const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    const gauss = () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
    const means = [3.1, 2.9, 3.2];
    const draws = 200_000;
    let hits = 0;
    for (let n = 0; n < draws; n += 1) {
      const theta = means.map((mean) => mean + 0.4 * gauss());
      if (Math.min(...theta) >= 2.5 && theta[0]! + theta[1]! + theta[2]! >= 9) hits += 1;
    }
    expect(loopProbability(independent(means, 0.4), [1, 1, 1], 3, 0.5)).toBeCloseTo(hits / draws, 2);
  });
});
