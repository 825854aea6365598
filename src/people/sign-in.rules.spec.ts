import { isWorthNoting, signInExpiry } from './sign-in.rules.js';

const at = (text: string) => new Date(text);

describe('a sign-in', () => {
  it.each([
    ['on its first day', '2027-03-01T10:00:00Z', '2027-03-08T10:00:00Z'],
    ['used after three weeks', '2027-03-22T10:00:00Z', '2027-03-29T10:00:00Z'],
    ['used on its last day', '2027-03-30T10:00:00Z', '2027-03-31T10:00:00Z'],
  ])('%s lasts another week, but never longer than a month in total', (_, lastUsed, expiry) => {
    expect(signInExpiry(at('2027-03-01T10:00:00Z'), at(lastUsed))).toEqual(at(expiry));
  });

  it('records its use at most once an hour', () => {
    expect(isWorthNoting(at('2027-03-01T10:00:00Z'), at('2027-03-01T10:59:59Z'))).toBe(false);
    expect(isWorthNoting(at('2027-03-01T10:00:00Z'), at('2027-03-01T11:00:00Z'))).toBe(true);
  });
});
