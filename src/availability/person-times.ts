import { In, IsNull, Between, Raw, type EntityManager } from 'typeorm';
import { DAY, daysAfter } from '../common/time.js';
import { groupBy } from '../common/grouping.js';
import type { Member } from '../groups/member.entity.js';
import { Person } from '../people/person.entity.js';
import { Candidate } from '../plans/candidate.entity.js';
import { Assignment } from '../sessions/assignment.entity.js';
import { takesPlace } from '../sessions/session.rules.js';
import { Session } from '../sessions/session.entity.js';
import { Availability } from './availability.entity.js';
import { expandHours } from './hours.rules.js';
import { DAYS_AROUND, countedSessions } from './counted-sessions.rules.js';
import type { PersonTime } from './starts.rules.js';

/** What the hours and limits of some members depend on, read under the group's lock. */
export interface HoursAndSessions {
  people: ReadonlyMap<string, Person>;
  /** By member. Members without stated hours are not in it. */
  stated: ReadonlyMap<string, Availability>;
  /** Sessions of these members around the starts that are asked about, with their panels. */
  sessions: Session[];
  panels: Map<string, Pick<Assignment, 'memberId' | 'role'>[]>;
  /** The members behind candidates. */
  candidateMembers: ReadonlyMap<string, string>;
}

/** Reads them for starts from one instant to another. Sessions that were not held are left out, because they count for no limit. */
export async function readHoursAndSessions(
  tx: EntityManager,
  members: readonly Member[],
  [from, to]: readonly [Date, Date],
  now: Date,
): Promise<HoursAndSessions> {
  const [{ groupId }] = members as [Member];
  const ids = members.map(({ id }) => id);
  const people = await tx.findBy(Person, { id: In(members.map(({ personId }) => personId)) });
  const stated = await tx.findBy(Availability, { groupId, memberId: In(ids) });
  const candidates = await tx.findBy(Candidate, { groupId, memberId: In(ids) });
  const span = Between(daysAfter(from, -DAYS_AROUND), daysAfter(to, DAYS_AROUND));
  const nearby = { groupId, cancelledAt: IsNull(), startsAt: span };
  const around = await tx.findBy(Session, [
    { ...nearby, candidateId: In(candidates.map(({ id }) => id)) },
    { ...nearby, id: hasSeatOf(groupId, ids) },
  ]);
  const seats = await tx.findBy(Assignment, { groupId, sessionId: In(around.map(({ id }) => id)) });
  const panels = groupBy(seats, ({ sessionId }) => sessionId);
  return {
    people: new Map(people.map((person) => [person.id, person])),
    stated: new Map(stated.map((hours) => [hours.memberId, hours])),
    sessions: around.filter((each) => each.endsAt > now || takesPlace(each, panels.get(each.id) ?? [], now)),
    panels: new Map(panels),
    candidateMembers: new Map(candidates.map(({ id, memberId }) => [id, memberId])),
  };
}

const hasSeatOf = (groupId: string, memberIds: readonly string[]) =>
  Raw(
    (id) => `${id} in (select session_id from assignment where group_id = :groupId and member_id = any(:memberIds))`,
    { groupId, memberIds },
  );

/**
 * What the engine knows of some members around the start of a session. Claims are left out, because a database constraint decides about them.
 * A session that moves is not an obstacle to itself.
 */
export function personTimesIn(
  read: HoursAndSessions,
  members: readonly Member[],
  session: Session,
): ReadonlyMap<string, PersonTime> {
  const start = session.startsAt.getTime();
  const { given, own } = sittingsAround(read, session);
  return new Map(
    members.map(({ id, personId, weeklyInterviewLimit }) => {
      const zone = read.people.get(personId)!.timeZone;
      const hours = read.stated.get(id);
      const time: PersonTime = {
        memberId: id,
        zone,
        hours: hours ? expandHours(hours, zone, [start - DAY, start + 2 * DAY]) : null,
        claims: [],
        weeklyLimit: weeklyInterviewLimit,
        given: given.get(id) ?? [],
        own: own.get(id) ?? [],
      };
      return [id, time];
    }),
  );
}

/** The same for one session, read at once. */
export const personTimesFor = async (
  tx: EntityManager,
  members: readonly Member[],
  session: Session,
  now: Date,
): Promise<ReadonlyMap<string, PersonTime>> =>
  personTimesIn(await readHoursAndSessions(tx, members, [session.startsAt, session.startsAt], now), members, session);

/** Other sessions around a start that count for limits, by interviewer and by candidate. */
function sittingsAround({ sessions, panels, candidateMembers }: HoursAndSessions, { id: exceptId, startsAt }: Session) {
  const isNear = (other: Session) =>
    other.id !== exceptId && Math.abs(other.startsAt.getTime() - startsAt.getTime()) <= DAYS_AROUND * DAY;
  return countedSessions(
    sessions.filter(isNear).map((other) => ({
      id: other.id,
      startsAt: other.startsAt,
      candidate: candidateMembers.get(other.candidateId),
      panel: panels.get(other.id) ?? [],
    })),
  );
}
