import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '../common/context.js';
import { fieldProblem, invalidInput } from '../common/errors.js';
import { minutesAfter } from '../common/time.js';
import { inTransaction, lockGroup } from '../common/transaction.js';
import { refreshSet } from '../questions/filling-sets.js';
import { giveBuffersBack, moveBookings, type Move } from '../sessions/bookings.js';
import { record } from '../sessions/history.js';
import { assertVersion, sessionFor, type SessionCase } from '../sessions/sessions.access.js';
import { feedbackDueAt, isLateCancellation, SessionEventKind } from '../sessions/session.rules.js';
import type { Session } from '../sessions/session.entity.js';
import { assertBookable, assertFuture } from './bookable.js';
import type { RescheduleSessionInput } from './booking.graphql.js';
import { assertChangeable } from './changeable.js';
import { bookingCaseOf, type BookingCase } from './booking-case.js';
import { moveAwayFrom, otherHalfFor } from './exchange-halves.js';
import { recordOverride } from './new-session.js';
import { everybodyIn } from './panel.js';
import { claimTime } from './claiming-time.js';

/** A session that moves, and where from. */
interface Moving extends SessionCase {
  bookingCase: BookingCase;
  from: Date;
}

/** Moves sessions: the same people at another time. */
@Injectable()
export class ReschedulingService {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  /** Moves the other half of an exchange too, if asked. If only one half moves, the exchange ends. */
  rescheduleSession(actor: Actor, input: RescheduleSessionInput): Promise<Session> {
    return inTransaction(this.db, async (tx) => {
      await lockGroup(tx, actor, input.sessionId.groupId);
      const found = await sessionFor(tx, actor, input.sessionId, 'change');
      assertChangeable(found.session, found.now);
      assertVersion(found.session, input.expectedVersion);
      const other = await otherHalfFor(tx, actor, found, input);
      const { now } = other ?? found;
      const isFirst = other === null || found.session.startsAt < other.session.startsAt;
      assertMoves(found.session, input.startsAt);
      const moving = [await moved(tx, found, () => input.startsAt)];
      const beside = (minutes: number) =>
        isFirst ? found.session.endsAt : minutesAfter(found.session.startsAt, -minutes);
      if (other) moving.push(await moved(tx, other, beside));

      for (const { session } of moving) assertFuture(session.startsAt, now);
      const moves = await movesOf(tx, moving);
      const requested = moving.map((each, n) => {
        const seated = moves[n]!.members.filter(({ id }) => id !== each.candidate.memberId);
        return { ...each, seats: each.panel, seated };
      });
      await assertBookable(tx, requested, { viewer: found.viewer, reason: input.overrideReason ?? null, now });
      const [one, two] = isFirst ? moves : moves.toReversed();
      if (two) one!.goOn = two.members;
      const [{ bookingCase, session, viewer, from }] = moving as [Moving, ...Moving[]];
      const sessions = moving.map((each) => each.session);
      const hint =
        session.exchangedWithId && !other ? 'You can also move both halves of the exchange (alsoOther).' : null;
      await claimTime(tx, { bookingCase, sessions, viewer, now, hint }, async () => {
        await moveBookings(tx, moves);
        if (!other) await moveAwayFrom(tx, session, from, { at: now, byId: viewer.id });
      });
      for (const { session: each, members } of moves) {
        const people = members.map(({ personId }) => personId);
        await giveBuffersBack(tx, each.groupId, people, moving.find((it) => it.session === each)!.from);
      }
      for (const each of moving) await keep(tx, each, input);
      for (const each of moving) await refreshSet(tx, each.session, now);
      return found.session;
    });
  }
}

/** A move to the same time would count as late for nothing. */
function assertMoves({ startsAt }: Session, to: Date): void {
  if (to.getTime() === startsAt.getTime())
    throw invalidInput([fieldProblem('startsAt', 'another time', 'the time that the session has')]);
}

/** The bookings that move with the sessions. */
async function movesOf(tx: EntityManager, moving: readonly Moving[]): Promise<Move[]> {
  const moves: Move[] = [];
  for (const { bookingCase, session, candidate, panel } of moving) {
    const { bufferMinutes } = bookingCase.group;
    moves.push({ session, members: await everybodyIn(tx, candidate, panel), bufferMinutes });
  }
  return moves;
}

/** A session at another time, which may depend on its minutes; not stored yet. */
async function moved(tx: EntityManager, found: SessionCase, startsAtFor: (minutes: number) => Date): Promise<Moving> {
  const { session, candidate } = found;
  const bookingCase = await bookingCaseOf(tx, candidate, { groupId: session.groupId, id: session.roundId });
  const from = session.startsAt;
  const { minutes } = bookingCase.round;
  session.startsAt = startsAtFor(minutes);
  session.endsAt = minutesAfter(session.startsAt, minutes);
  session.feedbackDueAt = feedbackDueAt(session.endsAt, session.enteredAt, session.dueHours);
  session.version += 1;
  return { ...found, bookingCase, from };
}

async function keep(
  tx: EntityManager,
  { session, viewer, now, from }: Moving,
  { reason, overrideReason = null, alsoOther: withOther }: RescheduleSessionInput,
): Promise<void> {
  await tx.save(session);
  const late = isLateCancellation(from, now, session.noticeHours);
  const facts = { from: from.toISOString(), to: session.startsAt.toISOString(), late, withOther };
  const line = { at: now, byId: viewer.id };
  await record(tx, session, { ...line, kind: SessionEventKind.RESCHEDULED, reason, facts });
  await recordOverride(tx, session, line, overrideReason);
}
