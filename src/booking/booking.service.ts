import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '../common/context.js';
import { DomainError, fieldProblem, invalidInput, invalidState } from '../common/errors.js';
import { newId, type Ref } from '../common/ids.js';
import { daysAfter, minutesAfter } from '../common/time.js';
import { inTransaction, lockGroup } from '../common/transaction.js';
import type { Member } from '../groups/member.entity.js';
import { assertMay } from '../groups/groups.access.js';
import { assertPlanOpen, candidateFor, withdrawn } from '../plans/plans.access.js';
import { mayDoWithSession, sessionRefusal } from '../sessions/access.rules.js';
import { Assignment } from '../sessions/assignment.entity.js';
import { book, freeAbsent, moveBookings } from '../sessions/bookings.js';
import { record } from '../sessions/history.js';
import { assertVersion, sessionFor, standingOf } from '../sessions/sessions.access.js';
import { markSeen } from '../sessions/session-seen.js';
import { Session } from '../sessions/session.entity.js';
import { feedbackDueAt, SessionEventKind } from '../sessions/session.rules.js';
import {
  assertBookable,
  assertFuture,
  enteredBefore,
  everybodyIn,
  fingerprintOf,
  interviewersAmong,
  seatPanel,
  circumstancesOf,
  type Circumstances,
} from './booking.js';
import { assertChangeable, assertMayTakeBack, cancel } from './cancelling.js';
import { assertOutOfDebt } from './debt.js';
import { newSession, type Entry } from './new-session.js';
import type {
  CancelSessionInput,
  LogSessionInput,
  PanelSeatInput,
  RescheduleSessionInput,
  ScheduleSessionInput,
  UpdateSessionInput,
} from './booking.graphql.js';

const LOGGABLE_DAYS = 366;

/** Sessions: entering, moving, changing and calling them off. */
@Injectable()
export class BookingService {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  /** Books a session to come for everybody who sits in. */
  scheduleSession(actor: Actor, input: ScheduleSessionInput): Promise<Session> {
    return this.enter(actor, 'scheduleSession', input, async (tx, circumstances, session, panel, viewer) => {
      assertFuture(session.startsAt, actor.now);
      const reason = input.overrideReason ?? null;
      if (reason !== null) assertMay(viewer, 'override');
      await assertOutOfDebt(tx, circumstances, { viewer, overrides: reason !== null }, actor.now);
      const interviewers = interviewersAmong(panel, seatsOf(input));
      await assertBookable(tx, circumstances, session, interviewers, { viewer, reason });
    });
  }

  /** Records a session that took place without having been scheduled. Everybody counts as present. */
  logSession(actor: Actor, input: LogSessionInput): Promise<Session> {
    return this.enter(actor, 'logSession', input, (_tx, _circumstances, session) => {
      assertOver(session, actor.now);
      session.logged = true;
      return Promise.resolve();
    });
  }

  /** Moves a session: same people, another time. */
  rescheduleSession(actor: Actor, input: RescheduleSessionInput): Promise<Session> {
    return inTransaction(this.db, async (tx) => {
      await lockGroup(tx, actor, input.sessionId.groupId);
      const { session, candidate, panel, viewer } = await sessionFor(tx, actor, input.sessionId, 'change');
      assertChangeable(session, actor.now);
      assertVersion(session, input.expectedVersion);
      const circumstances = await circumstancesOf(tx, candidate, { groupId: session.groupId, id: session.roundId });
      const { group, round } = circumstances;
      assertFuture(input.startsAt, actor.now);

      const from = session.startsAt.toISOString();
      session.startsAt = input.startsAt;
      session.endsAt = minutesAfter(input.startsAt, round.minutes);
      session.feedbackDueAt = feedbackDueAt(session.endsAt, session.enteredAt, session.dueHours);
      session.version += 1;
      const people = await everybodyIn(tx, candidate, panel);
      const reason = input.overrideReason ?? null;
      await assertBookable(tx, circumstances, session, interviewersAmong(people, panel), { viewer, reason });
      await tx.save(session);
      await moveBookings(tx, session, people, group.bufferMinutes);
      const facts = { from, to: session.startsAt.toISOString() };
      const line = { at: actor.now, byId: viewer.id };
      await record(tx, session, { ...line, kind: SessionEventKind.RESCHEDULED, reason: input.reason, facts });
      await recordOverride(tx, session, line, reason);
      return session;
    });
  }

  /** Changes the link or the wish. */
  updateSession(actor: Actor, input: UpdateSessionInput): Promise<Session> {
    return inTransaction(this.db, async (tx) => {
      const { session, viewer } = await sessionFor(tx, actor, input.sessionId, 'change');
      assertChangeable(session, actor.now);
      assertVersion(session, input.expectedVersion);
      const linkChanges = input.meetingUrl !== undefined && input.meetingUrl !== session.meetingUrl;
      if (input.wish !== undefined) session.wish = input.wish;
      if (linkChanges) {
        session.meetingUrl = input.meetingUrl!;
        session.version += 1;
      }
      await tx.save(session);
      if (linkChanges) {
        const facts = { linkRemoved: session.meetingUrl === null };
        await record(tx, session, { at: actor.now, byId: viewer.id, kind: SessionEventKind.LINK_CHANGED, facts });
      }
      return session;
    });
  }

  /** Calls a session off, for the actor or on behalf of a member who sits in. */
  cancelSession(actor: Actor, input: CancelSessionInput): Promise<Session> {
    return inTransaction(this.db, async (tx) => {
      await lockGroup(tx, actor, input.sessionId.groupId);
      const found = await sessionFor(tx, actor, input.sessionId, 'change');
      const { session, candidate, panel, viewer } = found;
      if (session.logged) assertMayTakeBack(found, actor.now);
      else assertChangeable(session, actor.now);
      assertVersion(session, input.expectedVersion);
      const onBehalfOf = input.onBehalfOfMemberId ?? null;
      const sitting = [candidate.memberId, ...panel.map(({ memberId }) => memberId)];
      if (onBehalfOf && (onBehalfOf.groupId !== session.groupId || !sitting.includes(onBehalfOf.id))) {
        throw invalidInput([fieldProblem('onBehalfOfMemberId', 'a member who sits in', 'another member')]);
      }
      return cancel(tx, session, {
        at: actor.now,
        by: viewer,
        onBehalfOfId: onBehalfOf?.id ?? null,
        sitsIn: sitting.includes(viewer.id),
        reason: input.reason,
      });
    });
  }

  /** Settles what a person who sits in has seen. */
  markSessionSeen(actor: Actor, ref: Ref, upTo: Date | null): Promise<Session> {
    return inTransaction(this.db, (tx) => markSeen(tx, actor, ref, upTo));
  }

  private enter(
    actor: Actor,
    mutation: 'scheduleSession' | 'logSession',
    entry: Entry,
    check: (
      tx: EntityManager,
      circumstances: Circumstances,
      session: Session,
      panel: Member[],
      viewer: Member,
    ) => Promise<void>,
  ): Promise<Session> {
    return inTransaction(this.db, async (tx) => {
      await lockGroup(tx, actor, entry.candidateId.groupId);
      const { candidate, viewer } = await candidateFor(tx, actor, entry.candidateId);
      const { idempotencyKey = null, ...request } = entry;
      const fingerprint = fingerprintOf(mutation, request);
      const before = await enteredBefore(tx, viewer, idempotencyKey, fingerprint);
      if (before) return before;

      const circumstances = await circumstancesOf(tx, candidate, entry.roundId);
      const session = newSession(tx, circumstances, entry, viewer, actor.now);
      assertMayEnter(viewer, circumstances, seatsOf(entry));
      await assertPlanOpen(tx, candidate);
      if (candidate.withdrawnAt) throw withdrawn();
      assertIncluded(circumstances);
      const panel = await seatPanel(tx, circumstances, entry.panel);
      await check(tx, circumstances, session, panel, viewer);

      session.idempotencyFingerprint = idempotencyKey === null ? null : fingerprint;
      await tx.insert(Session, session);
      const seats = seatsOf(entry).map((seat) => ({
        groupId: session.groupId,
        id: newId(),
        sessionId: session.id,
        cardStays: false,
        ...seat,
      }));
      await tx.insert(Assignment, seats);
      if (session.logged) await freeAbsent(tx, session, [circumstances.candidateMember, ...panel], actor.now);
      await book(tx, session, [circumstances.candidateMember, ...panel], circumstances.group.bufferMinutes);
      const line = { at: actor.now, byId: viewer.id };
      const kind = session.logged ? SessionEventKind.LOGGED : SessionEventKind.SCHEDULED;
      await record(tx, session, { ...line, kind, facts: { to: session.startsAt.toISOString() } });
      await recordOverride(tx, session, line, entry.overrideReason ?? null);
      return session;
    });
  }
}

const seatsOf = ({ panel }: { panel: readonly PanelSeatInput[] }) =>
  panel.map(({ memberId, role }) => ({ memberId: memberId.id, role }));

/** An organizer, the candidate, or a member of the panel that is asked for. */
function assertMayEnter(viewer: Member, { candidate }: Circumstances, seats: ReturnType<typeof seatsOf>): void {
  if (mayDoWithSession(standingOf(viewer, candidate.memberId, seats), 'change')) return;
  throw new DomainError('FORBIDDEN', sessionRefusal('change'));
}

function assertIncluded({ loopRound, round }: Circumstances): void {
  if (loopRound.included) return;
  throw invalidState('SKIPPED', `The candidate skips ${round.title}. Include it in the loop first (updateLoopRound).`);
}

function assertOver({ startsAt, endsAt }: Session, now: Date): void {
  if (endsAt <= now && startsAt >= daysAfter(now, -LOGGABLE_DAYS)) return;
  const expected =
    'a start within the last year, of a session that is over; one to come is scheduled (scheduleSession)';
  throw invalidInput([fieldProblem('startsAt', expected, startsAt.toISOString())]);
}

async function recordOverride(
  tx: EntityManager,
  session: Session,
  line: { at: Date; byId: string },
  reason: string | null,
) {
  if (reason === null) return;
  await record(tx, session, { ...line, kind: SessionEventKind.OVERRIDE, reason, facts: {} });
}
