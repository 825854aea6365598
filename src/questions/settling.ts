import { In, type EntityManager } from 'typeorm';
import { fieldProblem, invalidInput } from '../common/errors.js';
import { newId, type Ref } from '../common/ids.js';
import { Guide } from '../guides/guide.entity.js';
import { Question } from '../guides/question.entity.js';
import type { SessionCase } from '../sessions/sessions.access.js';
import type { Session } from '../sessions/session.entity.js';
import { takesPlace } from '../sessions/session.rules.js';
import { claimFamilies, freeFamilies } from './claims.js';
import { learnerOf, yieldFamilies } from './filling.js';
import { QuestionSetItem } from './question-set-item.entity.js';
import { QuestionSet } from './question-set.entity.js';
import { setCaseOf } from './set-case.js';

/**
 * Settles what a session has asked after somebody has said who came: if it was not held, its questions are fresh again; if it was held after all,
 * they are spent, and the candidate's other sets give them up. Call it under the group's lock.
 */
export async function settleClaims(tx: EntityManager, found: SessionCase, now: Date): Promise<void> {
  const { session, panel } = found;
  const families = await familiesAsked(tx, session);
  if (families.length === 0 || session.startsAt > now) return;
  if (!takesPlace(session, panel, now)) return freeFamilies(tx, session);
  const learner = learnerOf(await setCaseOf(tx, session));
  await yieldFamilies(tx, learner, families, now, session.id);
  await claimFamilies(tx, learner, session.id, families);
}

async function familiesAsked(tx: EntityManager, { groupId, id }: Session): Promise<string[]> {
  const rows: { family: string }[] = await tx.query(
    `select q.family from question_set_item i join question q on q.group_id = i.group_id and q.id = i.question_id
     where i.group_id = $1 and i.session_id = $2 and i.asked is distinct from false`,
    [groupId, id],
  );
  return rows.map(({ family }) => family);
}

/** Keeps which questions a logged session has asked. They are spent for its candidate, and for sets that wait for its panel. */
export async function keepLoggedQuestions(
  tx: EntityManager,
  session: Session,
  refs: readonly Ref[],
  now: Date,
): Promise<void> {
  if (refs.length === 0) return;
  const { groupId, id: sessionId, enteredById } = session;
  const setCase = await setCaseOf(tx, session);
  const questions = await questionsOf(tx, setCase.guide, refs);
  await tx.insert(QuestionSet, { groupId, sessionId, composedAt: now, composedById: enteredById, shortfall: null });
  const items = questions.map(({ id: questionId }, position) => {
    return { groupId, id: newId(), sessionId, position, questionId, reason: 'It was asked.', asked: true };
  });
  await tx.insert(QuestionSetItem, items);
  const families = questions.map(({ family }) => family);
  const learner = learnerOf(setCase);
  for (const memberId of [learner.memberId, ...setCase.panel.map((seat) => seat.memberId)])
    await yieldFamilies(tx, { ...learner, memberId }, families, now, memberId === learner.memberId ? sessionId : null);
  await claimFamilies(tx, learner, sessionId, families);
}

/** Questions of any edition of a guide, in the order in which they are named. */
async function questionsOf(tx: EntityManager, { groupId, key }: Guide, refs: readonly Ref[]): Promise<Question[]> {
  const found = await tx.findBy(Question, { groupId, id: In(refs.map(({ id }) => id)) });
  const editions = new Set((await tx.findBy(Guide, { groupId, key })).map(({ id }) => id));
  const problems = refs.flatMap(({ groupId: group, id }, n) => {
    const question = group === groupId ? found.find((each) => each.id === id) : undefined;
    const isRepeated = refs.findIndex((other) => other.id === id) < n;
    if (question && editions.has(question.guideId) && !isRepeated) return [];
    const expected = "a question of the plan's guide, each once";
    return [fieldProblem(`askedQuestionIds[${n}]`, expected, isRepeated ? 'a question again' : 'another question')];
  });
  if (problems.length > 0) throw invalidInput(problems);
  return refs.map(({ id }) => found.find((each) => each.id === id)!);
}
