import { describe, expect, it } from '@jest/globals';
import { leastSharing, ReadinessSharing, shareOf, withheldBy, type Look } from './sharing.rules.js';

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
    ['a member, of a candidate who has withdrawn', { hasWithdrawn: true }, 'NOTHING'],
    ['a member who still has to grade them', { owesFeedback: true }, 'NOTHING'],
    ['a former member', { isPresent: false }, 'NOTHING'],
  ] as const)('%s', (_, changes, share) => {
    expect(shareOf(look(changes))).toBe(share);
  });

  it.each([
    [{}, null],
    [{ isOwn: true, isPresent: false }, null],
    [{ isPresent: false, hasWithdrawn: true, wantsPast: true }, 'LEFT'],
    [{ hasWithdrawn: true, wantsPast: true }, 'WITHDRAWN'],
    [{ wantsPast: true, sharing: PRIVATE }, 'PAST'],
    [{ sharing: PRIVATE, owesFeedback: true }, 'PRIVATE'],
    [{ owesFeedback: true }, 'YOU_OWE_FEEDBACK'],
  ] as const)('%j is told: %s', (changes, reason) => {
    expect(withheldBy(look(changes))).toBe(reason);
    expect(reason === null).toBe(shareOf(look(changes)) !== 'NOTHING');
  });

  it.each([
    [[], LEVEL],
    [[FULL], FULL],
    [[LEVEL, FULL], LEVEL],
    [[FULL, PRIVATE, LEVEL], PRIVATE],
  ])('among %j, %s applies', (shared, least) => {
    expect(leastSharing(shared)).toBe(least);
  });
});
