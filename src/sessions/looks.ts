import type { EntityManager } from 'typeorm';
import type { Actor } from '../common/context.js';
import type { Ref } from '../common/ids.js';
import { mayDoWithSession } from './access.rules.js';
import { sessionFor, standingOf } from './session-access.js';
import type { Session } from './session.entity.js';

/** An event `e` that a member, who did not do it, should hear of, as long as they have not opened the session since. */
export const unseenSql = (member: string) => `
  e.kind in ('RESCHEDULED', 'REASSIGNED', 'SWAPPED', 'CANCELLED', 'LINK_CHANGED') and e.by_id <> ${member}
  and not exists (
    select 1 from session_look look where look.group_id = e.group_id and look.session_id = e.session_id
      and look.member_id = ${member} and look.at >= e.at
  )`;

/** A session that somebody opens by its id: whoever sits in has now seen what changed. */
export async function lookAt(db: EntityManager, actor: Actor, ref: Ref): Promise<Session> {
  const { session, candidate, panel, viewer } = await sessionFor(db, actor, ref, 'read');
  if (mayDoWithSession(standingOf(viewer, candidate.memberId, panel), 'readPrivately')) {
    await db.query(
      `insert into session_look (group_id, session_id, member_id, at)
       select $1, $2, $3, $4 where exists (
         select 1 from session_event e where e.group_id = $1 and e.session_id = $2 and ${unseenSql('$3')}
       )
       on conflict on constraint session_look_pkey do update set at = excluded.at`,
      [session.groupId, session.id, viewer.id, actor.now],
    );
  }
  return session;
}
