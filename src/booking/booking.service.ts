import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../common/context.js';
import { fieldProblem, invalidInput } from '../common/errors.js';
import type { Ref } from '../common/ids.js';
import { daysAfter, minutesAfter } from '../common/time.js';
import { inTransaction, lockGroup } from '../common/transaction.js';
import { assertMay } from '../groups/groups.access.js';
import { candidateFor } from '../plans/plans.access.js';
import { moveBookings } from '../sessions/bookings.js';
import { record } from '../sessions/history.js';
import { assertVersion, sessionFor } from '../sessions/sessions.access.js';
import { markSeen } from '../sessions/session-seen.js';
import { Session } from '../sessions/session.entity.js';
import { feedbackDueAt, SessionEventKind } from '../sessions/session.rules.js';
import { assertBookable, assertFuture } from './bookable.js';
import { circumstancesOf } from './circumstances.js';
import { enteredBefore, identityOf } from './idempotency.js';
import { everybodyIn, seatPanel, seatsOf } from './panel.js';
import { assertChangeable, assertMayTakeBack, cancel } from './cancelling.js';
import { assertOutOfDebt } from './debt.js';
import { assertMayEnter, enter, newSession, recordOverride } from './new-session.js';
import type {
  CancelSessionInput,
  LogSessionInput,
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
    return inTransaction(this.db, async (tx) => {
      const now = await lockGroup(tx, actor, input.candidateId.groupId);
      const { candidate, viewer } = await candidateFor(tx, actor, input.candidateId);
      const identity = identityOf('scheduleSession', input);
      const before = await enteredBefore(tx, viewer, identity);
      if (before) return before;

      const circumstances = await circumstancesOf(tx, candidate, input.roundId);
      await assertMayEnter(tx, circumstances, viewer, seatsOf(input));
      const panel = await seatPanel(tx, circumstances, input.panel);
      const entering = { circumstances, entry: input, identity, viewer, now };
      const session = newSession(tx, entering);
      assertFuture(session.startsAt, now);
      const reason = input.overrideReason ?? null;
      if (reason !== null) assertMay(viewer, 'override');
      await assertOutOfDebt(tx, circumstances, { viewer, overrides: reason !== null }, now);
      await assertBookable(tx, circumstances, session, seatsOf(input), { viewer, reason, now });
      return enter(tx, session, panel, entering);
    });
  }

  /** Records a session that took place without having been scheduled. Everybody counts as present. */
  logSession(actor: Actor, input: LogSessionInput): Promise<Session> {
    return inTransaction(this.db, async (tx) => {
      const now = await lockGroup(tx, actor, input.candidateId.groupId);
      const { candidate, viewer } = await candidateFor(tx, actor, input.candidateId);
      const identity = identityOf('logSession', input);
      const before = await enteredBefore(tx, viewer, identity);
      if (before) return before;

      const circumstances = await circumstancesOf(tx, candidate, input.roundId);
      await assertMayEnter(tx, circumstances, viewer, seatsOf(input));
      const panel = await seatPanel(tx, circumstances, input.panel);
      const entering = { circumstances, entry: input, identity, viewer, now };
      const session = newSession(tx, entering);
      session.logged = true;
      assertOver(session, now);
      return enter(tx, session, panel, entering);
    });
  }

  /** Moves a session: same people, another time. */
  rescheduleSession(actor: Actor, input: RescheduleSessionInput): Promise<Session> {
    return inTransaction(this.db, async (tx) => {
      const now = await lockGroup(tx, actor, input.sessionId.groupId);
      const { session, candidate, panel, viewer } = await sessionFor(tx, actor, input.sessionId, 'change');
      assertChangeable(session, now);
      assertVersion(session, input.expectedVersion);
      const circumstances = await circumstancesOf(tx, candidate, { groupId: session.groupId, id: session.roundId });
      const { group, round } = circumstances;
      assertFuture(input.startsAt, now);

      const from = session.startsAt.toISOString();
      session.startsAt = input.startsAt;
      session.endsAt = minutesAfter(input.startsAt, round.minutes);
      session.feedbackDueAt = feedbackDueAt(session.endsAt, session.enteredAt, session.dueHours);
      session.version += 1;
      const people = await everybodyIn(tx, candidate, panel);
      const reason = input.overrideReason ?? null;
      await assertBookable(tx, circumstances, session, panel, { viewer, reason, now });
      await tx.save(session);
      await moveBookings(tx, session, people, group.bufferMinutes);
      const facts = { from, to: session.startsAt.toISOString() };
      const line = { at: now, byId: viewer.id };
      await record(tx, session, { ...line, kind: SessionEventKind.RESCHEDULED, reason: input.reason, facts });
      await recordOverride(tx, session, line, reason);
      return session;
    });
  }

  /** Changes the link or the wish. */
  updateSession(actor: Actor, input: UpdateSessionInput): Promise<Session> {
    return inTransaction(this.db, async (tx) => {
      const { session, viewer, now } = await sessionFor(tx, actor, input.sessionId, 'change');
      assertChangeable(session, now);
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
        await record(tx, session, { at: now, byId: viewer.id, kind: SessionEventKind.LINK_CHANGED, facts });
      }
      return session;
    });
  }

  /** Calls a session off, for the actor or on behalf of a member who sits in. */
  cancelSession(actor: Actor, input: CancelSessionInput): Promise<Session> {
    return inTransaction(this.db, async (tx) => {
      const now = await lockGroup(tx, actor, input.sessionId.groupId);
      const found = await sessionFor(tx, actor, input.sessionId, 'change');
      const { session, candidate, panel, viewer } = found;
      if (session.logged) assertMayTakeBack(found, now);
      else assertChangeable(session, now);
      assertVersion(session, input.expectedVersion);
      const onBehalfOf = input.onBehalfOfMemberId ?? null;
      const sitting = [candidate.memberId, ...panel.map(({ memberId }) => memberId)];
      if (onBehalfOf && (onBehalfOf.groupId !== session.groupId || !sitting.includes(onBehalfOf.id))) {
        throw invalidInput([fieldProblem('onBehalfOfMemberId', 'a member who sits in', 'another member')]);
      }
      return cancel(tx, session, {
        at: now,
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
}

function assertOver({ startsAt, endsAt }: Session, now: Date): void {
  if (endsAt <= now && startsAt >= daysAfter(now, -LOGGABLE_DAYS)) return;
  const expected =
    'a start within the last year, of a session that is over; use scheduleSession for an upcoming session';
  throw invalidInput([fieldProblem('startsAt', expected, startsAt.toISOString())]);
}
