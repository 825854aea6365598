import { Inject, Injectable } from '@nestjs/common';
import { DataSource, Not, type EntityManager } from 'typeorm';
import type { Actor } from '../common/context.js';
import { notFound, refuse } from '../common/errors.js';
import type { Ref } from '../common/ids.js';
import { inTransaction, lockGroup } from '../common/transaction.js';
import { memberFor } from '../groups/groups.access.js';
import type { Member } from '../groups/member.entity.js';
import { Candidate } from '../plans/candidate.entity.js';
import { LoopRound } from '../plans/loop-round.entity.js';
import { AssignmentRole } from '../sessions/session.rules.js';
import { Session } from '../sessions/session.entity.js';
import { assertBookable, assertFuture, type RequestedSession } from './bookable.js';
import type { ScheduleExchangeInput } from './booking.graphql.js';
import { bookingCaseOf, type BookingCase } from './booking-case.js';
import { exchangeProblems } from './exchange.rules.js';
import { linkHalves } from './exchange-halves.js';
import { enteredBefore, identityOf } from './idempotency.js';
import { assertMayEnter, enter, newSession, type Entering } from './new-session.js';
import { seatPanel, seatsOf } from './panel.js';
import { claimTime } from './claiming-time.js';

/** Books two sessions in which two candidates interview each other, back to back. */
@Injectable()
export class ExchangeService {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  /** Books both sessions or neither. */
  scheduleExchange(actor: Actor, input: ScheduleExchangeInput): Promise<Session[]> {
    return inTransaction(this.db, async (tx) => {
      const { groupId } = input.firstLoopRoundId;
      const now = await lockGroup(tx, actor, groupId);
      const viewer = await memberFor(tx, actor, groupId, 'read', 'loop round');
      const identity = identityOf('scheduleExchange', input);
      const before = await enteredBefore(tx, viewer, identity);
      if (before) return [before, await secondOf(tx, before)];

      const first = await halfOf(tx, groupId, input.firstLoopRoundId);
      const second = await halfOf(tx, groupId, input.secondLoopRoundId);
      refuse(exchangeProblems(factsOf(first), factsOf(second)));
      const common = { ...input, viewer, now };
      const opening = entering(first, second, { ...common, identity, bufferMinutes: 0 });
      const { bufferMinutes } = second.group;
      const closing = entering(second, first, { ...common, identity: NO_KEY, bufferMinutes });
      const session = newSession(tx, opening);
      closing.entry.startsAt = session.endsAt;
      const other = newSession(tx, closing);
      const panels = [await panelFor(tx, opening), await panelFor(tx, closing)] as const;
      assertFuture(session.startsAt, now);
      const requested = [requestedFor(session, opening, panels[0]), requestedFor(other, closing, panels[1])];
      await assertBookable(tx, requested, { viewer, reason: input.overrideReason ?? null, now, isNew: true });
      // The second session of the request is found again by its first.
      if (identity.key !== null) other.idempotencyFingerprint = session.id;
      const claiming = { bookingCase: first, sessions: [session, other], members: panels.flat(), viewer, now };
      await claimTime(tx, claiming, async () => {
        await enter(tx, session, panels[0], opening);
        await enter(tx, other, panels[1], closing);
      });
      await linkHalves(tx, session, other);
      return [session, other];
    });
  }
}

/** The key is kept with the first session. */
const NO_KEY = { key: null, fingerprint: '' };

/** The second session of an earlier request. The two may no longer be an exchange. */
async function secondOf(tx: EntityManager, { groupId, enteredById, enteredAt, id, planId }: Session): Promise<Session> {
  const named = await tx.findOneBy(Session, { groupId, enteredById, idempotencyFingerprint: id });
  // Exchanges of an earlier version do not name their first session. The two were entered at the same instant.
  return named ?? tx.findOneByOrFail(Session, { groupId, enteredById, enteredAt, planId, id: Not(id) });
}

/** A round of a loop, and everything around it. */
async function halfOf(tx: EntityManager, groupId: string, ref: Ref): Promise<BookingCase> {
  const loopRound = ref.groupId === groupId ? await tx.findOneBy(LoopRound, { groupId, id: ref.id }) : null;
  if (!loopRound) throw notFound('loop round');
  const candidate = await tx.findOneByOrFail(Candidate, { groupId, id: loopRound.candidateId });
  return bookingCaseOf(tx, candidate, { groupId, id: loopRound.roundId });
}

const factsOf = ({ candidate, round }: BookingCase) => ({
  memberId: candidate.memberId,
  panelSize: round.panelSize,
});

interface Asked extends Pick<ScheduleExchangeInput, 'startsAt' | 'meetingUrl' | 'overrideReason'> {
  viewer: Member;
  now: Date;
  identity: Entering['identity'];
  bufferMinutes: number;
}

/** One half: the candidate of the other half is the interviewer. */
function entering(bookingCase: BookingCase, other: BookingCase, asked: Asked): Entering {
  const { candidate, round } = bookingCase;
  const { groupId } = candidate;
  const { startsAt, meetingUrl, overrideReason, ...rest } = asked;
  const panel = [{ memberId: { groupId, id: other.candidate.memberId }, role: AssignmentRole.LEAD }];
  const ids = { candidateId: { groupId, id: candidate.id }, roundId: { groupId, id: round.id } };
  const { viewer, now, identity, bufferMinutes } = rest;
  const entry = { ...ids, startsAt, meetingUrl, overrideReason, panel };
  return { bookingCase, entry, identity, viewer, now, bufferMinutes };
}

/** The members who interview in a half, if the viewer may enter it. */
async function panelFor(tx: EntityManager, { bookingCase, entry, viewer }: Entering): Promise<Member[]> {
  assertMayEnter(bookingCase, viewer, seatsOf(entry));
  return seatPanel(tx, bookingCase, entry.panel);
}

const requestedFor = (
  session: Session,
  { bookingCase, entry }: Entering,
  seated: readonly Member[],
): RequestedSession => ({ bookingCase, session, seats: seatsOf(entry), seated });
