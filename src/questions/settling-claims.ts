import { In, type EntityManager } from 'typeorm';
import { fieldProblem, refuse } from '../common/errors.js';
import { newId, type Ref } from '../common/ids.js';
import { Guide } from '../guides/guide.entity.js';
import { Question } from '../guides/question.entity.js';
import type { SessionCase } from '../sessions/sessions.access.js';
import type { Session } from '../sessions/session.entity.js';
import { isPresentAt } from '../sessions/session.rules.js';
import { spendsQuestions } from './exposure.rules.js';
import { freeFamilies, type Learner } from './claims.js';
import { learnerOf, yieldFamilies } from './filling-sets.js';
import { QuestionSetItem } from './question-set-item.entity.js';
import { QuestionSet } from './question-set.entity.js';
import { setCaseOf, type SetCase } from './set-case.js';

/**
 * Settles the questions of a session after a statement about who came. If the session was not held, they are fresh again, unless the
 * candidate has read them. Otherwise they count as asked. Call it under the group's lock.
 */
export async function settleClaims(tx: EntityManager, found: SessionCase, now: Date): Promise<void> {
  const { session, panel } = found;
  const families = await familiesAsked(tx, session);
  if (families.length === 0 || session.startsAt > now) return;
  if (!spendsQuestions(session, panel, now)) return freeFamilies(tx, session);
  await spendFamilies(tx, await setCaseOf(tx, session), families, now);
}

/** Removes families that a session has asked from the open sets of its candidate, and of the panel members who came. */
export async function spendFamilies(
  tx: EntityManager,
  setCase: SetCase,
  families: readonly string[],
  now: Date,
): Promise<void> {
  const learner = learnerOf(setCase);
  await yieldFamilies(tx, learner, families, now, setCase.session.id);
  for (const seat of setCase.panel.filter((each) => isPresentAt(each, now)))
    await yieldFamilies(tx, { ...learner, memberId: seat.memberId }, families, now);
}

async function familiesAsked(tx: EntityManager, { groupId, id }: Session): Promise<string[]> {
  const rows: { family: string }[] = await tx.query(
    `select q.family from question_set_item i join question q on q.group_id = i.group_id and q.id = i.question_id
     where i.group_id = $1 and i.session_id = $2 and i.asked is distinct from false`,
    [groupId, id],
  );
  return rows.map(({ family }) => family);
}

/** Records which questions a logged session has asked, and removes them from open sets of its candidate and panel. */
export async function keepLoggedQuestions(
  tx: EntityManager,
  session: Session,
  refs: readonly Ref[],
  now: Date,
): Promise<void> {
  if (refs.length === 0) return;
  const { groupId, id: sessionId, enteredById } = session;
  const setCase = await setCaseOf(tx, session);
  const questions = await questionsOf(tx, learnerOf(setCase), refs);
  await tx.insert(QuestionSet, {
    groupId,
    sessionId,
    composedAt: now,
    composedById: enteredById,
    shortfall: null,
    topicKeys: null,
    revision: 1,
  });
  const items = questions.map(({ id: questionId }, position) => {
    return { groupId, id: newId(), sessionId, position, questionId, reason: 'It was asked.', asked: true };
  });
  await tx.insert(QuestionSetItem, items);
  await spendFamilies(
    tx,
    setCase,
    questions.map(({ family }) => family),
    now,
  );
}

/** Questions of any edition of a guide, in the order in which they are named. */
async function questionsOf(
  tx: EntityManager,
  { groupId, guideKey }: Learner,
  refs: readonly Ref[],
): Promise<Question[]> {
  const found = await tx.findBy(Question, { groupId, id: In(refs.map(({ id }) => id)) });
  const editions = new Set((await tx.findBy(Guide, { groupId, key: guideKey })).map(({ id }) => id));
  const problems = refs.flatMap(({ groupId: group, id }, n) => {
    const question = group === groupId ? found.find((each) => each.id === id) : undefined;
    const isRepeated = refs.findIndex((other) => other.id === id) < n;
    if (question && editions.has(question.guideId) && !isRepeated) return [];
    const expected = "a question of the plan's guide, each once";
    return [fieldProblem(`askedQuestionIds[${n}]`, expected, isRepeated ? 'a question again' : 'another question')];
  });
  refuse(problems);
  return refs.map(({ id }) => found.find((each) => each.id === id)!);
}
