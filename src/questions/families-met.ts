import { In, type EntityManager } from 'typeorm';
import { groupBy } from '../common/grouping.js';
import { Assignment } from '../sessions/assignment.entity.js';
import { Session } from '../sessions/session.entity.js';
import type { Learner } from './claims.js';
import { isMet, partIn } from './exposure.rules.js';
import { QuestionExposure } from './question-exposure.entity.js';

/**
 * The families that a member has met, and from what time on: by acts of their own, and in all sessions except one. This is the counterpart of `metBy` for
 * writes. A constant number of statements.
 */
export async function familiesMet(
  tx: EntityManager,
  learner: Learner,
  now: Date,
  exceptSessionId: string,
): Promise<ReadonlyMap<string, Date>> {
  const exposures = await tx.find(QuestionExposure, { select: { family: true, at: true }, where: { ...learner } });
  const met = new Map<string, Date>();
  for (const { family, at } of [...exposures, ...(await metInSessions(tx, learner, now, exceptSessionId))]) {
    const before = met.get(family);
    if (before === undefined || at < before) met.set(family, at);
  }
  return met;
}

/** As the candidate, or on the panel, whether or not the member has opened the kit. Claims cannot tell this: a family has only one, however often it was asked. */
async function metInSessions(
  tx: EntityManager,
  { groupId, memberId, guideKey }: Learner,
  now: Date,
  exceptSessionId: string,
): Promise<{ family: string; at: Date }[]> {
  const rows: { sessionId: string; family: string; asked: boolean | null }[] = await tx.query(
    `select i.session_id as "sessionId", q.family, i.asked from question_set_item i
       join session s on s.group_id = i.group_id and s.id = i.session_id
       join candidate c on c.group_id = s.group_id and c.id = s.candidate_id
       join question q on q.group_id = i.group_id and q.id = i.question_id
       join guide g on g.group_id = q.group_id and g.id = q.guide_id
     where i.group_id = $1 and i.session_id <> $5 and g.key = $3 and s.starts_at <= $4 and s.cancelled_at is null
       and (c.member_id = $2 or exists (select 1 from assignment a
         where a.group_id = i.group_id and a.session_id = i.session_id and a.member_id = $2))`,
    [groupId, memberId, guideKey, now, exceptSessionId],
  );
  if (rows.length === 0) return [];
  const itemsOf = groupBy(rows, ({ sessionId }) => sessionId);
  const ids = [...itemsOf.keys()];
  const sessions = await tx.findBy(Session, { groupId, id: In(ids) });
  const seats = groupBy(await tx.findBy(Assignment, { groupId, sessionId: In(ids) }), ({ sessionId }) => sessionId);
  return sessions.flatMap((session) => {
    const panel = seats.get(session.id) ?? [];
    const part = partIn(session, panel, panel.find((seat) => seat.memberId === memberId) ?? null, now);
    return itemsOf
      .get(session.id)!
      .filter(({ asked }) => isMet(part, asked, false))
      .map(({ family }) => ({ family, at: part.at }));
  });
}
