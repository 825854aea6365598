import { usedCards } from './cards.rules.js';
import { R1 } from './parameters.js';
import { eliminate } from './elimination.rules.js';
import { careerOf, designOf, growth } from './design.rules.js';

const DAY = 86_400_000;
const now = Date.parse('2027-03-31T00:00:00Z');
const card = (interviewer: string, round: string, session: string, days: number, y: number) => ({
  candidate: 'ana',
  interviewer,
  round,
  session,
  at: now - days * DAY,
  y,
  h: 0.25,
});

describe('the elimination of a candidate', () => {
  // A panel of two on day 0; one of them again ten days later, in another round.
  const cards = usedCards(
    [card('bo', 'coding', 'one', 10, 3), card('cy', 'coding', 'one', 10, 2), card('bo', 'design', 'two', 0, 4)],
    now,
    R1,
  );
  const column = {
    round: (key: string) => (key === 'coding' ? 2 : 3),
    interviewer: (key: string) => (key === 'bo' ? 4 : 5),
  };
  const psi = 2;
  const { l, ax, ay, columns, days } = eliminate(designOf(cards, careerOf(cards), column, R1), psi);
  const n = 3;
  const times = (v: (k: number) => number, i: number) =>
    Array.from({ length: i + 1 }, (_, k) => l[i * n + k]! * v(k)).reduce((sum, each) => sum + each, 0);

  it('factors the covariance that the model gives its cards', () => {
    const [general, specific] = [R1.sd_gen ** 2, R1.sd_spec ** 2];
    const [occasion, pair, item] = [psi * R1.sd_occ ** 2, psi * R1.sd_pair ** 2, psi * R1.sd_item ** 2 * 0.25];
    const v = (i: number, k: number) => times((at) => (at <= k ? l[k * n + at]! : 0), i);
    expect(v(0, 0)).toBeCloseTo(general + specific + occasion + pair + item, 12);
    expect(v(1, 0)).toBeCloseTo(general + specific + occasion, 12);
    expect(v(2, 0)).toBeCloseTo(general + pair, 12);
    expect(v(2, 1)).toBeCloseTo(general, 12);
    expect(v(2, 2)).toBeCloseTo(general + specific + 10 * (R1.q_gen + R1.q_spec) + occasion + pair + item, 12);
  });

  it('solves for the scores and for the columns that occur', () => {
    cards.forEach(({ y }, i) => expect(times((k) => ay[k]!, i)).toBeCloseTo(y, 12));
    expect([[...columns], [...days]]).toEqual([
      [0, 1, 2, 4, 5, 3],
      [0, 0, 10],
    ]);
    const design = [1, growth(10, R1.learn_days), 0, 1, 0, 1];
    design.forEach((value, q) => expect(times((k) => ax[k * 6 + q]!, 2)).toBeCloseTo(value, 12));
  });
});
