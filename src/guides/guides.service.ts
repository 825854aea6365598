import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '../common/context.js';
import { DomainError, fieldProblem, invalidInput, notFound } from '../common/errors.js';
import { newId, type Ref } from '../common/ids.js';
import { inTransaction, lockGroup } from '../common/transaction.js';
import { memberFor } from '../groups/groups.access.js';
import { Throttle } from '../people/throttle.js';
import type { GuideDocument } from './guide-document.js';
import { roundsOf } from './guide-document.rules.js';
import { readApart } from './guide-reader.js';
import { Guide } from './guide.entity.js';
import type { ImportGuideInput } from './guides.graphql.js';
import { libraryGuides } from './library.js';
import { Question } from './question.entity.js';
import { Round } from './round.entity.js';

const MOST_GUIDES = 50;

/** Guides. They are imported and never change. */
@Injectable()
export class GuidesService {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(Throttle) private readonly throttle: Throttle,
  ) {}

  async library(): Promise<GuideDocument[]> {
    return [...(await libraryGuides()).values()];
  }

  /** Imports a guide as the next edition of its key. Reading one takes a while, so a person imports one at a time. */
  async importGuide(actor: Actor, input: ImportGuideInput): Promise<Guide> {
    await memberFor(this.db.manager, actor, input.groupId.id, 'importGuide');
    return this.throttle.alone('import', actor, async () =>
      this.enter(actor, input.groupId.id, await documentOf(input)),
    );
  }

  private enter(actor: Actor, groupId: string, document: GuideDocument): Promise<Guide> {
    return inTransaction(this.db, async (tx) => {
      const now = await lockGroup(tx, actor, groupId);
      const member = await memberFor(tx, actor, groupId, 'importGuide');
      if ((await tx.countBy(Guide, { groupId })) >= MOST_GUIDES) {
        throw new DomainError('LIMIT_REACHED', `A group has at most ${MOST_GUIDES} guides, editions included.`);
      }
      const newest = await tx.maximum(Guide, 'edition', { groupId, key: document.key });
      const guide = tx.create(Guide, {
        ...guideRow(document, groupId),
        edition: (newest ?? 0) + 1,
        importedAt: now,
        importedById: member.id,
      });
      await tx.insert(Guide, guide);
      await tx.insert(Round, roundRows(document, guide));
      const questions = questionRows(document, guide);
      if (questions.length > 0) await tx.insert(Question, questions);
      return guide;
    });
  }
}

/** A guide of the actor's group, for an act that names it. */
export async function guideFor(tx: EntityManager, actor: Actor, ref: Ref): Promise<Guide> {
  await memberFor(tx, actor, ref.groupId, 'read', 'guide');
  const guide = await tx.findOneBy(Guide, { groupId: ref.groupId, id: ref.id });
  if (!guide) throw notFound('guide');
  return guide;
}

async function documentOf({ libraryKey, source }: ImportGuideInput): Promise<GuideDocument> {
  if ((libraryKey == null) === (source == null)) {
    const found = source == null ? 'neither' : 'both';
    throw invalidInput([fieldProblem('source', 'exactly one of libraryKey and source', found)]);
  }
  if (source == null) {
    const library = await libraryGuides();
    const document = library.get(libraryKey!);
    if (document) return document;
    const keys = [...library.keys()].join(', ');
    throw invalidInput([fieldProblem('libraryKey', `the key of a library guide: ${keys}`, JSON.stringify(libraryKey))]);
  }
  const { document, problems } = await readApart('guide', source);
  if (document) return document;
  throw invalidInput(
    problems.map(({ path, expected, found }) =>
      fieldProblem(path === '' ? 'source' : `source: ${path}`, expected, found),
    ),
  );
}

function guideRow(document: GuideDocument, groupId: string) {
  const { key, company, role, summary, difficulty } = document;
  const { processWeeks, grace, tracks, competencies, areas, topics, skills, notes } = document;
  const stages = document.stages.map((stage) => ({ key: stage.key, title: stage.title }));
  const outline = { processWeeks, grace, tracks, competencies, areas, topics, skills, notes, stages };
  return { groupId, id: newId(), key, company, role, summary, difficulty, outline };
}

const roundRows = (document: GuideDocument, { groupId, id: guideId }: Guide): Round[] =>
  roundsOf(document).map(({ round, stage }, position) => ({
    groupId,
    id: newId(),
    guideId,
    key: round.key,
    position,
    stageKey: stage.key,
    title: round.title,
    kind: round.kind,
    minutes: round.minutes,
    panelSize: round.panelSize,
    targetSessions: round.targetSessions,
    weight: round.weight,
    pacingFrom: round.pacing.from,
    pacingTo: round.pacing.to,
    summary: round.summary,
    criteria: round.criteria,
    areaKeys: round.areas,
    topicKeys: round.topics ?? document.topics.filter(({ area }) => round.areas.includes(area)).map(({ key }) => key),
  }));

const questionRows = (document: GuideDocument, { groupId, id: guideId }: Guide): Question[] =>
  document.questions.map((question) => ({
    groupId,
    id: newId(),
    guideId,
    key: question.key,
    title: question.title,
    topicKey: question.topic,
    kinds: question.kinds,
    difficulty: question.difficulty,
    family: question.family ?? question.key,
    prompt: question.prompt,
    hints: question.hints,
    lookFor: question.lookFor,
    authorId: null,
    retiredAt: null,
  }));
