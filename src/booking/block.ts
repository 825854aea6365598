import { In, type EntityManager } from 'typeorm';
import { remediesFor, RemedyKind, type RemedyFound } from '../availability/remedies.rules.js';
import { remedyText } from '../availability/remedy-text.rules.js';
import { BlockReason } from '../availability/starts.rules.js';
import { publicId } from '../common/ids.js';
import { dateIn, spoken, spokenSpan } from '../common/time.js';
import { Member } from '../groups/member.entity.js';
import { Round } from '../guides/round.entity.js';
import { Person } from '../people/person.entity.js';
import { Session } from '../sessions/session.entity.js';
import type { BookingFacts, BookingObjection } from './booking.rules.js';
import type { Circumstances } from './circumstances.js';

interface Objected {
  facts: Pick<BookingFacts, 'start' | 'length' | 'buffer' | 'candidate'>;
  objections: readonly Pick<BookingObjection, 'against'>[];
  viewer: Member;
  now: Date;
}

/**
 * Why a booking was refused and what would help, in the form of slots, with public ids. It has one choice, whose
 * changes work only together.
 */
export async function blockOf(tx: EntityManager, circumstances: Circumstances, objected: Objected) {
  const { candidate, plan, loopRound, round } = circumstances;
  const { facts, objections, viewer, now } = objected;
  const { groupId } = candidate;
  const against = objections.flatMap((objection) => objection.against);
  const claimed = against.flatMap(({ person }) => person.claims.flatMap(({ sessionId }) => sessionId ?? []));
  const ids = [...facts.candidate.own.map(({ sessionId }) => sessionId), ...claimed];
  const sessions = ids.length === 0 ? [] : await tx.findBy(Session, { groupId, id: In(ids) });
  const others = sessions.flatMap(({ exchangedWithId }) => exchangedWithId ?? []);
  const otherHalves = others.length === 0 ? [] : await tx.findBy(Session, { groupId, id: In(others) });
  // Moving only the second half of an exchange takes the time after the first, which needs its buffer again.
  const follows = ({ exchangedWithId, startsAt }: Session) =>
    otherHalves.some((other) => other.id === exchangedWithId && other.startsAt < startsAt);
  const remedyFacts = {
    targetDate: candidate.targetDate,
    planStart: plan.startsOn,
    realInterviewOn: loopRound.realInterviewOn,
    owed: [],
    isMovable: (id: string) =>
      sessions.some((session) => session.id === id && session.startsAt > now && !follows(session)),
  };
  const { start, length, buffer } = facts;
  const time = [start, start + length] as const;
  const found = against.map(({ reason, person }) =>
    remediesFor(reason, { person, start, time, starts: { length, buffer } }, remedyFacts, facts.candidate),
  );
  // The window does not block bookings by hand. If one objection has no remedy, remedies for the others would not help.
  const all = found.includes(null) ? [] : found.flatMap((each) => each ?? []);
  const remedies = all.filter(
    ({ kind, sessionId }, n) =>
      kind !== RemedyKind.WIDEN_WINDOW &&
      // One move helps everybody who sits in.
      (kind !== RemedyKind.MOVE_SESSION || all.findIndex((other) => other.sessionId === sessionId) === n),
  );
  const told = await readerFor(tx, { groupId, viewer, sessions, round: round.title });
  return {
    reason: against[0]!.reason,
    members: [...new Set(against.map(({ person }) => publicId('Member', { groupId, id: person.memberId })))],
    remedies: remedies.map((remedy) => shownRemedy(groupId, remedy, round, remedyText(remedy, told))),
  };
}

/** A remedy as data of a refusal. */
export function shownRemedy(groupId: string, remedy: RemedyFound, { kind }: Pick<Round, 'kind'>, text: string) {
  const { memberId, window, limit = null, sessionId, date = null } = remedy;
  return {
    kind: remedy.kind,
    choice: 1,
    member: memberId && publicId('Member', { groupId, id: memberId }),
    roundKind: remedy.kind === RemedyKind.QUALIFY ? kind : null,
    window: window ? { startsAt: new Date(window[0]).toISOString(), endsAt: new Date(window[1]).toISOString() } : null,
    limit,
    session: sessionId === undefined ? null : publicId('Session', { groupId, id: sessionId }),
    date,
    text,
  };
}

interface Told {
  groupId: string;
  viewer: Member;
  sessions: readonly Session[];
  round: string;
}

async function readerFor(tx: EntityManager, { groupId, viewer, sessions, round }: Told) {
  const members = await tx.findBy(Member, { groupId });
  const people = await tx.findBy(Person, { id: In(members.map(({ personId }) => personId)) });
  const personOf = (id: string) =>
    people.find((person) => members.some((m) => m.id === id && m.personId === person.id))!;
  const rounds = await tx.findBy(Round, { groupId, id: In(sessions.map(({ roundId }) => roundId)) });
  const { timeZone } = personOf(viewer.id);
  return {
    nameOf: (id: string) => personOf(id).displayName,
    round,
    spoken: (from: Date, until: Date) => spokenSpan(from, until, timeZone),
    sessionOf: (id: string) => {
      const session = sessions.find((each) => each.id === id);
      const title = rounds.find((each) => each.id === session?.roundId)?.title;
      return session && title ? `The ${title} session on ${spoken(dateIn(session.startsAt, timeZone))}` : null;
    },
  };
}

/** The block of a candidate with long-overdue scorecards. Only the candidate and organizers see which ones. */
export function debtBlock(candidateMember: Member, round: Round, owed: readonly { id: string }[], isTold: boolean) {
  const { groupId, id: memberId } = candidateMember;
  const text = isTold
    ? 'Submit the overdue scorecard of this session.'
    : 'Ask the candidate to submit the overdue scorecards.';
  const remedies = isTold
    ? owed.map(({ id }) =>
        shownRemedy(groupId, { kind: RemedyKind.GIVE_FEEDBACK, memberId, sessionId: id }, round, text),
      )
    : [shownRemedy(groupId, { kind: RemedyKind.GIVE_FEEDBACK, memberId }, round, text)];
  return { reason: BlockReason.FEEDBACK_OVERDUE, members: [publicId('Member', candidateMember)], remedies };
}
