import { defineSlice } from '../common/group-state.js';
import type { Ref } from '../common/ids.js';
import { byId, type RequestState } from '../common/request-state.js';
import { Person } from '../people/person.entity.js';
import { Group } from './group.entity.js';
import { Invitation } from './invitation.entity.js';
import { Member, MemberRole } from './member.entity.js';

/** The group, everybody who is or was in it, and its invitations. */
const people = defineSlice('people', async (rows) => {
  const [group] = await rows.of(Group);
  const members = await rows.of(Member, 'joinedAt', 'id');
  // What concerns the account alone stays out of memory.
  const accounts = await rows.query<Pick<Person, 'id' | 'displayName' | 'timeZone'>>(
    `select person.id, display_name as "displayName", time_zone as "timeZone" from person
       join member on member.person_id = person.id where member.group_id = $1`,
  );
  const persons = accounts.map((account) => Object.assign(new Person(), { email: null }, account));
  return {
    group: group!,
    members,
    memberById: byId(members),
    memberByPerson: new Map(members.map((member) => [member.personId, member])),
    personById: byId(persons),
    invitations: await rows.of(Invitation),
  };
});

export const groupOf = (state: RequestState, groupId: string): Group => state.of(people, groupId).group;

export const memberOf = (state: RequestState, { groupId, id }: Ref): Member | undefined =>
  state.of(people, groupId).memberById.get(id);

export const memberOfPerson = (state: RequestState, groupId: string, personId: string): Member | undefined =>
  state.of(people, groupId).memberByPerson.get(personId);

/** The account of a member: the viewer's own with its address, everybody else's without. */
export function personOf(state: RequestState, { groupId, personId }: Pick<Member, 'groupId' | 'personId'>): Person {
  const own = state.viewer;
  return own?.id === personId ? (own as Person) : state.of(people, groupId).personById.get(personId)!;
}

export const nameOf = (state: RequestState, ref: Ref): string => personOf(state, memberOf(state, ref)!).displayName;

/** The viewer's own membership of a group, present or former; null for a stranger. */
export const viewerMember = (state: RequestState, groupId: string): Member | null =>
  state.viewerId !== null && state.has(groupId)
    ? (state.of(people, groupId).memberByPerson.get(state.viewerId) ?? null)
    : null;

/** The same while they are in the group. */
export function presentViewer(state: RequestState, groupId: string): Member | null {
  const member = viewerMember(state, groupId);
  return member?.leftAt === null ? member : null;
}

export const isOrganizer = (state: RequestState, groupId: string): boolean =>
  presentViewer(state, groupId)?.role === MemberRole.ORGANIZER;

/** The present members of a group, longest-standing first; for them alone. */
export const presentMembers = (state: RequestState, groupId: string): Member[] =>
  presentViewer(state, groupId) ? state.of(people, groupId).members.filter(({ leftAt }) => leftAt === null) : [];

/** All members that a group has had, longest-standing first; for present members alone. */
export const everyMember = (state: RequestState, groupId: string): readonly Member[] =>
  presentViewer(state, groupId) ? state.of(people, groupId).members : [];

/** The memberships of a person that the viewer may know: all of the viewer's own, and those in shared groups. */
export function membershipsOf(state: RequestState, personId: string, archivedToo: boolean): Member[] {
  const isOwn = personId === state.viewerId;
  const found = state.groupIds.flatMap((groupId) => {
    const member = state.of(people, groupId).memberByPerson.get(personId);
    if (!member) return [];
    if (!isOwn && (member.leftAt !== null || !presentViewer(state, groupId))) return [];
    return archivedToo || groupOf(state, groupId).archivedAt === null ? [member] : [];
  });
  return found.toSorted((a, b) => a.joinedAt.getTime() - b.joinedAt.getTime() || (a.id < b.id ? -1 : 1));
}

/** Invitations that can still be used, for organizers. */
export const openInvitations = (state: RequestState, groupId: string): Invitation[] =>
  isOrganizer(state, groupId)
    ? state
        .of(people, groupId)
        .invitations.filter(
          ({ acceptedAt, revokedAt, expiresAt }) => acceptedAt === null && revokedAt === null && expiresAt > state.now,
        )
    : [];

/** Every invitation that a member has made, oldest first. */
export const invitationsBy = (state: RequestState, { groupId, id }: Ref): Invitation[] =>
  state.of(people, groupId).invitations.filter(({ invitedById }) => invitedById === id);

export const invitationOf = (state: RequestState, { groupId, id }: Ref): Invitation | undefined =>
  state.of(people, groupId).invitations.find((invitation) => invitation.id === id);

/** An account that the viewer may read: their own, or that of a person who is in a group with them now. */
export function knownPerson(state: RequestState, personId: string): Person | null {
  if (state.viewerId === personId) return state.viewer as Person;
  for (const groupId of state.groupIds) {
    const member = state.of(people, groupId).memberByPerson.get(personId);
    if (member?.leftAt === null && presentViewer(state, groupId)) return personOf(state, member);
  }
  return null;
}
