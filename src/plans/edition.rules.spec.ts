import { describe, expect, it } from '@jest/globals';
import { editionProblems, type Edition } from './edition.rules.js';

const edition = (number: number, rounds: string[], trackKeys: string[] = ['general'], key = 'ml'): Edition => ({
  key,
  edition: number,
  rounds: rounds.map((each) => ({ key: each })),
  trackKeys,
});
const from = edition(2, []);
const found = (to: Edition, roundKeys: string[] = [], trackKeys: string[] = []) =>
  editionProblems(from, to, { roundKeys, trackKeys }).map((problem) => problem.expected);

describe('a plan', () => {
  it.each([
    ['an earlier edition', edition(1, ['a', 'b'])],
    ['another guide', edition(3, ['a', 'b'], ['general'], 'web')],
  ])('does not move to %s', (_, to) => {
    expect(found(to, ['a', 'b'])).toEqual(['a later edition of ml than edition 2']);
  });

  it.each([
    ['all that is in use', ['a', 'b'], ['general']],
    ['more than is in use', ['a', 'b', 'c'], ['general', 'search']],
  ])('moves to a later edition with %s', (_, rounds, tracks) => {
    expect(found(edition(4, rounds, tracks), ['a', 'b', 'a'], ['general', 'general'])).toEqual([]);
  });

  it('does not move where rounds or tracks in use are missing, and says which and what to do', () => {
    const problems = found(edition(3, ['b'], ['general']), ['c', 'a', 'b', 'a'], ['search', 'general']);
    expect(problems.map((expected) => expected.split(',')[0])).toEqual([
      'an edition that has the round a',
      'an edition that has the round c',
      'an edition that has the track search',
    ]);
  });
});
