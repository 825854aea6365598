import fc from 'fast-check';
import {
  attendanceAsOf,
  isDecidedAbsent,
  scheduleOf,
  type AttendanceFacts,
  type Decision,
} from './attendance.rules.js';
import { Attendance, wasPresent } from './session.rules.js';
import { stated, type Statement } from './statements.rules.js';

const { ATTENDED, LATE, NO_SHOW, EXCUSED } = Attendance;

/** Ana's session of 2 March, 18:00 to 19:00, with Bo and Cy; scorecards are due on 4 March at 19:00. */
const at = (text: string) => new Date(`2027-03-${text}:00Z`);
const DUE = '04T19:00';

/** A statement such as "Bo says at 18:30 that Ana did not come". */
const says = (speakerId: string, personId: string, attendance: Attendance, when = '02T18:30'): Statement =>
  stated(undefined, { speakerId, personId, attendance, at: at(when) });

const decides = (personId: string, attendance: Attendance, when = '02T20:00'): Decision => ({
  personId,
  attendance,
  at: at(when),
});

const facts = (statements: Statement[], more: Partial<AttendanceFacts> = {}): AttendanceFacts => ({
  candidateId: 'ana',
  interviewerIds: ['bo', 'cy'],
  statements,
  decisions: [],
  graderIds: new Set(),
  endsAt: at('02T19:00'),
  dueAt: at(DUE),
  releasedAt: null,
  ...more,
});

const counts = (personId: string, statements: Statement[], now: string, more: Partial<AttendanceFacts> = {}) =>
  attendanceAsOf(personId, facts(statements, more), at(now));

const anaMissing = says('bo', 'ana', NO_SHOW);
const boMissing = says('ana', 'bo', NO_SHOW);

describe('who counts as present', () => {
  it.each<[string, string, Statement[], Partial<AttendanceFacts>, string, Attendance | null]>([
    ['a person of whom nothing is said', 'bo', [], {}, '30T00:00', null],
    // Two people agree.
    ['two who agree, at once', 'bo', [boMissing, says('cy', 'bo', NO_SHOW)], {}, '02T18:31', NO_SHOW],
    ['the person and one other', 'bo', [boMissing, says('bo', 'bo', EXCUSED)], {}, '02T18:31', NO_SHOW],
    ['two, while a third says otherwise', 'ana', [anaMissing, says('cy', 'ana', LATE)], {}, '30T00:00', LATE],
    [
      'two, while the person says otherwise',
      'bo',
      [boMissing, says('cy', 'bo', NO_SHOW), says('bo', 'bo', ATTENDED)],
      {},
      '30T00:00',
      ATTENDED,
    ],
    // Only one person says so.
    ['one alone, before the due time', 'bo', [boMissing], {}, '04T18:59', null],
    ['one alone, from the due time on', 'bo', [boMissing], {}, DUE, NO_SHOW],
    [
      'one alone, said an hour before the due time, within 24 hours',
      'bo',
      [says('ana', 'bo', NO_SHOW, '04T18:00')],
      {},
      '05T17:59',
      null,
    ],
    [
      'one alone, said an hour before the due time, after 24 hours',
      'bo',
      [says('ana', 'bo', NO_SHOW, '04T18:00')],
      {},
      '05T18:00',
      NO_SHOW,
    ],
    ['one alone, said after the due time', 'bo', [says('ana', 'bo', NO_SHOW, '04T19:00')], {}, '30T00:00', null],
    ['oneself, before the end', 'bo', [says('bo', 'bo', NO_SHOW)], {}, DUE, NO_SHOW],
    ['oneself, after the end', 'bo', [says('bo', 'bo', NO_SHOW, '02T19:00')], {}, '30T00:00', null],
    [
      'one alone, contradicted by another',
      'bo',
      [boMissing, says('cy', 'bo', ATTENDED, '05T00:00')],
      {},
      '06T00:00',
      ATTENDED,
    ],
    // A scorecard shows who came.
    [
      'an author, before the due time',
      'bo',
      [boMissing, says('cy', 'bo', NO_SHOW)],
      { graderIds: new Set(['bo']) },
      '04T18:59',
      NO_SHOW,
    ],
    [
      'an author, from the due time on',
      'bo',
      [boMissing, says('cy', 'bo', NO_SHOW)],
      { graderIds: new Set(['bo']) },
      DUE,
      null,
    ],
    [
      'an author, from the release on',
      'bo',
      [boMissing, says('cy', 'bo', NO_SHOW)],
      { graderIds: new Set(['bo']), releasedAt: at('03T00:00') },
      '03T00:00',
      null,
    ],
    [
      'the candidate of a scorecard, though two say otherwise',
      'ana',
      [anaMissing, says('cy', 'ana', NO_SHOW)],
      { graderIds: new Set(['bo']) },
      DUE,
      null,
    ],
    [
      'the other interviewer, who wrote none',
      'cy',
      [says('ana', 'cy', NO_SHOW)],
      { graderIds: new Set(['bo']) },
      DUE,
      NO_SHOW,
    ],
    // An organizer decides.
    ['a decision, at once', 'bo', [], { decisions: [decides('bo', NO_SHOW)] }, '02T20:00', NO_SHOW],
    [
      'a decision against a scorecard',
      'bo',
      [],
      { decisions: [decides('bo', EXCUSED)], graderIds: new Set(['bo']) },
      '30T00:00',
      EXCUSED,
    ],
    [
      'a decision against two',
      'bo',
      [boMissing, says('cy', 'bo', NO_SHOW)],
      { decisions: [decides('bo', ATTENDED)] },
      '30T00:00',
      ATTENDED,
    ],
    [
      'the newest of two decisions',
      'bo',
      [],
      { decisions: [decides('bo', NO_SHOW), decides('bo', ATTENDED, '03T00:00')] },
      '30T00:00',
      ATTENDED,
    ],
    [
      'a decision that two of three contradict',
      'bo',
      [says('ana', 'bo', ATTENDED, '03T00:00'), says('cy', 'bo', ATTENDED, '03T00:00')],
      { decisions: [decides('bo', NO_SHOW)] },
      '30T00:00',
      NO_SHOW,
    ],
    [
      'a decision that everybody contradicts later',
      'bo',
      ['ana', 'bo', 'cy'].map((speaker) => says(speaker, 'bo', ATTENDED, '03T00:00')),
      { decisions: [decides('bo', NO_SHOW)] },
      '30T00:00',
      ATTENDED,
    ],
    [
      'a decision that everybody contradicted before it was made',
      'bo',
      ['ana', 'bo', 'cy'].map((speaker) => says(speaker, 'bo', ATTENDED)),
      { decisions: [decides('bo', NO_SHOW)] },
      '30T00:00',
      NO_SHOW,
    ],
    // An absence is excused.
    [
      'an interviewer whom the candidate excuses',
      'bo',
      [says('ana', 'bo', EXCUSED), says('cy', 'bo', NO_SHOW)],
      {},
      '02T18:31',
      EXCUSED,
    ],
    [
      'an interviewer whom only another interviewer excuses',
      'bo',
      [boMissing, says('cy', 'bo', EXCUSED)],
      {},
      '02T18:31',
      NO_SHOW,
    ],
    [
      'the candidate whom one interviewer excuses',
      'ana',
      [anaMissing, says('cy', 'ana', EXCUSED)],
      {},
      '02T18:31',
      EXCUSED,
    ],
  ])('%s', (_, personId, statements, more, now, expected) => {
    expect(counts(personId, statements, now, more)).toBe(expected);
  });

  it('also says who will count as present later, by the clock alone', () => {
    expect(scheduleOf('bo', facts([boMissing]), at('03T00:00'))).toEqual({
      attendance: null,
      nextAttendance: NO_SHOW,
      nextAttendanceAt: at(DUE),
    });
    const graded = facts([boMissing, says('cy', 'bo', NO_SHOW)], { graderIds: new Set(['bo']) });
    expect(scheduleOf('bo', graded, at('03T00:00'))).toEqual({
      attendance: NO_SHOW,
      nextAttendance: null,
      nextAttendanceAt: at(DUE),
    });
    expect(scheduleOf('bo', facts([boMissing]), at('05T00:00'))).toEqual({
      attendance: NO_SHOW,
      nextAttendance: null,
      nextAttendanceAt: null,
    });
  });
});

describe('for any statements', () => {
  const person = fc.constantFrom('ana', 'bo', 'cy');
  const moment = fc.constantFrom('02T18:10', '02T18:50', '02T20:00', '04T18:30', '04T20:00', '06T08:00');
  const statement = fc
    .tuple(person, person, fc.constantFrom(ATTENDED, LATE, NO_SHOW, EXCUSED), moment)
    .map((parts) => says(...parts));
  const standing = (statements: Statement[]) => [
    ...new Map(statements.map((each) => [`${each.speakerId} ${each.personId}`, each])).values(),
  ];
  const statements = fc.array(statement, { maxLength: 9 }).map(standing);
  const instants = ['02T18:00', '02T19:00', '03T00:00', DUE, '05T18:30', '30T00:00'].map(at);

  it('one person alone makes nobody absent before the due time', () => {
    fc.assert(
      fc.property(statements, person, (said, alone) => {
        const own = said.filter(({ speakerId }) => speakerId === alone);
        for (const id of ['ana', 'bo', 'cy'])
          expect(wasPresent(attendanceAsOf(id, facts(own), at('04T18:59')))).toBe(true);
      }),
      { seed: 20270331 },
    );
  });

  it('a scorecard makes its author and the candidate count as present, once the feedback is due', () => {
    fc.assert(
      fc.property(statements, (said) => {
        const graded = facts(said, { graderIds: new Set(['bo']) });
        for (const id of ['ana', 'bo']) expect(wasPresent(attendanceAsOf(id, graded, at(DUE)))).toBe(true);
      }),
      { seed: 20270331 },
    );
  });

  it('before the release and the due time nothing reveals whether a scorecard exists', () => {
    fc.assert(
      fc.property(statements, person, (said, id) => {
        const [bare, graded] = [facts(said), facts(said, { graderIds: new Set(['bo', 'cy']) })];
        for (const now of instants.filter((each) => each < at(DUE)))
          expect(attendanceAsOf(id, graded, now)).toBe(attendanceAsOf(id, bare, now));
      }),
      { seed: 20270331 },
    );
  });

  it('the stored schedule gives what counts at each later instant', () => {
    fc.assert(
      fc.property(statements, person, fc.subarray(['bo', 'cy']), (said, id, graders) => {
        const given = facts(said, { graderIds: new Set(graders) });
        for (const made of instants) {
          const { attendance, nextAttendance, nextAttendanceAt } = scheduleOf(id, given, made);
          for (const later of instants.filter((each) => each >= made)) {
            const expected = nextAttendanceAt !== null && nextAttendanceAt <= later ? nextAttendance : attendance;
            expect(attendanceAsOf(id, given, later)).toBe(expected);
          }
        }
      }),
      { seed: 20270331 },
    );
  });

  it('statements alone never make a decision', () => {
    fc.assert(fc.property(statements, person, (said, id) => expect(isDecidedAbsent(id, facts(said))).toBe(false)));
  });
});
