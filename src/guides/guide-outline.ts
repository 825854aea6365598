import type { GuideDocument } from './guide-document.js';

type Given = Record<string, unknown>;

/**
 * A value that may be no guide at all, in the shape that the rules about references need: what is missing or of a wrong
 * type becomes empty or NaN, which the rules ignore, because the schema already reports it.
 */
export function outlineOf(value: unknown): GuideDocument {
  const guide = given(value);
  const outline = {
    processWeeks: numbersOf(guide.processWeeks, ['min', 'max']),
    competencies: keyed(guide.competencies),
    areas: keyed(guide.areas),
    topics: keyed(guide.topics, ({ area }) => ({ area: text(area) })),
    tracks: keyed(guide.tracks, ({ emphasis }) => ({
      emphasis: list(emphasis).map(({ topic }) => ({ topic: text(topic) })),
    })),
    stages: keyed(guide.stages, ({ rounds }) => ({ rounds: keyed(rounds, roundOf) })),
    skills: keyed(guide.skills),
    notes: list(guide.notes).map(({ rounds }) => ({ rounds: texts(rounds) })),
    questions: keyed(guide.questions, ({ topic }) => ({ topic: text(topic) })),
  };
  return outline as unknown as GuideDocument;
}

const roundOf = ({ areas, topics, criteria, pacing, ...round }: Given) => ({
  ...numbersOf(round, ['panelSize', 'targetSessions']),
  areas: texts(areas),
  topics: texts(topics),
  criteria: keyed(criteria, ({ competency }) => ({ competency: text(competency) })),
  pacing: numbersOf(pacing, ['from', 'to']),
});

const given = (value: unknown): Given => (typeof value === 'object' && value !== null ? (value as Given) : {});
const list = (value: unknown): Given[] => (Array.isArray(value) ? value.map(given) : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(text) : []);

const keyed = (value: unknown, more: (item: Given) => object = () => ({})) =>
  list(value).map((item) => ({ key: text(item.key), ...more(item) }));

function numbersOf(value: unknown, names: string[]): Record<string, number> {
  const of = given(value);
  return Object.fromEntries(names.map((name) => [name, typeof of[name] === 'number' ? of[name] : NaN]));
}
