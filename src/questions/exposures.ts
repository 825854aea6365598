import type { EntityManager } from 'typeorm';
import { newId } from '../common/ids.js';
import { Guide } from '../guides/guide.entity.js';
import type { Question } from '../guides/question.entity.js';
import type { StoredExposureKind } from './exposure.rules.js';
import { yieldFamilies } from './filling-sets.js';

interface Met {
  memberId: string;
  kind: StoredExposureKind;
  at: Date;
  /** The session for which they were opened; null for none. */
  sessionId?: string | null;
}

/**
 * Notes that a member has met questions of one guide, each once in each way and for each session, and makes the member's own open sets give up what is no longer
 * fresh. Call it under the group's lock.
 */
export async function expose(
  tx: EntityManager,
  questions: readonly Question[],
  { memberId, kind, at, sessionId }: Met,
): Promise<void> {
  const [first] = questions;
  if (!first) return;
  const { groupId } = first;
  const { key: guideKey } = await tx.findOneByOrFail(Guide, { groupId, id: first.guideId });
  const rows = questions.map(({ id, family }) => ({ id: newId(), questionId: id, family }));
  await tx.query(
    `insert into question_exposure (group_id, id, member_id, question_id, guide_key, family, kind, at, session_id)
     select $1, id, $2, question_id, $3, family, $4, $5, $6
     from jsonb_to_recordset($7::jsonb) as met (id uuid, question_id uuid, family text)
     on conflict on constraint question_exposure_kind_key do nothing`,
    [
      ...[groupId, memberId, guideKey, kind, at, sessionId ?? null],
      JSON.stringify(rows.map(({ id, questionId, family }) => ({ id, question_id: questionId, family }))),
    ],
  );
  await yieldFamilies(
    tx,
    { groupId, memberId, guideKey },
    questions.map(({ family }) => family),
    at,
  );
}
