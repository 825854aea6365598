import { usedCards } from './cards.rules.js';
import { R1 } from './parameters.js';
import { posteriorOf } from './posterior.rules.js';
import { trendOf } from './trend.rules.js';

const now = Date.parse('2027-03-31T00:00:00Z');
const interviewers = ['bo', 'cy', 'dee', 'eli'];

/** Ana's scores, nine days apart, the last one eleven days ago. */
function trendAfter(...ys: number[]) {
  const cards = ys.map((y, n) => ({
    candidate: 'ana',
    interviewer: interviewers[n % 4]!,
    round: 'coding',
    at: now - (11 + (ys.length - 1 - n) * 9) * 86_400_000,
    y,
    h: 0.2,
  }));
  const own = usedCards(cards, now, R1);
  return trendOf(posteriorOf(own, ['coding'], R1), own, 'coding', now);
}

describe('the trend of a round', () => {
  it.each([
    ['RISING', [1.5, 1.6, 1.8, 2, 2.4, 2.8, 3, 3.3, 3.5, 3.7, 3.9, 4]],
    ['FALLING', [4, 4, 3.9, 3.7, 3.4, 3, 2.6, 2.2, 1.8, 1.5, 1.2, 1]],
    ['STEADY', [2.6, 2.6, 2.7, 2.5, 2.6, 2.6, 2.7, 2.5, 2.6, 2.6]],
    ['UNKNOWN', [3]],
  ])('is %s', (trend, ys) => expect(trendAfter(...ys).trend).toBe(trend));

  it('has a delta with the same sign, and no delta when it is unknown', () => {
    expect(trendAfter(1.5, 2, 2.5, 3, 3.5, 4).trendDelta).toBeGreaterThan(0.1);
    expect(trendAfter(4, 3.5, 3, 2.5, 2, 1.5).trendDelta).toBeLessThan(0);
    expect(trendAfter(2).trendDelta).toBeNull();
  });
});
