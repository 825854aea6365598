import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../common/context.js';
import { fieldProblem, invalidInput } from '../common/errors.js';
import type { Ref } from '../common/ids.js';
import { daysAfter } from '../common/time.js';
import { inTransaction, lockGroup } from '../common/transaction.js';
import { candidateFor } from '../plans/plans.access.js';
import { record } from '../sessions/history.js';
import { assertVersion, sessionFor, type SessionCase } from '../sessions/sessions.access.js';
import { keepLoggedQuestions } from '../questions/settling-claims.js';
import { markSeen } from '../sessions/session-seen.js';
import { Session } from '../sessions/session.entity.js';
import { SessionEventKind } from '../sessions/session.rules.js';
import { assertBookable, assertFuture } from './bookable.js';
import { bookingCaseOf } from './booking-case.js';
import { enteredBefore, identityOf } from './idempotency.js';
import { seatPanel, seatsOf } from './panel.js';
import { assertLoggedCancellable, cancel } from './cancelling.js';
import { assertChangeable } from './changeable.js';
import { otherHalfFor } from './exchange-halves.js';
import { assertMayEnter, enter, newSession } from './new-session.js';
import type {
  CancelSessionInput,
  LogSessionInput,
  ScheduleSessionInput,
  UpdateSessionInput,
} from './booking.graphql.js';

const LOGGABLE_DAYS = 366;

/** Enters, changes and cancels sessions. */
@Injectable()
export class BookingService {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  /** Books an upcoming session for everybody who takes part. */
  scheduleSession(actor: Actor, input: ScheduleSessionInput): Promise<Session> {
    return inTransaction(this.db, async (tx) => {
      const now = await lockGroup(tx, actor, input.candidateId.groupId);
      const { candidate, viewer } = await candidateFor(tx, actor, input.candidateId);
      const identity = identityOf('scheduleSession', input);
      const before = await enteredBefore(tx, viewer, identity);
      if (before) return before;

      const bookingCase = await bookingCaseOf(tx, candidate, input.roundId);
      assertMayEnter(bookingCase, viewer, seatsOf(input));
      const panel = await seatPanel(tx, bookingCase, input.panel);
      const { bufferMinutes } = bookingCase.group;
      const entering = { bookingCase, entry: input, identity, viewer, now, bufferMinutes };
      const session = newSession(tx, entering);
      assertFuture(session.startsAt, now);
      const requested = { bookingCase, session, seats: seatsOf(input), seated: panel };
      await assertBookable(tx, [requested], { viewer, reason: input.overrideReason ?? null, now, isNew: true });
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

      const bookingCase = await bookingCaseOf(tx, candidate, input.roundId);
      assertMayEnter(bookingCase, viewer, seatsOf(input));
      const panel = await seatPanel(tx, bookingCase, input.panel);
      const { bufferMinutes } = bookingCase.group;
      const entering = { bookingCase, entry: input, identity, viewer, now, bufferMinutes };
      const session = newSession(tx, entering);
      session.logged = true;
      assertOver(session, now);
      await enter(tx, session, panel, entering);
      await keepLoggedQuestions(tx, session, input.askedQuestionIds ?? [], now);
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

  /** Cancels a session, and the other half of an exchange if asked, for the actor or on behalf of a member who takes part. */
  cancelSession(actor: Actor, input: CancelSessionInput): Promise<Session> {
    return inTransaction(this.db, async (tx) => {
      await lockGroup(tx, actor, input.sessionId.groupId);
      const found = await sessionFor(tx, actor, input.sessionId, 'change');
      if (found.session.logged) assertLoggedCancellable(found);
      else assertChangeable(found.session, found.now);
      assertVersion(found.session, input.expectedVersion);
      const other = await otherHalfFor(tx, actor, found, input);
      const { now } = other ?? found;
      const halves = other === null ? [found] : [found, other];
      const onBehalfOf = input.onBehalfOfMemberId ?? null;
      for (const half of halves) assertSits(half, onBehalfOf);
      for (const half of halves)
        await cancel(tx, half.session, {
          at: now,
          by: half.viewer,
          onBehalfOfId: onBehalfOf?.id ?? null,
          takesPart: sittingIn(half).includes(half.viewer.id),
          reason: input.reason,
          withOther: other !== null,
        });
      return found.session;
    });
  }

  /** Settles what a person who takes part has seen. */
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

const sittingIn = ({ candidate, panel }: SessionCase): string[] => [
  candidate.memberId,
  ...panel.map(({ memberId }) => memberId),
];

/** A session can be cancelled only on behalf of a member who takes part. */
function assertSits(found: SessionCase, member: Ref | null): void {
  if (member === null) return;
  if (member.groupId === found.session.groupId && sittingIn(found).includes(member.id)) return;
  throw invalidInput([fieldProblem('onBehalfOfMemberId', 'a member who takes part', 'another member')]);
}
