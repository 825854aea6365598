import { Attendance } from './session.rules.js';
import { stated, takesEffectAt, uncountedAbsence, type Statement } from './statements.rules.js';

const { ATTENDED, NO_SHOW, EXCUSED } = Attendance;

/** A session that ends on 2 March at 19:00; scorecards are due on 4 March at 19:00. */
const at = (text: string) => new Date(`2027-03-${text}:00Z`);
const deadlines = { endsAt: at('02T19:00'), dueAt: at('04T19:00') };

const says = (speakerId: string, personId: string, attendance: Attendance, when = '02T18:30'): Statement =>
  stated(undefined, { speakerId, personId, attendance, at: at(when) });
const boMissing = says('ana', 'bo', NO_SHOW);

describe('a statement', () => {
  it('starts again after a change of mind, but not when an absence is only excused', () => {
    const before = says('ana', 'bo', NO_SHOW, '02T18:10');
    const excused = stated(before, { ...before, attendance: EXCUSED, at: at('04T18:00') });
    expect(excused.absentSince).toEqual(at('02T18:10'));
    const back = stated(excused, { ...excused, attendance: ATTENDED, at: at('04T18:10') });
    expect(back.absentSince).toBeNull();
    expect(stated(back, { ...back, attendance: NO_SHOW, at: at('04T18:20') }).absentSince).toEqual(at('04T18:20'));
  });

  it('that does not count is shown, and marked as contested if another person says otherwise', () => {
    const contested = [boMissing, says('cy', 'bo', ATTENDED)];
    expect(uncountedAbsence('bo', contested, ATTENDED)).toMatchObject({ speakerId: 'ana', contested: true });
    expect(uncountedAbsence('bo', [boMissing], null)).toMatchObject({ attendance: NO_SHOW, contested: false });
    expect(uncountedAbsence('bo', [boMissing], NO_SHOW)).toBeNull();
    expect(uncountedAbsence('cy', [boMissing], null)).toBeNull();
  });
});

describe('a stated absence takes effect', () => {
  const said = (speaker: string, when: string, isDecision = false) => ({
    ...says(speaker, 'bo', NO_SHOW, when),
    isDecision,
  });

  const present = (speaker: string) => ({ ...says(speaker, 'bo', ATTENDED), isDecision: false });

  it.each([
    ['when scorecards are due', said('ana', '02T18:30'), [], '04T19:00'],
    ['24 hours later, if that is after the due time', said('ana', '04T12:00'), [], '05T12:00'],
    ['never by itself if it comes after the due time', said('ana', '04T20:00'), [], null],
    ['when scorecards are due if the person says it before the end', said('bo', '02T18:30'), [], '04T19:00'],
    ['never by itself if the person says it after the end', said('bo', '02T20:00'), [], null],
    ['at once if a second person has said so', said('ana', '04T20:00'), [said('cy', '02T20:00')], '04T20:00'],
    ['once a second person says so, too', said('ana', '02T20:00'), [said('cy', '04T20:00')], '04T20:00'],
    ['never while another person says otherwise', said('ana', '02T18:30'), [present('cy')], null],
    ['at once if it is a decision', said('org', '06T10:00', true), [], '06T10:00'],
  ])('%s', (_, one, others, expected) => {
    expect(takesEffectAt(one, [one, ...others], deadlines)).toEqual(expected === null ? null : at(expected));
  });
});
