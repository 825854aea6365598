import { kitNews, KitNews, kitStatus } from './kit.rules.js';

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

const seen = { isEmpty: false, isInterviewer: true, revision: 2, openedRevision: 2, isOutOfDate: false };

describe('news about a kit', () => {
  it.each([
    ['does not exist for members who have opened the current kit', {}, null],
    ['tells members to open a kit for the first time', { openedRevision: null, isOutOfDate: true }, KitNews.NEW],
    ['tells members that a set changed since they opened it', { openedRevision: 1 }, KitNews.CHANGED],
    ['tells members that opening the kit replaces a question', { isOutOfDate: true }, KitNews.OUT_OF_DATE],
    ['tells interviewers that the set is empty', { isEmpty: true, openedRevision: null }, KitNews.EMPTY],
    ['tells shadows nothing about an empty set', { isEmpty: true, isInterviewer: false }, null],
  ])('%s', (_, change, wanted) => {
    expect(kitNews({ ...seen, ...change })).toBe(wanted);
  });
});
