import { describe, expect, it } from '@jest/globals';
import { loopRoundStatus } from './loop-status.rules.js';
import { SessionStatus } from './session.rules.js';

const { SCHEDULED, AWAITING_FEEDBACK, COMPLETED, NOT_HELD, CANCELLED } = SessionStatus;

describe('a round of a loop that wants two sessions', () => {
  it.each([
    ['TO_SCHEDULE', []],
    ['TO_SCHEDULE', [SCHEDULED]],
    ['TO_SCHEDULE', [COMPLETED]],
    ['TO_SCHEDULE', [COMPLETED, CANCELLED]],
    ['TO_SCHEDULE', [COMPLETED, NOT_HELD]],
    ['SCHEDULED', [SCHEDULED, SCHEDULED]],
    ['SCHEDULED', [COMPLETED, SCHEDULED]],
    ['SCHEDULED', [AWAITING_FEEDBACK, SCHEDULED]],
    ['AWAITING_FEEDBACK', [COMPLETED, AWAITING_FEEDBACK]],
    ['PRACTISED', [COMPLETED, COMPLETED]],
    ['PRACTISED', [COMPLETED, COMPLETED, SCHEDULED]],
  ])('is %s after %j', (status, sessions) => {
    expect(loopRoundStatus({ included: true, targetSessions: 2 }, sessions)).toBe(status);
    expect(loopRoundStatus({ included: false, targetSessions: 2 }, sessions)).toBe('SKIPPED');
  });
});
