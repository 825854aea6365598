import type { RequestState } from '../common/request-state.js';
import { dueAtOf, isOwed } from '../feedback/owed.state.js';
import { groupOf } from '../groups/groups.state.js';
import type { Member } from '../groups/member.entity.js';
import { planOf } from '../plans/plans.state.js';
import type { Session } from '../sessions/session.entity.js';
import { seatsOfMember, sessionOf } from '../sessions/sessions.state.js';
import { blocksBookings, byDue } from './debt.rules.js';

/** The sessions for which a member has a long-overdue scorecard, the oldest first: what `assertBookable` refuses to book over. */
export function longOverdue(state: RequestState, member: Member): Session[] {
  const { groupId, id } = member;
  const group = groupOf(state, groupId);
  const owed = seatsOfMember(state, member).flatMap((seat) => {
    const session = sessionOf(state, { groupId, id: seat.sessionId })!;
    const plan = planOf(state, { groupId, id: session.planId })!;
    const found = { memberId: id, due: dueAtOf(seat, session), session, plan, group };
    return blocksBookings(found, state.now) && isOwed(state, seat, session) ? [found] : [];
  });
  return owed.toSorted(byDue).map(({ session }) => session);
}
