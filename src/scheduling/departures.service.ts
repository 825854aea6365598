import { Inject, Injectable } from '@nestjs/common';
import { DataSource, In, IsNull, type EntityManager } from 'typeorm';
import type { Actor } from '../common/context.js';
import { notFound } from '../common/errors.js';
import type { Ref } from '../common/ids.js';
import { inTransaction, lockGroup } from '../common/transaction.js';
import { Member } from '../groups/member.entity.js';
import { anotherFor, assertMay, assertNotLastOrganizer, revokeInvitationsOf } from '../groups/membership.js';
import { candidacyFor } from '../plans/candidacy.js';
import { Candidate } from '../plans/candidate.entity.js';
import { Assignment } from '../sessions/assignment.entity.js';
import { dropBookings } from '../sessions/bookings.js';
import { record } from '../sessions/history.js';
import { Session } from '../sessions/session.entity.js';
import { isInterviewer, SessionEventKind } from '../sessions/session.rules.js';
import { withdraw } from './cancelling.js';

export interface Departure {
  member: Member;
  cancelled: Session[];
  uncovered: Session[];
}

/** Leaving a group, being removed, and withdrawing from a plan: nothing is deleted, and what was to come is settled. */
@Injectable()
export class DeparturesService {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  /** Ends a membership, one's own or, for an organizer, another's. */
  removeMember(actor: Actor, ref: Ref): Promise<Departure> {
    return inTransaction(this.db, async (tx) => {
      await lockGroup(tx, actor, ref.groupId);
      const { viewer, subject: member } = await anotherFor(tx, actor, ref);
      const leaving = viewer.id === member.id;
      assertMay(viewer, leaving ? 'leave' : 'removeAnother');
      if (member.leftAt) throw notFound('member');
      await assertNotLastOrganizer(tx, member, 'leave');

      member.leftAt = actor.now;
      await tx.save(member);
      const { groupId, id } = member;
      await revokeInvitationsOf(tx, member, actor.now);
      const departure = { departure: leaving ? ('LEFT' as const) : ('REMOVED' as const), memberId: id };
      const candidates = await tx.findBy(Candidate, { groupId, memberId: id, withdrawnAt: IsNull() });
      const cancelled = await withdraw(tx, actor, candidates, {
        by: viewer,
        reason: null,
        departure,
        onBehalfOfId: leaving ? null : id,
        sitsIn: leaving,
      });
      const uncovered = await vacateSeats(tx, actor, member, { byId: viewer.id, departure });
      return { member, cancelled, uncovered };
    });
  }

  /** Ends a preparation: sessions to come are called off, what was is kept. */
  withdrawCandidate(actor: Actor, ref: Ref): Promise<Candidate> {
    return inTransaction(this.db, async (tx) => {
      await lockGroup(tx, actor, ref.groupId);
      const { candidate, viewer, own } = await candidacyFor(tx, actor, ref);
      const onBehalfOfId = own ? null : candidate.memberId;
      const departure = { departure: 'WITHDREW' as const, memberId: candidate.memberId };
      await withdraw(tx, actor, [candidate], { by: viewer, reason: null, departure, onBehalfOfId, sitsIn: own });
      return candidate;
    });
  }
}

/** Opens the seats of a member who goes on panels to come, and waives the scorecards that they owe. */
async function vacateSeats(
  tx: EntityManager,
  actor: Actor,
  member: Member,
  line: { byId: string; departure: NonNullable<Session['departure']> },
): Promise<Session[]> {
  const { groupId, id: memberId } = member;
  const seats = await tx.findBy(Assignment, { groupId, memberId, cardWaivedAt: IsNull() });
  const sessions = await tx.find(Session, {
    where: {
      groupId,
      id: In(seats.map(({ sessionId }) => sessionId)),
      cancelledAt: IsNull(),
      allSubmittedAt: IsNull(),
    },
    order: { startsAt: 'ASC', id: 'ASC' },
    lock: { mode: 'pessimistic_write' },
  });
  actor.catchUp();
  const at = actor.now;
  const uncovered: Session[] = [];
  for (const session of sessions.filter(({ startsAt }) => startsAt > at)) {
    const seat = seats.find(({ sessionId }) => sessionId === session.id)!;
    await vacate(tx, session, seat, member.personId, { ...line, at });
    if (isInterviewer(seat)) uncovered.push(session);
  }
  // The other sessions have begun. What is owed of them is void, also what would be owed if the member were found present.
  await tx.update(Assignment, { groupId, memberId, cardWaivedAt: IsNull() }, { cardWaivedAt: at });
  return uncovered;
}

async function vacate(
  tx: EntityManager,
  session: Session,
  seat: Assignment,
  personId: string,
  line: { at: Date; byId: string; departure: NonNullable<Session['departure']> },
) {
  await tx.delete(Assignment, { groupId: seat.groupId, id: seat.id });
  await dropBookings(tx, session, personId);
  session.version += 1;
  await tx.save(session);
  await record(tx, session, {
    at: line.at,
    byId: line.byId,
    kind: SessionEventKind.REASSIGNED,
    facts: { role: seat.role, ...line.departure },
  });
}
