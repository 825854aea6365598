import type { EntityManager } from 'typeorm';
import { DomainError, invalidState } from '../common/errors.js';
import { inParts } from '../common/grouping.js';
import { newId, type Ref } from '../common/ids.js';
import { minutesAfter } from '../common/time.js';
import type { Member } from '../groups/member.entity.js';
import { assertBothOpen, withdrawn } from '../plans/plans.access.js';
import { mayDoWithSession, sessionRefusal } from '../sessions/access.rules.js';
import { Assignment } from '../sessions/assignment.entity.js';
import { book, bookMany, freeAbsent } from '../sessions/bookings.js';
import { record, recordAll } from '../sessions/history.js';
import { Session } from '../sessions/session.entity.js';
import { feedbackDueAt, SessionEventKind } from '../sessions/session.rules.js';
import { standingOf } from '../sessions/sessions.access.js';
import type { PanelSeatInput } from './booking.graphql.js';
import type { BookingCase } from './booking-case.js';
import type { RequestIdentity } from './idempotency.js';
import { seatsOf, type Seat } from './panel.js';
import { claimTime } from './claiming-time.js';

/** What both ways of entering a session have in common. */
interface Entry {
  candidateId: Ref;
  roundId: Ref;
  startsAt: Date;
  panel: PanelSeatInput[];
  meetingUrl?: string | null;
  wish?: string | null;
  overrideReason?: string | null;
  idempotencyKey?: string | null;
}

/** Everything that is known about a request to enter a session. */
export interface Entering {
  bookingCase: BookingCase;
  entry: Entry;
  identity: RequestIdentity;
  /** Who enters it, and when. */
  viewer: Member;
  now: Date;
  /** What is kept free after the session: the group's buffer, or nothing before the other half of an exchange. */
  bufferMinutes: number;
}

/** Fields that later acts or the clock fill in. */
const NOTHING_YET = {
  candidateAttendance: null,
  nextCandidateAttendance: null,
  nextCandidateAttendanceAt: null,
  heldSince: null,
  staysReleasedAt: null,
  undecided: false,
  firstSubmittedAt: null,
  allSubmittedAt: null,
  cancelledAt: null,
  cancelledById: null,
  cancelledOnBehalfOfId: null,
  cancellationReason: null,
  cancelledLate: null,
  departure: null,
  chargedToId: null,
  exchangedWithId: null,
} as const;

/** A session as it is entered, before it is stored. */
export function newSession(tx: EntityManager, { bookingCase, entry, identity, viewer, now }: Entering): Session {
  const { group, candidate, loopRound, round } = bookingCase;
  const endsAt = minutesAfter(entry.startsAt, round.minutes);
  return tx.create(Session, {
    groupId: group.id,
    id: newId(),
    planId: candidate.planId,
    candidateId: candidate.id,
    loopRoundId: loopRound.id,
    roundId: round.id,
    startsAt: entry.startsAt,
    endsAt,
    enteredAt: now,
    enteredById: viewer.id,
    logged: false,
    version: 1,
    meetingUrl: entry.meetingUrl ?? null,
    wish: entry.wish ?? null,
    idempotencyKey: identity.key,
    idempotencyFingerprint: identity.key === null ? null : identity.fingerprint,
    ...NOTHING_YET,
    feedbackDueAt: feedbackDueAt(endsAt, now, group.feedbackDueHours),
    dueHours: group.feedbackDueHours,
    debtDays: group.feedbackDebtDays,
    noticeHours: group.minimumNoticeHours,
  });
}

/** Only an organizer, the candidate or a member of the requested panel may enter a session, and only of a round that the candidate does not skip. */
export function assertMayEnter(
  { group, plan, candidate, loopRound, round }: BookingCase,
  viewer: Member,
  seats: readonly Seat[],
): void {
  if (!mayDoWithSession(standingOf(viewer, candidate.memberId, seats), 'change')) {
    throw new DomainError('FORBIDDEN', sessionRefusal('change'));
  }
  assertBothOpen(group, plan);
  if (candidate.withdrawnAt) throw withdrawn();
  if (loopRound.included) return;
  throw invalidState('SKIPPED', `The candidate skips ${round.title}. Include it in the loop first (updateLoopRound).`);
}

/** Stores a session with its seats, its bookings and the first lines of its history. */
export async function enter(
  tx: EntityManager,
  session: Session,
  panel: readonly Member[],
  { bookingCase, entry, viewer, now, bufferMinutes }: Entering,
): Promise<Session> {
  const { groupId, id: sessionId, logged } = session;
  await tx.insert(Session, session);
  const seats = seatsOf(entry).map((seat) => ({ groupId, id: newId(), sessionId, cardStays: false, ...seat }));
  await tx.insert(Assignment, seats);
  const people = [bookingCase.candidateMember, ...panel];
  if (logged) await freeAbsent(tx, session, people, now);
  await claimTime(tx, { bookingCase, sessions: [session], viewer, now }, () =>
    book(tx, session, people, bufferMinutes),
  );
  const line = { at: now, byId: viewer.id };
  const kind = logged ? SessionEventKind.LOGGED : SessionEventKind.SCHEDULED;
  const entered = { ...line, kind, facts: { to: session.startsAt.toISOString() } };
  const overridden = overrideLines(line, entry.overrideReason ?? null);
  await recordAll(
    tx,
    [entered, ...overridden].map((each) => [session, each]),
  );
  return session;
}

/** One of many sessions that are entered together. */
export interface Entered {
  session: Session;
  seats: readonly Seat[];
  /** Everybody whose time it takes. */
  members: readonly Member[];
  bufferMinutes: number;
}

/** Stores many sessions to come like `enter`, in a few statements. Refuses with TIME_TAKEN. */
export async function enterAll(
  tx: EntityManager,
  entered: readonly Entered[],
  line: { at: Date; byId: string },
): Promise<void> {
  for (const part of inParts(entered)) {
    await tx.insert(
      Session,
      part.map(({ session }) => session),
    );
    const seats = part.flatMap(({ session: { groupId, id: sessionId }, seats: panel }) =>
      panel.map((seat) => ({ groupId, id: newId(), sessionId, cardStays: false, ...seat })),
    );
    await tx.insert(Assignment, seats);
    const kind = SessionEventKind.SCHEDULED;
    await recordAll(
      tx,
      part.map(({ session }) => [session, { ...line, kind, facts: { to: session.startsAt.toISOString() } }]),
    );
  }
  await bookMany(tx, entered);
}

/** Records why an organizer set rules aside. */
export async function recordOverride(
  tx: EntityManager,
  session: Session,
  line: { at: Date; byId: string },
  reason: string | null,
): Promise<void> {
  for (const each of overrideLines(line, reason)) await record(tx, session, each);
}

const overrideLines = (line: { at: Date; byId: string }, reason: string | null) =>
  reason === null ? [] : [{ ...line, kind: SessionEventKind.OVERRIDE, reason, facts: {} }];
