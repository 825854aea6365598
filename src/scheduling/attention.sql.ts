import { dueSql, owingSql } from '../feedback/owed.loaders.js';
import { unseenSql } from '../sessions/session-seen.js';
import { releasedAtSql, seatPresentSql, statusSql } from '../sessions/status-sql.js';

/** Nothing of a plan that is archived. */
const open = 'join plan on plan.group_id = s.group_id and plan.id = s.plan_id and plan.archived_at is null';

const owed = `
  select 'SCORECARD_OWED' as kind, s.group_id as "groupId", s.id as "sessionId", me.id as "memberId",
    s.ends_at as since, ${dueSql} as "dueAt", '[]'::jsonb as changes
  from me
    join assignment a on a.group_id = me.group_id and a.member_id = me.id
    join session s on s.group_id = a.group_id and s.id = a.session_id
    ${open}
  where ${owingSql('$2')}`;

/** A self-assessment counts for a year, like the scorecards beside it. */
const toAssess = `
  select 'SELF_ASSESSMENT_OPEN', s.group_id, s.id, me.id, s.ends_at, s.feedback_due_at, '[]'::jsonb
  from me
    join candidate c on c.group_id = me.group_id and c.member_id = me.id
    join session s on s.group_id = c.group_id and s.candidate_id = c.id
    ${open}
  where ${statusSql('$2')} = 'AWAITING_FEEDBACK' and s.starts_at > $2::timestamptz - interval '365 days' and not exists (
    select 1 from self_assessment own where own.group_id = s.group_id and own.session_id = s.id
  )`;

const changed = `
  select case e.kind when 'SCHEDULED' then 'SESSION_BOOKED' when 'CANCELLED' then 'SESSION_CANCELLED' else 'SESSION_CHANGED' end,
    s.group_id, s.id, sitting.member_id, min(e.at), s.starts_at,
    jsonb_agg(jsonb_build_object('kind', e.kind, 'facts', e.facts, 'summary', e.summary, 'reason', e.reason) order by e.id)
  from sitting
    join session s on s.group_id = sitting.group_id and s.id = sitting.session_id
    ${open}
    join session_event e on e.group_id = s.group_id and e.session_id = s.id
  where s.ends_at > $2::timestamptz and e.by_id <> sitting.member_id
    and e.kind in ('SCHEDULED', 'RESCHEDULED', 'REASSIGNED', 'SWAPPED', 'CANCELLED', 'LINK_CHANGED')
    and (s.cancelled_at is null or e.kind = 'CANCELLED') and ${unseenSql('sitting.member_id', 'e.at')}
  group by 1, s.group_id, s.id, sitting.member_id, s.starts_at`;

/**
 * Of each speaker about each person the newest statement, where it says absent; due when it takes effect, as far as statements alone say.
 * What counts at the due time depends on scorecards, and would tell whether any exists.
 */
const absences = `
  select 'MARKED_ABSENT', s.group_id, s.id, sitting.member_id, min(said.at),
    min(case
      when said.is_decision or exists (
        select 1 from attendance_statement other where other.group_id = said.group_id and other.session_id = said.session_id
          and other.person_id = said.person_id and other.speaker_id <> said.speaker_id and other.attendance in ('NO_SHOW', 'EXCUSED')
      ) then said.at
      else greatest(s.feedback_due_at, said.absent_since + interval '24 hours')
    end),
    jsonb_agg(jsonb_build_object(
      'personId', said.person_id, 'speakerId', said.speaker_id, 'attendance', said.attendance, 'decided', said.is_decision
    ) order by said.id)
  from sitting
    join session s on s.group_id = sitting.group_id and s.id = sitting.session_id
    ${open}
    join attendance_statement said on said.group_id = s.group_id and said.session_id = s.id
  where s.cancelled_at is null and said.attendance in ('NO_SHOW', 'EXCUSED') and said.speaker_id <> sitting.member_id
    and ${unseenSql('sitting.member_id', 'said.at')}
    and not exists (
      select 1 from attendance_statement later where later.group_id = said.group_id and later.session_id = said.session_id
        and later.person_id = said.person_id and later.speaker_id = said.speaker_id and later.id > said.id
    )
  group by s.group_id, s.id, sitting.member_id`;

/** For the candidate, and for interviewers who have submitted: what came out or was amended by others since. */
const feedback = `
  select 'FEEDBACK_OUT', s.group_id, s.id, sitting.member_id, max(greatest(v.submitted_at, ${releasedAtSql})), null::timestamptz,
    jsonb_agg(jsonb_build_object('authorId', card.author_id, 'isAmended', v.reason is not null) order by v.id)
  from sitting
    join session s on s.group_id = sitting.group_id and s.id = sitting.session_id
    ${open}
    join scorecard card on card.group_id = s.group_id and card.session_id = s.id and card.author_id <> sitting.member_id
    join assignment author on author.group_id = s.group_id and author.session_id = s.id and author.member_id = card.author_id
    join scorecard_version v on v.group_id = card.group_id and v.scorecard_id = card.id and not exists (
      select 1 from scorecard_version next where next.group_id = v.group_id and next.scorecard_id = v.scorecard_id
        and next.number = v.number + 1 and next.reason is null
    )
  where ${statusSql('$2')} = 'COMPLETED' and author.role <> 'SHADOW' and (${seatPresentSql('author', '$2')} or author.card_stays)
    and (sitting.is_candidate or exists (
      select 1 from scorecard own join scorecard_version mine on mine.group_id = own.group_id and mine.scorecard_id = own.id
      where own.group_id = s.group_id and own.session_id = s.id and own.author_id = sitting.member_id
    ))
    and ${unseenSql('sitting.member_id', `greatest(v.submitted_at, ${releasedAtSql})`)}
  group by s.group_id, s.id, sitting.member_id`;

/** Everything that waits for the person `$1` at the instant `$2`, in the groups that they are in, in one statement. */
export const waitingFor = `
  with me as (
    select m.group_id, m.id from member m join "group" g on g.id = m.group_id
    where m.person_id = $1 and m.left_at is null and g.archived_at is null
  ),
  sitting as (
    select me.id as member_id, a.group_id, a.session_id, false as is_candidate from me
      join assignment a on a.group_id = me.group_id and a.member_id = me.id
    union
    select me.id, s.group_id, s.id, true from me
      join candidate c on c.group_id = me.group_id and c.member_id = me.id
      join session s on s.group_id = c.group_id and s.candidate_id = c.id
  )
  ${[owed, toAssess, changed, absences, feedback].join('\n  union all')}`;
