import { defineSlice } from '../common/group-state.js';
import type { RequestState } from '../common/request-state.js';
import { DAY } from '../common/time.js';
import { memberOf, personOf, presentViewer, viewerMember } from '../groups/groups.state.js';
import type { Member } from '../groups/member.entity.js';
import { Availability } from './availability.entity.js';
import { expandHours, MOST_DAYS, type HoursException } from './hours.rules.js';

/** The hours that members have stated. */
const availability = defineSlice('availability', async (rows) => ({
  byMember: new Map((await rows.of(Availability, 'memberId')).map((stated) => [stated.memberId, stated])),
}));

/** What a member has stated. The caller decides who may see it. */
export const statedBy = (state: RequestState, { groupId, id }: Member): Availability | undefined =>
  state.of(availability, groupId).byMember.get(id);

/** The same for present members of the group, and for the member. */
export const availabilityOf = (state: RequestState, member: Member): Availability | null =>
  presentViewer(state, member.groupId) || viewerMember(state, member.groupId)?.id === member.id
    ? (statedBy(state, member) ?? null)
    : null;

/** A note on an exception is for the member alone. */
export const exceptionsFor = (
  state: RequestState,
  { groupId, memberId, exceptions }: Availability,
): HoursException[] =>
  viewerMember(state, groupId)?.id === memberId ? exceptions : exceptions.map((each) => ({ ...each, note: null }));

/** Hours of a member as instants, at most 92 days of them. */
export function windowsOf(
  state: RequestState,
  stated: Availability,
  from: Date,
  to: Date,
): { startsAt: Date; endsAt: Date }[] {
  const until = Math.min(to.getTime(), from.getTime() + MOST_DAYS * DAY);
  if (from.getTime() >= until) return [];
  const { timeZone } = personOf(state, memberOf(state, { groupId: stated.groupId, id: stated.memberId })!);
  return expandHours(stated, timeZone, [from.getTime(), until]).map(([start, end]) => ({
    startsAt: new Date(start),
    endsAt: new Date(end),
  }));
}
