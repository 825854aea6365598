import { AssignmentRole, Attendance } from '../sessions/session.rules.js';
import {
  completed,
  draftProblems,
  isEverythingIn,
  type RatingContents,
  Recommendation,
  type ScorecardContents,
  selfAssessmentProblems,
  submissionProblems,
} from './scorecard.rules.js';

const criteria = ['clarity', 'depth'];
const rating = (criterionKey: string, level: number | null, evidence = 'seen'): RatingContents => ({
  criterionKey,
  level,
  evidence,
});
const card = (changes: Partial<ScorecardContents> = {}): ScorecardContents => ({
  ratings: [rating('clarity', 3), rating('depth', null, '')],
  recommendation: Recommendation.HIRE,
  strengths: '',
  growthAreas: '',
  ...changes,
});

const paths = (problems: { path: string }[]) => problems.map(({ path }) => path);

describe('a scorecard', () => {
  it.each<[string, Partial<ScorecardContents>, string[]]>([
    ['with a level and its evidence', {}, []],
    ['with an unknown criterion', { ratings: [rating('charm', 3)] }, ['ratings[0].criterionKey']],
    ['with a criterion twice', { ratings: [rating('clarity', 3), rating('clarity', 2)] }, ['ratings[1].criterionKey']],
    ['with level 0', { ratings: [rating('clarity', 0)] }, ['ratings[0].level']],
    ['with level 5', { ratings: [rating('clarity', 5)] }, ['ratings[0].level']],
    ['with level 2.5', { ratings: [rating('clarity', 2.5)] }, ['ratings[0].level']],
  ])('%s has the same problems as a draft and when it is submitted', (_, changes, expected) => {
    expect(paths(draftProblems(card(changes), criteria))).toEqual(expected);
    expect(paths(submissionProblems(card(changes), criteria))).toEqual(expected);
  });

  it.each<[string, Partial<ScorecardContents>, string[]]>([
    ['without evidence', { ratings: [rating('clarity', 3, '  ')] }, ['ratings[0].evidence']],
    ['without a recommendation', { recommendation: null }, ['recommendation']],
    ['undecided, without a word', { recommendation: Recommendation.NO_DECISION }, ['strengths']],
    [
      'undecided, with growth areas',
      { recommendation: Recommendation.NO_DECISION, growthAreas: 'We ran out of time.' },
      [],
    ],
    ['with a verdict and no level', { ratings: [] }, ['ratings']],
    ['with a verdict and a criterion that was not assessed', { ratings: [rating('clarity', null)] }, ['ratings']],
    [
      'undecided, with words and no level',
      { ratings: [], recommendation: Recommendation.NO_DECISION, strengths: 'Calm.' },
      [],
    ],
  ])('%s is valid as a draft, and is checked when it is submitted', (_, changes, expected) => {
    expect(draftProblems(card(changes), criteria)).toEqual([]);
    expect(paths(submissionProblems(card(changes), criteria))).toEqual(expected);
  });
});

describe('a self-assessment', () => {
  it.each([
    ['is valid with a level and no reason', [rating('clarity', 3, '')], []],
    ['is refused without any level', [rating('clarity', null)], ['ratings']],
    ['is refused without any rating', [], ['ratings']],
    ['is refused with level 5', [rating('clarity', 5)], ['ratings[0].level']],
  ])('%s', (_, ratings, expected) => {
    expect(paths(selfAssessmentProblems(ratings, criteria))).toEqual(expected);
  });
});

describe('a field that is left out', () => {
  it('keeps its last value', () => {
    const before = card({ strengths: 'Calm.' });
    expect(completed({}, before)).toEqual(before);
    expect(completed({ ratings: [], strengths: null, recommendation: null }, before)).toEqual(
      card({ ratings: [], strengths: '', recommendation: null }),
    );
    expect(completed({}, null)).toEqual({ ratings: [], recommendation: null, strengths: '', growthAreas: '' });
  });
});

describe('all scorecards are in', () => {
  const seat = (
    memberId: string,
    role = AssignmentRole.LEAD,
    attendance: Attendance | null = null,
    cardWaivedAt: Date | null = null,
  ) => ({
    memberId,
    role,
    attendance,
    nextAttendance: null,
    nextAttendanceAt: null,
    cardWaivedAt,
  });
  const { CO_INTERVIEWER, SHADOW } = AssignmentRole;
  it.each([
    ['when both have submitted', [seat('ana'), seat('bo', CO_INTERVIEWER)], ['ana', 'bo'], true],
    ['not while one interviewer owes a scorecard', [seat('ana'), seat('bo', CO_INTERVIEWER)], ['ana'], false],
    ['when the other was absent', [seat('ana'), seat('bo', CO_INTERVIEWER, Attendance.NO_SHOW)], ['ana'], true],
    ['when the other has left the group', [seat('ana'), seat('bo', CO_INTERVIEWER, null, new Date(0))], ['ana'], true],
    ['without waiting for a shadow', [seat('ana'), seat('bo', SHADOW)], ['ana'], true],
    [
      "not with a shadow's scorecard alone",
      [seat('ana', AssignmentRole.LEAD, Attendance.NO_SHOW), seat('bo', SHADOW)],
      ['bo'],
      false,
    ],
    [
      "not with an absent author's scorecard alone",
      [seat('ana', AssignmentRole.LEAD, Attendance.NO_SHOW)],
      ['ana'],
      false,
    ],
    ['not without any scorecard', [seat('ana', AssignmentRole.LEAD, null, new Date(0))], [], false],
  ])('%s', (_, panel, submitted, expected) => {
    expect(isEverythingIn(panel, new Set(submitted), new Date(0))).toBe(expected);
  });
});
