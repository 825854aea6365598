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
