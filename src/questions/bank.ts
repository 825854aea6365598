import type { EntityManager } from 'typeorm';
import type { Difficulty } from '../guides/guide-document.js';
import { AssignmentRole } from '../sessions/session.rules.js';
import type { Choice } from './composing.rules.js';
import { familiesMetInSessions } from './claims.js';
import type { SetCase } from './set-case.js';

/** The questions that a plan's edition may ask in a kind of round: the guide's own, and those of the group in any edition. */
const BANK = `question q join guide g on g.group_id = q.group_id and g.id = q.guide_id
  where q.group_id = $1 and q.retired_at is null and $2 = any(q.kinds)
    and (q.guide_id = $3 or (q.author_id is not null and g.key = $4))`;

/**
 * The questions that are fresh for the candidate of a session, with what speaks for each. A constant number of statements, however large
 * the bank is.
 */
export async function freshQuestions(tx: EntityManager, setCase: SetCase, now: Date): Promise<Choice[]> {
  const { session, candidate, guide, round, panel, secret } = setCase;
  const { groupId } = session;
  const { memberId } = candidate;
  // One row, because a bank has thousands of questions and each row would cost more than its content.
  const [{ rows }]: [{ rows: Row[] | null }] = await tx.query(
    `select json_agg(json_build_array(q.id, md5($6 || q.key), q.family, q.topic_key, q.difficulty)) as rows from ${BANK}
       and not exists (select 1 from question_exposure e where e.group_id = q.group_id and e.member_id = $5
         and e.guide_key = $4 and e.family = q.family)
       and not exists (select 1 from question_claim c where c.group_id = q.group_id and c.member_id = $5
         and c.guide_key = $4 and c.family = q.family)`,
    [groupId, round.kind, guide.id, guide.key, memberId, `${secret} ${session.id} `],
  );
  const met = await familiesMetInSessions(tx, { groupId, memberId, guideKey: guide.key }, now, session.id);
  const lead = panel.find(({ role }) => role === AssignmentRole.LEAD);
  const known = await familiesKnownTo(tx, groupId, guide.key, lead?.memberId ?? null, now);
  const uses = await usesOf(tx, groupId, guide.key, now);
  return (rows ?? [])
    .filter(([, , family]) => !met.has(family))
    .map(([id, turn, family, topicKey, difficulty]) => ({
      id,
      turn,
      family,
      topicKey,
      difficulty,
      isKnownToLead: known.has(family),
      uses: uses.get(family) ?? 0,
    }));
}

type Row = readonly [id: string, turn: string, family: string, topicKey: string, difficulty: Difficulty];

/**
 * Sessions whose feedback has come out by the clock: the part of `comesOutAt` that a preference needs. Until then nothing that a choice shows
 * may depend on what a session asks, because its candidate may see the choice.
 */
const CAME_OUT = (
  now: string,
) => `s.cancelled_at is null and (s.stays_released_at is not null or s.all_submitted_at <= ${now}
  or greatest(s.first_submitted_at, s.feedback_due_at) <= ${now} and s.first_submitted_at is not null)`;

/** What a member has opened by name or written, or has asked as an interviewer in a session whose feedback is out. */
async function familiesKnownTo(
  tx: EntityManager,
  groupId: string,
  guideKey: string,
  memberId: string | null,
  now: Date,
): Promise<ReadonlySet<string>> {
  if (memberId === null) return new Set();
  const rows: { family: string }[] = await tx.query(
    `select family from question_exposure where group_id = $1 and member_id = $2 and guide_key = $3 and kind <> 'SELF_DECLARED'
       and session_id is null
     union
     select q.family from question_set_item i
       join session s on s.group_id = i.group_id and s.id = i.session_id
       join assignment a on a.group_id = i.group_id and a.session_id = i.session_id
       join question q on q.group_id = i.group_id and q.id = i.question_id
       join guide g on g.group_id = q.group_id and g.id = q.guide_id
     where i.group_id = $1 and a.member_id = $2 and g.key = $3 and a.role <> 'SHADOW' and ${CAME_OUT('$4')}
       and i.asked is distinct from false`,
    [groupId, memberId, guideKey, now],
  );
  return new Set(rows.map(({ family }) => family));
}

/** In how many sessions each family was asked, among those whose feedback is out. */
async function usesOf(
  tx: EntityManager,
  groupId: string,
  guideKey: string,
  now: Date,
): Promise<ReadonlyMap<string, number>> {
  const rows: { family: string; uses: number }[] = await tx.query(
    `select q.family, count(*)::int as uses from question_set_item i
       join session s on s.group_id = i.group_id and s.id = i.session_id
       join question q on q.group_id = i.group_id and q.id = i.question_id
       join guide g on g.group_id = q.group_id and g.id = q.guide_id
     where i.group_id = $1 and g.key = $2 and ${CAME_OUT('$3')}
       and i.asked is distinct from false group by q.family`,
    [groupId, guideKey, now],
  );
  return new Map(rows.map(({ family, uses }) => [family, uses]));
}

/** How many questions of each topic the candidate was asked in sessions that are over. */
export async function practisedTopics(
  tx: EntityManager,
  { session: { groupId }, candidate: { memberId }, guide: { key } }: SetCase,
  now: Date,
): Promise<ReadonlyMap<string, number>> {
  const rows: { topicKey: string; count: number }[] = await tx.query(
    `select q.topic_key as "topicKey", count(*)::int as count from question_claim c
       join session s on s.group_id = c.group_id and s.id = c.session_id
       join question_set_item i on i.group_id = c.group_id and i.session_id = c.session_id
       join question q on q.group_id = i.group_id and q.id = i.question_id and q.family = c.family
     where c.group_id = $1 and c.member_id = $2 and c.guide_key = $3 and s.ends_at <= $4 group by q.topic_key`,
    [groupId, memberId, key, now],
  );
  return new Map(rows.map(({ topicKey, count }) => [topicKey, count]));
}

/**
 * How many families an interviewer sees as fresh for the candidate of a session while their own set is open: as of the instant at which that
 * set was composed, because the questions that the candidate opens for it would reveal what it holds.
 */
export async function shownAsFresh(tx: EntityManager, setCase: SetCase, since: Date, now: Date): Promise<number> {
  const { session, candidate, guide, round } = setCase;
  const [{ count }]: [{ count: number }] = await tx.query(
    `select count(distinct q.family)::int as count from ${BANK}
       and not exists (select 1 from question_exposure e where e.group_id = q.group_id and e.member_id = $5
         and e.guide_key = $4 and e.family = q.family and e.at < $6)
       and not exists (select 1 from question_claim c join session s on s.group_id = c.group_id and s.id = c.session_id
         where c.group_id = q.group_id and c.member_id = $5 and c.guide_key = $4 and c.family = q.family and s.ends_at <= $7)`,
    [session.groupId, round.kind, guide.id, guide.key, candidate.memberId, since, now],
  );
  return count;
}
