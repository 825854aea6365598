import { usedCards } from './cards.rules.js';
import { careerOf, designOf, growth } from './design.rules.js';
import { R1 } from './parameters.js';

const DAY = 86_400_000;
const now = Date.parse('2027-03-31T00:00:00Z');
const card = (interviewer: string, round: string, session: string, days: number) => ({
  candidate: 'ana',
  interviewer,
  round,
  session,
  at: now - days * DAY,
  y: 3,
  h: 0.25,
});

describe('growth', () => {
  it('starts at zero, is about one month after a month, and slows down', () => {
    expect(growth(0, 90)).toBe(0);
    expect(growth(1, 90)).toBeCloseTo(1 / 30, 3);
    expect(growth(10_000, 90)).toBeCloseTo(3, 12);
    expect(growth(60, 90) - growth(30, 90)).toBeLessThan(growth(30, 90));
  });
});

describe('the design of a candidate', () => {
  // A panel of two on day 0; one of them again ten days later, in another round.
  const cards = usedCards(
    [card('bo', 'coding', 'one', 10), card('cy', 'coding', 'one', 10), card('bo', 'design', 'two', 0)],
    now,
    R1,
  );
  const column = {
    round: (key: string) => (key === 'coding' ? 2 : 3),
    interviewer: (key: string) => (key === 'bo' ? 4 : 5),
  };
  const design = designOf(cards, careerOf(cards), column, R1);

  it('has the columns in the order in which they first occur', () => {
    expect([...design.columns]).toEqual([0, 1, 2, 4, 5, 3]);
    expect([...design.occurring]).toEqual([4, 5, 6]);
    expect([design.last, ...design.days]).toEqual([10, 0, 0, 10]);
  });

  it('counts the luck of a day for a panel together, and what one person sees in another for each pair', () => {
    const [occasion, pair, item] = [R1.sd_occ ** 2, R1.sd_pair ** 2, R1.sd_item ** 2 * 0.25];
    const noise = (i: number, k: number) => design.noise[i * 3 + k]!;
    expect(noise(0, 0)).toBeCloseTo(occasion + pair + item, 12);
    expect(noise(1, 0)).toBeCloseTo(occasion, 12);
    expect(noise(2, 0)).toBeCloseTo(pair, 12);
    expect(noise(2, 1)).toBe(0);
  });
});
