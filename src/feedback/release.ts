import { IsNull, type EntityManager } from 'typeorm';
import type { Assignment } from '../sessions/assignment.entity.js';
import { Session } from '../sessions/session.entity.js';
import { isEverythingIn } from './scorecard.rules.js';

/** The members who have submitted a scorecard of a session. */
export async function submittersOf(tx: EntityManager, { groupId, id }: Session): Promise<Set<string>> {
  const rows: { authorId: string }[] = await tx.query(
    `select c.author_id as "authorId" from scorecard c
     where c.group_id = $1 and c.session_id = $2
       and exists (select 1 from scorecard_version v where v.group_id = $1 and v.scorecard_id = c.id)`,
    [groupId, id],
  );
  return new Set(rows.map(({ authorId }) => authorId));
}

/**
 * Releases the feedback of a session if the last card that is owed is in. Call it while holding the session's row,
 * after anything that can make it so: a submission, an absence, a departure. It happens at most once.
 */
export async function releaseIfComplete(
  tx: EntityManager,
  session: Session,
  panel: readonly Assignment[],
  now: Date,
): Promise<void> {
  if (session.allSubmittedAt !== null || session.firstSubmittedAt === null) return;
  if (!isEverythingIn(panel, await submittersOf(tx, session))) return;
  session.allSubmittedAt = now;
  const { groupId, id } = session;
  await tx.update(Session, { groupId, id, allSubmittedAt: IsNull() }, { allSubmittedAt: now });
}
