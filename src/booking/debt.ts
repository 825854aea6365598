import { In, type EntityManager } from 'typeorm';
import type { Ref } from '../common/ids.js';
import { dueAtOf } from '../feedback/owed.state.js';
import { owesScorecard } from '../feedback/scorecard.rules.js';
import { Group } from '../groups/group.entity.js';
import type { Member } from '../groups/member.entity.js';
import { Plan } from '../plans/plan.entity.js';
import { Assignment } from '../sessions/assignment.entity.js';
import { Session } from '../sessions/session.entity.js';
import { attendanceOfCandidate, wasPresent } from '../sessions/session.rules.js';
import { blocksBookings, byDue } from './debt.rules.js';

/** Of the given members, those who have long-overdue scorecards in this group. */
export async function longOverdueMembers(
  tx: EntityManager,
  members: readonly Member[],
  now: Date,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  const [{ groupId }] = members as [Member];
  const ids = members.map(({ id }) => id);
  const ungraded = new Set((await ungradedSeats(tx, groupId, ids, now)).map(({ memberId }) => memberId));
  for (const member of members)
    if (ungraded.has(member.id) && (await longOverdue(tx, member, now)).length > 0) found.add(member.id);
  return found;
}

/** The sessions for which a member has a long-overdue scorecard, the oldest first (`debt.rules.ts`). */
export async function longOverdue(
  tx: EntityManager,
  { groupId, id }: Pick<Member, 'groupId' | 'id'>,
  now: Date,
): Promise<Ref[]> {
  const ungraded = (await ungradedSeats(tx, groupId, [id], now)).map(({ sessionId }) => sessionId);
  if (ungraded.length === 0) return [];
  const sessions = await tx.findBy(Session, { groupId, id: In(ungraded) });
  const seats = await tx.findBy(Assignment, { groupId, memberId: id, sessionId: In(ungraded) });
  const group = await tx.findOneByOrFail(Group, { id: groupId });
  const plans = await tx.findBy(Plan, { groupId, id: In(sessions.map(({ planId }) => planId)) });
  const owed = sessions.flatMap((session) => {
    const seat = seats.find(({ sessionId }) => sessionId === session.id)!;
    const plan = plans.find((each) => each.id === session.planId)!;
    const isOwed = owesScorecard(seat, now) && wasPresent(attendanceOfCandidate(session, now));
    return isOwed ? [{ memberId: id, due: dueAtOf(seat, session), session, plan, group }] : [];
  });
  return owed
    .filter((each) => blocksBookings(each, now))
    .toSorted(byDue)
    .map(({ session }) => session);
}

/** Seats of members in sessions that are over, for which they have submitted nothing. */
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
