import { fieldProblem, type FieldProblem } from '../common/errors.js';
import type { GuideDocument, RoundDocument } from './guide-document.js';

/** The rounds of a guide in the order of its process, with the place of each in the document. */
export const roundsOf = (guide: GuideDocument) =>
  guide.stages.flatMap((stage, s) =>
    stage.rounds.map((round, r) => ({ round, stage, path: `stages[${s}].rounds[${r}]` })),
  );

/**
 * Keys must be unique, and everything that the guide refers to must be there. Empty keys and NaN stand for what
 * the schema has refused already, and are passed over.
 */
export function referenceProblems(guide: GuideDocument): FieldProblem[] {
  const rounds = roundsOf(guide);
  const roundKeys = rounds.map(({ round }) => round.key);
  const { competencies, areas, topics, tracks, stages, skills, questions } = guide;
  const lists = { competencies, areas, topics, tracks, stages, skills, questions };
  const roundPaths = rounds.map(({ path }) => path);
  return [
    ...Object.entries(lists).flatMap(([name, items]) => repeated(keysOf(items), (n) => `${name}[${n}]`)),
    ...repeated(roundKeys, (n) => roundPaths[n]!),
    ...topics.flatMap((topic, n) => unknown(`topics[${n}].area`, 'area', [topic.area], keysOf(areas))),
    ...tracks.flatMap((track, n) => {
      const named = track.emphasis.map(({ topic }) => topic);
      return unknown(`tracks[${n}].emphasis`, 'topic', named, keysOf(topics));
    }),
    ...rounds.flatMap(({ round, path }) => roundProblems(round, path, guide)),
    ...guide.notes.flatMap((note, n) => unknown(`notes[${n}].rounds`, 'round', note.rounds, roundKeys)),
    ...questions.flatMap((question, n) => unknown(`questions[${n}].topic`, 'topic', [question.topic], keysOf(topics))),
    ...weeksProblems(guide),
  ];
}

function roundProblems(round: RoundDocument, path: string, { areas, topics, competencies }: GuideDocument) {
  const { from, to } = round.pacing;
  return [
    ...unknown(`${path}.areas`, 'area', round.areas, keysOf(areas)),
    ...unknown(`${path}.topics`, 'topic', round.topics ?? [], keysOf(topics)),
    ...repeated(keysOf(round.criteria), (n) => `${path}.criteria[${n}]`),
    ...round.criteria.flatMap((criterion, n) =>
      unknown(`${path}.criteria[${n}].competency`, 'competency', [criterion.competency], keysOf(competencies)),
    ),
    ...(from >= to ? [fieldProblem(`${path}.pacing.to`, `a share of the runway after ${from}`, String(to))] : []),
    ...gateProblems(round, path),
  ];
}

/** Readiness needs two scorecards from two interviewers, so every round must have room for them. */
function gateProblems({ targetSessions, panelSize }: RoundDocument, path: string): FieldProblem[] {
  if (!(targetSessions * panelSize < 2)) return [];
  const expected = 'at least 2 sessions where the panel has one interviewer, for two scorecards from two interviewers';
  return [fieldProblem(`${path}.targetSessions`, expected, String(targetSessions))];
}

function weeksProblems({ processWeeks: { min, max } }: GuideDocument): FieldProblem[] {
  return min > max ? [fieldProblem('processWeeks.max', `at least ${min} weeks`, String(max))] : [];
}

const keysOf = (items: readonly { key: string }[]): string[] => items.map(({ key }) => key);

function repeated(keys: readonly string[], pathOf: (place: number) => string): FieldProblem[] {
  const seen = new Set(['']);
  return keys.flatMap((key, n) => {
    const isNew = key === '' || !seen.has(key);
    seen.add(key);
    return isNew ? [] : [fieldProblem(`${pathOf(n)}.key`, 'a key that is used once', `"${key}" again`)];
  });
}

/** If the list that keys refer to is missing, that is the only problem; the references are not reported. */
function unknown(path: string, what: string, named: readonly string[], known: readonly string[]): FieldProblem[] {
  if (known.length === 0) return [];
  return named
    .filter((key) => key !== '' && !known.includes(key))
    .map((key) => fieldProblem(path, `the key of ${article(what)} of this guide`, `"${key}"`));
}

const article = (noun: string) => (/^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`);
