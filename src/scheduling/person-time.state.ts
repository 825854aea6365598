import { push } from '../common/grouping.js';
import { statedBy } from '../availability/availability.state.js';
import { expandHours, MOST_DAYS } from '../availability/hours.rules.js';
import type { Interval } from '../common/intervals.rules.js';
import { definePersonal, type RequestState } from '../common/request-state.js';
import { DAY, daysAfter } from '../common/time.js';
import type { Group } from '../groups/group.entity.js';
import { groupOf, personOf, presentMembers } from '../groups/groups.state.js';
import type { Member } from '../groups/member.entity.js';
import type { Session } from '../sessions/session.entity.js';
import { SessionStatus } from '../sessions/session.rules.js';
import { candidateOfSession, everySession, panelOf, statusOf } from '../sessions/sessions.state.js';
import { DAYS_AROUND, countedSessions } from '../availability/counted-sessions.rules.js';
import type { Claim, PersonTime } from '../availability/starts.rules.js';

/** A booking of a person in any group: person, group, session, and its span in milliseconds. */
type BookingRow = readonly [personId: string, groupId: string, sessionId: string, from: number, until: number];

/**
 * The time that is taken of everybody with whom the viewer shares a group, in all of their groups. It is in no group's state: a
 * person's time does not belong to a group.
 */
const taken = definePersonal<readonly BookingRow[]>({
  name: 'taken',
  fields: ['LoopRound.slots', 'LoopRound.exchangeSlots', 'ScheduleProposal.*'],
  sql: `
    select jsonb_agg(jsonb_build_array(booking.person_id, booking.group_id, booking.session_id,
      round(extract(epoch from booking.starts_at) * 1000), round(extract(epoch from booking.ends_at) * 1000)))
    from booking where booking.ends_at > $2 and booking.person_id in (
      select other.person_id from member own join member other on other.group_id = own.group_id
      where own.person_id = p.id and own.left_at is null and other.left_at is null
    )`,
  read: (rows) => (rows ?? []) as readonly BookingRow[],
});

/** The hours of every member of a group as instants, from the day before today on. */
interface Expanded {
  revision: string;
  day: number;
  hours: ReadonlyMap<string, readonly Interval[]>;
}

/**
 * Expanding hours is the most expensive part of a search. The result stays the same until a member states other hours
 * or changes zone, or the day ends.
 */
function expandedHours(state: RequestState, groupId: string): Expanded['hours'] {
  const place = `${groupId} hours`;
  const revision = state.revisionOf(groupId, ['people', 'availability']);
  const day = Math.floor(state.now.getTime() / DAY);
  const before = state.store.computed(place) as Expanded | undefined;
  if (before?.revision === revision && before.day === day) return before.hours;
  const span: Interval = [(day - 1) * DAY, (day + MOST_DAYS + 2) * DAY];
  const hours = new Map<string, readonly Interval[]>();
  for (const member of presentMembers(state, groupId)) {
    const stated = statedBy(state, member);
    if (stated) hours.set(member.id, expandHours(stated, personOf(state, member).timeZone, span));
  }
  const made: Expanded = { revision, day, hours };
  const intervals = [...hours.values()].reduce((sum, each) => sum + each.length, 0);
  state.store.keep(place, made, 64 * intervals + 256);
  return hours;
}

/** What the engine knows of each present member of a group; for its present members alone. */
export const personTimes = (state: RequestState, groupId: string): ReadonlyMap<string, PersonTime> =>
  state.once(timesOf, groupOf(state, groupId));

function timesOf(state: RequestState, { id: groupId }: Group): ReadonlyMap<string, PersonTime> {
  const members = presentMembers(state, groupId);
  const hours = expandedHours(state, groupId);
  const claims = claimsIn(state, groupId);
  const { given, own } = countedSessionsIn(state, groupId);
  return new Map(
    members.map((member: Member) => [
      member.id,
      {
        memberId: member.id,
        zone: personOf(state, member).timeZone,
        hours: hours.get(member.id) ?? null,
        claims: claims.get(member.personId) ?? [],
        weeklyLimit: member.weeklyInterviewLimit,
        given: given.get(member.id) ?? [],
        own: own.get(member.id) ?? [],
      },
    ]),
  );
}

function claimsIn(state: RequestState, groupId: string): Map<string, Claim[]> {
  const found = new Map<string, Claim[]>();
  for (const [personId, group, sessionId, from, until] of state.personal(taken)) {
    push(found, personId, { time: [from, until], sessionId: group === groupId ? sessionId : null });
  }
  return found;
}

/** The sessions that count for limits, without those cancelled or not held. */
function countedSessionsIn(state: RequestState, groupId: string) {
  const since = daysAfter(state.now, -DAYS_AROUND);
  const counts = (session: Session) => {
    const status = statusOf(state, session);
    return status !== SessionStatus.CANCELLED && status !== SessionStatus.NOT_HELD;
  };
  return countedSessions(
    everySession(state, groupId)
      .filter((session) => session.startsAt >= since && counts(session))
      .map((session) => ({
        id: session.id,
        startsAt: session.startsAt,
        candidate: candidateOfSession(state, session).memberId,
        panel: panelOf(state, session),
      })),
  );
}
