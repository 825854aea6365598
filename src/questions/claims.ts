import { In, type EntityManager } from 'typeorm';
import { Assignment } from '../sessions/assignment.entity.js';
import { Session } from '../sessions/session.entity.js';
import { spendsQuestions } from './exposure.rules.js';
import { QuestionClaim } from './question-claim.entity.js';

/** A member as a candidate of one guide, in all plans and editions. */
export interface Learner {
  groupId: string;
  memberId: string;
  guideKey: string;
}

/** Claims families for the candidate of a session. Families that are already claimed stay where they are. */
export async function claimFamilies(
  tx: EntityManager,
  { groupId, memberId, guideKey }: Learner,
  sessionId: string,
  families: readonly string[],
): Promise<number> {
  const rows: { family: string }[] = await tx.query(
    `insert into question_claim (group_id, member_id, guide_key, family, session_id)
     select $1, $2, $3, family, $4 from unnest($5::text[]) as family on conflict do nothing returning family`,
    [groupId, memberId, guideKey, sessionId, [...new Set(families)].toSorted()],
  );
  return rows.length;
}

/** Gives back the families of a session's set, all or some. */
export async function freeFamilies(
  tx: EntityManager,
  { groupId, id: sessionId }: Pick<Session, 'groupId' | 'id'>,
  families?: readonly string[],
): Promise<void> {
  const some = families === undefined ? {} : { family: In([...families]) };
  await tx.delete(QuestionClaim, { groupId, sessionId, ...some });
}

/** Gives back the families of sets whose sessions are over and have spent nothing. Call it under the group's lock. */
export async function freeUnspentFamilies(tx: EntityManager, learner: Learner, now: Date): Promise<void> {
  const claims = await tx.findBy(QuestionClaim, learner);
  const over = await sessionsOver(tx, learner.groupId, [...new Set(claims.map(({ sessionId }) => sessionId))], now);
  for (const { session, panel } of over) if (!spendsQuestions(session, panel, now)) await freeFamilies(tx, session);
}

interface Sat {
  session: Session;
  panel: Assignment[];
}

async function sessionsOver(tx: EntityManager, groupId: string, ids: readonly string[], now: Date): Promise<Sat[]> {
  if (ids.length === 0) return [];
  const sessions = await tx.findBy(Session, { groupId, id: In([...ids]) });
  const seats = await tx.findBy(Assignment, { groupId, sessionId: In([...ids]) });
  return sessions
    .filter(({ endsAt }) => endsAt <= now)
    .map((session) => ({ session, panel: seats.filter(({ sessionId }) => sessionId === session.id) }));
}
