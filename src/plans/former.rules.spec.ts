import { describe, expect, it } from '@jest/globals';
import { formerAt } from './former.rules.js';

const at = (day: number) => new Date(Date.UTC(2027, 2, day));
const former = [
  { until: at(3), bar: 2 },
  { until: at(7), bar: 2.5 },
];

describe('what held at an instant', () => {
  it.each([
    [1, 2],
    [3, 2.5],
    [6, 2.5],
    [7, undefined],
    [9, undefined],
  ])('on day %d it was %s', (day, bar) => expect(formerAt(former, at(day))?.bar).toBe(bar));

  it('is the present one where nothing was ever changed', () => expect(formerAt([], at(1))).toBeUndefined());
});
