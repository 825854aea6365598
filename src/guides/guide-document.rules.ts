import { fieldProblem, type FieldProblem } from '../common/errors.js';
import type { GuideDocument, RoundDocument } from './guide-document.js';

/** The rounds of a guide in the order of its process, with the place of each in the document. */
export const roundsOf = (guide: GuideDocument) =>
  guide.stages.flatMap((stage, s) =>
    stage.rounds.map((round, r) => ({ round, stage, path: `stages[${s}].rounds[${r}]` })),
  );

/** A guide means what it says only if its keys are unique and whatever it refers to is there. */
export function referenceProblems(guide: GuideDocument): FieldProblem[] {
  const rounds = roundsOf(guide);
  const roundKeys = rounds.map(({ round }) => round.key);
  const areaKeys = guide.areas.map(({ key }) => key);
  const topicKeys = guide.topics.map(({ key }) => key);
  const competencyKeys = guide.competencies.map(({ key }) => key);
  return [
    ...repeated('competencies', competencyKeys),
    ...repeated('areas', areaKeys),
    ...repeated('topics', topicKeys),
    ...repeated(
      'tracks',
      guide.tracks.map(({ key }) => key),
    ),
    ...repeated(
      'stages',
      guide.stages.map(({ key }) => key),
    ),
    ...repeated(
      'skills',
      guide.skills.map(({ key }) => key),
    ),
    ...repeated(
      'questions',
      guide.questions.map(({ key }) => key),
    ),
    ...rounds.flatMap(({ round, path }, n) =>
      roundKeys.indexOf(round.key) < n ? [twice(`${path}.key`, round.key)] : [],
    ),
    ...guide.topics.flatMap((topic, n) => unknown(`topics[${n}].area`, 'area', [topic.area], areaKeys)),
    ...guide.tracks.flatMap((track, n) => {
      const named = track.emphasis.map(({ topic }) => topic);
      return unknown(`tracks[${n}].emphasis`, 'topic', named, topicKeys);
    }),
    ...rounds.flatMap(({ round, path }) => roundProblems(round, path, areaKeys, topicKeys, competencyKeys)),
    ...guide.notes.flatMap((note, n) => unknown(`notes[${n}].rounds`, 'round', note.rounds, roundKeys)),
    ...guide.questions.flatMap((question, n) => unknown(`questions[${n}].topic`, 'topic', [question.topic], topicKeys)),
    ...weeksProblems(guide),
  ];
}

function roundProblems(round: RoundDocument, path: string, areas: string[], topics: string[], competencies: string[]) {
  const { from, to } = round.pacing;
  return [
    ...unknown(`${path}.areas`, 'area', round.areas, areas),
    ...unknown(`${path}.topics`, 'topic', round.topics ?? [], topics),
    ...repeated(
      `${path}.criteria`,
      round.criteria.map(({ key }) => key),
    ),
    ...round.criteria.flatMap((criterion, n) =>
      unknown(`${path}.criteria[${n}].competency`, 'competency', [criterion.competency], competencies),
    ),
    ...(from < to ? [] : [fieldProblem(`${path}.pacing.to`, `a share of the runway after ${from}`, String(to))]),
  ];
}

function weeksProblems({ processWeeks: { min, max } }: GuideDocument): FieldProblem[] {
  return min <= max ? [] : [fieldProblem('processWeeks.max', `at least ${min} weeks`, String(max))];
}

const twice = (path: string, key: string) => fieldProblem(path, 'a key that is used once', `"${key}" again`);

const repeated = (path: string, keys: string[]) =>
  keys.flatMap((key, n) => (keys.indexOf(key) < n ? [twice(`${path}[${n}].key`, key)] : []));

const unknown = (path: string, what: string, named: string[], known: string[]) =>
  named
    .filter((key) => !known.includes(key))
    .map((key) => fieldProblem(path, `the key of ${article(what)} of this guide`, `"${key}"`));

const article = (noun: string) => (/^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`);
