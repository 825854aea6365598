import { AssignmentRole, Attendance, type SeatFacts, type SessionFacts } from '../sessions/session.rules.js';
import { isMet, kindBySeat, partIn, type Part } from './exposure.rules.js';

const held: Part = {
  role: null,
  hasStarted: true,
  isOver: true,
  spendsQuestions: true,
  isReleased: true,
  isPresent: true,
  at: new Date(0),
};

const { LEAD, SHADOW } = AssignmentRole;
const { NO_SHOW } = Attendance;
const [starts, ends] = [new Date('2027-03-02T17:00:00Z'), new Date('2027-03-02T18:00:00Z')];
const session: SessionFacts = {
  ...{ startsAt: starts, endsAt: ends, cancelledAt: null, feedbackDueAt: new Date('2027-03-04T18:00:00Z') },
  ...{ candidateAttendance: null, nextCandidateAttendance: null, nextCandidateAttendanceAt: null },
  ...{ firstSubmittedAt: null, allSubmittedAt: null, staysReleasedAt: null },
};
const lead: SeatFacts = { role: LEAD, attendance: null, nextAttendance: null, nextAttendanceAt: null };

describe('a question of a set', () => {
  it.each([
    ['counts for the candidate once the session is over', { isReleased: false }, null, false, true],
    ['counts for nobody before the session has started', { role: LEAD, hasStarted: false }, null, false, false],
    ['does not count for the candidate during the session', { isOver: false, isReleased: false }, null, false, false],
    ['counts for the panel during the session', { role: SHADOW, isOver: false, isReleased: false }, null, false, true],
    ['is not told to the candidate before the release', { isReleased: false }, null, true, false],
    ['is told to the candidate from the release on', {}, null, true, true],
    ['does not count if the session was not held', { spendsQuestions: false }, null, false, false],
    ['does not count for an absent person', { role: LEAD, isPresent: false }, null, false, false],
    ['does not count if it was not asked', {}, false, false, false],
    ['counts if it was asked', {}, true, false, true],
  ] as const)('%s', (_, change, asked, isOwnView, wanted) => {
    expect(isMet({ ...held, ...change }, asked, isOwnView)).toBe(wanted);
  });

  it.each([
    ['counts for the candidate from the end of the session on', {}, null, { role: null, isPresent: true, at: ends }],
    ['does not count for an absent candidate', { candidateAttendance: NO_SHOW }, null, { isPresent: false }],
    [
      'counts for a candidate who has read it, whatever people say later',
      { candidateAttendance: NO_SHOW, staysReleasedAt: ends },
      null,
      { isPresent: true, spendsQuestions: true, isReleased: true },
    ],
    ['counts for the panel from the start of the session on', {}, lead, { role: LEAD, isPresent: true, at: starts }],
    ['does not count for an absent interviewer', {}, { ...lead, attendance: NO_SHOW }, { isPresent: false }],
  ])('%s', (_, change, own, wanted) => {
    expect(partIn({ ...session, ...change }, [lead], own, ends)).toMatchObject(wanted);
  });

  it('counts as asked or as shadowed, depending on the seat', () => {
    expect([null, AssignmentRole.LEAD, AssignmentRole.CO_INTERVIEWER, AssignmentRole.SHADOW].map(kindBySeat)).toEqual([
      'ASKED',
      'ASKED_BY',
      'ASKED_BY',
      'SHADOWED',
    ]);
  });
});
