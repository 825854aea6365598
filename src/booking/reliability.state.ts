import { oncePerRequest, type RequestState } from '../common/request-state.js';
import { daysAfter, hoursAfter } from '../common/time.js';
import type { Group } from '../groups/group.entity.js';
import { groupOf, isOrganizer, viewerMember } from '../groups/groups.state.js';
import type { Member } from '../groups/member.entity.js';
import type { SessionEvent } from '../sessions/session-event.entity.js';
import type { Session } from '../sessions/session.entity.js';
import {
  attendanceOfCandidate,
  attendanceOfSeat,
  Attendance,
  SessionEventKind,
  SessionStatus,
  wasPresent,
} from '../sessions/session.rules.js';
import {
  candidateOfSession,
  everySession,
  historyOf,
  panelOf,
  sessionsOfMember,
  statusOf,
} from '../sessions/sessions.state.js';

const DAYS = 90;

export interface Reliability {
  /** Moves after the notice has begun count, too. */
  lateCancellations: number;
  noShows: number;
  held: number;
}

/** How reliable a member was in the last 90 days; for the member and for organizers, null for others. */
export const reliabilityOf = oncePerRequest((state, member: Member): Reliability | null => {
  const { groupId, id } = member;
  if (viewerMember(state, groupId)?.id !== id && !isOrganizer(state, groupId)) return null;
  const { now } = state;
  const since = daysAfter(now, -DAYS);
  const sat = sessionsOfMember(state, member).filter(({ endsAt }) => endsAt > since && endsAt <= now);
  return {
    lateCancellations:
      lateCancellationsOf(state, member, since) +
      state.once(lateMovesIn, groupOf(state, groupId)).filter(({ byId, at }) => byId === id && at > since).length,
    noShows: sat.filter(
      (session) =>
        session.cancelledAt === null &&
        attendanceIn(state, session, id) === Attendance.NO_SHOW &&
        !wasRushed(state, session, id),
    ).length,
    held: sat.filter((session) => {
      const status = statusOf(state, session);
      const tookPlace = status === SessionStatus.AWAITING_FEEDBACK || status === SessionStatus.COMPLETED;
      return tookPlace && wasPresent(attendanceIn(state, session, id));
    }).length,
  };
});

/** The two halves of an exchange are one appointment: cancelled by one act, they count once. */
function lateCancellationsOf(state: RequestState, { groupId, id }: Member, since: Date): number {
  const charged = everySession(state, groupId).filter(
    ({ chargedToId, cancelledAt }) => chargedToId === id && cancelledAt !== null && cancelledAt > since,
  );
  const isCounted = ({ id: session, exchangedWithId, cancelledAt }: Session) =>
    !charged.some(
      (other) =>
        other.id === exchangedWithId && other.id < session && other.cancelledAt!.getTime() === cancelledAt!.getTime(),
    );
  return charged.filter(isCounted).length;
}

/** Moves of sessions after their notice had begun. The halves of an exchange that move by one act are one move. */
function lateMovesIn(state: RequestState, { id: groupId }: Group): SessionEvent[] {
  const moves = new Map<string, SessionEvent>();
  for (const session of everySession(state, groupId))
    for (const event of historyOf(state, session))
      if (event.kind === SessionEventKind.RESCHEDULED && event.facts.late === true)
        moves.set(event.facts.withOther ? `${event.byId} ${event.at.getTime()}` : event.id, event);
  return [...moves.values()];
}

/** The attendance of a participant that counts. */
function attendanceIn(state: RequestState, session: Session, memberId: string): Attendance | null {
  if (candidateOfSession(state, session).memberId === memberId) return attendanceOfCandidate(session, state.now);
  const seat = panelOf(state, session).find((each) => each.memberId === memberId)!;
  return attendanceOfSeat(seat, state.now);
}

/** Bookings and moves concern everybody who takes part, and a new seat concerns its member. Both members of a swap have agreed to it. */
const concerns = ({ kind, facts }: SessionEvent, memberId: string): boolean =>
  kind === SessionEventKind.SCHEDULED ||
  kind === SessionEventKind.RESCHEDULED ||
  (kind === SessionEventKind.REASSIGNED && facts.seat?.toId === memberId);

/** The lines since a member took the seat of another; all lines if the member has taken part from the start. */
function linesSinceArrival(state: RequestState, session: Session, memberId: string): SessionEvent[] {
  const history = historyOf(state, session);
  const arrival = history.findLastIndex(({ facts }) => facts.seat?.toId === memberId);
  return arrival < 0 ? history : history.slice(arrival);
}

/** Whether another person booked, seated or moved the member after the notice began, which excuses an absence. */
const wasRushed = (state: RequestState, session: Session, memberId: string): boolean =>
  linesSinceArrival(state, session, memberId).some(
    (event) =>
      concerns(event, memberId) &&
      event.byId !== null &&
      event.byId !== memberId &&
      event.at > hoursAfter(session.startsAt, -session.noticeHours),
  );
