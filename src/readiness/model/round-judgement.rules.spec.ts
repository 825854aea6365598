import { usedCards, type Card } from './cards.rules.js';
import { R1 } from './parameters.js';
import { posteriorOf } from './posterior.rules.js';
import { hasLowSpread, judgeRounds } from './round-judgement.rules.js';

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

function judge(given: Card[], rounds = ['coding'], candidate = 'ana') {
  const cards = usedCards(given, now, R1);
  const posterior = posteriorOf(cards, rounds, R1);
  return judgeRounds({
    posterior,
    cards,
    candidate,
    rounds,
    weights: new Map(),
    bar: 3,
    grace: 0.5,
    now,
    target: () => now,
  });
}

/** A candidate whom five people have graded a dozen times. */
const practised = (y: number) =>
  Array.from({ length: 12 }, (_, n) =>
    card(['bo', 'cy', 'dee', 'eli', 'fay'][n % 5]!, y + (n % 2) * 0.6 - 0.3, 2 + n * 4),
  );

describe('the level of a round', () => {
  it.each([
    ['nothing', [], 'NOT_ENOUGH_EVIDENCE'],
    ['one card', [card('bo', 4, 1)], 'NOT_ENOUGH_EVIDENCE'],
    ['many cards of one interviewer', Array.from({ length: 9 }, (_, n) => card('bo', 4, n)), 'NOT_ENOUGH_EVIDENCE'],
    ['a dozen strong cards of five people', practised(3.7), 'READY'],
    ['a dozen cards at the bar', practised(3), 'BORDERLINE'],
    ['a dozen weak cards', practised(2), 'BELOW_BAR'],
  ])('after %s', (_, cards, level) => {
    expect(judge(cards).rounds[0]!.level).toBe(level);
  });

  it('is not READY if everybody gets the same scores', () => {
    const fours = Array.from({ length: 12 }, (_, n) => card(['bo', 'cy', 'dee', 'eli', 'fay'][n % 5]!, 4, 2 + n));
    expect(hasLowSpread(usedCards(fours, now, R1))).toBe(true);
    expect(hasLowSpread(usedCards(fours.slice(0, 9), now, R1))).toBe(false);
    expect(judge(fours).rounds[0]).toMatchObject({ level: 'BORDERLINE' });
  });

  it('is not READY if it depends on one lenient interviewer', () => {
    const kind = Array.from({ length: 10 }, (_, n) => card('bo', 4, 1 + n * 2));
    const others = ['cy', 'dee', 'eli'].map((interviewer, n) => card(interviewer, 2.9, 2 + n));
    // The same interviewers give three other candidates equal scores, so that Bo does not seem lenient in general.
    const peers = ['fay', 'gus', 'hal'].flatMap((candidate, c) =>
      ['bo', 'bo', 'cy', 'dee'].map((interviewer, n) => card(interviewer, 2.6, 1 + n * 5 + c, 'coding', candidate)),
    );
    const [round] = judge([...kind, ...others, ...peers]).rounds;
    expect(round!.withoutKindestInterviewer!).toBeLessThan(3);
    expect(round!.probabilityMeetsBar).toBeGreaterThanOrEqual(0.8);
    expect(round!.level).toBe('BORDERLINE');
  });

  it('says whether one more session would be enough for a number', () => {
    expect(judge([card('bo', 3, 1)]).rounds[0]!.wouldBeSure).toBe(true);
    expect(judge([]).rounds[0]!.wouldBeSure).toBe(false);
  });
});
