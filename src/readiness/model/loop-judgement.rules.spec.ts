import { usedCards, type Card } from './cards.rules.js';
import { R1 } from './parameters.js';
import { judgeLoop } from './loop-judgement.rules.js';
import { posteriorOf } from './posterior.rules.js';

const now = Date.parse('2027-03-31T00:00:00Z');
const daysAgo = (days: number) => now - days * 86_400_000;
const card = (interviewer: string, y: number, days: number, round = 'coding', candidate = 'ana'): Card => ({
  candidate,
  interviewer,
  round,
  at: daysAgo(days),
  y,
  h: 0.2,
});

function judge(given: Card[], rounds = ['coding'], candidate = 'ana', over: string[] = []) {
  const cards = usedCards(given, now, R1);
  const posterior = posteriorOf(cards, rounds, R1);
  return judgeLoop({
    posterior,
    cards,
    candidate,
    rounds,
    weights: new Map(),
    bar: 3,
    grace: 0.5,
    now,
    target: () => now,
    over: new Set(over),
  });
}

/** A candidate whom five people have graded a dozen times. */
const practised = (y: number) =>
  Array.from({ length: 12 }, (_, n) =>
    card(['bo', 'cy', 'dee', 'eli', 'fay'][n % 5]!, y + (n % 2) * 0.6 - 0.3, 2 + n * 4),
  );

describe('the loop', () => {
  it('needs evidence for every round, and says which to practise next', () => {
    const loop = judge(practised(3.7), ['coding', 'design']);
    expect(loop).toMatchObject({ level: 'NOT_ENOUGH_EVIDENCE', nextBest: { round: 'design', reason: 'NO_EVIDENCE' } });
  });

  it('never suggests rounds that can no longer be practised', () => {
    const next = (over: string[]) => judge(practised(3.7), ['coding', 'design'], 'ana', over).nextBest;
    expect(next(['design'])).toEqual({ round: 'coding', reason: 'GREATEST_GAIN' });
    expect(next(['coding'])).toEqual({ round: 'design', reason: 'NO_EVIDENCE' });
    expect(next(['coding', 'design'])).toBeNull();
  });

  it('suggests the first of equal rounds, despite rounding errors', () => {
    const cards = [card('bo', 1, 39, 'design'), card('cy', 4, 51, 'behavioral')].map((each) => ({ ...each, h: 1 }));
    const rounds = ['coding', 'design', 'domain', 'behavioral', 'manager'];
    const orders = rounds.map((_, n) => [...rounds.slice(n), ...rounds.slice(0, n)]);
    for (const order of orders) {
      const { nextBest } = judge(cards, order, 'dee');
      expect(nextBest!.round).toBe(order.find((round) => !['design', 'behavioral'].includes(round)));
    }
  });

  it('is not ready with a round below the bar, however likely the whole is', () => {
    const others = ['design', 'domain', 'behavioral'];
    const strong = others.flatMap((round) => practised(4).map((each) => ({ ...each, round })));
    const loop = judge([...practised(2.7), ...strong], ['coding', ...others]);
    expect(loop.probability).toBeGreaterThanOrEqual(0.7);
    expect(loop.rounds.map(({ level }) => level)).toEqual(['BELOW_BAR', 'READY', 'READY', 'READY']);
    expect(loop.level).toBe('BORDERLINE');
  });

  it('is not ready in a group that gives everybody the same scores', () => {
    const fours = practised(4).map((each) => ({ ...each, y: 4 }));
    const loop = judge([...fours, ...fours.map((each) => ({ ...each, round: 'design' }))], ['coding', 'design']);
    expect([loop.lowSpread, loop.level]).toEqual([true, 'BORDERLINE']);
    expect(loop.probability).toBeGreaterThanOrEqual(0.7);
  });

  it('is ready when its rounds are ready, and gains most from practising the weakest round', () => {
    const both = [...practised(3.8), ...practised(3.5).map((each) => ({ ...each, round: 'design' }))];
    const loop = judge(both, ['coding', 'design']);
    expect(loop).toMatchObject({
      level: 'READY',
      weakestRound: 'design',
      nextBest: { round: 'design', reason: 'GREATEST_GAIN' },
    });
    for (const gain of loop.gains.values()) expect(gain).toBeGreaterThan(0);
  });
});
