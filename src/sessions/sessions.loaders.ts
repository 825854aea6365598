import type { Ref } from '../common/ids.js';
import {
  byRef,
  childrenLoader,
  grouped,
  refParameters,
  rowLoader,
  type Load,
  type LoadContext,
  type Loader,
} from '../common/loading.js';
import { isUuid, pageLoader } from '../common/pages.js';
import { instantFrom, spokenInstant } from '../common/time.js';
import { groupById, memberById, viewerMembership } from '../groups/groups.loaders.js';
import { MemberRole } from '../groups/member.entity.js';
import type { LoopRound } from '../plans/loop-round.entity.js';
import { candidateById, targetSessionsOf } from '../plans/plans.loaders.js';
import { personById } from '../people/people.loaders.js';
import { mayDoWithSession } from './access.rules.js';
import { Assignment } from './assignment.entity.js';
import { AttendanceStatement } from './attendance-statement.entity.js';
import { standingStatements } from './attendance.js';
import { wordAbout } from './attendance.rules.js';
import { loopRoundStatus, type LoopRoundStatus } from './loop-status.rules.js';
import { standingOf } from './session-access.js';
import { departureReason, type EventFacts, type Reader } from './history.rules.js';
import { SessionEvent } from './session-event.entity.js';
import { Session } from './session.entity.js';
import { AssignmentRole, sessionStatus, type Attendance, type SessionStatus } from './session.rules.js';
import { statusSql } from './status-sql.js';

export const sessionById = rowLoader(Session);

const seatsOfSession = childrenLoader(Assignment, 'sessionId', { id: 'ASC' });

const seatOrder = Object.values(AssignmentRole);

/** The panel of a session, its lead first. */
export const panelOfSession: Loader<Ref, Assignment[]> = {
  cacheKey: byRef,
  batch: ({ load }, keys) =>
    Promise.all(
      keys.map(async (key) => {
        const seats = await load(seatsOfSession, key);
        return seats.toSorted((a, b) => seatOrder.indexOf(a.role) - seatOrder.indexOf(b.role));
      }),
    ),
};

const statementsOfSession = childrenLoader(AttendanceStatement, 'sessionId', { id: 'ASC' });

export type AttendanceWord = NonNullable<ReturnType<typeof wordAbout>> & { groupId: string };

/** The newest stated absence of a person that does not count; for those who sit in, and for organizers. */
export async function attendanceWord(
  load: Load,
  session: Session,
  personId: string,
  counting: Attendance | null,
): Promise<AttendanceWord | null> {
  const viewer = await load(viewerMembership, session.groupId);
  const isOrganizer = viewer?.role === MemberRole.ORGANIZER && viewer.leftAt === null;
  if (!isOrganizer && !(await load(sitsIn, session))) return null;
  const statements = standingStatements(await load(statementsOfSession, session));
  const word = wordAbout(personId, { statements }, counting);
  return word && { ...word, groupId: session.groupId };
}

/** How the viewer reads a line of the history: names as they are now, instants in their own zone, else the group's. */
export async function readerOf(
  load: Load,
  { groupId, facts }: Pick<SessionEvent, 'groupId' | 'facts'>,
): Promise<Reader> {
  const ids = [...(facts.people ?? []).map(({ memberId }) => memberId), ...(facts.memberId ? [facts.memberId] : [])];
  const names = new Map<string, string>();
  for (const id of ids) {
    const { personId } = await load(memberById, { groupId, id });
    names.set(id, (await load(personById, personId)).displayName);
  }
  const viewer = await load(viewerMembership, groupId);
  const { timeZone } = viewer ? await load(personById, viewer.personId) : await load(groupById, groupId);
  return { nameOf: (id) => names.get(id)!, spoken: (instant) => spokenInstant(instant, timeZone) };
}

/** Why something was called off or a seat is open, in the words that were given or after a departure; for those who sit in. */
export async function reasonFor(
  load: Load,
  session: Session,
  given: string | null,
  facts: EventFacts,
): Promise<string | null> {
  if (!(await load(sitsIn, session))) return null;
  return given ?? departureReason(facts, await readerOf(load, { groupId: session.groupId, facts }));
}

export const historyOfSession = childrenLoader(SessionEvent, 'sessionId', { id: 'ASC' });

/** Whether the viewer sits in: as the candidate or on the panel. */
export const sitsIn: Loader<Session, boolean> = {
  cacheKey: byRef,
  batch: ({ load }, sessions) =>
    Promise.all(
      sessions.map(async (session) => {
        const viewer = await load(viewerMembership, session.groupId);
        const panel = await load(panelOfSession, session);
        const candidate = await load(candidateById, { groupId: session.groupId, id: session.candidateId });
        return viewer !== null && mayDoWithSession(standingOf(viewer, candidate.memberId, panel), 'readPrivately');
      }),
    ),
};

/**
 * The session's own link is for those who sit in. Its lead's usual one is for present members who sit in, and for organizers, until
 * it is over: it opens the lead's room.
 */
export const meetingUrlOfSession: Loader<Session, string | null> = {
  cacheKey: byRef,
  batch: ({ load, now }, sessions) =>
    Promise.all(
      sessions.map(async (session) => {
        const sits = await load(sitsIn, session);
        if (sits && session.meetingUrl !== null) return session.meetingUrl;
        const viewer = await load(viewerMembership, session.groupId);
        const isPresent = viewer !== null && viewer.leftAt === null;
        if (!isPresent || now >= session.endsAt || session.meetingUrl !== null) return null;
        if (!sits && viewer.role !== MemberRole.ORGANIZER) return null;
        const panel = await load(panelOfSession, session);
        const lead = panel.find(({ role }) => role === AssignmentRole.LEAD);
        return lead ? (await load(memberById, { groupId: lead.groupId, id: lead.memberId })).meetingUrl : null;
      }),
    ),
};

/** Whether the viewer may see a session at all: as a present member of its group, or, having left, as one who sat in. */
const visible = (viewer: string) => `(
  s.group_id in (select group_id from member where person_id = ${viewer} and left_at is null)
  or exists (
    select 1 from member me where me.group_id = s.group_id and me.person_id = ${viewer} and (
      exists (select 1 from assignment a where a.group_id = s.group_id and a.session_id = s.id and a.member_id = me.id)
      or exists (select 1 from candidate c where c.group_id = s.group_id and c.id = s.candidate_id and c.member_id = me.id)
    )
  )
)`;

/** All sessions of candidates that the viewer may see, soonest first. */
export const sessionsOfCandidate: Loader<Ref, Session[]> = {
  cacheKey: byRef,
  async batch({ db, viewerId, load }, keys) {
    const rows: { parent: string; groupId: string; id: string }[] = await db.query(
      `select s.candidate_id as parent, s.group_id as "groupId", s.id from session s
       where s.group_id = any($1) and s.candidate_id = any($2) and ${visible('$3')}
       order by s.starts_at, s.id`,
      [...refParameters(keys), viewerId],
    );
    const sessions = await Promise.all(rows.map((row) => load(sessionById, row)));
    return grouped(keys, sessions, (session) => session.candidateId);
  },
};

/** The sessions of one round of a loop. */
export const sessionsOfLoopRound: Loader<LoopRound, Session[]> = {
  cacheKey: byRef,
  batch: ({ load }, loopRounds) =>
    Promise.all(
      loopRounds.map(async ({ groupId, id, candidateId }) => {
        const sessions = await load(sessionsOfCandidate, { groupId, id: candidateId });
        return sessions.filter(({ loopRoundId }) => loopRoundId === id);
      }),
    ),
};

/** How far a round of a loop has come, by the sessions that the viewer may see. */
export const statusOfLoopRound: Loader<LoopRound, LoopRoundStatus> = {
  cacheKey: byRef,
  batch: ({ load, now }, loopRounds) =>
    Promise.all(
      loopRounds.map(async (loopRound) => {
        const sessions = await load(sessionsOfLoopRound, loopRound);
        const panels = await Promise.all(sessions.map((session) => load(panelOfSession, session)));
        return loopRoundStatus(
          { included: loopRound.included, targetSessions: await targetSessionsOf(load, loopRound) },
          sessions.map((session, n) => sessionStatus(session, panels[n]!, now)),
        );
      }),
    ),
};

/** Which sessions a connection is asked for: those that overlap the span, in these states. */
export interface SessionFilter {
  from: Date | null;
  to: Date | null;
  status: SessionStatus[] | null;
}

export const sessionCursor = [(part: string) => instantFrom(part)?.toISOString() === part, isUuid];

/** Pages of the sessions that belong to a parent, soonest first. `source` yields `s` and `parent` for `$1` groups, `$2` ids. */
const sessionPages = (source: string, parent: string) =>
  pageLoader<SessionFilter, Session>({
    matched: (parents, { from, to, status }, { viewerId, now }: LoadContext) => ({
      sql: `select ${parent} as parent, s.group_id, s.id, s.starts_at from ${source}
        and ${visible('$3')}
        and ($4::timestamptz is null or s.ends_at > $4) and ($5::timestamptz is null or s.starts_at < $5)
        and ($6::text[] is null or ${statusSql('$7')} = any($6))`,
      parameters: [...refParameters(parents), viewerId, from, to, status, now],
    }),
    order: [
      ['starts_at', 'timestamptz'],
      ['id', 'uuid'],
    ],
    row: sessionById,
    cursorOf: (session) => [session.startsAt.toISOString(), session.id],
  });

const inGroups = 'session s where s.group_id = any($1)';

export const sessionPagesOfGroup = sessionPages(`${inGroups} and s.group_id = any($2)`, 's.group_id');
export const sessionPagesOfPlan = sessionPages(`${inGroups} and s.plan_id = any($2)`, 's.plan_id');
export const sessionPagesOfCandidate = sessionPages(`${inGroups} and s.candidate_id = any($2)`, 's.candidate_id');

/** People have no group: `$1` is their ids once more. */
export const sessionPagesOfPerson = sessionPages(
  `(
    select m.person_id, a.group_id, a.session_id from member m
      join assignment a on a.group_id = m.group_id and a.member_id = m.id where m.person_id = any($1)
    union
    select m.person_id, o.group_id, o.id from member m
      join candidate c on c.group_id = m.group_id and c.member_id = m.id
      join session o on o.group_id = c.group_id and o.candidate_id = c.id where m.person_id = any($1)
  ) part join session s on s.group_id = part.group_id and s.id = part.session_id where part.person_id = any($2)`,
  'part.person_id',
);
