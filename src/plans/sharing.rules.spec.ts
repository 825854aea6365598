import { leastSharing, ReadinessSharing, shareOf, withheldBy, type ReadinessAccess } from './sharing.rules.js';

const { PRIVATE, LEVEL, FULL } = ReadinessSharing;

const access = (changes: Partial<ReadinessAccess>): ReadinessAccess => ({
  isOwn: false,
  isPresent: true,
  owesFeedback: false,
  sharing: FULL,
  hasWithdrawn: false,
  wantsPast: false,
  ...changes,
});

describe("how much of a candidate's readiness a viewer sees", () => {
  it.each([
    ['the candidate, although it is private', { isOwn: true, sharing: PRIVATE }, 'OWN'],
    ['the candidate, for a past instant', { isOwn: true, sharing: PRIVATE, wantsPast: true }, 'OWN'],
    ['the candidate who has left', { isOwn: true, isPresent: false, hasWithdrawn: true }, 'OWN'],
    ['a member, while it is private', { sharing: PRIVATE }, 'NOTHING'],
    ['a member, while levels are shared', { sharing: LEVEL }, 'LEVEL'],
    ['a member, while everything is shared', {}, 'FULL'],
    ['a member, for a past instant', { wantsPast: true }, 'NOTHING'],
    ['a member, once the candidate has withdrawn', { hasWithdrawn: true }, 'NOTHING'],
    ['a member who still has to grade them', { owesFeedback: true }, 'NOTHING'],
    ['a former member', { isPresent: false }, 'NOTHING'],
  ] as const)('%s', (_, changes, share) => {
    expect(shareOf(access(changes))).toBe(share);
  });

  it.each([
    [{}, null],
    [{ isOwn: true, isPresent: false }, null],
    [{ isPresent: false, hasWithdrawn: true, wantsPast: true }, 'LEFT'],
    [{ hasWithdrawn: true, wantsPast: true }, 'WITHDRAWN'],
    [{ wantsPast: true, sharing: PRIVATE }, 'PAST'],
    [{ sharing: PRIVATE, owesFeedback: true }, 'PRIVATE'],
    [{ owesFeedback: true }, 'YOU_OWE_FEEDBACK'],
  ] as const)('%j: the reason why it is hidden is %s', (changes, reason) => {
    expect(withheldBy(access(changes))).toBe(reason);
    expect(reason === null).toBe(shareOf(access(changes)) !== 'NOTHING');
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
