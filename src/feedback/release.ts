import type { EntityManager } from 'typeorm';
import { Assignment } from '../sessions/assignment.entity.js';
import { attendanceFacts, settleAttendance } from '../sessions/attendance.js';
import type { SessionCase } from '../sessions/sessions.access.js';
import { Session } from '../sessions/session.entity.js';
import { FINALLY, feedbackReleasedAt, takesPlace } from '../sessions/session.rules.js';
import { isEverythingIn, isSomethingIn, isUndecided, Recommendation } from './scorecard.rules.js';

interface Authors {
  submitted: ReadonlySet<string>;
  /** Whose newest version has a level. */
  graders: ReadonlySet<string>;
  /** Whose newest version has a verdict. */
  deciding: ReadonlySet<string>;
}

/** Who has submitted a scorecard of a session, and what its newest version says. */
async function authorsOf(tx: EntityManager, { groupId, id }: Session): Promise<Authors> {
  const rows: { authorId: string; decides: boolean; hasLevel: boolean }[] = await tx.query(
    `select distinct on (card.author_id) card.author_id as "authorId", version.recommendation <> $3 as decides, exists (
       select 1 from rating r where r.group_id = version.group_id and r.version_id = version.id and r.level is not null
     ) as "hasLevel"
     from scorecard card
       join scorecard_version version on version.group_id = card.group_id and version.scorecard_id = card.id
     where card.group_id = $1 and version.group_id = $1 and card.session_id = $2
     order by card.author_id, version.number desc`,
    [groupId, id, Recommendation.NO_DECISION],
  );
  const idsOf = (authors: typeof rows) => new Set(authors.map(({ authorId }) => authorId));
  return {
    submitted: idsOf(rows),
    graders: idsOf(rows.filter(({ hasLevel }) => hasLevel)),
    deciding: idsOf(rows.filter(({ decides }) => decides)),
  };
}

/** Notes whether all scorecards that count say NO_DECISION. Call it while holding the session's row. */
export async function settleVerdicts(
  tx: EntityManager,
  { session, panel }: Pick<SessionCase, 'session' | 'panel'>,
): Promise<void> {
  const { submitted, deciding } = await authorsOf(tx, session);
  const undecided = isUndecided(panel, submitted, deciding, FINALLY);
  await tx.update(Session, { groupId: session.groupId, id: session.id, undecided: !undecided }, { undecided });
}

/**
 * Settles a session after a submission or a statement of attendance: who counts as present, from what time a scorecard is in, and whether
 * the feedback comes out. It comes out with the first submission of an interviewer when nothing more is owed; an absence or a
 * departure alone never releases it. Call it while holding the session's row.
 */
export async function settleFeedback(
  tx: EntityManager,
  found: Pick<SessionCase, 'session' | 'candidate' | 'panel'>,
  now: Date,
  isFirstSubmission: boolean,
): Promise<void> {
  const { session, panel } = found;
  const { submitted, graders, deciding } = await authorsOf(tx, session);
  const facts = await attendanceFacts(tx, found, graders);
  const settle = () => {
    const releasedAt = feedbackReleasedAt(session, panel, now) ?? session.allSubmittedAt;
    settleAttendance(found, { ...facts, releasedAt }, now);
  };
  const wasOut = feedbackReleasedAt(session, panel, now) !== null;
  settle();
  if (session.allSubmittedAt === null) {
    const counts = takesPlace(session, panel, FINALLY) && isSomethingIn(panel, submitted, FINALLY);
    // A scorecard that counts only now was not out before: the past stays as it was.
    // Feedback that was out counts as read, so a self-assessment is no longer possible.
    session.firstSubmittedAt =
      counts || wasOut || session.staysReleasedAt !== null ? (session.firstSubmittedAt ?? now) : null;
    if (isFirstSubmission && isEverythingIn(panel, submitted, now)) {
      session.allSubmittedAt = now;
      // From the release on, scorecards are evidence of who came.
      settle();
    }
  }
  session.undecided = isUndecided(panel, submitted, deciding, FINALLY);
  await save(tx, session, panel);
}

async function save(tx: EntityManager, session: Session, panel: readonly Assignment[]): Promise<void> {
  const { groupId, id, firstSubmittedAt, allSubmittedAt, staysReleasedAt, heldSince, undecided } = session;
  const { candidateAttendance, nextCandidateAttendance, nextCandidateAttendanceAt } = session;
  const attended = { candidateAttendance, nextCandidateAttendance, nextCandidateAttendanceAt, heldSince };
  const submitted = { firstSubmittedAt, allSubmittedAt, staysReleasedAt, undecided };
  await tx.update(Session, { groupId, id }, { ...attended, ...submitted });
  for (const { id: seatId, attendance, nextAttendance, nextAttendanceAt, foundPresentAt, cardStays } of panel)
    await tx.update(
      Assignment,
      { groupId, id: seatId },
      { attendance, nextAttendance, nextAttendanceAt, foundPresentAt, cardStays },
    );
}
