import { historyMoments, historyProblems } from './history.rules.js';

const now = new Date('2027-03-31T20:00:00Z');
const problems = (from: string, to: string, everyDays = 7) =>
  historyProblems({ from, to, everyDays }, now).map(({ path }) => path);

describe('a curve', () => {
  it.each([
    ['may cover a month in steps of a week', ['2027-03-01', '2027-03-31'], []],
    ['may cover one day', ['2027-03-31', '2027-03-31'], []],
    ['may have sixty points', ['2027-01-31', '2027-03-31', 1], []],
    ['may not have sixty-one points', ['2027-01-30', '2027-03-31', 1], ['everyDays']],
    ['may not end before it starts', ['2027-03-02', '2027-03-01'], ['to']],
    ['may not end in the future', ['2027-03-02', '2027-04-01'], ['to']],
    ['may not have steps of no days', ['2027-03-02', '2027-03-31', 0], ['everyDays']],
    ['may not have negative steps', ['2027-03-02', '2027-03-31', -7], ['everyDays']],
    ['is refused with every problem named', ['2027-05-02', '2027-04-01', 0], ['to', 'to', 'everyDays']],
  ] as [string, [string, string, number?], string[]][])('%s', (_, span, expected) =>
    expect(problems(...span)).toEqual(expected),
  );

  it('says how wide the steps have to be', () => {
    const [problem] = historyProblems({ from: '2026-03-31', to: '2027-03-31', everyDays: 1 }, now);
    expect(problem!.expected).toContain('7 or more');
    expect(problems('2026-03-31', '2027-03-31', 7)).toEqual([]);
  });

  it('uses the last instant of each day, and the present for today', () => {
    const moments = historyMoments({ from: '2027-03-17', to: '2027-03-31', everyDays: 7 }, now);
    expect(moments.map((each) => each.toISOString())).toEqual([
      '2027-03-17T23:59:59.999Z',
      '2027-03-24T23:59:59.999Z',
      '2027-03-31T20:00:00.000Z',
    ]);
  });
});
