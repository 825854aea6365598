import type { Load, Loader, LoadContext } from '../common/loading.js';
import { dateIn, spoken, spokenInstant } from '../common/time.js';
import { dueSql, owingSql } from '../feedback/owed.loaders.js';
import { memberById } from '../groups/groups.loaders.js';
import { roundById } from '../guides/guides.loaders.js';
import { personById } from '../people/people.loaders.js';
import { candidateById } from '../plans/plans.loaders.js';
import { unseenSql } from '../sessions/looks.js';
import { sessionById } from '../sessions/sessions.loaders.js';
import { statusSql } from '../sessions/status-sql.js';
import { attentionText, byUrgency, type Waiting } from './attention.rules.js';

interface Found extends Omit<Waiting, 'session'> {
  groupId: string;
  sessionId: string;
  /** The person as a member of that group. */
  memberId: string;
}

export interface AttentionItemView extends Found {
  text: string;
}

/** Everything that waits for a person in the groups that they are in, in one statement. */
const waitingFor = `
  with me as (select group_id, id from member where person_id = $1 and left_at is null),
  sitting as (
    select me.id as member_id, a.group_id, a.session_id from me
      join assignment a on a.group_id = me.group_id and a.member_id = me.id
    union
    select me.id, s.group_id, s.id from me
      join candidate c on c.group_id = me.group_id and c.member_id = me.id
      join session s on s.group_id = c.group_id and s.candidate_id = c.id
  )
  select 'SCORECARD_OWED' as kind, s.group_id as "groupId", s.id as "sessionId", me.id as "memberId",
    s.ends_at as since, ${dueSql} as "dueAt", null as summary
  from me
    join assignment a on a.group_id = me.group_id and a.member_id = me.id
    join session s on s.group_id = a.group_id and s.id = a.session_id
  where ${owingSql('$2')}
  union all
  select 'SELF_ASSESSMENT_OPEN', s.group_id, s.id, me.id, s.ends_at, s.feedback_due_at, null
  from me
    join candidate c on c.group_id = me.group_id and c.member_id = me.id
    join session s on s.group_id = c.group_id and s.candidate_id = c.id
  where ${statusSql('$2')} = 'AWAITING_FEEDBACK' and not exists (
    select 1 from self_assessment own where own.group_id = s.group_id and own.session_id = s.id
  )
  union all
  select 'SESSION_CHANGED', s.group_id, s.id, sitting.member_id, min(e.at), s.starts_at,
    (array_agg(e.summary order by e.id desc))[1]
  from sitting
    join session s on s.group_id = sitting.group_id and s.id = sitting.session_id
    join session_event e on e.group_id = s.group_id and e.session_id = s.id
  where s.ends_at > $2::timestamptz and ${unseenSql('sitting.member_id')}
  group by s.group_id, s.id, sitting.member_id, s.starts_at`;

/** What waits for the viewer, the most urgent first; nothing for anybody else. */
export const attentionOfPerson: Loader<string, AttentionItemView[]> = {
  cacheKey: (personId) => personId,
  batch: (context, personIds) =>
    Promise.all(
      personIds.map(async (personId) => (personId === context.viewerId ? attentionOf(context, personId) : [])),
    ),
};

async function attentionOf({ db, now, load }: LoadContext, personId: string): Promise<AttentionItemView[]> {
  const found: Found[] = await db.query(waitingFor, [personId, now]);
  const { timeZone } = await load(personById, personId);
  const items = found.toSorted(byUrgency).map(async (item) => {
    const session = await describe(load, item, timeZone);
    return { ...item, text: attentionText({ ...item, session }, spokenInstant(item.dueAt, timeZone), now) };
  });
  return Promise.all(items);
}

/** "Coding with Ana on 2 April", or "your Coding session on 2 April", on the person's own calendar. */
async function describe(load: Load, { groupId, sessionId, memberId }: Found, timeZone: string): Promise<string> {
  const { roundId, candidateId, startsAt } = await load(sessionById, { groupId, id: sessionId });
  const day = spoken(dateIn(startsAt, timeZone));
  const { title } = await load(roundById, { groupId, id: roundId });
  const candidate = await load(candidateById, { groupId, id: candidateId });
  if (candidate.memberId === memberId) return `your ${title} session on ${day}`;
  const { personId } = await load(memberById, { groupId, id: candidate.memberId });
  return `${title} with ${(await load(personById, personId)).displayName} on ${day}`;
}
