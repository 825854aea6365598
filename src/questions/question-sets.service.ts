import { Inject, Injectable } from '@nestjs/common';
import { DataSource, In, type EntityManager } from 'typeorm';
import type { Actor, RequestContext } from '../common/context.js';
import { DomainError, fieldProblem, invalidState, refuse } from '../common/errors.js';
import type { Ref } from '../common/ids.js';
import { inTransaction, lockGroup } from '../common/transaction.js';
import { Question } from '../guides/question.entity.js';
import type { Session } from '../sessions/session.entity.js';
import { feedbackReleasedAt, takesPlace } from '../sessions/session.rules.js';
import { sessionFor } from '../sessions/sessions.access.js';
import { freeFamilies, freeUnspentFamilies } from './claims.js';
import { shortfallOf } from './composing.rules.js';
import { expose } from './exposures.js';
import { append, choose, choicesFor, learnerOf, refreshOpposites, refreshSet, replaceItems } from './filling-sets.js';
import { chosenByHand, handProblems, questionNamed } from './choosing-by-hand.js';
import { difficultyFor } from './level.state.js';
import { assertHalvesHold, assertNotByHand, nothingBeside, oppositesOf } from './opposite-sets.js';
import { QuestionKitOpening } from './question-kit-opening.entity.js';
import { itemsOf, standingOfSet } from './question-sets.access.js';
import { composeObstacle, replaceObstacle, setRefusals, type SetObstacle } from './question-sets.rules.js';
import { QuestionSet } from './question-set.entity.js';
import { QuestionSetItem } from './question-set-item.entity.js';
import type { ComposeQuestionSetInput, ReplaceQuestionInput } from './questions.graphql.js';
import { setCaseOf, type SetCase } from './set-case.js';
import { spendFamilies } from './settling-claims.js';

/** The questions of a session: chosen, replaced, opened by the panel, and said to have been asked. */
@Injectable()
export class QuestionSetsService {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  /** Chooses fresh questions for a session. */
  async composeQuestionSet(request: RequestContext, input: ComposeQuestionSetInput): Promise<Session> {
    const actor = request.signedIn;
    const difficulty = input.difficulty ?? (await difficultyFor(request, input.sessionId));
    return inTransaction(this.db, async (tx) => {
      await lockGroup(tx, actor, input.sessionId.groupId);
      const { session, viewer, now } = await sessionFor(tx, actor, input.sessionId, 'compose');
      const { groupId, id: sessionId } = session;
      const { exists, hasItems, isOpened } = await standingOfSet(tx, session);
      assertNothing(composeObstacle({ session, hasSet: hasItems, isOpened }, now));
      const setCase = await setCaseOf(tx, session);
      const topicKeys = input.topicKeys ?? null;
      refuse(topicProblems(setCase, topicKeys));
      const opposites = await oppositesOf(tx, setCase, now);
      if (topicKeys !== null) assertNotByHand(opposites, 'topicKeys');
      await assertHalvesHold(tx, setCase, opposites, now);
      if (exists) await removeSet(tx, session);
      await freeUnspentFamilies(tx, learnerOf(setCase), now);
      // A set in the other direction moves to its own half of the bank first.
      await refreshOpposites(tx, opposites, now);
      const choices = await choicesFor(tx, setCase, opposites, now);
      const count = Math.min(input.count, choices.most ?? Infinity);
      const isDifficultyAsked = input.difficulty != null;
      const picked = choose(choices, { count, difficulty, isDifficultyAsked, topicKeys, kept: [] });
      const hasTopics = topicKeys !== null;
      if (picked.length === 0) throw choices.most === null ? nothingFresh(setCase, hasTopics) : nothingBeside();
      const limits = { round: setCase.round.title, most: choices.most, hasTopics };
      const shortfall = shortfallOf(picked.length, input.count, limits);
      await tx.insert(QuestionSet, {
        groupId,
        sessionId,
        composedAt: now,
        composedById: viewer.id,
        shortfall,
        topicKeys: topicKeys === null ? null : [...topicKeys],
        revision: 1,
      });
      await append(tx, setCase, picked, 0);
      return session;
    });
  }

  /** Replaces one question with the named one, or else with the best fresh one. */
  replaceQuestion(actor: Actor, { sessionId: ref, questionId, byQuestionId }: ReplaceQuestionInput): Promise<Session> {
    return inTransaction(this.db, async (tx) => {
      await lockGroup(tx, actor, ref.groupId);
      const { session, now } = await sessionFor(tx, actor, ref, 'compose');
      assertNothing(replaceObstacle({ session }, now));
      const setCase = await setCaseOf(tx, session);
      const item = (await itemsOf(tx, session)).find((each) => each.questionId === questionId.id);
      const by = byQuestionId == null ? null : await questionNamed(tx, session.groupId, byQuestionId);
      refuse([
        ...(item ? [] : [fieldProblem('questionId', 'a question of the set', 'another question')]),
        ...(by === null ? [] : await handProblems(tx, setCase, by)),
      ]);
      const opposites = await oppositesOf(tx, setCase, now);
      if (byQuestionId != null) assertNotByHand(opposites, 'byQuestionId');
      await assertHalvesHold(tx, setCase, opposites, now);
      await refreshOpposites(tx, opposites, now);
      await freeUnspentFamilies(tx, learnerOf(setCase), now);
      const choices = await choicesFor(tx, setCase, opposites, now);
      const chosen = by === null ? [] : [chosenByHand(by, choices)];
      const { family } = await tx.findOneByOrFail(Question, { groupId: session.groupId, id: questionId.id });
      const held = { itemId: item!.id, questionId: questionId.id, family };
      const [next] = await replaceItems(tx, setCase, [held], { choices, spentIn: null, by: chosen });
      // Without another fresh question the old one stays: the refusal undoes the rest.
      if (!next) throw choices.most === null ? nothingFresh(setCase, false) : nothingBeside();
      return session;
    });
  }

  /** Opens the whole set for a member of the panel, and records that this member now knows its questions. */
  openKit(actor: Actor, ref: Ref): Promise<Session> {
    return inTransaction(this.db, async (tx) => {
      await lockGroup(tx, actor, ref.groupId);
      const { session, viewer, now } = await sessionFor(tx, actor, ref, 'openKit');
      if (session.cancelledAt !== null) throw invalidState('CANCELLED', setRefusals.CANCELLED);
      await refreshSet(tx, session, now);
      const questions = await questionsIn(tx, await itemsOf(tx, session));
      if (questions.length === 0) throw notComposed(session, now);
      await expose(tx, questions, { memberId: viewer.id, kind: 'OPENED', at: now, sessionId: session.id });
      const where = { groupId: session.groupId, sessionId: session.id };
      const { revision } = await tx.findOneByOrFail(QuestionSet, where);
      await tx.upsert(QuestionKitOpening, { ...where, memberId: viewer.id, revision, at: now }, KIT_OPENING_KEY);
      return session;
    });
  }

  /** Says which questions were really asked. The others stay fresh for the candidate. */
  recordAsked(actor: Actor, ref: Ref, asked: readonly Ref[]): Promise<Session> {
    return inTransaction(this.db, async (tx) => {
      await lockGroup(tx, actor, ref.groupId);
      const { session, panel, now } = await sessionFor(tx, actor, ref, 'compose');
      if (session.cancelledAt !== null) throw invalidState('CANCELLED', setRefusals.CANCELLED);
      if (now < session.startsAt)
        throw invalidState('SCHEDULED', 'The session has not started. Say afterwards which questions were asked.');
      if (!takesPlace(session, panel, now))
        throw invalidState(
          'NOT_HELD',
          'The session was not held, so nothing was asked. First say who came (recordAttendance).',
        );
      if (feedbackReleasedAt(session, panel, now) !== null)
        throw invalidState('COMPLETED', 'The feedback is out, so what was asked can no longer be changed.');
      const items = await itemsOf(tx, session);
      if (items.length === 0) throw notComposed(session, now);
      const known = new Set(items.map(({ questionId }) => questionId));
      refuse(
        asked.flatMap(({ id }, n) =>
          known.has(id) ? [] : [fieldProblem(`questionIds[${n}]`, 'a question of the set', 'another question')],
        ),
      );
      await settleAsked(tx, await setCaseOf(tx, session), items, new Set(asked.map(({ id }) => id)), now);
      return session;
    });
  }
}

function assertNothing(obstacle: SetObstacle | null): void {
  if (obstacle !== null) throw invalidState(obstacle, setRefusals[obstacle]);
}

const notComposed = ({ endsAt }: Session, now: Date) =>
  invalidState(
    'NOT_COMPOSED',
    now < endsAt
      ? 'This session has no questions. Compose its set first (composeQuestionSet).'
      : 'This session had no questions, and it is over, so none can be chosen any more.',
  );

const KIT_OPENING_KEY = ['groupId', 'sessionId', 'memberId'];

/** The refusal where no question is left, and what helps. */
function nothingFresh({ round }: SetCase, hasTopics: boolean): DomainError {
  const message = hasTopics
    ? `No fresh question is left for ${round.title} in these topics. Name others, or add one (addQuestion).`
    : `No fresh question is left for ${round.title}. Add one (addQuestion).`;
  const remedies = [{ kind: 'ADD_QUESTION', roundKind: round.kind, text: `A question is added for ${round.title}.` }];
  return new DomainError('QUESTION_EXPOSED', message, { remedies });
}

const topicProblems = ({ guide }: SetCase, topicKeys: readonly string[] | null) => {
  const known = new Set(guide.outline.topics.map(({ key }) => key));
  if (topicKeys?.length === 0) return [fieldProblem('topicKeys', 'at least one topic, or no list', 'an empty list')];
  return (topicKeys ?? []).flatMap((key, n) =>
    known.has(key) ? [] : [fieldProblem(`topicKeys[${n}]`, 'the key of a topic of the guide', JSON.stringify(key))],
  );
};

async function removeSet(tx: EntityManager, session: Session): Promise<void> {
  const { groupId, id: sessionId } = session;
  await freeFamilies(tx, session);
  await tx.delete(QuestionSetItem, { groupId, sessionId });
  await tx.delete(QuestionSet, { groupId, sessionId });
  // Only a set that has lost all of its questions is composed again after it was opened.
  await tx.delete(QuestionKitOpening, { groupId, sessionId });
}

async function questionsIn(tx: EntityManager, items: readonly QuestionSetItem[]): Promise<Question[]> {
  if (items.length === 0) return [];
  const [{ groupId }] = items as [QuestionSetItem];
  return tx.query<Question[]>(
    `select group_id as "groupId", id, guide_id as "guideId", family from question where group_id = $1 and id = any($2)`,
    [groupId, items.map(({ questionId }) => questionId)],
  );
}

/** Records what was asked, and what is fresh again. What was asked is removed from the candidate's other sets. */
async function settleAsked(
  tx: EntityManager,
  setCase: SetCase,
  items: readonly QuestionSetItem[],
  asked: ReadonlySet<string>,
  now: Date,
): Promise<void> {
  const { session } = setCase;
  const { groupId } = session;
  const questions = await questionsIn(tx, items);
  const familyOf = new Map(questions.map(({ id, family }) => [id, family]));
  for (const isAsked of [true, false]) {
    const ids = items.filter(({ questionId }) => asked.has(questionId) === isAsked).map(({ id }) => id);
    if (ids.length > 0) await tx.update(QuestionSetItem, { groupId, id: In(ids) }, { asked: isAsked });
  }
  const families = (isAsked: boolean) =>
    items
      .filter(({ questionId }) => asked.has(questionId) === isAsked)
      .map(({ questionId }) => familyOf.get(questionId)!);
  await freeFamilies(tx, session, families(false));
  await spendFamilies(tx, setCase, families(true), now);
}
