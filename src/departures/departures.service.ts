import { Inject, Injectable } from '@nestjs/common';
import { DataSource, In, IsNull, type EntityManager } from 'typeorm';
import type { Actor, RequestContext } from '../common/context.js';
import { notFound } from '../common/errors.js';
import type { Ref } from '../common/ids.js';
import { inTransaction, lockGroup } from '../common/transaction.js';
import { settleVerdicts } from '../feedback/release.js';
import { Group } from '../groups/group.entity.js';
import { Member } from '../groups/member.entity.js';
import { anotherFor, assertMayNow, assertNotLastOrganizer, revokeInvitationsOf } from '../groups/groups.access.js';
import { PeopleService, presentPerson } from '../people/people.service.js';
import { Person } from '../people/person.entity.js';
import { SignIn } from '../people/sign-in.entity.js';
import type { Attempt } from '../people/throttle.js';
import { UsualAddress } from '../people/throttle.entity.js';
import { candidacyFor } from '../plans/plans.access.js';
import { Candidate } from '../plans/candidate.entity.js';
import { SwapProposal } from '../scheduling/swap-proposal.entity.js';
import { Assignment } from '../sessions/assignment.entity.js';
import { record } from '../sessions/history.js';
import { Session } from '../sessions/session.entity.js';
import { isInterviewer, SessionEventKind } from '../sessions/session.rules.js';
import { withdraw } from '../booking/cancelling.js';
import { endExchange } from '../booking/exchange-halves.js';
import { leaveSeat } from '../booking/seats.js';

export interface Departure {
  member: Member;
  cancelled: Session[];
  uncovered: Session[];
}

/** Leaving a group, being removed, and withdrawing from a plan: nothing is deleted, and upcoming seats are settled. */
@Injectable()
export class DeparturesService {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(PeopleService) private readonly people: PeopleService,
  ) {}

  /** Ends a membership: members end their own, and organizers also those of others. */
  removeMember(actor: Actor, ref: Ref): Promise<Departure> {
    return inTransaction(this.db, async (tx) => {
      await lockGroup(tx, actor, ref.groupId);
      const { viewer, subject: member } = await anotherFor(tx, actor, ref);
      const leaving = viewer.id === member.id;
      await assertMayNow(tx, viewer, leaving ? 'leave' : 'removeAnother');
      if (member.leftAt) throw notFound('member');
      await assertNotLastOrganizer(tx, member, 'leave');
      return depart(tx, actor, member, viewer);
    });
  }

  /**
   * Ends an account: leaves every group, and takes name and address away. What the person wrote stays, under "Former member". A group of
   * which they are the only member is archived.
   */
  async deleteAccount(request: RequestContext, password: string): Promise<boolean> {
    const actor = request.signedIn;
    const { person, attempt } = await this.people.assertPassword(request, password);
    try {
      await inTransaction(this.db, (tx) => forgetAccount(tx, actor, person, attempt));
    } catch (error) {
      // The password was right, so the refusal does not count as a failed guess.
      await attempt.undo();
      throw error;
    }
    request.become(null);
    return true;
  }

  /** Ends a preparation: upcoming sessions are cancelled, and past ones are kept. */
  withdrawCandidate(actor: Actor, ref: Ref): Promise<Candidate> {
    return inTransaction(this.db, async (tx) => {
      await lockGroup(tx, actor, ref.groupId);
      const { candidate, viewer, own } = await candidacyFor(tx, actor, ref);
      const onBehalfOfId = own ? null : candidate.memberId;
      const departure = { departure: 'WITHDREW' as const, memberId: candidate.memberId };
      await withdraw(tx, actor, [candidate], { by: viewer, reason: null, departure, onBehalfOfId });
      return candidate;
    });
  }
}

/** Leaves every group of a person, and takes name and address away. */
async function forgetAccount(tx: EntityManager, actor: Actor, person: Person, attempt: Attempt): Promise<void> {
  const present = { personId: person.id, leftAt: IsNull() };
  // Always in the same order, so that two people who leave at once wait for each other.
  const members = await tx.find(Member, { where: present, order: { groupId: 'ASC' } });
  for (const { groupId } of members) await lockGroup(tx, actor, groupId);
  await presentPerson(tx, person.id);
  // Includes groups that they have just joined. From here on they can no longer join any.
  const all = await tx.find(Member, { where: present, order: { groupId: 'ASC' } });
  for (const { groupId, id } of all) {
    const now = await lockGroup(tx, actor, groupId);
    const member = await tx.findOneByOrFail(Member, { groupId, id });
    if (member.leftAt) continue;
    const isAlone = (await tx.countBy(Member, { groupId, leftAt: IsNull() })) === 1;
    if (!isAlone) await assertNotLastOrganizer(tx, member, 'delete their account');
    await depart(tx, actor, member, member);
    if (!isAlone) continue;
    await tx.update(Group, { id: groupId, archivedAt: IsNull() }, { archivedAt: now, archivedById: id });
  }
  await attempt.succeed(tx);
  await forgetPerson(tx, person, actor.now);
}

/** Ends a membership: upcoming sessions are settled, and nothing is deleted. */
async function depart(tx: EntityManager, actor: Actor, member: Member, by: Member): Promise<Departure> {
  const { groupId, id } = member;
  const leaving = by.id === id;
  member.leftAt = actor.now;
  await tx.save(member);
  await revokeInvitationsOf(tx, member, actor.now);
  const departure = { departure: leaving ? ('LEFT' as const) : ('REMOVED' as const), memberId: id };
  const candidates = await tx.findBy(Candidate, { groupId, memberId: id, withdrawnAt: IsNull() });
  const cancelled = await withdraw(tx, actor, candidates, {
    by,
    reason: null,
    departure,
    onBehalfOfId: leaving ? null : id,
  });
  await tx.update(SwapProposal, { groupId, askedOfId: id, status: 'OPEN' }, { status: 'EXPIRED' });
  const uncovered = await vacateSeats(tx, actor, member, { byId: by.id, departure });
  return { member, cancelled, uncovered };
}

const FORMER_MEMBER = 'Former member';

/** Takes away what names a person: on the account, and in sentences that were written before facts were kept. */
async function forgetPerson(tx: EntityManager, { id, displayName }: Person, now: Date): Promise<void> {
  await tx.query(
    `update session_event e set summary = replace(summary, $2, $3),
       reason = case when reason in ($2 || ' left the group.', $2 || ' was removed from the group.')
         then replace(reason, $2, $3) else reason end
     from member m where m.person_id = $1 and e.group_id = m.group_id and (strpos(summary, $2) > 0 or strpos(reason, $2) > 0)`,
    [id, displayName, FORMER_MEMBER],
  );
  await tx.query(
    `update session s set cancellation_reason = replace(cancellation_reason, $2, $3) from member m
     where m.person_id = $1 and s.group_id = m.group_id
       and s.cancellation_reason in ($2 || ' left the group.', $2 || ' was removed from the group.')`,
    [id, displayName, FORMER_MEMBER],
  );
  await tx.update(Member, { personId: id }, { meetingUrl: null });
  await tx.delete(SignIn, { personId: id });
  await tx.delete(UsualAddress, { personId: id });
  await tx.update(
    Person,
    { id },
    { displayName: FORMER_MEMBER, email: null, emailKey: null, passwordHash: null, deletedAt: now },
  );
}

/** Opens the upcoming seats of a member who leaves, and waives the scorecards that they owe. */
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
  const at = actor.catchUp();
  const uncovered: Session[] = [];
  for (const session of sessions.filter(({ startsAt }) => startsAt > at)) {
    const seat = seats.find(({ sessionId }) => sessionId === session.id)!;
    await vacate(tx, session, seat, member.personId, { ...line, at });
    if (isInterviewer(seat)) uncovered.push(session);
  }
  // The other sessions have begun. Their scorecards are no longer owed, even if the member is later found to have been
  // present.
  await tx.update(Assignment, { groupId, memberId, cardWaivedAt: IsNull() }, { cardWaivedAt: at });
  // The member may have owed the last scorecard.
  for (const session of sessions.filter(({ firstSubmittedAt }) => firstSubmittedAt !== null))
    await settleVerdicts(tx, { session, panel: await tx.findBy(Assignment, { groupId, sessionId: session.id }) });
  return uncovered;
}

async function vacate(
  tx: EntityManager,
  session: Session,
  seat: Assignment,
  personId: string,
  line: { at: Date; byId: string; departure: NonNullable<Session['departure']> },
) {
  await leaveSeat(tx, session, seat, personId);
  if (isInterviewer(seat)) await endExchange(tx, session, line);
  session.version += 1;
  await tx.save(session);
  await record(tx, session, {
    at: line.at,
    byId: line.byId,
    kind: SessionEventKind.REASSIGNED,
    facts: { role: seat.role, ...line.departure },
  });
}
