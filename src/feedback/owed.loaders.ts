import { In } from 'typeorm';
import type { Ref } from '../common/ids.js';
import { byRef, grouped, refParameters, type Loader } from '../common/loading.js';
import { forOrganizers } from '../groups/groups.loaders.js';
import { Assignment } from '../sessions/assignment.entity.js';
import { candidatePresentSql, seatPresentSql, statusSql } from '../sessions/status-sql.js';

/** A seat `a` of a session `s` that took place, whose scorecard is not handed in at the instant of one parameter. */
const ungradedSql = (now: string) => `(
  a.role <> 'SHADOW' and ${seatPresentSql('a', now)}
  and s.cancelled_at is null and s.ends_at <= ${now}::timestamptz
  and ${candidatePresentSql(now)}
  and not exists (
    select 1 from scorecard c
      join scorecard_version v on v.group_id = c.group_id and v.scorecard_id = c.id
    where c.group_id = a.group_id and c.session_id = a.session_id and c.author_id = a.member_id
  ))`;

/** The same where it is owed: `owesScorecard` in SQL. A test compares the two case by case. */
export const owingSql = (now: string) => `(a.card_waived_at is null and ${ungradedSql(now)})`;

/** When what a seat owes is due: nobody is late for the time in which they were called absent. */
export const dueSql = 'greatest(s.feedback_due_at, a.found_present_at)';

/**
 * Whether a person may still grade the candidate `c` in a session whose feedback is out, in whichever plan it was: what the
 * others said must not reach them first, not even added up.
 */
export const owesToSql = (personId: string, now: string) => `
  exists (
    select 1 from candidate their
      join session s on s.group_id = their.group_id and s.candidate_id = their.id
      join assignment a on a.group_id = s.group_id and a.session_id = s.id
      join member me on me.group_id = a.group_id and me.id = a.member_id and me.person_id = ${personId}
    where their.group_id = c.group_id and their.member_id = c.member_id
      and ${ungradedSql(now)} and ${statusSql(now)} = 'COMPLETED'
  )`;

/** Whether the viewer has such a scorecard to give. */
export const viewerOwes: Loader<Ref, boolean> = {
  cacheKey: byRef,
  async batch({ db, now, viewerId }, keys) {
    const rows: { id: string }[] = await db.query(
      `select c.id from candidate c where c.group_id = any($1) and c.id = any($2) and ${owesToSql('$3', '$4')}`,
      [...refParameters(keys), viewerId, now],
    );
    const owed = new Set(rows.map(({ id }) => id));
    return keys.map(({ id }) => owed.has(id));
  },
};

/** Seats of a group whose scorecard is past due, the oldest first; for organizers. */
export const overdueFeedback = forOrganizers<Assignment>({
  cacheKey: byRef,
  async batch({ db, now }, groups) {
    const groupIds = groups.map(({ id }) => id);
    const owing: Ref[] = await db.query(
      `select a.group_id as "groupId", a.id from assignment a
         join session s on s.group_id = a.group_id and s.id = a.session_id
       where a.group_id = any($1) and s.group_id = any($1) and ${dueSql} < $2 and ${owingSql('$2')}
       order by ${dueSql}, a.id`,
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
