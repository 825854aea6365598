import fc from 'fast-check';
import { usedCards, type Card } from './cards.rules.js';
import { R1 } from './parameters.js';
import { posteriorOf } from './posterior.rules.js';
import { jointOf } from './prediction.rules.js';
import { severityOf } from './severity.rules.js';

const now = Date.parse('2027-03-31T00:00:00Z');
const rounds = ['coding', 'design'];
const people = ['ana', 'bo', 'cy', 'dee'];

const cardOf = ([candidate, interviewer, round, days, y]: [number, number, number, number, number]): Card => ({
  candidate: people[candidate]!,
  interviewer: people[interviewer]!,
  round: rounds[round]!,
  at: now - days * 86_400_000,
  y,
  h: 0.2,
});
const aCardWithin = (days: number) =>
  fc
    .tuple(fc.nat(3), fc.nat(3), fc.nat(1), fc.nat(days), fc.constantFrom(1, 1.5, 2, 2.5, 3, 3.5, 4))
    .filter(([candidate, interviewer]) => candidate !== interviewer)
    .map(cardOf);
const someCards = fc.array(aCardWithin(300), { minLength: 1, maxLength: 25 });
const recentCards = fc.array(aCardWithin(40), { minLength: 1, maxLength: 25 });

const meanOf = (cards: Card[], candidate: string, round: string, psi = 1) => {
  const posterior = posteriorOf(usedCards(cards, now, R1), rounds, R1, psi);
  return jointOf(posterior, candidate, [{ round, at: now }]).mean[0]!;
};

describe('the posterior', () => {
  it('is the prior if there are no cards', () => {
    const { mean, covariance } = jointOf(posteriorOf([], rounds, R1), 'ana', [{ round: 'coding', at: now }]);
    expect(mean[0]).toBeCloseTo(2.6, 12);
    expect(Math.sqrt(covariance[0]!)).toBeCloseTo(Math.hypot(0.5, 0.3, 0.35, 0.3), 12);
  });

  // A better old score may lower the estimate in a group with little other evidence of growth: see docs/decisions/0003.
  it('never lowers an estimate when a score of the last six weeks in that round rises and the noise scale is fixed', () => {
    fc.assert(
      fc.property(recentCards, fc.nat(), fc.constantFrom(0.1, 0.5, 1), (cards, pick, rise) => {
        const n = pick % cards.length;
        const { candidate, round, y } = cards[n]!;
        const better = cards.map((card, at) => (at === n ? { ...card, y: y! + rise } : card));
        expect(meanOf(better, candidate, round)).toBeGreaterThan(meanOf(cards, candidate, round));
      }),
      { seed: 20270331, endOnFailure: true },
    );
  });

  it('does not depend on the order of cards or on names', () => {
    fc.assert(
      fc.property(someCards, (cards) => {
        const renamed = cards.map((card) => ({
          ...card,
          candidate: `x${card.candidate}`,
          interviewer: `x${card.interviewer}`,
        }));
        expect(meanOf(renamed.toReversed(), 'xana', 'coding')).toBeCloseTo(meanOf(cards, 'ana', 'coding'), 9);
      }),
      { seed: 20270331, endOnFailure: true },
    );
  });

  it('takes the severity of a harsh interviewer into account', () => {
    const cards = people
      .slice(0, 3)
      .flatMap((_, candidate) => [
        ...[3, 3, 3].map((y, n) => cardOf([candidate, (candidate + 1) % 3, 0, n * 7, y])),
        cardOf([candidate, 3, 0, 30, 1.8]),
      ]);
    const posterior = posteriorOf(usedCards(cards, now, R1), rounds, R1);
    expect(severityOf(posterior, 'dee').mean).toBeLessThan(-0.3);
    expect(severityOf(posterior, 'nobody')).toEqual({ mean: 0, sd: R1.sd_sev });
  });

  it('trusts single cards less in a group that grades erratically, and never more than the constants say', () => {
    const cards = (spread: number) =>
      people.flatMap((_, candidate) =>
        Array.from({ length: 12 }, (_each, n) =>
          cardOf([candidate, (candidate + 1 + (n % 3)) % 4, n % 2, n * 5, 2.5 + (n % 4 < 2 ? spread : -spread)]),
        ),
      );
    expect(posteriorOf(usedCards(cards(0), now, R1), rounds, R1).psi).toBe(1);
    expect(posteriorOf(usedCards(cards(1.5), now, R1), rounds, R1).psi).toBeGreaterThan(1.4);
  });
});
