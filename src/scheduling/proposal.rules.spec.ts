import { creditsOf, dayProblems, proposalStatus } from './proposal.rules.js';

const lease = { proposalId: 'p', expiresAt: 100 };
const status = (
  stored: 'SOLVING' | 'OPEN' | 'PUBLISHED' | 'DISCARDED' | 'FAILED',
  given: typeof lease | null,
  now = 50,
) => proposalStatus({ id: 'p', status: stored }, given, { now, areAllAllowed: () => true });

describe('a proposal', () => {
  it.each([
    ['SOLVING', lease, 50, 'SOLVING'],
    ['SOLVING', lease, 100, 'FAILED'],
    ['SOLVING', { ...lease, proposalId: 'another' }, 50, 'FAILED'],
    ['SOLVING', null, 50, 'FAILED'],
    ['OPEN', null, 50, 'OPEN'],
    ['PUBLISHED', null, 50, 'PUBLISHED'],
    ['DISCARDED', null, 50, 'DISCARDED'],
    ['FAILED', null, 50, 'FAILED'],
  ] as const)('that is stored as %s, with the lease %j at %d, is shown as %s', (stored, given, now, shown) => {
    expect(status(stored, given, now)).toBe(shown);
  });

  it('that is open is stale once a session is no longer allowed', () => {
    const facts = { now: 50, areAllAllowed: () => false };
    expect(proposalStatus({ id: 'p', status: 'OPEN' }, null, facts)).toBe('STALE');
    expect(proposalStatus({ id: 'p', status: 'PUBLISHED' }, null, facts)).toBe('PUBLISHED');
  });

  it.each([
    ['any days', null, null, []],
    ['today alone', '2027-03-01', '2027-03-01', []],
    ['days that began before today', '2027-02-01', '2027-03-05', []],
    ['days that are over', null, '2027-02-28', ['to']],
    ['days that end before they begin', '2027-03-05', '2027-03-04', ['to']],
    ['days that are too far ahead', '2027-06-02', null, ['from']],
  ])('accepts or refuses %s, and names the wrong fields', (_, from, to, fields) => {
    expect(dayProblems({ from, to }, '2027-03-01').map(({ path }) => path)).toEqual(fields);
  });
});

describe('credits', () => {
  it('are net half minutes in interviews, by the mean minutes of a session', () => {
    const standings = new Map([
      ['ana', -180],
      ['bo', 90],
      ['cy', 260],
      ['dee', 10],
    ]);
    expect(Object.fromEntries(creditsOf(standings, 45))).toEqual({ ana: -2, bo: 1, cy: 3, dee: 0 });
  });
});
