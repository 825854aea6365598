import { groupBy } from '../common/grouping.js';
import { defineSlice } from '../common/group-state.js';
import type { Ref } from '../common/ids.js';
import { byId, definePersonal, oncePerRequest, type RequestState } from '../common/request-state.js';
import { dateIn, spokenInstant } from '../common/time.js';
import {
  groupOf,
  isOrganizer,
  memberOf,
  memberOfPerson,
  nameOf,
  presentViewer,
  viewerMember,
} from '../groups/groups.state.js';
import { MemberRole } from '../groups/member.entity.js';
import { roundOf } from '../guides/guides.state.js';
import type { Candidate } from '../plans/candidate.entity.js';
import type { LoopRound } from '../plans/loop-round.entity.js';
import { candidaciesOf, candidateOf, targetSessionsOf } from '../plans/plans.state.js';
import type { Plan } from '../plans/plan.entity.js';
import { mayDoWithSession } from './access.rules.js';
import { Assignment } from './assignment.entity.js';
import { AttendanceStatement } from './attendance-statement.entity.js';
import { standingStatements } from './attendance.js';
import { uncountedAbsence } from './statements.rules.js';
import { departureReason, type EventFacts, type Reader } from './history.rules.js';
import { countsForRound, loopRoundStatus, type LoopRoundStatus } from './loop-status.rules.js';
import { standingOf } from './sessions.access.js';
import { SessionEvent } from './session-event.entity.js';
import { Session } from './session.entity.js';
import {
  AssignmentRole,
  feedbackReleasedAt,
  sessionStatus,
  SessionStatus,
  sessionTitle,
  type Attendance,
} from './session.rules.js';

const seatOrder = Object.values(AssignmentRole);

/** Sessions with their panels and histories, and what was said of who came. */
const sessions = defineSlice('sessions', async (rows) => {
  const all = await rows.of(Session, 'startsAt', 'id');
  const seats = await rows.of(Assignment);
  const events = await rows.of(SessionEvent);
  // Leads come first.
  const ordered = seats.toSorted((a, b) => seatOrder.indexOf(a.role) - seatOrder.indexOf(b.role));
  return {
    all,
    sessionById: byId(all),
    sessionsOfPlan: groupBy(all, ({ planId }) => planId),
    sessionsOfCandidate: groupBy(all, ({ candidateId }) => candidateId),
    seatById: byId(seats),
    panels: groupBy(ordered, ({ sessionId }) => sessionId),
    seatsOfMember: groupBy(seats, ({ memberId }) => memberId),
    events: groupBy(events, ({ sessionId }) => sessionId),
    replacements: groupBy(
      events.filter(({ facts }) => facts.seat?.fromId != null),
      ({ facts }) => facts.seat!.fromId!,
    ),
    statements: groupBy(await rows.of(AttendanceStatement), ({ sessionId }) => sessionId),
  };
});

export const sessionOf = (state: RequestState, { groupId, id }: Ref): Session | undefined =>
  state.of(sessions, groupId).sessionById.get(id);

export const seatOf = (state: RequestState, { groupId, id }: Ref): Assignment | undefined =>
  state.of(sessions, groupId).seatById.get(id);

/** The panel of a session, its lead first. */
export const panelOf = (state: RequestState, { groupId, id }: Ref): Assignment[] =>
  state.of(sessions, groupId).panels.get(id) ?? [];

export const historyOf = (state: RequestState, { groupId, id }: Ref): SessionEvent[] =>
  state.of(sessions, groupId).events.get(id) ?? [];

/** The lines that a member has left in the histories of sessions, in no order. */
export const eventsBy = (state: RequestState, { groupId, id }: Ref): SessionEvent[] =>
  [...state.of(sessions, groupId).events.values()].flat().filter((event) => event.byId === id);

/** The lines that say that another member took a member's seat. */
export const replacementsOf = (state: RequestState, { groupId, id }: Ref): SessionEvent[] =>
  state.of(sessions, groupId).replacements.get(id) ?? [];

export const statementsOf = (state: RequestState, { groupId, id }: Ref): AttendanceStatement[] =>
  state.of(sessions, groupId).statements.get(id) ?? [];

/** Every seat of a member, in sessions of any time. */
export const seatsOfMember = (state: RequestState, { groupId, id }: Ref): Assignment[] =>
  state.of(sessions, groupId).seatsOfMember.get(id) ?? [];

/** The candidate of a session, as a row of the plan. */
export const candidateOfSession = (state: RequestState, { groupId, candidateId }: Session): Candidate =>
  candidateOf(state, { groupId, id: candidateId })!;

/** "Coding with Ana on 2 April", on the calendar of that zone. */
export function titleOf(state: RequestState, session: Session, zone: string): string {
  const { groupId, roundId, startsAt } = session;
  const { title } = roundOf(state, { groupId, id: roundId })!;
  const { memberId } = candidateOfSession(state, session);
  return sessionTitle(title, nameOf(state, { groupId, id: memberId }), dateIn(startsAt, zone));
}

export const statusOf = oncePerRequest((state, session: Session): SessionStatus =>
  sessionStatus(session, panelOf(state, session), state.now),
);

export const releasedAtOf = oncePerRequest((state, session: Session): Date | null =>
  feedbackReleasedAt(session, panelOf(state, session), state.now),
);

/** Whether the viewer takes part: as the candidate or on the panel. */
export const takesPart = oncePerRequest((state, session: Session): boolean => {
  const viewer = viewerMember(state, session.groupId);
  if (viewer === null) return false;
  const { memberId } = candidateOfSession(state, session);
  return mayDoWithSession(standingOf(viewer, memberId, panelOf(state, session)), 'readPrivately');
});

/** Whether the viewer may see a session at all: as a present member of its group, or as a former member who took part. */
export const maySee = (state: RequestState, session: Session): boolean =>
  presentViewer(state, session.groupId) !== null || takesPart(state, session);

/** The other half of an exchange, as far as the viewer may see it. */
export function otherHalfOf(state: RequestState, { groupId, exchangedWithId }: Session): Session | null {
  const other = exchangedWithId === null ? null : sessionOf(state, { groupId, id: exchangedWithId })!;
  return other && maySee(state, other) ? other : null;
}

export type AttendanceWord = NonNullable<ReturnType<typeof uncountedAbsence>> & { groupId: string };

/** The newest stated absence of a person that does not count; for those who take part, and for organizers. */
export function attendanceWord(
  state: RequestState,
  session: Session,
  personId: string,
  counting: Attendance | null,
): AttendanceWord | null {
  if (!isOrganizer(state, session.groupId) && !takesPart(state, session)) return null;
  const statements = standingStatements(statementsOf(state, session));
  const absence = uncountedAbsence(personId, statements, counting);
  return absence && { ...absence, groupId: session.groupId };
}

/** How the viewer reads a line of the history: names as they are now, instants in their own zone, else the group's. */
export function readerOf(state: RequestState, groupId: string): Reader {
  const { timeZone } = viewerMember(state, groupId) ? state.viewer! : groupOf(state, groupId);
  return {
    nameOf: (id) => nameOf(state, { groupId, id }),
    spoken: (instant) => spokenInstant(instant, timeZone),
  };
}

/** Why a session was cancelled or a seat is open, as a member wrote it or because of a departure; for participants. */
export function reasonFor(
  state: RequestState,
  session: Session,
  given: string | null,
  facts: EventFacts,
): string | null {
  if (!takesPart(state, session)) return null;
  return given ?? departureReason(facts, readerOf(state, session.groupId));
}

/**
 * The session's own link is for those who take part. Its lead's usual link is for present members who take part, and for organizers, until the session
 * is over, because it opens the lead's room.
 */
export function meetingUrlOf(state: RequestState, session: Session): string | null {
  const sits = takesPart(state, session);
  if (sits && session.meetingUrl !== null) return session.meetingUrl;
  const viewer = presentViewer(state, session.groupId);
  if (viewer === null || state.now >= session.endsAt || session.meetingUrl !== null) return null;
  if (!sits && viewer.role !== MemberRole.ORGANIZER) return null;
  const lead = panelOf(state, session).find(({ role }) => role === AssignmentRole.LEAD);
  return lead ? memberOf(state, { groupId: lead.groupId, id: lead.memberId })!.meetingUrl : null;
}

const visible = (state: RequestState, list: readonly Session[] | undefined): Session[] =>
  (list ?? []).filter((session) => maySee(state, session));

/** All sessions of a candidate that the viewer may see, soonest first. */
export const sessionsOfCandidate = oncePerRequest((state, { groupId, id }: Candidate): Session[] =>
  visible(state, state.of(sessions, groupId).sessionsOfCandidate.get(id)),
);

/** Every session of a group, soonest first, without checking the viewer. */
export const everySession = (state: RequestState, groupId: string): readonly Session[] =>
  state.of(sessions, groupId).all;

export const sessionsOfGroup = (state: RequestState, groupId: string): Session[] =>
  state.has(groupId) ? visible(state, state.of(sessions, groupId).all) : [];

export const sessionsOfPlan = (state: RequestState, { groupId, id }: Plan): Session[] =>
  visible(state, state.of(sessions, groupId).sessionsOfPlan.get(id));

/** The sessions in which a member is the candidate or on the panel, in no order. */
export function sessionsOfMember(state: RequestState, { groupId, id }: Ref): Session[] {
  const slice = state.of(sessions, groupId);
  const asCandidate = candidaciesOf(state, { groupId, id }).flatMap(
    (own) => slice.sessionsOfCandidate.get(own.id) ?? [],
  );
  const onPanel = seatsOfMember(state, { groupId, id }).map(({ sessionId }) => slice.sessionById.get(sessionId)!);
  return [...new Set([...asCandidate, ...onPanel])];
}

/** The sessions of one round of a loop. */
export function sessionsOfLoopRound(state: RequestState, { groupId, id, candidateId }: LoopRound): Session[] {
  const candidate = candidateOf(state, { groupId, id: candidateId })!;
  return sessionsOfCandidate(state, candidate).filter(({ loopRoundId }) => loopRoundId === id);
}

/** The sessions of a round that take one of the sittings that it wants. */
export const sessionsThatCount = (state: RequestState, loopRound: LoopRound): Session[] =>
  sessionsOfLoopRound(state, loopRound).filter((session) =>
    countsForRound(session, statusOf(state, session), state.now),
  );

/** How far a round of a loop has come, by the sessions that the viewer may see and by so many more to come. */
export const statusOfLoopRound = (state: RequestState, loopRound: LoopRound, more = 0): LoopRoundStatus =>
  loopRoundStatus({ included: loopRound.included, targetSessions: targetSessionsOf(state, loopRound) }, [
    ...sessionsThatCount(state, loopRound).map((session) => statusOf(state, session)),
    ...Array.from({ length: more }, () => SessionStatus.SCHEDULED),
  ]);

const listsByPerson = (_: RequestState) => new Map<string, Session[]>();

/** The sessions of a person in all groups that were opened, as far as the viewer may see them, soonest first. */
export function sessionsOfPerson(state: RequestState, personId: string): Session[] {
  const lists = state.once(listsByPerson, state);
  const list = lists.get(personId) ?? allOfPerson(state, personId);
  lists.set(personId, list);
  return list;
}

function allOfPerson(state: RequestState, personId: string): Session[] {
  const found = state.groupIds.flatMap((groupId) => {
    const member = memberOfPerson(state, groupId, personId);
    return member ? visible(state, sessionsOfMember(state, member)) : [];
  });
  return found.toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime() || (a.id < b.id ? -1 : 1));
}

/** The time up to which the viewer has seen what happened, by session, in milliseconds since 1970. */
export const seenUntil = definePersonal<ReadonlyMap<string, number>>({
  name: 'seenUntil',
  fields: ['Person.attention'],
  sql: `
    select jsonb_object_agg(look.session_id, round(extract(epoch from look.at) * 1000)) from session_look look
      join member own on own.group_id = look.group_id and own.id = look.member_id
    where own.person_id = p.id`,
  read: (object) => new Map(Object.entries((object ?? {}) as Record<string, number>)),
});

/** Whether something that happened at an instant is news to the viewer. */
export const isNews = (state: RequestState, { id }: Ref, at: Date): boolean =>
  (state.personal(seenUntil).get(id) ?? -Infinity) < at.getTime();
