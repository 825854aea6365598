import { emailKey, storedEmail } from './email.rules.js';

describe('an e-mail address', () => {
  it.each([
    ['Ana@Example.org ', 'ana@example.org'],
    ['jose\u0301@example.org', 'jos\u00e9@example.org'],
  ])('%j is stored as %s', (typed, stored) => expect(storedEmail(typed)).toBe(stored));

  it.each([
    ['ana@bücher.example', 'ana@xn--bcher-kva.example'],
    ['ana@BÜCHER.example', 'ana@xn--bcher-kva.example'],
    ['ana@bu\u0308cher.example', 'ana@XN--BCHER-KVA.example'],
  ])('%s and %s are the same', (one, other) => expect(emailKey(one)).toBe(emailKey(other)));

  it.each([
    ['ana@example.org', 'anna@example.org'],
    ['ana@example.org', 'ana@example.com'],
  ])('%s and %s are different', (one, other) => expect(emailKey(one)).not.toBe(emailKey(other)));

  it('does not change when it is normalized again', () => {
    for (const typed of ['ana@bücher.example', 'x@-broken-', 'no domain', 'ÄÖ@example.org'])
      expect(emailKey(emailKey(typed))).toBe(emailKey(typed));
  });
});
