import { Inject, Injectable } from '@nestjs/common';
import { DataSource, In, IsNull, Not, type EntityManager } from 'typeorm';
import type { Actor, RequestContext } from '../common/context.js';
import { DomainError, fieldProblem, invalidInput, notFound, refuse, type FieldProblem } from '../common/errors.js';
import { groupBy } from '../common/grouping.js';
import { newId, type Ref } from '../common/ids.js';
import { inTransaction, lockGroup } from '../common/transaction.js';
import { memberFor } from '../groups/groups.access.js';
import { Guide } from '../guides/guide.entity.js';
import { readApart } from '../guides/guide-reader.js';
import { guideFor } from '../guides/guides.service.js';
import { Question } from '../guides/question.entity.js';
import { expose } from './exposures.js';
import { mayOpen } from './opening.state.js';
import { ownQuestionFor, questionFor } from './questions.access.js';
import type { AddQuestionInput, UpdateQuestionInput } from './questions.graphql.js';

/** The most questions that a group may add to one guide. */
const MOST_OWN = 5_000;

/** Reading questions, which is recorded, and the questions that the group adds to its bank. */
@Injectable()
export class QuestionsService {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  /** Lets a member read a question, and records that they have. */
  async openQuestion(request: RequestContext, ref: Ref): Promise<Question> {
    const actor = request.signedIn;
    await request.renew([ref.groupId]);
    const { state } = request;
    return inTransaction(this.db, async (tx) => {
      const at = await lockGroup(tx, actor, ref.groupId);
      const { question, viewer } = await questionFor(tx, actor, ref);
      if (!mayOpen(state, question)) {
        const message =
          'You prepare with this guide and may still be asked this question. If you want to read it, first say that you know it (declareQuestionsSeen); then you will not be asked it.';
        throw new DomainError('FORBIDDEN', message);
      }
      for (const sessionId of await sessionsAsking(tx, question, viewer.id))
        await expose(tx, [question], { memberId: viewer.id, kind: 'OPENED', at, sessionId });
      return question;
    });
  }

  /** Records that a member knows questions, so that the member is never asked them. */
  declareQuestionsSeen(actor: Actor, refs: readonly Ref[]): Promise<Question[]> {
    return inTransaction(this.db, async (tx) => {
      const groupId = groupOf(refs);
      const at = await lockGroup(tx, actor, groupId);
      const viewer = await memberFor(tx, actor, groupId, 'useQuestions', 'question');
      const ids = [...new Set(refs.map(({ id }) => id))];
      const questions = await tx.findBy(Question, { groupId, id: In(ids) });
      if (questions.length < ids.length) throw notFound('question');
      for (const each of groupBy(questions, ({ guideId }) => guideId).values())
        await expose(tx, each, { memberId: viewer.id, kind: 'SELF_DECLARED', at });
      return questions;
    });
  }

  /** Adds a question of the group's own, which its author has met by writing it. */
  addQuestion(actor: Actor, input: AddQuestionInput): Promise<Question> {
    return inTransaction(this.db, async (tx) => {
      const at = await lockGroup(tx, actor, input.guideId.groupId);
      const guide = await guideFor(tx, actor, input.guideId);
      const author = await memberFor(tx, actor, guide.groupId, 'useQuestions');
      refuse(addProblems(guide, input));
      await assertRoom(tx, guide);
      const id = newId();
      const key = `own-${id}`;
      const { topicKey, kinds, title, prompt, difficulty, family, hints, lookFor } = input;
      const question = tx.create(Question, {
        ...{ groupId: guide.groupId, id, guideId: guide.id, key, topicKey, kinds: [...new Set(kinds)], title, prompt },
        ...{ difficulty, family: family ?? key, hints: hints ?? [], lookFor: lookFor ?? [] },
        ...{ authorId: author.id, retiredAt: null },
      });
      await tx.insert(Question, question);
      await expose(tx, [question], { memberId: author.id, kind: 'AUTHORED', at });
      return question;
    });
  }

  /** Adds many questions at once: all of them, or none and every problem. */
  async importQuestions(actor: Actor, ref: Ref, source: string): Promise<Question[]> {
    // Strangers and wrong guides are refused before anything is read.
    await inTransaction(this.db, (tx) => guideFor(tx, actor, ref));
    const { document, problems } = await readApart('questions', source);
    if (!document) throw invalidInput(problems.map(inSource));
    return inTransaction(this.db, async (tx) => {
      const at = await lockGroup(tx, actor, ref.groupId);
      const guide = await guideFor(tx, actor, ref);
      const author = await memberFor(tx, actor, guide.groupId, 'importGuide');
      const taken = await ownKeys(tx, guide);
      refuse(
        document.flatMap(({ key, topic }, n) => [
          ...(taken.has(`own-${key}`) ? [fieldProblem(`source: [${n}].key`, NEW_KEY, JSON.stringify(key))] : []),
          ...(hasTopic(guide, topic) ? [] : [fieldProblem(`source: [${n}].topic`, TOPIC, JSON.stringify(topic))]),
        ]),
      );
      await assertRoom(tx, guide, document.length);
      const questions = document.map(({ key, topic, family, ...rest }) => {
        const id = newId();
        const own = { groupId: guide.groupId, id, guideId: guide.id, key: `own-${key}`, topicKey: topic };
        return tx.create(Question, {
          ...{ ...own, ...rest, family: family ?? `own-${key}`, authorId: author.id, retiredAt: null },
        });
      });
      await tx.insert(Question, questions);
      await expose(tx, questions, { memberId: author.id, kind: 'AUTHORED', at });
      return questions;
    });
  }

  updateQuestion(actor: Actor, { questionId, ...change }: UpdateQuestionInput): Promise<Question> {
    return inTransaction(this.db, async (tx) => {
      await lockGroup(tx, actor, questionId.groupId);
      const { question } = await ownQuestionFor(tx, actor, questionId, false);
      question.title = change.title ?? question.title;
      question.prompt = change.prompt ?? question.prompt;
      question.difficulty = change.difficulty ?? question.difficulty;
      question.hints = change.hints ?? question.hints;
      question.lookFor = change.lookFor ?? question.lookFor;
      return tx.save(question);
    });
  }

  /** Takes a question out of use. Sets that hold it keep it: a refusal would tell that one does. */
  retireQuestion(actor: Actor, ref: Ref): Promise<Question> {
    return inTransaction(this.db, async (tx) => {
      const now = await lockGroup(tx, actor, ref.groupId);
      const { question } = await ownQuestionFor(tx, actor, ref, true);
      question.retiredAt = now;
      return tx.save(question);
    });
  }
}

/**
 * The sessions for which a member opens a question by name: those that ask its family and have the member on their panel. It is as secret as
 * opening their kit. Null stands for no session.
 */
async function sessionsAsking(
  tx: EntityManager,
  { groupId, guideId, family }: Question,
  memberId: string,
): Promise<(string | null)[]> {
  const rows: { id: string }[] = await tx.query(
    `select distinct i.session_id as id from question_set_item i
       join assignment a on a.group_id = i.group_id and a.session_id = i.session_id
       join question q on q.group_id = i.group_id and q.id = i.question_id
       join guide g on g.group_id = q.group_id and g.id = q.guide_id
     where i.group_id = $1 and a.member_id = $2 and q.family = $3
       and g.key = (select key from guide where group_id = $1 and id = $4)`,
    [groupId, memberId, family, guideId],
  );
  return rows.length === 0 ? [null] : rows.map(({ id }) => id);
}

/** All questions of one request belong to one group. */
function groupOf(refs: readonly Ref[]): string {
  const [first] = refs;
  if (first === undefined) throw invalidInput([fieldProblem('questionIds', 'at least one question', 'an empty list')]);
  if (refs.some(({ groupId }) => groupId !== first.groupId)) throw notFound('question');
  return first.groupId;
}

const TOPIC = 'the key of a topic of the guide';
const NEW_KEY = 'a key that the group has not yet imported for this guide';

/** The keys of the questions that the group has added to a guide, in all editions. The group's lock keeps out others. */
async function ownKeys(tx: EntityManager, { groupId, key }: Guide): Promise<ReadonlySet<string>> {
  const guides = await tx.findBy(Guide, { groupId, key });
  const where = { groupId, guideId: In(guides.map(({ id }) => id)), authorId: Not(IsNull()) };
  return new Set(
    (await tx.find(Question, { select: { groupId: true, id: true, key: true }, where })).map((own) => own.key),
  );
}

const hasTopic = ({ outline }: Guide, topicKey: string): boolean => outline.topics.some(({ key }) => key === topicKey);

const inSource = ({ path, expected, found }: FieldProblem): FieldProblem =>
  fieldProblem(path === '' ? 'source' : `source: ${path}`, expected, found);

function addProblems(guide: Guide, { topicKey, kinds }: AddQuestionInput) {
  const problems = [];
  if (!hasTopic(guide, topicKey)) problems.push(fieldProblem('topicKey', TOPIC, JSON.stringify(topicKey)));
  if (kinds.length === 0) problems.push(fieldProblem('kinds', 'at least one kind of round', 'an empty list'));
  return problems;
}

async function assertRoom(tx: EntityManager, { groupId, id: guideId }: Guide, more = 1): Promise<void> {
  const own = { groupId, guideId, authorId: Not(IsNull()), retiredAt: IsNull() };
  if ((await tx.countBy(Question, own)) + more <= MOST_OWN) return;
  const message = `A group adds at most ${MOST_OWN} questions to a guide. Retire some of them first (retireQuestion).`;
  throw new DomainError('LIMIT_REACHED', message);
}
