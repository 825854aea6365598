import fc from 'fast-check';
import { Difficulty } from '../guides/guide-document.js';
import { compose, shortfallOf, type Choice, type Wish } from './composing.rules.js';

const choice = (key: string, change: Partial<Choice> = {}): Choice => ({
  ...{
    id: key,
    turn: key,
    family: key,
    topicKey: 'graphs',
    difficulty: Difficulty.MEDIUM,
    isKnownToLead: false,
    uses: 0,
  },
  ...change,
});

const wish = (change: Partial<Wish> = {}): Wish => ({
  ...{
    count: 2,
    difficulty: Difficulty.MEDIUM,
    isDifficultyAsked: false,
    emphasis: new Map(),
    practised: new Map(),
    kept: [],
  },
  ...change,
});

const limits = { round: 'Coding', most: null, hasTopics: false };

const keys = (pool: Choice[], change: Partial<Wish> = {}) => compose(pool, wish(change)).map(({ turn }) => turn);

describe('a set', () => {
  it('covers several topics: first those that the track stresses and the candidate has practised least', () => {
    const pool = [choice('a'), choice('b'), choice('c', { topicKey: 'trees' }), choice('d', { topicKey: 'sql' })];
    expect(keys(pool, { count: 3 })).toEqual(['a', 'c', 'd']);
    expect(keys(pool, { emphasis: new Map([['sql', 3]]) })[0]).toBe('d');
    expect(keys(pool, { practised: new Map([['graphs', 2]]) })).toEqual(['c', 'd']);
    expect(keys(pool, { kept: ['graphs', 'trees'], count: 1 })).toEqual(['d']);
  });

  it('prefers the difficulty that is wanted, then what the lead knows, then what the group has used least', () => {
    expect(keys([choice('a', { difficulty: Difficulty.EASY }), choice('b')], { count: 1 })).toEqual(['b']);
    expect(keys([choice('a'), choice('b', { isKnownToLead: true, uses: 9 })], { count: 1 })).toEqual(['b']);
    expect(keys([choice('a', { uses: 1 }), choice('b')], { count: 1 })).toEqual(['b']);
  });

  it('keeps to the difficulty that was asked for, whatever the topics, and says when no such question is left', () => {
    const [easy, other] = [choice('a', { difficulty: Difficulty.EASY }), choice('c', { topicKey: 'trees' })];
    const pool = [easy, choice('b', { difficulty: Difficulty.EASY, uses: 2 }), other, choice('d', { topicKey: 'sql' })];
    const asked = { difficulty: Difficulty.EASY, isDifficultyAsked: true, practised: new Map([['graphs', 9]]) };
    expect(keys(pool, asked)).toEqual(['a', 'b']);
    expect(keys(pool, { ...asked, isDifficultyAsked: false })).toEqual(['c', 'd']);
    const reasons = compose([easy, other], wish(asked)).map(({ reason }) => reason);
    expect(reasons[0]).not.toContain('EASY');
    expect(reasons[1]).toMatch(/^No fresh EASY question is left, and it adds a topic/);
  });

  it('never has two questions of one family, and is the same for the same state in any order', () => {
    const pools = fc.array(
      fc.record({
        turn: fc.string({ minLength: 1, maxLength: 3 }),
        family: fc.constantFrom('f', 'g', 'h', 'i'),
        topicKey: fc.constantFrom('graphs', 'trees'),
        difficulty: fc.constantFrom(Difficulty.EASY, Difficulty.MEDIUM, Difficulty.HARD),
        isKnownToLead: fc.boolean(),
        uses: fc.integer({ min: 0, max: 2 }),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(pools, fc.integer({ min: 1, max: 6 }), (rows, count) => {
        const pool = [...new Map(rows.map((row) => [row.turn, choice(row.turn, row)])).values()];
        const picked = compose(pool, wish({ count }));
        const families = picked.map(({ family }) => family);
        expect(new Set(families).size).toBe(families.length);
        expect(picked.length).toBe(Math.min(count, new Set(pool.map(({ family }) => family)).size));
        expect(compose(pool.toReversed(), wish({ count }))).toEqual(picked);
      }),
      { seed: 20_270_331 },
    );
  });

  it('gives each question a reason in one line, and says what is missing', () => {
    const [first] = compose([choice('a', { isKnownToLead: true })], wish({ emphasis: new Map([['graphs', 1]]) }));
    expect(first!.reason).toBe(
      'The track stresses its topic, and the lead knows it, and the group has not used it yet.',
    );
    const reasons = compose([choice('a', { uses: 1 }), choice('b', { uses: 1 })], wish()).map(({ reason }) => reason);
    expect(reasons).toEqual(['It adds a topic.', 'It is fresh for the candidate.']);
    expect(shortfallOf(3, 3, limits)).toBeNull();
    expect(shortfallOf(2, 3, { ...limits, most: 2 })).toMatch(
      /^This set has 2 of 3 questions, because the candidate also/,
    );
    expect(shortfallOf(1, 3, limits)).toBe(
      'Only 1 fresh question is left for Coding, and 3 were asked for. Add questions (addQuestion).',
    );
    expect(shortfallOf(2, 3, { ...limits, hasTopics: true })).toBe(
      'Only 2 fresh questions are left for Coding in these topics, and 3 were asked for. Name more topics, or add questions (addQuestion).',
    );
  });
});
