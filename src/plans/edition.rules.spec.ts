import { editionProblems, type Edition, type RoundUse } from './edition.rules.js';

const edition = (number: number, roundKeys: string[], trackKeys: string[] = ['general'], key = 'ml'): Edition => ({
  key,
  edition: number,
  roundKeys,
  trackKeys,
  topicKeys: ['graphs'],
});
const from = { key: 'ml', edition: 2 };
const round = (key: string, use: Partial<RoundUse> = {}): RoundUse => ({
  key,
  includedBy: [],
  hasUpcoming: false,
  hasBegun: false,
  ...use,
});
const expected = (to: Edition, rounds: RoundUse[], tracks: { key: string; chosenBy: string[] }[] = []) =>
  editionProblems(from, to, { rounds, tracks, topics: [] }).map((problem) => problem.expected);

describe('a plan', () => {
  it.each([
    ['an earlier edition', edition(1, ['a', 'b'])],
    ['the edition that it has', edition(2, ['a', 'b'])],
    ['another guide', edition(3, ['a', 'b'], ['general'], 'web')],
  ])('does not move to %s', (_, to) => {
    expect(expected(to, [round('a', { hasBegun: true })])).toEqual(['a later edition of ml than edition 2']);
  });

  it('moves to a later edition that has everything that is in use', () => {
    const used = [round('a', { includedBy: ['Ana'] }), round('b', { hasBegun: true, hasUpcoming: true })];
    expect(
      expected(edition(4, ['a', 'b', 'c'], ['general', 'search']), used, [{ key: 'search', chosenBy: ['Bo'] }]),
    ).toEqual([]);
  });

  it('moves to a later edition without rounds that nobody uses', () => {
    expect(expected(edition(3, ['a']), [round('a', { hasBegun: true }), round('b')])).toEqual([]);
  });

  it.each<[string, Partial<RoundUse>, string[]]>([
    [
      'sessions have begun',
      { hasBegun: true, hasUpcoming: true, includedBy: ['Ana'] },
      ['sessions of this round have taken place'],
    ],
    [
      'sessions are booked',
      { hasUpcoming: true, includedBy: ['Ana'] },
      [
        'sessions of this round are booked. Cancel them first (cancelSession)',
        'it is in the loop of Ana. Skip it there first (updateLoopRound)',
      ],
    ],
    [
      'loops include it',
      { includedBy: ['Ana', 'Bo'] },
      ['it is in the loop of Ana, Bo. Skip it there first (updateLoopRound)'],
    ],
  ])('does not move to an edition that lacks a round if %s, and says what to do', (_, use, reasons) => {
    expect(expected(edition(3, []), [round('a', use)])).toEqual(
      reasons.map((why) => `an edition that has the round a: ${why}`),
    );
  });

  it('does not move to an edition that lacks a track that candidates have chosen', () => {
    expect(expected(edition(3, []), [], [{ key: 'search', chosenBy: ['Ana'] }])).toEqual([
      'an edition that has the track search: it is the track of Ana. Change it there first (updateCandidate)',
    ]);
  });

  it('does not move to an edition that lacks the topic of a question of the group', () => {
    const problems = editionProblems(from, edition(3, []), { rounds: [], tracks: [], topics: ['graphs', 'sql'] });
    expect(problems.map((problem) => problem.expected)).toEqual([
      'an edition that has the topic sql: questions of the group belong to it. Retire them first (retireQuestion)',
    ]);
  });
});
