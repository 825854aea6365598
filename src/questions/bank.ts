import type { EntityManager } from 'typeorm';
import type { Difficulty } from '../guides/guide-document.js';
import { AssignmentRole } from '../sessions/session.rules.js';
import type { SetCase } from './set-case.js';

/** A question that a session may ask, in the order in which it is read: a bank has thousands. */
type BankRow = readonly [id: string, turn: string, family: string, topicKey: string, difficulty: Difficulty];

/** The questions in use that a plan's edition may ask in a kind of round: the guide's own, and those of the group in any edition. */
export async function bankFor(
  tx: EntityManager,
  { session: { groupId, id }, guide, round, secret }: SetCase,
): Promise<readonly BankRow[]> {
  // One row, because each would cost more than its content.
  const [{ rows }]: [{ rows: BankRow[] | null }] = await tx.query(
    `select json_agg(json_build_array(q.id, md5($5 || q.key), q.family, q.topic_key, q.difficulty)) as rows
     from question q join guide g on g.group_id = q.group_id and g.id = q.guide_id
     where q.group_id = $1 and q.retired_at is null and $2 = any(q.kinds)
       and (q.guide_id = $3 or (q.author_id is not null and g.key = $4))`,
    [groupId, round.kind, guide.id, guide.key, `${secret} ${id} `],
  );
  return rows ?? [];
}

/** What the choice among fresh questions prefers, by family; and how many questions of each topic the candidate was asked in sessions that are over. */
interface Preferences {
  knownToLead: ReadonlySet<string>;
  uses: ReadonlyMap<string, number>;
  practised: ReadonlyMap<string, number>;
}

/**
 * Sessions whose feedback has come out by the clock: the part of `comesOutAt` that a preference needs. Until then nothing that a choice shows
 * may depend on what a session asks, because its candidate may see the choice.
 */
const CAME_OUT = `s.cancelled_at is null and (s.stays_released_at is not null or s.all_submitted_at <= $3
  or greatest(s.first_submitted_at, s.feedback_due_at) <= $3 and s.first_submitted_at is not null)`;

const ITEMS = `question_set_item i
  join session s on s.group_id = i.group_id and s.id = i.session_id
  join question q on q.group_id = i.group_id and q.id = i.question_id
  join guide g on g.group_id = q.group_id and g.id = q.guide_id`;

/**
 * The lead knows what they have written, have asked as an interviewer in a session whose feedback is out, or have opened by name before they were
 * booked for the sessions whose feedback is not out: later they may have opened it for one of these. Uses are sessions whose feedback is out.
 */
export async function preferencesFor(tx: EntityManager, setCase: SetCase, now: Date): Promise<Preferences> {
  const { session, guide, panel, candidate } = setCase;
  const lead = panel.find(({ role }) => role === AssignmentRole.LEAD);
  const [found]: [{ known: string[] | null; uses: Counts; practised: Counts }] = await tx.query(
    `select (
       select json_agg(family) from (
         select family from question_exposure where group_id = $1 and member_id = $4 and guide_key = $2
           and session_id is null and (kind = 'AUTHORED' or kind = 'OPENED' and at < coalesce((
             select min(s.entered_at) from session s
               join assignment a on a.group_id = s.group_id and a.session_id = s.id
             where s.group_id = $1 and a.member_id = $4 and s.cancelled_at is null and s.feedback_due_at > $3
               and (${CAME_OUT}) is not true), 'infinity'))
         union
         select q.family from ${ITEMS}
           join assignment a on a.group_id = i.group_id and a.session_id = i.session_id
         where i.group_id = $1 and a.member_id = $4 and g.key = $2 and a.role <> 'SHADOW' and ${CAME_OUT}
           and i.asked is distinct from false) known) as known,
     (select json_agg(json_build_array(family, times)) from (
         select q.family, count(*) as times from ${ITEMS}
         where i.group_id = $1 and g.key = $2 and ${CAME_OUT} and i.asked is distinct from false
         group by q.family) used) as uses,
     (select json_agg(json_build_array(topic_key, times)) from (
         select q.topic_key, count(*) as times from question_claim c
           join session s on s.group_id = c.group_id and s.id = c.session_id
           join question_set_item i on i.group_id = c.group_id and i.session_id = c.session_id
           join question q on q.group_id = i.group_id and q.id = i.question_id and q.family = c.family
         where c.group_id = $1 and c.member_id = $5 and c.guide_key = $2 and s.ends_at <= $3
         group by q.topic_key) practised) as practised`,
    [session.groupId, guide.key, now, lead?.memberId ?? null, candidate.memberId],
  );
  return {
    knownToLead: new Set(found.known),
    uses: new Map(found.uses),
    practised: new Map(found.practised),
  };
}

type Counts = [key: string, count: number][] | null;
