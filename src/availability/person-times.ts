import { In, IsNull, Between, type EntityManager } from 'typeorm';
import { DAY, daysAfter } from '../common/time.js';
import type { Member } from '../groups/member.entity.js';
import { Person } from '../people/person.entity.js';
import { Candidate } from '../plans/candidate.entity.js';
import { Assignment } from '../sessions/assignment.entity.js';
import { isInterviewer, takesPlace } from '../sessions/session.rules.js';
import { Session } from '../sessions/session.entity.js';
import { Availability } from './availability.entity.js';
import { expandHours } from './hours.rules.js';
import type { PersonTime } from './starts.rules.js';

/** Weeks of the furthest zones begin and end within this. */
const DAYS_AROUND = 9;

/**
 * What the engine knows of some members around a start, read under the group's lock: what counts for their limits, and their hours.
 * Claims are left out, because a database constraint decides about them.
 * A session that moves is not an
 * obstacle to itself.
 */
export async function personTimesFor(
  tx: EntityManager,
  members: readonly Member[],
  session: Session,
  now: Date,
): Promise<ReadonlyMap<string, PersonTime>> {
  const { groupId, startsAt } = session;
  const ids = members.map(({ id }) => id);
  const people = await tx.findBy(Person, { id: In(members.map(({ personId }) => personId)) });
  const stated = await tx.findBy(Availability, { groupId, memberId: In(ids) });
  const { given, own } = await sittingsAround(tx, session, ids, now);
  return new Map(
    members.map(({ id, personId, weeklyInterviewLimit }) => {
      const zone = people.find((person) => person.id === personId)!.timeZone;
      const hours = stated.find(({ memberId }) => memberId === id);
      const around = [startsAt.getTime() - DAY, startsAt.getTime() + 2 * DAY] as const;
      const time: PersonTime = {
        memberId: id,
        zone,
        hours: hours ? expandHours(hours, zone, around) : null,
        claims: [],
        weeklyLimit: weeklyInterviewLimit,
        given: given.get(id) ?? [],
        own: own.get(id) ?? [],
      };
      return [id, time];
    }),
  );
}

/** Other sessions around a start that count for limits, by interviewer and by candidate. */
async function sittingsAround(tx: EntityManager, session: Session, ids: readonly string[], now: Date) {
  const { groupId, id: exceptId, startsAt } = session;
  const span = Between(daysAfter(startsAt, -DAYS_AROUND), daysAfter(startsAt, DAYS_AROUND));
  const around = await tx.findBy(Session, { groupId, cancelledAt: IsNull(), startsAt: span });
  const others = around.filter(({ id }) => id !== exceptId);
  const seats = await tx.findBy(Assignment, { groupId, sessionId: In(others.map(({ id }) => id)) });
  const candidates = await tx.findBy(Candidate, { groupId, memberId: In([...ids]) });
  const memberOf = new Map(candidates.map(({ id, memberId }) => [id, memberId]));
  const given = new Map<string, number[]>();
  const own = new Map<string, { startsAt: number; sessionId: string }[]>();
  for (const other of others) {
    const panel = seats.filter(({ sessionId }) => sessionId === other.id);
    // Sessions that were not held count for no limit.
    if (other.endsAt <= now && !takesPlace(other, panel, now)) continue;
    const at = other.startsAt.getTime();
    for (const { memberId } of panel.filter(isInterviewer)) given.set(memberId, [...(given.get(memberId) ?? []), at]);
    const memberId = memberOf.get(other.candidateId);
    if (memberId !== undefined)
      own.set(memberId, [...(own.get(memberId) ?? []), { startsAt: at, sessionId: other.id }]);
  }
  return { given, own };
}
