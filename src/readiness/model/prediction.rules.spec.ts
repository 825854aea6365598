import { usedCards, type Card } from './cards.rules.js';
import { R1 } from './parameters.js';
import { eliminate } from './elimination.rules.js';
import { careerOf, designOf } from './design.rules.js';
import { posteriorOf } from './posterior.rules.js';
import { jointOf, meansWithoutEach } from './prediction.rules.js';

const now = Date.parse('2027-03-31T00:00:00Z');
const card = (interviewer: string, y: number, round = 'coding', candidate = 'ana', days = 3): Card => ({
  candidate,
  interviewer,
  round,
  y,
  h: 0.2,
  at: now - days * 86_400_000,
});
const cards = usedCards(
  [card('bo', 2), card('cy', 3.5), card('bo', 2.2, 'design'), card('bo', 2.4, 'coding', 'dee')],
  now,
  R1,
);

describe('a prediction', () => {
  it('of a round without cards is the same, whether or not the model has a column for the round', () => {
    const queries = ['coding', 'design', 'behavioral', 'behavioral'].map((round) => ({ round, at: now }));
    const with3 = jointOf(posteriorOf(cards, ['behavioral', 'coding', 'design'], R1), 'ana', queries);
    const with2 = jointOf(posteriorOf(cards, ['coding', 'design'], R1), 'ana', queries);
    with3.mean.forEach((mean, n) => expect(with2.mean[n]).toBeCloseTo(mean, 12));
    with3.covariance.forEach((value, n) => expect(with2.covariance[n]).toBeCloseTo(value, 12));
  });

  it('has a symmetric covariance, and is more certain about the round that was graded more', () => {
    const posterior = posteriorOf(cards, ['coding', 'design'], R1);
    const { covariance } = jointOf(posterior, 'ana', [
      { round: 'coding', at: now },
      { round: 'design', at: now },
    ]);
    expect(covariance[1]).toBeCloseTo(covariance[2]!, 12);
    expect(covariance[0]).toBeLessThan(covariance[3]!);
  });

  it('without an interviewer equals a prediction from the other cards, with the values of the group fixed', () => {
    const posterior = posteriorOf(cards, ['coding', 'design'], R1);
    const own = cards.filter(({ candidate }) => candidate === 'ana');
    const query = [{ round: 'coding', at: now }];
    const whole = jointOf(posterior, 'ana', query).mean[0]!;
    const without = meansWithoutEach(posterior, own, query);
    expect([...without.keys()].toSorted()).toEqual(['bo', 'cy']);
    expect(without.get('cy')![0]).toBeLessThan(whole);
    expect(without.get('bo')![0]).toBeGreaterThan(whole);
    // The mean is the same if the covariance is factored without Bo's cards.
    const rest = own.filter(({ interviewer }) => interviewer === 'cy');
    const column = {
      round: (key: string) => (key === 'coding' ? 2 : 3),
      interviewer: (key: string) => (key === 'bo' ? 4 : 5),
    };
    const block = eliminate(designOf(rest, careerOf(own), column, R1), posterior.psi);
    const anew = { ...posterior, blocks: new Map([['ana', block]]) };
    expect(without.get('bo')![0]).toBeCloseTo(jointOf(anew, 'ana', query).mean[0]!, 12);
  });
});
