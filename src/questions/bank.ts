import type { EntityManager } from 'typeorm';
import type { Difficulty } from '../guides/guide-document.js';
import { AssignmentRole } from '../sessions/session.rules.js';
import type { Choice } from './composing.rules.js';
import type { SetCase } from './set-case.js';

/** A question that a session may ask. */
export type Bank = readonly Pick<Choice, 'id' | 'turn' | 'family' | 'topicKey' | 'difficulty'>[];

/** The questions in use that a plan's edition may ask in a kind of round: the guide's own, and those of the group in any edition. */
export async function bankFor(
  tx: EntityManager,
  { session: { groupId, id }, guide, round, secret }: SetCase,
): Promise<Bank> {
  // One row, because a bank has thousands of questions and each row would cost more than its content.
  const [{ rows }]: [{ rows: Row[] | null }] = await tx.query(
    `select json_agg(json_build_array(q.id, md5($5 || q.key), q.family, q.topic_key, q.difficulty)) as rows
     from question q join guide g on g.group_id = q.group_id and g.id = q.guide_id
     where q.group_id = $1 and q.retired_at is null and $2 = any(q.kinds)
       and (q.guide_id = $3 or (q.author_id is not null and g.key = $4))`,
    [groupId, round.kind, guide.id, guide.key, `${secret} ${id} `],
  );
  return (rows ?? []).map(([questionId, turn, family, topicKey, difficulty]) => {
    return { id: questionId, turn, family, topicKey, difficulty };
  });
}

type Row = readonly [id: string, turn: string, family: string, topicKey: string, difficulty: Difficulty];

/** Questions with what speaks for each. */
export async function withPreferences(tx: EntityManager, setCase: SetCase, bank: Bank, now: Date): Promise<Choice[]> {
  const { session, guide, panel } = setCase;
  const { groupId } = session;
  const lead = panel.find(({ role }) => role === AssignmentRole.LEAD);
  const known = await familiesKnownTo(tx, groupId, guide.key, lead?.memberId ?? null, now);
  const uses = await usesOf(tx, groupId, guide.key, now);
  return bank.map((question) => {
    return { ...question, isKnownToLead: known.has(question.family), uses: uses.get(question.family) ?? 0 };
  });
}

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
