import { describe, expect, it } from '@jest/globals';
import { kitStatus } from './kit.rules.js';

const nobody = { hasSet: true, isOnPanel: false, isCandidate: false, isReleased: false };

describe('a kit', () => {
  it.each([
    ['does not exist before an interviewer composes it', { hasSet: false, isOnPanel: true }, 'NOT_COMPOSED'],
    ['is open to the panel', { isOnPanel: true }, 'OPEN'],
    ['is hidden from the candidate before the release', { isCandidate: true }, 'HIDDEN'],
    ['is open to the candidate from the release on', { isCandidate: true, isReleased: true }, 'OPEN'],
    ['is hidden from others before the release', {}, 'HIDDEN'],
    ['is hidden from others after the release', { isReleased: true }, 'HIDDEN'],
  ])('%s', (_, change, wanted) => {
    expect(kitStatus({ ...nobody, ...change })).toBe(wanted);
  });
});
