import { In, type EntityManager } from 'typeorm';
import type { Ref } from '../common/ids.js';
import { daysAfter } from '../common/time.js';
import { dueAtOf } from '../feedback/owed.state.js';
import { owesScorecard } from '../feedback/scorecard.rules.js';
import { Group } from '../groups/group.entity.js';
import type { Member } from '../groups/member.entity.js';
import { Plan } from '../plans/plan.entity.js';
import { Assignment } from '../sessions/assignment.entity.js';
import { Session } from '../sessions/session.entity.js';
import { attendanceOfCandidate, wasPresent } from '../sessions/session.rules.js';

/** Of the given members, those who have owed scorecards of this group for too long. */
export async function membersInDebt(
  tx: EntityManager,
  members: readonly Member[],
  now: Date,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  const [{ groupId }] = members as [Member];
  const ids = members.map(({ id }) => id);
  const ungraded = new Set((await ungradedSeats(tx, groupId, ids, now)).map(({ memberId }) => memberId));
  for (const member of members)
    if (ungraded.has(member.id) && (await owedTooLong(tx, member, now)).length > 0) found.add(member.id);
  return found;
}

/**
 * The sessions whose scorecard a member has owed for longer than their terms allow, the oldest first. A logged session
 * blocks only the interviewer who logged it, because the others agreed to nothing. An archived session blocks only the
 * organizer who archived it.
 */
export async function owedTooLong(
  tx: EntityManager,
  { groupId, id }: Pick<Member, 'groupId' | 'id'>,
  now: Date,
): Promise<Ref[]> {
  const ungraded = (await ungradedSeats(tx, groupId, [id], now)).map(({ sessionId }) => sessionId);
  if (ungraded.length === 0) return [];
  const sessions = await tx.findBy(Session, { groupId, id: In(ungraded) });
  const seats = await tx.findBy(Assignment, { groupId, memberId: id, sessionId: In(ungraded) });
  const owing = seats.filter((seat) => owesScorecard(seat, now));
  const open = new Set(await openPlans(tx, { groupId, id }));
  const seatIn = (session: Session) => owing.find(({ sessionId }) => sessionId === session.id);
  const due = (session: Session) => dueAtOf(seatIn(session)!, session);
  return sessions
    .filter(
      (session) =>
        seatIn(session) !== undefined &&
        open.has(session.planId) &&
        (!session.logged || session.enteredById === id) &&
        wasPresent(attendanceOfCandidate(session, now)) &&
        daysAfter(due(session), session.debtDays) < now,
    )
    .toSorted((a, b) => due(a).getTime() - due(b).getTime() || (a.id < b.id ? -1 : 1));
}

/** Seats of members in sessions that are over, for which they have handed in nothing. */
function ungradedSeats(
  tx: EntityManager,
  groupId: string,
  memberIds: readonly string[],
  now: Date,
): Promise<{ sessionId: string; memberId: string }[]> {
  return tx.query(
    `select s.id as "sessionId", a.member_id as "memberId" from assignment a join session s on s.group_id = a.group_id and s.id = a.session_id
     where a.group_id = $1 and s.group_id = $1 and a.member_id = any($2) and a.card_waived_at is null
       and s.cancelled_at is null and s.ends_at <= $3 and not exists (
         select 1 from scorecard card
           join scorecard_version version on version.group_id = card.group_id and version.scorecard_id = card.id
         where card.group_id = a.group_id and card.session_id = a.session_id and card.author_id = a.member_id
       )`,
    [groupId, memberIds, now],
  );
}

/** Plans whose debts count for a member: those that are not archived, or that the member has archived. */
async function openPlans(tx: EntityManager, { groupId, id: memberId }: Ref): Promise<string[]> {
  const group = await tx.findOneByOrFail(Group, { id: groupId });
  const plans = await tx.findBy(Plan, { groupId });
  const byMember = ({ archivedById }: { archivedById: string | null }) => archivedById === memberId;
  const counts = (plan: Plan) =>
    (plan.archivedAt === null && group.archivedAt === null) || byMember(plan) || byMember(group);
  return plans.filter(counts).map(({ id }) => id);
}
