import type { RequestState } from '../common/request-state.js';
import { MINUTE } from '../common/time.js';
import type { Group } from '../groups/group.entity.js';
import { everyMember, groupOf, presentViewer, viewerMember } from '../groups/groups.state.js';
import type { Member } from '../groups/member.entity.js';
import { AssignmentRole, isPresentAt, SessionStatus } from '../sessions/session.rules.js';
import { candidateOfSession, everySession, panelOf, statusOf } from '../sessions/sessions.state.js';
import { balances, netOf, startingPoints, type HalfMinutes, type HeldSession } from './balance.rules.js';

/** What every member has given and received, in half minutes, of sessions that took place. */
export const balancesOf = (state: RequestState, groupId: string): ReadonlyMap<string, HalfMinutes> =>
  state.once(allBalances, groupOf(state, groupId));

const allBalances = (state: RequestState, group: Group): ReadonlyMap<string, HalfMinutes> =>
  balances(state.once(heldSessions, group));

/** Net half minutes of every member, with what newcomers started from. */
export function standingsOf(state: RequestState, groupId: string): ReadonlyMap<string, number> {
  const members = everyMember(state, groupId).map(({ id, joinedAt, leftAt }) => {
    return { memberId: id, joinedAt: joinedAt.getTime(), leftAt: leftAt?.getTime() ?? Infinity };
  });
  const starts = startingPoints(members, state.once(heldSessions, groupOf(state, groupId)));
  const current = balancesOf(state, groupId);
  return new Map(members.map(({ memberId }) => [memberId, starts.get(memberId)! + netOf(current.get(memberId))]));
}

function heldSessions(state: RequestState, { id: groupId }: Group): readonly HeldSession[] {
  return everySession(state, groupId).flatMap((session): HeldSession[] => {
    const status = statusOf(state, session);
    // What was logged counts once its feedback is out: until then it may be cancelled.
    const isHeld =
      status === SessionStatus.COMPLETED || (status === SessionStatus.AWAITING_FEEDBACK && !session.logged);
    if (!isHeld) return [];
    const present = panelOf(state, session)
      .filter((seat) => isPresentAt(seat, state.now))
      .map(({ memberId, role }) => ({ memberId, isShadow: role === AssignmentRole.SHADOW }));
    const endsAt = session.endsAt.getTime();
    const minutes = (endsAt - session.startsAt.getTime()) / MINUTE;
    return [{ endsAt, minutes, candidateId: candidateOfSession(state, session).memberId, present }];
  });
}

/** The balance of a member, for present members of the group and for the member. */
export function balanceOf(state: RequestState, { groupId, id }: Member): HalfMinutes {
  const isRead = presentViewer(state, groupId) !== null || viewerMember(state, groupId)?.id === id;
  return (isRead ? balancesOf(state, groupId).get(id) : undefined) ?? { given: 0, received: 0 };
}
