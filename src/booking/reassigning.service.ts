import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '../common/context.js';
import { fieldProblem, invalidInput, notFound, refuse } from '../common/errors.js';
import { type Ref } from '../common/ids.js';
import { inTransaction, lockGroup } from '../common/transaction.js';
import { Member } from '../groups/member.entity.js';
import { Assignment } from '../sessions/assignment.entity.js';
import { SessionEventKind } from '../sessions/session.rules.js';
import type { Session } from '../sessions/session.entity.js';
import { assertVersion, sessionFor } from '../sessions/sessions.access.js';
import { assertNewcomerBookable } from './bookable.js';
import type { ReassignInterviewerInput } from './booking.graphql.js';
import { assertChangeable } from './changeable.js';
import { bookingCaseOf } from './booking-case.js';
import { recordOverride } from './new-session.js';
import { reassignProblems } from './reassigning.rules.js';
import { presentMemberFor } from '../groups/groups.access.js';
import { leaveSeat, takeSeat } from './seats.js';

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
      const bookingCase = await bookingCaseOf(tx, candidate, { groupId, id: session.roundId });
      const newcomer = await presentMemberFor(tx, groupId, input.toMemberId);
      const left = panel.find(({ id }) => id === input.assignmentId?.id) ?? null;
      const seat = { memberId: newcomer.id, role: left?.role ?? input.role! };
      const { panelSize } = bookingCase.round;
      const seating = { panel, leavingId: left?.memberId ?? null, candidateId: candidate.memberId, panelSize };
      const problems = reassignProblems(seating, seat);
      refuse(problems);
      const reason = input.overrideReason ?? null;
      await assertNewcomerBookable(tx, { bookingCase, session }, seat, { viewer, reason, now });

      if (left) await leaveSeat(tx, session, left, await personIn(tx, left));
      const act = { at: now, byId: viewer.id };
      const line = { ...act, kind: SessionEventKind.REASSIGNED as const, reason: input.reason };
      const fromId = left?.memberId ?? null;
      await takeSeat(tx, { bookingCase, session, role: seat.role, fromId, newcomer, viewer, line });
      await recordOverride(tx, session, act, reason);
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

const personIn = async (tx: EntityManager, { groupId, memberId }: Assignment): Promise<string> =>
  (await tx.findOneByOrFail(Member, { groupId, id: memberId })).personId;
