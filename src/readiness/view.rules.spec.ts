import fc from 'fast-check';
import type { RoundView } from '../guides/guide-view.js';
import { usedCards, type Card } from './model/cards.rules.js';
import { R1 } from './model/parameters.js';
import { judgeLoop } from './model/loop-judgement.rules.js';
import { posteriorOf } from './model/posterior.rules.js';
import { missingEvidence } from './next-best.rules.js';
import { viewLoop, type LoopFacts } from './view.rules.js';

const asOf = new Date('2027-03-31T12:00:00Z');
const now = Date.parse('2027-04-01T00:00:00Z');
const keys = ['coding', 'design', 'domain'];
const competency = { key: 'solving', title: 'Solving', summary: '' };
const round = (key: string) =>
  ({
    id: key,
    key,
    title: key,
    weight: 1,
    criteria: [{ key: 'x', competency }],
    topics: ['trees', 'ranking', 'text'].map((each) => ({ key: each })),
  }) as unknown as RoundView;

const card = (roundKey: string, interviewer: string, y: number, days = 2, candidate = 'ana'): Card => ({
  candidate,
  interviewer,
  round: roundKey,
  y,
  h: 0.2,
  session: `${roundKey} ${interviewer} ${days}`,
  at: now - days * 86_400_000,
});

/** What a viewer sees of Ana's readiness after these cards, at this level of sharing. */
function view(cards: Card[], share: LoopFacts['share'], changes: Partial<LoopFacts> = {}) {
  const used = usedCards(cards, now, R1);
  const question = { posterior: posteriorOf(used, keys, R1), cards: used, candidate: 'ana', rounds: keys };
  const judgement = judgeLoop({ ...question, weights: new Map(), bar: 3, grace: 0.5, now, target: () => now });
  const rounds = keys.map((key, n) => {
    const here = used.filter((each) => each.candidate === 'ana' && each.round === key);
    const [one, ...others] = new Set(here.map(({ interviewer }) => interviewer));
    const onlyInterviewer = one && others.length === 0 ? one : null;
    const last = here.at(-1);
    const lastSessionAt = last ? new Date(last.at) : null;
    return {
      round: round(key),
      judgement: judgement.rounds[n]!,
      forDate: '2027-05-01',
      lastSessionAt,
      onlyInterviewer,
    };
  });
  return viewLoop({
    judgement,
    rounds,
    bar: 3,
    forDate: '2027-05-01',
    asOf,
    share,
    selfAssessmentBias: 0.4567,
    emphasis: new Map([['ranking', 3]]),
    weakestCompetency: competency,
    ...changes,
  });
}

/** Cards for Ana: each of three interviewers has graded her four times in each of these rounds. */
const practised = (rounds: string[], y = 3.4) =>
  rounds.flatMap((key) =>
    ['bo', 'cy', 'dee'].flatMap((interviewer, n) =>
      [2, 9, 16, 23].map((days) => card(key, interviewer, y + (n - 1) * 0.3, days + n)),
    ),
  );

const numbersIn = (value: unknown): number[] =>
  typeof value === 'number'
    ? [value]
    : typeof value === 'object' && value !== null && !(value instanceof Date)
      ? Object.values(value).flatMap(numbersIn)
      : [];

describe('a readiness as it is shown', () => {
  it('shows its owner every number: with one decimal, in whole percents, and within the scale', () => {
    const own = view(practised(keys), 'OWN');
    const [coding] = own.rounds;
    expect(own.probability).toBeGreaterThan(0);
    expect(own.selfAssessmentBias).toBe(0.5);
    expect(own.weakestCompetency).toBe(competency);
    expect(coding!.rawMean).toBeCloseTo(3.4, 9);
    expect(coding!.low90!).toBeLessThan(coding!.estimate!);
    expect(coding!.high90!).toBeLessThanOrEqual(4);
    for (const each of [coding!.estimate!, coding!.low90!, coding!.interviewerEffect!])
      expect(each * 10).toBeCloseTo(Math.round(each * 10), 9);
    for (const each of [coding!.probabilityMeetsBar!, own.probability!, own.nextBest!.gain!])
      expect(each * 100).toBeCloseTo(Math.round(each * 100), 9);
    expect(own.modelVersion).toBe('r1');
  });

  it('has no number below the evidence gate, for any viewer', () => {
    const own = view([card('coding', 'bo', 4), card('design', 'bo', 4), card('design', 'bo', 4, 5)], 'OWN');
    expect(own).toMatchObject({ level: 'NOT_ENOUGH_EVIDENCE', probability: null, weakestRound: null });
    expect(own.nextBest).toMatchObject({ round: { key: 'domain' }, reason: 'NO_EVIDENCE', gain: null });
    for (const each of own.rounds) {
      const { estimate, low90, high90, probabilityMeetsBar, rawMean, interviewerEffect, chanceNextMockMeetsBar } = each;
      expect([
        estimate,
        low90,
        high90,
        probabilityMeetsBar,
        rawMean,
        interviewerEffect,
        chanceNextMockMeetsBar,
      ]).toEqual(Array(7).fill(null));
      expect([each.trend, each.explanation]).toEqual(['UNKNOWN', expect.not.stringMatching(/\d\.\d|%/)]);
    }
    expect(own.missingEvidence.map(({ scorecards, interviewers }) => [scorecards, interviewers])).toEqual([
      [1, 1],
      [1, 1],
      [2, 2],
    ]);
  });

  it('asks for one more scorecard if two leave too much uncertainty', () => {
    const bare = { level: 'NOT_ENOUGH_EVIDENCE', evidenceCount: 2, interviewerCount: 2 };
    expect(missingEvidence(bare as never)).toEqual({ scorecards: 1, interviewers: 0 });
  });

  it('says that a round depends on one interviewer if only their scorecards bring it to the bar', () => {
    const kind = Array.from({ length: 6 }, (_, n) => card('coding', 'bo', 4, 1 + n * 3));
    const others = ['cy', 'dee', 'eli'].map((interviewer, n) => card('coding', interviewer, 2.9, 2 + n));
    const strange = practised(['coding'], 2).map((each) => ({ ...each, candidate: 'fay' }));
    expect(view([...kind, ...others, ...strange], 'OWN').rounds[0]!.explanation).toContain("Without one interviewer's");
    expect(view(practised(['coding'], 2), 'OWN').rounds[0]!.explanation).not.toContain('Without');
  });

  it('hides the effect of interviewers if the round has fewer than three', () => {
    const two = practised(keys).filter(({ interviewer }) => interviewer !== 'dee');
    const [coding] = view(two, 'OWN').rounds;
    expect([coding!.interviewerCount, coding!.interviewerEffect]).toEqual([2, null]);
    expect(coding!.rawMean).not.toBeNull();
  });

  it('puts the topics that the track stresses first, and names the weakest competency if the round grades it', () => {
    const { nextBest } = view(practised(keys), 'OWN');
    expect(nextBest!.topics.map(({ key }) => key)).toEqual(['ranking', 'trees', 'text']);
    expect([nextBest!.reason, nextBest!.competency]).toEqual(['GREATEST_GAIN', competency]);
    expect(nextBest!.gain).toBeGreaterThanOrEqual(0);
  });

  it('adds the estimates with FULL, but nothing that only the candidate may see', () => {
    const cards = practised(keys);
    const [own, full] = [view(cards, 'OWN'), view(cards, 'FULL')];
    expect(full.probability).toBe(own.probability);
    full.rounds.forEach((each, n) => {
      const { estimate, low90, high90, probabilityMeetsBar } = own.rounds[n]!;
      expect(each).toMatchObject({ estimate, low90, high90, probabilityMeetsBar });
      expect(each).toMatchObject({ rawMean: null, interviewerEffect: null, chanceNextMockMeetsBar: null });
      expect(each.trend).toBe('UNKNOWN');
    });
    expect(full).toMatchObject({ weakestCompetency: null, selfAssessmentBias: null });
    expect(full.nextBest!.competency).toBeNull();
  });
});

describe('what is shared as LEVEL', () => {
  const level = (cards: Card[]) => view(cards, 'LEVEL');
  // Few values and no search for a smaller example, so that a failure appears quickly.
  const aScore = fc.constantFrom(1, 1.5, 2, 2.5, 3, 3.5, 4);
  const aCard = fc
    .tuple(fc.nat(2), fc.nat(3), aScore, fc.integer({ min: 1, max: 90 }))
    .map(([key, who, y, days]) => card(keys[key]!, ['bo', 'cy', 'dee', 'eli'][who]!, y, days));

  it('has no number but counts, the bar and what is missing, whatever the scorecards say', () => {
    fc.assert(
      fc.property(fc.array(aCard, { maxLength: 30 }), (cards) => {
        const shown = level(cards);
        const plain = { ...shown, rounds: shown.rounds.map(({ round: _round, ...each }) => each), nextBest: null };
        const numbers = numbersIn({
          ...plain,
          missingEvidence: shown.missingEvidence.map(({ round: _, ...each }) => each),
        });
        for (const each of numbers) expect(Number.isInteger(each)).toBe(true);
        expect(shown.nextBest?.gain ?? null).toBeNull();
        expect(shown.explanation + shown.rounds.map(({ explanation }) => explanation).join()).not.toMatch(/\d\.\d|%/);
      }),
      { seed: 20270331, endOnFailure: true },
    );
  });

  it('does not change with a scorecard as long as no level and no advice changes', () => {
    let unchanged = 0;
    fc.assert(
      fc.property(fc.array(aCard, { minLength: 8, maxLength: 30 }), fc.nat(), aScore, (cards, pick, y) => {
        const [before, after] = [
          cards,
          cards.map((each, n) => (n === pick % cards.length ? { ...each, y } : each)),
        ].map(level);
        const advice = ({ level: loop, rounds, nextBest }: ReturnType<typeof level>) =>
          JSON.stringify([loop, rounds.map((each) => each.level), nextBest?.round.key, nextBest?.reason]);
        if (advice(before!) !== advice(after!)) return;
        unchanged += 1;
        expect(after).toEqual(before);
      }),
      { seed: 20270331, numRuns: 300, endOnFailure: true },
    );
    expect(unchanged).toBeGreaterThan(100);
  });
});
