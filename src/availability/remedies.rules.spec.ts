import { HOUR, MINUTE } from '../common/time.js';
import { addRemedy, remediesFor, RemedyKind, type RemedyFacts, type RemedyFound } from './remedies.rules.js';
import { BlockReason, type PersonTime } from './starts.rules.js';

const at = (text: string) => Date.parse(`2027-03-${text}:00Z`);
const start = at('02T18:00');
const time = [start, start + HOUR] as const;
const person: PersonTime = {
  memberId: 'bo',
  zone: 'Europe/Berlin',
  hours: [[at('02T18:30'), at('02T21:00')]],
  claims: [
    { time: [at('02T17:00'), at('02T18:15')], sessionId: 'before' },
    { time: [at('02T19:10'), at('02T20:00')], sessionId: 'within the buffer' },
    { time: [at('02T19:15'), at('02T20:00')], sessionId: 'after' },
  ],
  weeklyLimit: 1,
  given: [at('01T10:00'), at('03T10:00')],
  own: [{ startsAt: at('02T08:00'), sessionId: 'own' }],
};
const facts: RemedyFacts = {
  targetDate: '2027-03-01',
  earliestTarget: '2020-01-01',
  planStart: '2027-02-01',
  realInterviewOn: null,
  owed: ['one', 'two'],
  isMovable: () => true,
};
const starts = { length: HOUR, buffer: 15 * MINUTE };
const clear = (reason: BlockReason, changes: Partial<RemedyFacts> = {}) =>
  remediesFor(reason, { person, start, time, starts }, { ...facts, ...changes }, person);

describe('what clears a reason', () => {
  it.each<[BlockReason, Omit<RemedyFound, 'memberId'>[]]>([
    [BlockReason.NO_QUALIFIED_INTERVIEWER, [{ kind: RemedyKind.QUALIFY }]],
    [BlockReason.HOURS_NOT_STATED, [{ kind: RemedyKind.STATE_HOURS, window: time }]],
    // Only the half hour that the hours lack.
    [BlockReason.NO_COMMON_TIME, [{ kind: RemedyKind.ADD_HOURS, window: [start, at('02T18:30')] }]],
    [BlockReason.WEEKLY_LIMIT, [{ kind: RemedyKind.RAISE_LIMIT, limit: 3 }]],
    [
      BlockReason.ALL_BOOKED,
      [
        { kind: RemedyKind.MOVE_SESSION, sessionId: 'before' },
        { kind: RemedyKind.MOVE_SESSION, sessionId: 'within the buffer' },
      ],
    ],
    [BlockReason.DAILY_LIMIT, [{ kind: RemedyKind.MOVE_SESSION, sessionId: 'own' }]],
    [
      BlockReason.OUT_OF_WINDOW,
      [
        { kind: RemedyKind.LATER_TARGET, date: '2027-03-02' },
        { kind: RemedyKind.WIDEN_WINDOW, date: '2027-03-02' },
      ],
    ],
    [
      BlockReason.FEEDBACK_OVERDUE,
      [
        { kind: RemedyKind.GIVE_FEEDBACK, sessionId: 'one' },
        { kind: RemedyKind.GIVE_FEEDBACK, sessionId: 'two' },
      ],
    ],
  ])('%s is cleared by %j', (reason, remedies) => {
    expect(clear(reason)).toEqual(remedies.map((remedy) => ({ memberId: 'bo', ...remedy })));
  });

  it.each<[string, BlockReason, Partial<RemedyFacts>]>([
    ['the notice', BlockReason.TOO_SOON, {}],
    ['what a proposal places', BlockReason.CROWDED_OUT, {}],
    ['a session that cannot be moved', BlockReason.ALL_BOOKED, { isMovable: (id) => id !== 'before' }],
    ['the day before the plan starts', BlockReason.OUT_OF_WINDOW, { planStart: '2027-03-03' }],
    ['the day of the real interview', BlockReason.OUT_OF_WINDOW, { realInterviewOn: '2027-03-02' }],
  ])('nothing clears %s', (_, reason, changes) => expect(clear(reason, changes)).toBeNull());

  it('no change clears a week with as many interviews as the largest limit allows', () => {
    const limitAfter = (count: number) => {
      const given = Array.from({ length: count }, (_, n) => at('01T00:00') + n * HOUR);
      return remediesFor(
        BlockReason.WEEKLY_LIMIT,
        { person: { ...person, given }, start, time, starts: { length: HOUR, buffer: 0 } },
        facts,
        person,
      );
    };
    expect(limitAfter(49)).toEqual([{ kind: RemedyKind.RAISE_LIMIT, memberId: 'bo', limit: 50 }]);
    expect(limitAfter(50)).toBeNull();
  });
});

describe('the remedies of one choice', () => {
  it('name each session to move only once, and join the hours of a member into one window', () => {
    const found: RemedyFound[] = [];
    const move = (memberId: string) => ({ kind: RemedyKind.MOVE_SESSION, memberId, sessionId: 's' });
    const add = (memberId: string, from: number, until: number) => ({
      ...{ kind: RemedyKind.ADD_HOURS, memberId },
      window: [from, until] as const,
    });
    for (const each of [move('ana'), move('bo'), add('ana', 2, 3), add('bo', 2, 3), add('ana', 0, 1)])
      addRemedy(found, each);
    expect(found).toEqual([move('ana'), add('ana', 0, 3), add('bo', 2, 3)]);
  });
});
