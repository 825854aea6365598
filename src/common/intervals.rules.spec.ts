import { common, merged, without, type Interval } from './intervals.rules.js';

const cases: [Interval[], Interval[]][] = [
  [[], [[0, 5]]],
  [[[0, 5]], []],
  [
    [[0, 10]],
    [
      [2, 4],
      [4, 6],
    ],
  ],
  [
    [
      [0, 3],
      [5, 9],
      [9, 12],
    ],
    [
      [2, 6],
      [8, 20],
    ],
  ],
  [
    [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
    [[0, 7]],
  ],
  [
    [[0, 7]],
    [
      [1, 2],
      [3, 4],
      [6, 9],
    ],
  ],
];

const covers = (intervals: readonly Interval[], at: number) => intervals.some(([a, b]) => a <= at && at < b);

describe('intervals', () => {
  it('that overlap or touch are merged, and empty ones are removed', () => {
    expect(
      merged([
        [5, 7],
        [0, 2],
        [2, 3],
        [6, 9],
        [4, 4],
      ]),
    ).toEqual([
      [0, 3],
      [5, 9],
    ]);
  });

  it.each(cases)('%j and %j have the right intersection and difference at every instant', (one, other) => {
    const [a, b] = [merged(one), merged(other)];
    for (let at = -1; at < 25; at += 1) {
      expect(covers(common(a, b), at)).toBe(covers(a, at) && covers(b, at));
      expect(covers(without(a, b), at)).toBe(covers(a, at) && !covers(b, at));
    }
  });
});
