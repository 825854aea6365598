import { In, type EntityManager } from 'typeorm';
import type { Ref } from '../common/ids.js';
import { byRef, grouped } from '../common/loading.js';
import { forOrganizers } from '../groups/groups.loaders.js';
import type { Member } from '../groups/member.entity.js';
import { Assignment } from '../sessions/assignment.entity.js';

/**
 * A seat `a` of a session `s` that owes its scorecard at the instant of one parameter: `owesScorecard` in SQL, of what
 * took place and is not handed in.
 */
export const owingSql = (now: string) => `(
  a.role <> 'SHADOW' and coalesce(a.attendance, 'ATTENDED') in ('ATTENDED', 'LATE') and a.card_waived_at is null
  and s.cancelled_at is null and s.ends_at <= ${now}::timestamptz
  and coalesce(s.candidate_attendance, 'ATTENDED') in ('ATTENDED', 'LATE')
  and not exists (
    select 1 from scorecard c
      join scorecard_version v on v.group_id = c.group_id and v.scorecard_id = c.id
    where c.group_id = a.group_id and c.session_id = a.session_id and c.author_id = a.member_id
  ))`;

/** Seats of a group whose scorecard is past due, the oldest first; for organizers. */
export const overdueFeedback = forOrganizers<Assignment>({
  cacheKey: byRef,
  async batch({ db, now }, groups) {
    const groupIds = groups.map(({ id }) => id);
    const owing: Ref[] = await db.query(
      `select a.group_id as "groupId", a.id from assignment a
         join session s on s.group_id = a.group_id and s.id = a.session_id
       where a.group_id = any($1) and s.group_id = any($1) and s.feedback_due_at < $2 and ${owingSql('$2')}
       order by s.feedback_due_at, a.id`,
      [groupIds, now],
    );
    const rows = await db.findBy(Assignment, { groupId: In(groupIds), id: In(owing.map(({ id }) => id)) });
    const found = new Map(rows.map((row) => [row.id, row]));
    return grouped(
      groups,
      owing.map(({ id }) => found.get(id)!),
      (seat) => seat.groupId,
    );
  },
});

/** The sessions whose scorecard a member owes since before an instant, the oldest first. */
export async function owedSince(
  tx: EntityManager,
  { groupId, id }: Pick<Member, 'groupId' | 'id'>,
  dueBefore: Date,
  now: Date,
): Promise<Ref[]> {
  return tx.query(
    `select s.group_id as "groupId", s.id from assignment a
       join session s on s.group_id = a.group_id and s.id = a.session_id
     where a.group_id = $1 and s.group_id = $1 and a.member_id = $2 and s.feedback_due_at < $3 and ${owingSql('$4')}
     order by s.feedback_due_at, s.id`,
    [groupId, id, dueBefore, now],
  );
}
