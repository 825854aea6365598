import { describe, expect, it } from '@jest/globals';
import { ReadinessSharing, shareOf, sharingToBeginWith, type Look } from './sharing.rules.js';

const { PRIVATE, LEVEL, FULL } = ReadinessSharing;

const look = (changes: Partial<Look>): Look => ({
  isOwn: false,
  isPresent: true,
  owesFeedback: false,
  sharing: FULL,
  hasWithdrawn: false,
  wantsPast: false,
  ...changes,
});

describe('who sees how much of a readiness', () => {
  it.each([
    ['the candidate, of what is private', { isOwn: true, sharing: PRIVATE }, 'OWN'],
    ['the candidate, of the past', { isOwn: true, sharing: PRIVATE, wantsPast: true }, 'OWN'],
    ['the candidate who has left', { isOwn: true, isPresent: false, hasWithdrawn: true }, 'OWN'],
    ['a member, of what is private', { sharing: PRIVATE }, 'NOTHING'],
    ['a member, of the levels', { sharing: LEVEL }, 'LEVEL'],
    ['a member, of everything shared', {}, 'FULL'],
    ['a member, of the past', { wantsPast: true }, 'NOTHING'],
    ['a member, of somebody who has withdrawn', { hasWithdrawn: true }, 'NOTHING'],
    ['a member who still has to grade them', { owesFeedback: true }, 'NOTHING'],
    ['a former member', { isPresent: false }, 'NOTHING'],
  ] as const)('%s', (_, changes, share) => {
    expect(shareOf(look(changes))).toBe(share);
  });

  it.each([
    [null, [], LEVEL],
    [null, [LEVEL, FULL], LEVEL],
    [null, [FULL, PRIVATE], PRIVATE],
    [FULL, [LEVEL], FULL],
    [PRIVATE, [LEVEL], PRIVATE],
    [LEVEL, [PRIVATE], PRIVATE],
  ])('begins, after %s here and %j elsewhere, with %s', (before, elsewhere, sharing) => {
    expect(sharingToBeginWith(before, elsewhere)).toBe(sharing);
  });
});
