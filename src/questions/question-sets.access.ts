import type { EntityManager } from 'typeorm';
import type { Session } from '../sessions/session.entity.js';
import { QuestionKitOpening } from './question-kit-opening.entity.js';
import { QuestionSetItem } from './question-set-item.entity.js';

/** The questions of a session's set, in order. */
export const itemsOf = (tx: EntityManager, { groupId, id: sessionId }: Session): Promise<QuestionSetItem[]> =>
  tx.find(QuestionSetItem, { where: { groupId, sessionId }, order: { position: 'ASC' } });

/** Whether a member of the panel has opened the kit of a session. */
export const wasOpened = (tx: EntityManager, { groupId, id: sessionId }: Session): Promise<boolean> =>
  tx.existsBy(QuestionKitOpening, { groupId, sessionId });

/** What a session has so far: a set, which may have lost its questions, and members who have opened the kit. */
interface SetStanding {
  exists: boolean;
  hasItems: boolean;
  isOpened: boolean;
}

export async function standingOfSet(tx: EntityManager, { groupId, id }: Session): Promise<SetStanding> {
  const [standing]: [SetStanding] = await tx.query(
    `select exists (select 1 from question_set where group_id = $1 and session_id = $2) as exists,
       exists (select 1 from question_set_item where group_id = $1 and session_id = $2) as "hasItems",
       exists (select 1 from question_kit_opening where group_id = $1 and session_id = $2) as "isOpened"`,
    [groupId, id],
  );
  return standing;
}
