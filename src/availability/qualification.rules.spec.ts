import { RoundKind } from '../guides/guide-document.js';
import { kindsOf } from './qualification.rules.js';

describe('what a member interviews for', () => {
  it.each([
    [null, Object.values(RoundKind)],
    [[], []],
    [
      ['DOMAIN', 'CODING'],
      [RoundKind.CODING, RoundKind.DOMAIN],
    ],
  ])('is derived from the profile: %j means %j', (qualifiedFor, kinds) => expect(kindsOf(qualifiedFor)).toEqual(kinds));
});
