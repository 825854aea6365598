import {
  Difficulty,
  GuideNoteKind,
  RoundKind,
  TopicDepth,
  type GuideDocument,
  type RoundDocument,
} from './guide-document.js';
import { outlineOf } from './guide-outline.js';
import { referenceProblems, roundsOf } from './guide-document.rules.js';

const text = 'Something.';
const round = (key: string): RoundDocument => ({
  key,
  title: key,
  kind: RoundKind.CODING,
  minutes: 60,
  panelSize: 1,
  targetSessions: 2,
  weight: 1,
  summary: text,
  pacing: { from: 0, to: 1 },
  areas: ['code'],
  criteria: [
    { key: 'clarity', title: 'Clarity', competency: 'thinking', weight: 1, anchors: [text, text, text, text] },
  ],
});

const guide = (): GuideDocument => ({
  format: 'mockloop-guide/1',
  key: 'acme',
  company: 'Acme',
  role: 'Engineer',
  summary: text,
  difficulty: text,
  processWeeks: { min: 2, max: 4 },
  competencies: [{ key: 'thinking', title: 'Thinking', summary: text }],
  areas: [{ key: 'code', title: 'Code', summary: text, strongPerformance: text }],
  topics: [{ key: 'trees', area: 'code', title: 'Trees', summary: text, depth: TopicDepth.CORE }],
  tracks: [{ key: 'general', title: 'General', summary: text, emphasis: [{ topic: 'trees', weight: 2 }] }],
  stages: [{ key: 'onsite', title: 'Onsite', rounds: [round('one'), round('two')] }],
  skills: [],
  notes: [{ kind: GuideNoteKind.TIP, title: 'Tip', body: text, rounds: ['one'] }],
  questions: [
    {
      key: 'q',
      title: 'Q',
      topic: 'trees',
      kinds: [RoundKind.CODING],
      difficulty: Difficulty.EASY,
      prompt: text,
      hints: [text],
      lookFor: [text],
    },
  ],
});

const problems = (change: (document: GuideDocument) => void) => {
  const document = guide();
  change(document);
  return referenceProblems(document).map(({ path, expected, found }) => `${path}: ${expected}, not ${found}`);
};

describe('a guide document', () => {
  it('has its rounds in the order of its stages', () => {
    expect(roundsOf(guide()).map(({ round, path }) => [round.key, path])).toEqual([
      ['one', 'stages[0].rounds[0]'],
      ['two', 'stages[0].rounds[1]'],
    ]);
  });

  it.each<[string, (document: GuideDocument) => void, string[]]>([
    ['without mistakes', () => undefined, []],
    [
      'with a round twice',
      (d) => (d.stages[0]!.rounds[1]!.key = 'one'),
      ['stages[0].rounds[1].key: a key that is used once, not "one" again'],
    ],
    [
      'with a question twice',
      (d) => d.questions.push(d.questions[0]!),
      ['questions[1].key: a key that is used once, not "q" again'],
    ],
    [
      'with a criterion twice',
      (d) => d.stages[0]!.rounds[0]!.criteria.push(round('x').criteria[0]!),
      ['stages[0].rounds[0].criteria[1].key: a key that is used once, not "clarity" again'],
    ],
    [
      'with a topic of an unknown area',
      (d) => (d.topics[0]!.area = 'sea'),
      ['topics[0].area: the key of an area of this guide, not "sea"'],
    ],
    [
      'with a round of an unknown area',
      (d) => (d.stages[0]!.rounds[0]!.areas = ['sea']),
      ['stages[0].rounds[0].areas: the key of an area of this guide, not "sea"'],
    ],
    [
      'with a round of an unknown topic',
      (d) => (d.stages[0]!.rounds[0]!.topics = ['bees']),
      ['stages[0].rounds[0].topics: the key of a topic of this guide, not "bees"'],
    ],
    [
      'with a criterion of an unknown competency',
      (d) => (d.competencies[0]!.key = 'other'),
      [0, 1].map(
        (n) => `stages[0].rounds[${n}].criteria[0].competency: the key of a competency of this guide, not "thinking"`,
      ),
    ],
    [
      'with an emphasis on an unknown topic',
      (d) => (d.tracks[0]!.emphasis[0]!.topic = 'bees'),
      ['tracks[0].emphasis: the key of a topic of this guide, not "bees"'],
    ],
    [
      'with a note on an unknown round',
      (d) => (d.notes[0]!.rounds = ['three']),
      ['notes[0].rounds: the key of a round of this guide, not "three"'],
    ],
    [
      'with a question of an unknown topic',
      (d) => (d.questions[0]!.topic = 'bees'),
      ['questions[0].topic: the key of a topic of this guide, not "bees"'],
    ],
    [
      'with pacing that ends before it begins',
      (d) => (d.stages[0]!.rounds[0]!.pacing = { from: 0.5, to: 0.5 }),
      ['stages[0].rounds[0].pacing.to: a share of the runway after 0.5, not 0.5'],
    ],
    [
      'with a round that cannot yield two scorecards',
      (d) => (d.stages[0]!.rounds[0]!.targetSessions = 1),
      [
        'stages[0].rounds[0].targetSessions: at least 2 sessions where the panel has one interviewer, for two scorecards from two interviewers, not 1',
      ],
    ],
    [
      'with one session of a round whose panel has two interviewers',
      (d) => Object.assign(d.stages[0]!.rounds[0]!, { targetSessions: 1, panelSize: 2 }),
      [],
    ],
    [
      'with more weeks as the minimum than as the maximum',
      (d) => (d.processWeeks = { min: 6, max: 3 }),
      ['processWeeks.max: at least 6 weeks, not 3'],
    ],
  ])('%s has a message for each mistake', (_, change, expected) => expect(problems(change)).toEqual(expected));

  it.each([null, 'text', [], {}, { areas: 5, topics: [null, 7, { key: 3 }], stages: [{ rounds: [{}] }], notes: {} }])(
    'that is not a guide at all, such as %j, has no reference problems',
    (value) => expect(referenceProblems(outlineOf(value))).toEqual([]),
  );

  it('that has the right form has the same reference problems as its outline', () => {
    const document = guide();
    document.stages[0]!.rounds[0]!.areas = ['sea'];
    expect(referenceProblems(outlineOf(document))).toEqual(referenceProblems(document));
  });
});
