import type { CriterionDocument } from './guide-document.js';
import type { Guide, GuideOutline } from './guide.entity.js';
import type { Round } from './round.entity.js';

type Of<K extends keyof GuideOutline> = GuideOutline[K] extends (infer E)[] ? E : never;

export type CompetencyView = Of<'competencies'>;
type StageView = Of<'stages'> & { position: number; rounds: RoundView[] };
type AreaView = Of<'areas'> & { rounds: RoundView[]; topics: TopicView[] };
export type TopicView = Omit<Of<'topics'>, 'area'> & { area: AreaView };
export type CriterionView = Omit<CriterionDocument, 'competency' | 'anchors'> & {
  competency: CompetencyView;
  anchors: { level: number; behavior: string }[];
};
export type RoundView = Omit<Round, 'criteria'> & {
  stage: StageView;
  pacing: { from: number; to: number };
  areas: AreaView[];
  topics: TopicView[];
  criteria: CriterionView[];
};

/** A guide with its references followed: each part leads to the parts that it names. */
export interface GuideView {
  grace: number;
  tracks: (Omit<Of<'tracks'>, 'emphasis'> & { emphasis: { topic: TopicView; weight: number }[] })[];
  stages: StageView[];
  rounds: RoundView[];
  competencies: CompetencyView[];
  areas: AreaView[];
  topics: TopicView[];
  notes: (Omit<Of<'notes'>, 'rounds'> & { rounds: RoundView[] })[];
}

/** Real loops tolerate one slightly weaker round: a 2.5 lies between no and yes. */
const GRACE = 0.5;

const byKey = <T extends { key: string }>(things: readonly T[]) => {
  const found = new Map(things.map((thing) => [thing.key, thing]));
  return (key: string) => found.get(key)!;
};

/** Lets areas and stages know what refers to them. */
function linkBack(topics: readonly TopicView[], rounds: readonly RoundView[]): void {
  for (const topic of topics) topic.area.topics.push(topic);
  for (const round of rounds) {
    round.stage.rounds.push(round);
    for (const area of round.areas) area.rounds.push(round);
  }
}

/** Builds the view from the row and the rounds, which the importer has checked: every reference leads somewhere. */
export function viewGuide({ outline }: Pick<Guide, 'outline'>, rows: readonly Round[]): GuideView {
  const areas: AreaView[] = outline.areas.map((area) => ({ ...area, rounds: [], topics: [] }));
  const areaOf = byKey(areas);
  const topics: TopicView[] = outline.topics.map((topic) => ({ ...topic, area: areaOf(topic.area) }));
  const topicOf = byKey(topics);
  const stages: StageView[] = outline.stages.map((stage, position) => ({ ...stage, position, rounds: [] }));
  const stageOf = byKey(stages);
  const competencyOf = byKey(outline.competencies);

  const rounds = rows.map((row): RoundView => {
    return Object.assign(Object.create(Object.getPrototypeOf(row) as object) as RoundView, row, {
      stage: stageOf(row.stageKey),
      pacing: { from: row.pacingFrom, to: row.pacingTo },
      areas: row.areaKeys.map(areaOf),
      topics: row.topicKeys.map(topicOf),
      criteria: row.criteria.map((criterion) => ({
        ...criterion,
        competency: competencyOf(criterion.competency),
        anchors: criterion.anchors.map((behavior, n) => ({ level: n + 1, behavior })),
      })),
    });
  });
  linkBack(topics, rounds);
  const roundOf = byKey(rounds);
  return {
    grace: outline.grace ?? GRACE,
    tracks: outline.tracks.map((track) => ({
      ...track,
      emphasis: track.emphasis.map(({ topic, weight }) => ({ topic: topicOf(topic), weight })),
    })),
    stages,
    rounds,
    competencies: outline.competencies,
    areas,
    topics,
    notes: outline.notes.map((note) => ({ ...note, rounds: note.rounds.map(roundOf) })),
  };
}
