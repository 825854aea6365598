import { composeObstacle, replaceObstacle } from './question-sets.rules.js';

const session = {
  cancelledAt: null,
  startsAt: new Date('2027-03-10T17:00:00Z'),
  endsAt: new Date('2027-03-10T18:00:00Z'),
};
const before = new Date('2027-03-10T16:59:59Z');
const during = new Date('2027-03-10T17:30:00Z');

describe('a set of questions', () => {
  it.each([
    ['is composed before the start', {}, before, null],
    ['is composed during the session if the session has none', {}, during, null],
    ['is composed again before the start while nobody has opened the kit', { hasSet: true }, before, null],
    ['is not composed again after the kit was opened', { hasSet: true, isOpened: true }, before, 'OPENED'],
    ['is not composed again during the session', { hasSet: true }, during, 'STARTED'],
    ['is not composed after the end', {}, session.endsAt, 'AWAITING_FEEDBACK'],
    ['is not composed for a cancelled session', { session: { ...session, cancelledAt: before } }, before, 'CANCELLED'],
  ])('%s', (_, change, now, wanted) => {
    expect(composeObstacle({ session, hasSet: false, isOpened: false, ...change }, now)).toBe(wanted);
  });

  it('allows single questions to be replaced until the session starts', () => {
    expect(replaceObstacle({ session }, before)).toBeNull();
    expect(replaceObstacle({ session }, session.startsAt)).toBe('STARTED');
    expect(replaceObstacle({ session: { ...session, cancelledAt: before } }, before)).toBe('CANCELLED');
  });
});
