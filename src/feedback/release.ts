import { IsNull, type EntityManager } from 'typeorm';
import type { Assignment } from '../sessions/assignment.entity.js';
import { Session } from '../sessions/session.entity.js';
import { takesPlace } from '../sessions/session.rules.js';
import { isEverythingIn, isSomethingIn } from './scorecard.rules.js';

/** Who has submitted a scorecard of a session. */
export async function authorsOf(tx: EntityManager, { groupId, id }: Session): Promise<Set<string>> {
  const rows: { authorId: string }[] = await tx.query(
    `select distinct card.author_id as "authorId" from scorecard card
       join scorecard_version version on version.group_id = card.group_id and version.scorecard_id = card.id
     where card.group_id = $1 and version.group_id = $1 and card.session_id = $2`,
    [groupId, id],
  );
  return new Set(rows.map(({ authorId }) => authorId));
}

/**
 * Notes what has been submitted by those who were there, and releases the feedback if the last card that is owed is
 * in. Call it while holding the session's row, after anything that can change either: a submission, a recorded
 * attendance, a departure. The release happens at most once.
 */
export async function settleSubmissions(
  tx: EntityManager,
  session: Session,
  panel: readonly Assignment[],
  now: Date,
): Promise<void> {
  if (session.allSubmittedAt !== null) return;
  const submitted = await authorsOf(tx, session);
  const counts = takesPlace(session, panel) && isSomethingIn(panel, submitted);
  // A card that counts only now, because somebody was called absent, was not out before: the past stays as it was.
  session.firstSubmittedAt = counts ? (session.firstSubmittedAt ?? now) : null;
  if (counts && isEverythingIn(panel, submitted)) session.allSubmittedAt = now;
  const { groupId, id, firstSubmittedAt, allSubmittedAt } = session;
  await tx.update(Session, { groupId, id, allSubmittedAt: IsNull() }, { firstSubmittedAt, allSubmittedAt });
}
