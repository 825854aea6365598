import { usedCards, type Card } from './cards.rules.js';
import { R1 } from './parameters.js';
import { competencyProfile, weakestCompetency } from './competencies.rules.js';

const now = Date.parse('2027-03-31T00:00:00Z');
const card = (candidate: string, clarity: number, depth: number | null, shift = 0, days = 1): Card => ({
  candidate,
  interviewer: 'bo',
  round: 'coding',
  at: now - days * 86_400_000,
  criteria: [
    { competency: 'clarity', score: clarity + shift },
    { competency: 'depth', score: depth === null ? null : depth + shift },
    { competency: 'speed', score: 3 + shift },
  ],
});
const profileOf = (...cards: Card[]) => competencyProfile(usedCards(cards, now, R1), 'ana', now);

describe('a competency profile', () => {
  it('compares a candidate with their own mean: an interviewer who is strict with everything changes nothing', () => {
    const lenient = profileOf(...[1, 2, 3].map(() => card('ana', 3, 2)));
    const strict = profileOf(...[1, 2, 3].map(() => card('ana', 3, 2, -1)));
    expect(strict.get('depth')!.delta).toBeCloseTo(lenient.get('depth')!.delta, 12);
  });

  it('names a weakness that was seen three times, and that is noticeable and likely', () => {
    const weak = [1, 2, 3, 4].map((days) => card('ana', 4, 1, 0, days));
    const others = [1, 2, 3, 4].map((days) => card('cy', 3, 3, 0, days));
    expect(weakestCompetency(profileOf(...weak, ...others))).toBe('depth');
    expect(weakestCompetency(profileOf(...weak.slice(0, 2), ...others))).toBeNull();
    expect(weakestCompetency(profileOf(...others.map((each) => ({ ...each, candidate: 'ana' }))))).toBeNull();
    expect(weakestCompetency(profileOf())).toBeNull();
  });

  it.each([
    ['likely enough', { delta: -0.2, sd: 0.28, n: 3 }, 'depth'],
    ['not likely enough', { delta: -0.18, sd: 0.28, n: 3 }, null],
    ['not noticeable', { delta: -0.14, sd: 0.1, n: 9 }, null],
    ['seen twice', { delta: -0.9, sd: 0.28, n: 2 }, null],
  ])('names a weakness only if it is likely, noticeable and seen three times: %s', (_, standing, expected) => {
    expect(weakestCompetency(new Map([['depth', standing]]))).toBe(expected);
  });

  it('does not count what was not assessed', () => {
    expect(profileOf(card('ana', 3, null), card('ana', 3, 2)).get('depth')!.n).toBe(1);
  });
});
