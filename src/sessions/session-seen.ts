import type { Actor } from '../common/context.js';
import type { EntityManager } from 'typeorm';
import type { Ref } from '../common/ids.js';
import { assertMayWithSession, sessionFor } from './sessions.access.js';
import type { Session } from './session.entity.js';

/** Notes that a person who takes part, or whose seat was given away, has seen what happened until an instant; what comes after it stays unseen. */
export async function markSeen(tx: EntityManager, actor: Actor, ref: Ref, upTo: Date | null): Promise<Session> {
  const found = await sessionFor(tx, actor, ref, 'read');
  const { session, viewer } = found;
  if (!(await wasReplaced(tx, session, viewer.id))) assertMayWithSession(found, 'readPrivately');
  const at = upTo !== null && upTo < actor.now ? upTo : actor.now;
  await tx.query(
    `insert into session_look (group_id, session_id, member_id, at) values ($1, $2, $3, $4)
     on conflict on constraint session_look_pkey do update set at = greatest(session_look.at, excluded.at)`,
    [session.groupId, session.id, viewer.id, at],
  );
  return session;
}

/** Whether another member has taken the seat of a member. */
async function wasReplaced(tx: EntityManager, { groupId, id }: Session, memberId: string): Promise<boolean> {
  const found: unknown[] = await tx.query(
    `select 1 from session_event where group_id = $1 and session_id = $2 and facts #>> '{seat,fromId}' = $3 limit 1`,
    [groupId, id, memberId],
  );
  return found.length > 0;
}
