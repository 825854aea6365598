import { In, type EntityManager } from 'typeorm';
import { addRemedy, remediesFor, RemedyKind, type RemedyFound } from '../availability/remedies.rules.js';
import { withoutSecrets, shownRemedy, type RemedyReader } from '../availability/shown-remedies.rules.js';
import { publicId } from '../common/ids.js';
import { dateIn, spokenSpan } from '../common/time.js';
import { Member, MemberRole } from '../groups/member.entity.js';
import { Round } from '../guides/round.entity.js';
import { Person } from '../people/person.entity.js';
import { Candidate } from '../plans/candidate.entity.js';
import { earliestTargetFor } from '../plans/pacing.js';
import { Session } from '../sessions/session.entity.js';
import { sessionTitle } from '../sessions/session.rules.js';
import type { Against, BookingFacts } from './booking.rules.js';
import type { BookingCase } from './booking-case.js';

/** A session of a request, and the objections to it. */
export interface Objected {
  bookingCase: BookingCase;
  facts: Pick<BookingFacts, 'start' | 'length' | 'buffer' | 'candidate'>;
  against: readonly Against[];
  /** The sessions for which the candidate has a long-overdue scorecard. */
  owed?: readonly { id: string }[];
}

/** Who reads a refusal, and when. */
interface Reading {
  viewer: Member;
  now: Date;
}

/**
 * Why a request was refused and what would help, in the form of slots, with public ids. It has one choice, whose
 * changes work only together. At least one of the sessions has an objection.
 */
export async function blockOf(tx: EntityManager, objected: readonly Objected[], reading: Reading) {
  const { groupId } = reading.viewer;
  const against = objected.flatMap((each) => each.against);
  const sessions = await sessionsNamed(tx, groupId, objected);
  const rounds = new Map(objected.map(({ bookingCase: { round } }) => [round.id, round]));
  const { id: viewerId, role } = reading.viewer;
  const all = await remediesIn(tx, objected, { sessions, now: reading.now });
  const remedies = withoutSecrets(all, (memberId) => memberId === viewerId || role === MemberRole.ORGANIZER);
  const reader = await readerFor(tx, reading.viewer, sessions);
  return {
    reason: against[0]!.reason,
    members: [...new Set(against.map(({ person }) => publicId('Member', { groupId, id: person.memberId })))],
    remedies: remedies.map((remedy) => ({
      ...shownRemedy(remedy, { ...reader, round: rounds.get(remedy.roundId!)! }),
      choice: 1,
      member: remedy.memberId && publicId('Member', { groupId, id: remedy.memberId }),
      session: remedy.sessionId ? publicId('Session', { groupId, id: remedy.sessionId }) : null,
    })),
  };
}

/** The sessions that remedies could name. */
async function sessionsNamed(tx: EntityManager, groupId: string, objected: readonly Objected[]): Promise<Session[]> {
  const ids = objected.flatMap(({ facts, against, owed = [] }) => [
    ...facts.candidate.own.map(({ sessionId }) => sessionId),
    ...against.flatMap(({ person }) => person.claims.flatMap(({ sessionId }) => sessionId ?? [])),
    ...owed.map(({ id }) => id),
  ]);
  return ids.length === 0 ? [] : tx.findBy(Session, { groupId, id: In(ids) });
}

/**
 * Every change that it takes. If one objection has no remedy, there are none: remedies for the others would not help.
 * The pacing window does not block bookings by hand.
 */
async function remediesIn(
  tx: EntityManager,
  objected: readonly Objected[],
  { sessions, now }: { sessions: readonly Session[]; now: Date },
): Promise<RemedyFound[]> {
  const isMovable = await movableIn(tx, sessions, now);
  const found: RemedyFound[] = [];
  for (const { bookingCase, facts, against, owed = [] } of objected) {
    const { candidate, plan, round } = bookingCase;
    const remedyFacts = {
      targetDate: candidate.targetDate,
      earliestTarget: await earliestTargetFor(tx, plan, candidate, now),
      planStart: plan.startsOn,
      // Bookings by hand may be later than the real interview.
      realInterviewOn: null,
      owed: owed.map(({ id }) => id),
      isMovable,
    };
    const { start, length, buffer } = facts;
    const time = [start, start + length] as const;
    for (const { reason, person } of against) {
      const each = { person, start, time, starts: { length, buffer } };
      const remedies = remediesFor(reason, each, remedyFacts, facts.candidate);
      if (remedies === null) return [];
      for (const remedy of remedies.filter(({ kind }) => kind !== RemedyKind.WIDEN_WINDOW))
        addRemedy(found, { ...remedy, roundId: round.id });
    }
  }
  return found;
}

/** Which sessions can be moved: upcoming ones, except those to which a member goes directly from another session. That other session would need its buffer again. */
async function movableIn(tx: EntityManager, sessions: readonly Session[], now: Date) {
  const [first] = sessions;
  if (!first) return () => false;
  const ids = sessions.map(({ id }) => id);
  const following: { id: string }[] = await tx.query(
    `select distinct b.session_id as id from booking b
       join booking other on other.person_id = b.person_id and other.group_id = b.group_id and other.ends_at = b.starts_at
       join session s on s.group_id = other.group_id and s.id = other.session_id and s.ends_at = other.ends_at
       join "group" g on g.id = b.group_id
     where b.group_id = $1 and b.session_id = any($2) and other.session_id <> b.session_id and g.buffer_minutes > 0`,
    [first.groupId, ids],
  );
  const follows = new Set(following.map(({ id }) => id));
  const movable = new Set(
    sessions.filter(({ id, startsAt }) => startsAt > now && !follows.has(id)).map(({ id }) => id),
  );
  return (id: string) => movable.has(id);
}

async function readerFor(
  tx: EntityManager,
  { id: viewerId, groupId }: Member,
  sessions: readonly Session[],
): Promise<Omit<RemedyReader, 'round'>> {
  const members = await tx.findBy(Member, { groupId });
  const people = await tx.findBy(Person, { id: In(members.map(({ personId }) => personId)) });
  const personOf = (id: string) =>
    people.find((person) => members.some((m) => m.id === id && m.personId === person.id))!;
  const rounds = await tx.findBy(Round, { groupId, id: In(sessions.map(({ roundId }) => roundId)) });
  const candidates = await tx.findBy(Candidate, { groupId, id: In(sessions.map(({ candidateId }) => candidateId)) });
  const { timeZone } = personOf(viewerId);
  return {
    nameOf: (id) => personOf(id).displayName,
    spoken: (from, until) => spokenSpan(from, until, timeZone),
    sessionOf: (id) => {
      const session = sessions.find((each) => each.id === id)!;
      const { title } = rounds.find((each) => each.id === session.roundId)!;
      const { memberId } = candidates.find((each) => each.id === session.candidateId)!;
      return sessionTitle(title, personOf(memberId).displayName, dateIn(session.startsAt, timeZone));
    },
  };
}
