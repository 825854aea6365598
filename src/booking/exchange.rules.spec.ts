import { exchangeProblems } from './exchange.rules.js';

const ana = { memberId: 'ana', panelSize: 1 };
const bo = { memberId: 'bo', panelSize: 1 };

describe('an exchange', () => {
  it('needs the rounds of two different members', () => {
    expect(exchangeProblems(ana, bo)).toEqual([]);
    expect(exchangeProblems(ana, ana).map(({ path }) => path)).toEqual(['secondLoopRoundId']);
  });

  it('accepts only rounds with one interviewer, and names each round that has more', () => {
    const pair = { memberId: 'bo', panelSize: 2 };
    expect(exchangeProblems(ana, pair).map(({ path }) => path)).toEqual(['secondLoopRoundId']);
    expect(exchangeProblems({ ...pair, memberId: 'ana' }, pair).map(({ path }) => path)).toEqual([
      'firstLoopRoundId',
      'secondLoopRoundId',
    ]);
  });
});
