import {
  AssignmentRole,
  Attendance,
  feedbackDueAt,
  feedbackReleasedAt,
  isLateCancellation,
  openSeats,
  sessionStatus,
  takesPlace,
  type SeatFacts,
  type SessionFacts,
} from './session.rules.js';

const at = (text: string) => new Date(`2027-03-${text}:00Z`);

const session = (facts: Partial<SessionFacts> = {}): SessionFacts => ({
  startsAt: at('02T18:00'),
  endsAt: at('02T19:00'),
  cancelledAt: null,
  candidateAttendance: null,
  nextCandidateAttendance: null,
  nextCandidateAttendanceAt: null,
  staysReleasedAt: null,
  feedbackDueAt: at('04T19:00'),
  firstSubmittedAt: null,
  allSubmittedAt: null,
  ...facts,
});

const { LEAD, CO_INTERVIEWER, SHADOW } = AssignmentRole;
const { ATTENDED, LATE, NO_SHOW, EXCUSED } = Attendance;
const seat = (role: AssignmentRole, attendance: Attendance | null = null): SeatFacts => ({
  role,
  attendance,
  nextAttendance: null,
  nextAttendanceAt: null,
});
const pair = [seat(LEAD), seat(CO_INTERVIEWER)];

describe('the state of a session', () => {
  const first = at('02T20:00');
  it.each([
    ['before its start', session(), pair, '02T17:59', 'SCHEDULED'],
    ['before its end', session(), pair, '02T18:59', 'IN_PROGRESS'],
    ['from its end on', session(), pair, '02T19:00', 'AWAITING_FEEDBACK'],
    ['cancelled', session({ cancelledAt: at('01T00:00') }), pair, '02T20:00', 'CANCELLED'],
    ['with one of two cards', session({ firstSubmittedAt: first }), pair, '03T00:00', 'AWAITING_FEEDBACK'],
    ['with one of two cards when due', session({ firstSubmittedAt: first }), pair, '04T19:00', 'COMPLETED'],
    ['with all cards', session({ firstSubmittedAt: first, allSubmittedAt: first }), pair, '02T20:00', 'COMPLETED'],
    ['past due without a card', session(), pair, '09T00:00', 'AWAITING_FEEDBACK'],
    ['without its candidate', session({ candidateAttendance: NO_SHOW }), pair, '02T20:00', 'NOT_HELD'],
    ['with an excused candidate', session({ candidateAttendance: EXCUSED }), pair, '02T20:00', 'NOT_HELD'],
    ['with a late candidate', session({ candidateAttendance: LATE }), pair, '02T20:00', 'AWAITING_FEEDBACK'],
    ['with half of its panel', session(), [seat(LEAD, NO_SHOW), seat(CO_INTERVIEWER)], '02T20:00', 'AWAITING_FEEDBACK'],
    ['with only a shadow', session(), [seat(LEAD, NO_SHOW), seat(SHADOW, ATTENDED)], '02T20:00', 'NOT_HELD'],
    ['without anybody on its panel', session(), [], '02T20:00', 'NOT_HELD'],
    [
      'before the absence of its candidate counts',
      session({ nextCandidateAttendance: NO_SHOW, nextCandidateAttendanceAt: at('04T19:00') }),
      pair,
      '04T18:59',
      'AWAITING_FEEDBACK',
    ],
    [
      'once the absence of its candidate counts',
      session({ nextCandidateAttendance: NO_SHOW, nextCandidateAttendanceAt: at('04T19:00') }),
      pair,
      '04T19:00',
      'NOT_HELD',
    ],
    [
      'whose only interviewer turns out to have come',
      session(),
      [{ ...seat(LEAD, NO_SHOW), nextAttendanceAt: at('04T19:00') }],
      '04T19:00',
      'AWAITING_FEEDBACK',
    ],
  ])('%s', (_, facts, panel, now, status) => {
    expect(sessionStatus(facts, panel, at(now))).toBe(status);
  });
});

describe('feedback comes out', () => {
  const released = (facts: Partial<SessionFacts>, now = '31T00:00', panel = pair) =>
    feedbackReleasedAt(session(facts), panel, at(now));

  it.each([
    ['with the last card', { firstSubmittedAt: at('02T20:00'), allSubmittedAt: at('03T10:00') }, '03T10:00'],
    ['when due, with the cards that are submitted', { firstSubmittedAt: at('02T20:00') }, '04T19:00'],
    ['with the first late card', { firstSubmittedAt: at('06T08:00') }, '06T08:00'],
    [
      'when due, even if the last card is late',
      { firstSubmittedAt: at('02T20:00'), allSubmittedAt: at('06T08:00') },
      '04T19:00',
    ],
  ])('%s', (_, facts, moment) => expect(released(facts)).toEqual(at(moment)));

  it('feedback does not come out before the due time while a scorecard is missing', () => {
    expect(released({ firstSubmittedAt: at('02T20:00') }, '04T18:59')).toBeNull();
  });

  it('feedback never comes out without a scorecard, or for a session that did not take place', () => {
    expect(released({})).toBeNull();
    expect(released({ firstSubmittedAt: at('02T20:00'), candidateAttendance: NO_SHOW })).toBeNull();
  });

  it('feedback that came out stays out, unless the session is cancelled', () => {
    const facts = { staysReleasedAt: at('03T10:00'), candidateAttendance: NO_SHOW };
    expect(released(facts)).toEqual(at('03T10:00'));
    expect(released({ ...facts, cancelledAt: at('03T11:00') })).toBeNull();
  });

  it('feedback comes out at the same moment, whenever it is read', () => {
    const facts = { firstSubmittedAt: at('02T20:00'), allSubmittedAt: at('03T10:00') };
    expect(released(facts, '03T10:00')).toEqual(released(facts, '30T00:00'));
  });
});

describe('presence, due times and late cancellations', () => {
  it('a session with a candidate and a panel takes place, unless it is cancelled', () => {
    expect(takesPlace(session(), pair, at('03T00:00'))).toBe(true);
    expect(takesPlace(session({ cancelledAt: at('01T00:00') }), pair, at('03T00:00'))).toBe(false);
  });

  it.each([
    ['a full panel has no open seat', 2, pair, 0],
    ['an interviewer who left leaves one seat open', 2, [seat(LEAD)], 1],
    ['a shadow fills no seat', 2, [seat(LEAD), seat(SHADOW)], 1],
  ])('%s', (_, size, panel, open) => expect(openSeats(size, panel)).toBe(open));

  it('feedback is due after the end, or after the entry of a session that was logged later', () => {
    expect(feedbackDueAt(at('02T19:00'), at('01T00:00'), 48)).toEqual(at('04T19:00'));
    expect(feedbackDueAt(at('02T19:00'), at('20T00:00'), 48)).toEqual(at('22T00:00'));
  });

  it('a cancellation is late if it comes after the start of the notice', () => {
    expect(isLateCancellation(at('02T18:00'), at('02T06:00'), 12)).toBe(false);
    expect(isLateCancellation(at('02T18:00'), at('02T06:01'), 12)).toBe(true);
  });
});
