import { In, type EntityManager } from 'typeorm';
import { readHoursAndSessions, type HoursAndSessions } from '../availability/person-times.js';
import type { BookingCase } from '../booking/booking-case.js';
import { longOverdueMembers } from '../booking/debt.js';
import { groupBy, push } from '../common/grouping.js';
import type { Interval } from '../common/intervals.rules.js';
import { minutesAfter } from '../common/time.js';
import { Group } from '../groups/group.entity.js';
import { Member } from '../groups/member.entity.js';
import { Round } from '../guides/round.entity.js';
import { Candidate } from '../plans/candidate.entity.js';
import { LoopRound } from '../plans/loop-round.entity.js';
import { Plan } from '../plans/plan.entity.js';
import { Assignment } from '../sessions/assignment.entity.js';
import { countsForRound } from '../sessions/loop-status.rules.js';
import { sessionStatus, SessionStatus } from '../sessions/session.rules.js';
import { Session } from '../sessions/session.entity.js';
import type { Entered } from '../booking/new-session.js';
import type { ProposedSession } from './proposed-session.entity.js';

/**
 * Everything that publishing asks about, read under the group's lock in a constant number of statements. `accept` adds each session that will be
 * booked, so that the next one is judged beside it.
 */
export interface PublishingReads {
  /** By loop round. */
  bookingCase: ReadonlyMap<string, BookingCase>;
  members: ReadonlyMap<string, Member>;
  times: HoursAndSessions;
  /** By loop round, the states of its sessions. */
  statuses: Map<string, SessionStatus[]>;
  /** Members who have long-overdue scorecards. */
  owing: ReadonlySet<string>;
  /** By person, when they are booked, in any group. */
  claims: Map<string, Interval[]>;
}

const HOURS_AROUND = 24;

export async function readForPublishing(
  tx: EntityManager,
  planId: string,
  proposed: readonly ProposedSession[],
  now: Date,
): Promise<PublishingReads> {
  const [{ groupId, startsAt: first }] = proposed as [ProposedSession];
  const last = proposed.at(-1)!.startsAt;
  const loopRounds = await tx.findBy(LoopRound, {
    groupId,
    id: In([...new Set(proposed.map((each) => each.loopRoundId))]),
  });
  const plan = await tx.findOneByOrFail(Plan, { groupId, id: planId });
  const group = await tx.findOneByOrFail(Group, { id: groupId });
  const candidates = await tx.findBy(Candidate, { groupId, planId });
  // Also rounds of an earlier edition, which a skipped loop round can have.
  const rounds = await tx.findBy(Round, { groupId, id: In(loopRounds.map(({ roundId }) => roundId)) });
  const members = await tx.findBy(Member, { groupId });
  const memberOf = new Map(members.map((member) => [member.id, member]));
  const bookingCase = loopRounds.map((loopRound): [string, BookingCase] => {
    const candidate = candidates.find(({ id }) => id === loopRound.candidateId)!;
    const round = rounds.find(({ id }) => id === loopRound.roundId)!;
    const candidateMember = memberOf.get(candidate.memberId)!;
    return [loopRound.id, { group, plan, candidate, candidateMember, round, loopRound }];
  });
  const preparing = [...new Set(bookingCase.map(([, { candidateMember }]) => candidateMember))];
  const named = new Set([...preparing.map(({ id }) => id), ...proposed.flatMap(({ panel }) => panel)]);
  const involved = members.filter(({ id }) => named.has(id));
  return {
    bookingCase: new Map(bookingCase),
    members: memberOf,
    times: await readHoursAndSessions(tx, involved, [first, last], now),
    statuses: await statusesOf(tx, loopRounds, now),
    owing: await longOverdueMembers(tx, preparing, now),
    claims: await claimsOf(tx, involved, [first, minutesAfter(last, HOURS_AROUND * 60)]),
  };
}

async function statusesOf(
  tx: EntityManager,
  loopRounds: readonly LoopRound[],
  now: Date,
): Promise<Map<string, SessionStatus[]>> {
  const [{ groupId }] = loopRounds as [LoopRound];
  const sessions = await tx.findBy(Session, { groupId, loopRoundId: In(loopRounds.map(({ id }) => id)) });
  const seats = await tx.findBy(Assignment, { groupId, sessionId: In(sessions.map(({ id }) => id)) });
  const panels = groupBy(seats, ({ sessionId }) => sessionId);
  const statuses = new Map<string, SessionStatus[]>();
  for (const session of sessions) {
    const status = sessionStatus(session, panels.get(session.id) ?? [], now);
    if (countsForRound(session, status, now)) push(statuses, session.loopRoundId, status);
  }
  return statuses;
}

async function claimsOf(
  tx: EntityManager,
  members: readonly Member[],
  [from, to]: readonly [Date, Date],
): Promise<Map<string, Interval[]>> {
  const rows: { personId: string; startsAt: Date; endsAt: Date }[] = await tx.query(
    `select person_id as "personId", starts_at as "startsAt", ends_at as "endsAt" from booking
     where person_id = any($1) and tstzrange(starts_at, ends_at) && tstzrange($2, $3)`,
    [members.map(({ personId }) => personId), from, to],
  );
  const claims = new Map<string, Interval[]>();
  for (const { personId, startsAt, endsAt } of rows) push(claims, personId, [startsAt.getTime(), endsAt.getTime()]);
  return claims;
}

const timeOf = ({ session, bufferMinutes }: Entered): Interval => [
  session.startsAt.getTime(),
  minutesAfter(session.endsAt, bufferMinutes).getTime(),
];

/** Whether a person in a session is booked at that time. */
export function isTaken({ claims }: PublishingReads, entered: Entered): boolean {
  const [start, end] = timeOf(entered);
  const isBusy = ({ personId }: Member) =>
    (claims.get(personId) ?? []).some(([from, until]) => from < end && start < until);
  return entered.members.some(isBusy);
}

/** Counts a session as booked. */
export function accept({ times, statuses, claims }: PublishingReads, entered: Entered): void {
  const { session, seats, members } = entered;
  times.sessions.push(session);
  times.panels.set(session.id, [...seats]);
  push(statuses, session.loopRoundId, SessionStatus.SCHEDULED);
  for (const { personId } of members) push(claims, personId, timeOf(entered));
}
