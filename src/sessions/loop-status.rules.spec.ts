import { countsForRound, loopRoundStatus } from './loop-status.rules.js';
import { SessionStatus } from './session.rules.js';

const { SCHEDULED, AWAITING_FEEDBACK, COMPLETED, NOT_HELD, CANCELLED } = SessionStatus;

describe('a session', () => {
  const session = { feedbackDueAt: new Date('2027-03-04T18:00:00Z'), debtDays: 7, undecided: false };
  it.each([
    ['counts while it waits for feedback', AWAITING_FEEDBACK, '2027-03-11T18:00:00Z', true],
    ['does not count once its feedback is long overdue', AWAITING_FEEDBACK, '2027-03-11T18:00:01Z', false],
    ['counts again once the feedback is out', COMPLETED, '2027-03-11T18:00:01Z', true],
    ['counts before it has taken place', SCHEDULED, '2027-03-01T18:00:00Z', true],
    ['does not count if it was not held', NOT_HELD, '2027-03-03T18:00:00Z', false],
    ['does not count if it was cancelled', CANCELLED, '2027-03-03T18:00:00Z', false],
  ])('%s', (_, status, now, counts) => {
    expect(countsForRound(session, status, new Date(now))).toBe(counts);
  });

  it.each([
    ['does not count if all scorecards that are out say NO_DECISION', COMPLETED, false],
    ['counts before its scorecards are out, whatever they say', AWAITING_FEEDBACK, true],
  ])('%s', (_, status, counts) => {
    expect(countsForRound({ ...session, undecided: true }, status, session.feedbackDueAt)).toBe(counts);
  });
});

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
