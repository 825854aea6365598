import type { RequestState } from '../common/request-state.js';
import { daysAfter } from '../common/time.js';
import { dueAtOf, isOwed } from '../feedback/owed.state.js';
import { groupOf } from '../groups/groups.state.js';
import type { Member } from '../groups/member.entity.js';
import { planOf } from '../plans/plans.state.js';
import type { Session } from '../sessions/session.entity.js';
import { seatsOfMember, sessionOf } from '../sessions/sessions.state.js';

/** The sessions whose scorecard a member has owed for too long, the oldest first: what `assertBookable` refuses to book over. */
export function owedTooLong(state: RequestState, member: Member): Session[] {
  const { groupId, id } = member;
  const group = groupOf(state, groupId);
  const owed = seatsOfMember(state, member).flatMap((seat) => {
    const session = sessionOf(state, { groupId, id: seat.sessionId })!;
    const plan = planOf(state, { groupId, id: session.planId })!;
    const isOpen = plan.archivedAt === null && group.archivedAt === null;
    const counts = isOpen || plan.archivedById === id || group.archivedById === id;
    const isOwn = !session.logged || session.enteredById === id;
    const due = dueAtOf(seat, session);
    const isLate = daysAfter(due, session.debtDays) < state.now;
    return counts && isOwn && isLate && isOwed(state, seat, session) ? [{ session, due: due.getTime() }] : [];
  });
  return owed.toSorted((a, b) => a.due - b.due || (a.session.id < b.session.id ? -1 : 1)).map(({ session }) => session);
}
