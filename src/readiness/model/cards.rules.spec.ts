import { scoreCard, usedCards, type Card } from './cards.rules.js';
import { R1 } from './parameters.js';

const now = Date.parse('2027-03-31T00:00:00Z');
const daysAgo = (days: number) => now - days * 86_400_000;
const card = (changes: Partial<Card> = {}): Card => ({
  candidate: 'ana',
  round: 'coding',
  interviewer: 'bo',
  at: daysAgo(1),
  recommendation: 3,
  ...changes,
});
const criteria = (...scores: (number | null)[]) => scores.map((score, n) => ({ competency: `c${n}`, score }));
const used = (...cards: Card[]) => usedCards(cards, now, R1);

describe('the score of a card', () => {
  it('is the composite of levels and recommendation, with the noise that is left in it', () => {
    const scored = scoreCard(card({ criteria: criteria(3, 3, 4, 3) }), R1.w_rec)!;
    expect(scored).toEqual({ y: 0.75 * 3.25 + 0.25 * 3, h: 0.203125 });
  });

  it.each([
    ['criteria only', card({ criteria: criteria(2, null, 4), recommendation: null }), { y: 3, h: 0.5 }],
    ['a recommendation only', card({ criteria: criteria(null) }), { y: 3, h: 1 }],
    ['a score that is given directly', card({ y: 2.5, h: 0.4 }), { y: 2.5, h: 0.4 }],
    ['nothing', card({ recommendation: null }), null],
  ])('of %s', (_, given, expected) => expect(scoreCard(given, R1.w_rec)).toEqual(expected));
});

describe('cards that count', () => {
  it.each([
    ['include a plain card', card(), 1],
    ['do not include the card of candidates who grade themselves', card({ interviewer: 'ana' }), 0],
    ['do not include a card from the future', card({ at: daysAgo(-1) }), 0],
    ['include a card from a year ago', card({ at: daysAgo(365) }), 1],
    ['do not include an older card', card({ at: daysAgo(365.1) }), 0],
    ['do not include an empty card', card({ recommendation: null, criteria: [] }), 0],
  ])('%s', (_, given, count) => expect(used(given)).toHaveLength(count));

  it('are sorted by time, and only the later line of one seat counts', () => {
    const first = card({ session: 's', recommendation: 1, at: daysAgo(3) });
    const again = card({ session: 's', recommendation: 4, at: daysAgo(2) });
    const older = card({ at: daysAgo(5) });
    expect(used(first, again, older).map(({ at, y }) => [at, y])).toEqual([
      [daysAgo(5), 3],
      [daysAgo(2), 4],
    ]);
  });

  it('of the same moment are sorted by line; a line that replaces another stays at its own position', () => {
    const line = (interviewer: string, recommendation: number) => card({ session: 's', interviewer, recommendation });
    const order = used(line('bo', 1), line('cy', 2), line('bo', 4)).map(({ interviewer, y }) => [interviewer, y]);
    expect(order).toEqual([
      ['cy', 2],
      ['bo', 4],
    ]);
  });

  it('are the newest 200 of each candidate', () => {
    const many = Array.from({ length: 260 }, (_, n) => card({ at: daysAgo(n) }));
    const counted = used(...many, card({ candidate: 'cy', at: daysAgo(300) }));
    expect(counted).toHaveLength(201);
    expect(Math.min(...counted.filter(({ candidate }) => candidate === 'ana').map(({ at }) => at))).toBe(daysAgo(199));
  });
});
