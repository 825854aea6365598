import { endOfState, formerAt } from './former.rules.js';

const at = (day: number) => new Date(Date.UTC(2027, 2, day));
const former = [
  { until: at(3), bar: 2 },
  { until: at(7), bar: 2.5 },
];

describe('the end of the present state', () => {
  it.each([
    ['is now', 7, null, 7],
    ['is now, after an earlier state', 7, 3, 7],
    ['is the end of the earlier state if the clock was set back', 2, 3, 3],
  ])('%s', (_, now, before, expected) =>
    expect(endOfState(at(now), before === null ? null : { until: at(before) })).toEqual(at(expected)),
  );
});

describe('what held at an instant', () => {
  it.each([
    [1, 2],
    [3, 2.5],
    [6, 2.5],
    [7, undefined],
    [9, undefined],
  ])('on day %d it was %s', (day, bar) => expect(formerAt(former, at(day))?.bar).toBe(bar));

  it('the present state held at every instant if nothing was ever changed', () =>
    expect(formerAt([], at(1))).toBeUndefined());
});
