import type { EntityManager } from 'typeorm';
import type { Actor } from '../common/context.js';
import { DomainError, invalidState, notFound } from '../common/errors.js';
import type { Ref } from '../common/ids.js';
import { memberFor } from '../groups/groups.access.js';
import { Member, MemberRole } from '../groups/member.entity.js';
import { Question } from '../guides/question.entity.js';

/** A question of the actor's group, to do something with it. */
export async function questionFor(
  tx: EntityManager,
  actor: Actor,
  { groupId, id }: Ref,
): Promise<{ question: Question; viewer: Member }> {
  const viewer = await memberFor(tx, actor, groupId, 'useQuestions', 'question');
  const question = await tx.findOneBy(Question, { groupId, id });
  if (!question) throw notFound('question');
  return { question, viewer };
}

/** A question that the group has added itself, for its author; organizers may retire it, too. */
export async function ownQuestionFor(
  tx: EntityManager,
  actor: Actor,
  ref: Ref,
  isForOrganizers: boolean,
): Promise<{ question: Question; viewer: Member }> {
  const found = await questionFor(tx, actor, ref);
  const { question, viewer } = found;
  if (question.authorId === null)
    throw new DomainError(
      'FORBIDDEN',
      'Questions of the guide stay as they were imported. Add one of your own (addQuestion).',
    );
  const may = question.authorId === viewer.id || (isForOrganizers && viewer.role === MemberRole.ORGANIZER);
  if (!may) {
    const who = isForOrganizers ? 'Only its author or an organizer' : 'Only its author';
    throw new DomainError('FORBIDDEN', `${who} can do this. Ask them.`);
  }
  if (question.retiredAt !== null) throw invalidState('WITHDRAWN', 'The question was retired and stays as it is.');
  return found;
}
