import type { EntityManager } from 'typeorm';
import { DomainError } from '../common/errors.js';
import type { Member } from '../groups/member.entity.js';
import type { Session } from '../sessions/session.entity.js';
import { shownAsFresh } from './bank.js';
import { QuestionSetItem } from './question-set-item.entity.js';
import type { SetCase } from './set-case.js';

/** The questions of a session's set, in order. */
export const itemsOf = (tx: EntityManager, { groupId, id: sessionId }: Session): Promise<QuestionSetItem[]> =>
  tx.find(QuestionSetItem, { where: { groupId, sessionId }, order: { position: 'ASC' } });

/**
 * How many questions the composer may take; null where nothing limits them. While the candidate sits on the panel of an open set of the
 * composer's own, what is left out here would tell what that set holds. So the composer takes at most half of what is shown as fresh, and
 * chooses nothing by hand.
 */
export async function limitFor(tx: EntityManager, setCase: SetCase, viewer: Member, now: Date): Promise<number | null> {
  const { session, candidate } = setCase;
  const [own]: { composedAt: Date }[] = await tx.query(
    `select own.composed_at as "composedAt" from question_set own
       join session s on s.group_id = own.group_id and s.id = own.session_id
       join candidate c on c.group_id = s.group_id and c.id = s.candidate_id
       join assignment a on a.group_id = s.group_id and a.session_id = s.id
     where own.group_id = $1 and c.member_id = $2 and a.member_id = $3 and s.ends_at > $4 and s.cancelled_at is null
     order by own.composed_at limit 1`,
    [session.groupId, viewer.id, candidate.memberId, now],
  );
  return own ? Math.floor((await shownAsFresh(tx, setCase, own.composedAt, now)) / 2) : null;
}

/** Refuses a choice by hand to a composer who is limited. */
export function assertNotByHand(limit: number | null, field: string): void {
  if (limit === null) return;
  const message = `This candidate interviews you with a set of their own, so the service chooses for both. Leave out ${field}.`;
  throw new DomainError('FORBIDDEN', message);
}
