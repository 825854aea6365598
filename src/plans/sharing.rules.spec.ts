import { describe, expect, it } from '@jest/globals';
import { ReadinessSharing, shareOf } from './sharing.rules.js';

const { PRIVATE, LEVEL, FULL } = ReadinessSharing;

describe('who sees how much of a readiness', () => {
  it.each([
    ['the candidate, of what is private', true, true, PRIVATE, false, 'OWN'],
    ['the candidate, of the past', true, true, PRIVATE, true, 'OWN'],
    ['the candidate who has left', true, false, LEVEL, false, 'OWN'],
    ['a member, of what is private', false, true, PRIVATE, false, 'NOTHING'],
    ['a member, of the levels', false, true, LEVEL, false, 'LEVEL'],
    ['a member, of everything shared', false, true, FULL, false, 'FULL'],
    ['a member, of the past', false, true, FULL, true, 'NOTHING'],
    ['a former member', false, false, FULL, false, 'NOTHING'],
  ])('%s', (_, own, present, sharing, past, share) => {
    expect(shareOf(own, present, sharing, past)).toBe(share);
  });
});
