import { describe, expect, it } from '@jest/globals';
import { exchangeProblems } from './exchange.rules.js';

const ana = { memberId: 'ana', panelSize: 1 };
const bo = { memberId: 'bo', panelSize: 1 };

describe('an exchange', () => {
  it('takes a round of each of two members', () => {
    expect(exchangeProblems(ana, bo)).toEqual([]);
    expect(exchangeProblems(ana, ana).map(({ path }) => path)).toEqual(['secondLoopRoundId']);
  });

  it('takes only rounds for one interviewer, and names each round that is not', () => {
    const pair = { memberId: 'bo', panelSize: 2 };
    expect(exchangeProblems(ana, pair).map(({ path }) => path)).toEqual(['secondLoopRoundId']);
    expect(exchangeProblems({ ...pair, memberId: 'ana' }, pair).map(({ path }) => path)).toEqual([
      'firstLoopRoundId',
      'secondLoopRoundId',
    ]);
  });
});
