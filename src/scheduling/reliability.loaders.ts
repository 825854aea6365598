import type { Ref } from '../common/ids.js';
import { byRef, refParameters, type Loader } from '../common/loading.js';
import { daysAfter } from '../common/time.js';
import { viewerMembership } from '../groups/groups.loaders.js';
import { Member, MemberRole } from '../groups/member.entity.js';
import { candidatePresentSql, countedAttendanceSql, statusSql } from '../sessions/status-sql.js';

const DAYS = 90;

export interface Reliability {
  lateCancellations: number;
  noShows: number;
  held: number;
}

/** What a member sat in, in any seat, with what counts of their presence at the instant of `$3`. */
const sat = `
  select a.group_id, a.session_id, a.member_id, ${countedAttendanceSql('a', '$3')} as attendance from assignment a
  where a.group_id = any($1) and a.member_id = any($2)
  union all
  select s.group_id, s.id, c.member_id,
    case when ${candidatePresentSql('$3')} then 'ATTENDED'
      when s.next_candidate_attendance_at <= $3 then s.next_candidate_attendance else s.candidate_attendance end
  from session s join candidate c on c.group_id = s.group_id and c.id = s.candidate_id
  where s.group_id = any($1) and c.member_id = any($2)`;

/** Another person booked, seated or moved the member inside the notice: then an absence is excused. */
const rushed = `exists (
  select 1 from session_event e where e.group_id = s.group_id and e.session_id = s.id and e.by_id <> sat.member_id
    and e.kind in ('SCHEDULED', 'RESCHEDULED', 'REASSIGNED', 'SWAPPED')
    and e.at > s.starts_at - make_interval(hours => s.notice_hours)
)`;

/** How reliable a member was in the last 90 days; for the member and for organizers, null for others. */
export const reliabilityOfMember: Loader<Member, Reliability | null> = {
  cacheKey: byRef,
  async batch({ db, load, now }, members) {
    const rows: (Ref & Reliability)[] = await db.query(
      `with sat as (${sat})
       select m.group_id as "groupId", m.id, (
           select count(*)::int from session s where s.group_id = m.group_id and s.charged_to_id = m.id and s.cancelled_at > $4
         ) as "lateCancellations",
         count(*) filter (where sat.attendance = 'NO_SHOW' and s.cancelled_at is null and not ${rushed})::int as "noShows",
         count(*) filter (
           where coalesce(sat.attendance, 'ATTENDED') in ('ATTENDED', 'LATE') and ${statusSql('$3')} in ('AWAITING_FEEDBACK', 'COMPLETED')
         )::int as held
       from member m
         left join sat on sat.group_id = m.group_id and sat.member_id = m.id
         left join session s on s.group_id = sat.group_id and s.id = sat.session_id and s.ends_at > $4 and s.ends_at <= $3
       where m.group_id = any($1) and m.id = any($2)
       group by m.group_id, m.id`,
      [...refParameters(members), now, daysAfter(now, -DAYS)],
    );
    const found = new Map(
      rows.map(({ id, lateCancellations, noShows, held }) => [id, { lateCancellations, noShows, held }]),
    );
    return Promise.all(
      members.map(async ({ groupId, id }) => {
        const viewer = await load(viewerMembership, groupId);
        const mayKnow =
          viewer && (viewer.id === id || (viewer.leftAt === null && viewer.role === MemberRole.ORGANIZER));
        return mayKnow ? found.get(id)! : null;
      }),
    );
  },
};
