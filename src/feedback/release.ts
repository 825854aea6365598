import { IsNull, type EntityManager } from 'typeorm';
import type { Assignment } from '../sessions/assignment.entity.js';
import { Session } from '../sessions/session.entity.js';
import { takesPlace } from '../sessions/session.rules.js';
import { firstSubmission, isEverythingIn } from './scorecard.rules.js';

/** When each author of a session first submitted their scorecard. */
async function submissionsOf(tx: EntityManager, { groupId, id }: Session): Promise<Map<string, Date>> {
  const rows: { authorId: string; at: Date }[] = await tx.query(
    `select card.author_id as "authorId", min(version.submitted_at) as at from scorecard card
       join scorecard_version version on version.group_id = card.group_id and version.scorecard_id = card.id
     where card.group_id = $1 and version.group_id = $1 and card.session_id = $2 group by card.author_id`,
    [groupId, id],
  );
  return new Map(rows.map(({ authorId, at }) => [authorId, at]));
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
  const submissions = await submissionsOf(tx, session);
  session.firstSubmittedAt = firstSubmission(panel, submissions);
  if (takesPlace(session, panel) && isEverythingIn(panel, submissions)) session.allSubmittedAt = now;
  const { groupId, id, firstSubmittedAt, allSubmittedAt } = session;
  await tx.update(Session, { groupId, id, allSubmittedAt: IsNull() }, { firstSubmittedAt, allSubmittedAt });
}
