import { onScale, percents, tenths } from './shown.rules.js';

describe('a number as it is shown', () => {
  it.each([
    [3.14159, 3.1],
    [2.95, 3],
    [-0.04, 0],
  ])('has one decimal: %d as %d', (value, shown) => expect(tenths(value)).toBe(shown));

  it.each([
    [0.7249, 0.72],
    [0.995, 1],
    [-0.001, 0],
  ])('is a whole percent: %d as %d', (value, shown) => expect(percents(value)).toBe(shown));

  it.each([
    [4.6, 4],
    [0.2, 1],
    [2.44, 2.4],
  ])('keeps to the scale of levels: %d as %d', (value, shown) => expect(onScale(value)).toBe(shown));
});
