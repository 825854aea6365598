import { mayReadNote, mayReadScorecard, mayReadSelfAssessment, type Sight } from './visibility.rules.js';

const other: Sight = {
  isAuthor: false,
  isCandidate: false,
  hasSubmittedOwn: false,
  isSubmitted: true,
  isShadows: false,
  isReleased: false,
};

const viewers: Record<string, Partial<Sight>> = {
  author: { isAuthor: true },
  candidate: { isCandidate: true },
  'panel, submitted': { hasSubmittedOwn: true },
  'panel, owing': {},
  'anybody else': {},
};

describe('who reads a scorecard', () => {
  it.each([
    ['a draft', { isSubmitted: false }, ['author']],
    ['a draft after release', { isSubmitted: false, isReleased: true }, ['author']],
    ['submitted, not released', {}, ['author']],
    ['released', { isReleased: true }, ['author', 'candidate', 'panel, submitted']],
    ["a shadow's, not released", { isShadows: true }, ['author']],
    ["a shadow's, released", { isShadows: true, isReleased: true }, ['author', 'panel, submitted']],
  ])('%s: %j', (_, card, readers) => {
    const allowed = Object.keys(viewers).filter((name) => mayReadScorecard({ ...other, ...card, ...viewers[name] }));
    expect(allowed).toEqual(readers);
  });
});

describe('who reads a self-assessment', () => {
  it.each([
    ['before release', false, ['candidate']],
    ['after release', true, ['candidate', 'panel, submitted']],
  ])('%s', (_, isReleased, readers) => {
    const allowed = Object.keys(viewers).filter((name) =>
      mayReadSelfAssessment({ ...other, isReleased, ...viewers[name], isAuthor: false } as Sight),
    );
    expect(allowed).toEqual(readers);
  });
});

describe('who reads a note to an interviewer', () => {
  it.each([
    ['addressed to the reader', true, ['candidate', 'panel, submitted']],
    ['addressed to another interviewer', false, ['candidate']],
  ])('%s', (_, isAddressee, readers) => {
    const allowed = Object.keys(viewers).filter((name) => mayReadNote({ ...other, ...viewers[name], isAddressee }));
    expect(allowed).toEqual(readers);
  });
});
