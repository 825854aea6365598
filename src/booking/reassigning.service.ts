import { Inject, Injectable } from '@nestjs/common';
import { DataSource, IsNull, type EntityManager } from 'typeorm';
import type { Actor } from '../common/context.js';
import { fieldProblem, invalidInput, notFound } from '../common/errors.js';
import { newId, type Ref } from '../common/ids.js';
import { inTransaction, lockGroup } from '../common/transaction.js';
import { Member } from '../groups/member.entity.js';
import { refreshReseated } from '../questions/filling-sets.js';
import { Assignment } from '../sessions/assignment.entity.js';
import { book, dropBookings, giveBuffersBack } from '../sessions/bookings.js';
import { record } from '../sessions/history.js';
import { isInterviewer, SessionEventKind } from '../sessions/session.rules.js';
import type { Session } from '../sessions/session.entity.js';
import { assertVersion, sessionFor, type SessionCase } from '../sessions/sessions.access.js';
import { assertNewcomerBookable } from './bookable.js';
import type { ReassignInterviewerInput } from './booking.graphql.js';
import { assertChangeable } from './changeable.js';
import { circumstancesOf } from './circumstances.js';
import { endExchange } from './exchanges.js';
import { recordOverride } from './new-session.js';
import { reassignProblems } from './reassigning.rules.js';
import { claimTime } from './claiming-time.js';

/** Gives a seat to another member, or fills an open seat. */
@Injectable()
export class ReassigningService {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  reassignInterviewer(actor: Actor, input: ReassignInterviewerInput): Promise<Session> {
    return inTransaction(this.db, async (tx) => {
      const groupId = groupOf(input);
      await lockGroup(tx, actor, groupId);
      const found = await sessionFor(tx, actor, await sessionOf(tx, input), 'change');
      const { session, candidate, panel, viewer, now } = found;
      assertChangeable(session, now);
      assertVersion(session, input.expectedVersion);
      const circumstances = await circumstancesOf(tx, candidate, { groupId, id: session.roundId });
      const newcomer = await newcomerOf(tx, groupId, input.toMemberId);
      const left = panel.find(({ id }) => id === input.assignmentId?.id) ?? null;
      const seat = { memberId: newcomer.id, role: left?.role ?? input.role! };
      const { panelSize } = circumstances.round;
      const seating = { panel, leavingId: left?.memberId ?? null, candidateId: candidate.memberId, panelSize };
      const problems = reassignProblems(seating, seat);
      if (problems.length > 0) throw invalidInput(problems);
      const reason = input.overrideReason ?? null;
      await assertNewcomerBookable(tx, { circumstances, session }, seat, { viewer, reason, now });

      if (left) await leave(tx, found, left);
      const line = { at: now, byId: viewer.id };
      if (left && isInterviewer(left)) await endExchange(tx, session, line);
      await tx.insert(Assignment, { groupId, id: newId(), sessionId: session.id, ...seat, cardStays: false });
      const { bufferMinutes } = circumstances.group;
      const claiming = { circumstances, sessions: [session], viewer, now };
      await claimTime(tx, claiming, () => book(tx, session, [newcomer], bufferMinutes));
      session.version += 1;
      await tx.save(session);
      const facts = { role: seat.role, seat: { fromId: left?.memberId ?? null, toId: newcomer.id } };
      await record(tx, session, { ...line, kind: SessionEventKind.REASSIGNED, reason: input.reason, facts });
      await recordOverride(tx, session, line, reason);
      await refreshReseated(tx, session, now);
      return session;
    });
  }
}

function groupOf({ assignmentId, sessionId, role }: ReassignInterviewerInput): string {
  const isSeat = assignmentId != null && sessionId == null && role == null;
  const isOpen = assignmentId == null && sessionId != null && role != null;
  if (isSeat || isOpen) return (assignmentId ?? sessionId)!.groupId;
  const expected = 'either assignmentId, to replace a person, or sessionId with role, to fill an open seat';
  throw invalidInput([fieldProblem('assignmentId', expected, 'something else')]);
}

async function sessionOf(tx: EntityManager, { assignmentId, sessionId }: ReassignInterviewerInput): Promise<Ref> {
  if (sessionId != null) return sessionId;
  const { groupId, id } = assignmentId!;
  const seat = await tx.findOneBy(Assignment, { groupId, id });
  if (!seat) throw notFound('assignment');
  return { groupId, id: seat.sessionId };
}

async function newcomerOf(tx: EntityManager, groupId: string, ref: Ref): Promise<Member> {
  const member = ref.groupId === groupId ? await tx.findOneBy(Member, { groupId, id: ref.id, leftAt: IsNull() }) : null;
  if (!member) throw notFound('member');
  return member;
}

async function leave(tx: EntityManager, { session }: SessionCase, seat: Assignment): Promise<void> {
  const { groupId, id, memberId } = seat;
  const { personId } = await tx.findOneByOrFail(Member, { groupId, id: memberId });
  await tx.delete(Assignment, { groupId, id });
  await dropBookings(tx, session, personId);
  await giveBuffersBack(tx, groupId, [personId], session.startsAt);
}
