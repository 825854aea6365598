import type { EntityManager } from 'typeorm';
import { DomainError, fieldProblem, notFound, type FieldProblem } from '../common/errors.js';
import { publicId, type Ref } from '../common/ids.js';
import { Guide } from '../guides/guide.entity.js';
import { Question } from '../guides/question.entity.js';
import type { Picked } from './composing.rules.js';
import type { QuestionChoices } from './filling-sets.js';
import type { SetCase } from './set-case.js';

/** A question that the composer names. */
export async function questionNamed(tx: EntityManager, groupId: string, ref: Ref): Promise<Question> {
  const question = ref.groupId === groupId ? await tx.findOneBy(Question, { groupId, id: ref.id }) : null;
  if (!question) throw notFound('question');
  return question;
}

/** The problems with a question that is named, except what its candidate knows: it has to be in use, in the bank of the plan, and of the round's kind. */
export async function handProblems(
  tx: EntityManager,
  { guide, round }: SetCase,
  question: Question,
): Promise<FieldProblem[]> {
  const { groupId, guideId: id, authorId, kinds, retiredAt } = question;
  const { key } = await tx.findOneByOrFail(Guide, { groupId, id });
  const problems: FieldProblem[] = [];
  const add = (expected: string, found: string) => problems.push(fieldProblem('byQuestionId', expected, found));
  if (retiredAt !== null) add('a question in use', 'a retired question');
  if (id !== guide.id && (authorId === null || key !== guide.key))
    add("a question of the plan's guide", 'a question of another guide');
  if (!kinds.includes(round.kind)) add(`a question for ${round.kind}`, `one for ${kinds.join(', ')}`);
  return problems;
}

/** A question that is named, if it is fresh. */
export function chosenByHand(question: Question, { pool }: QuestionChoices): Picked {
  const found = pool.find(({ id }) => id === question.id);
  if (found) return { ...found, reason: 'Chosen by hand.' };
  const message =
    'The candidate already knows this question or its family, or one of their sets has it. Choose another one.';
  throw new DomainError('QUESTION_EXPOSED', message, { question: publicId('Question', question) });
}
