import { In, IsNull, MoreThan } from 'typeorm';
import type { Ref } from '../common/ids.js';
import { byRef, grouped, rowLoader, type LoadContext, type Loader } from '../common/loading.js';
import { Group } from './group.entity.js';
import { Invitation } from './invitation.entity.js';
import { Member, MemberRole } from './member.entity.js';

/** A group as a key: its id is its own group. */
export const groupRef = (groupId: string): Ref => ({ groupId, id: groupId });

export const groupById: Loader<string, Group> = {
  cacheKey: (id) => id,
  async batch({ db }, ids) {
    const found = new Map((await db.find(Group, { where: { id: In([...ids]) } })).map((row) => [row.id, row]));
    return ids.map((id) => found.get(id)!);
  },
};

export const memberById = rowLoader(Member);

/** The viewer's own membership of a group, present or former; null for a stranger. */
export const viewerMembership: Loader<string, Member | null> = {
  cacheKey: (groupId) => groupId,
  async batch({ db, viewerId }, groupIds) {
    if (viewerId === null) return groupIds.map(() => null);
    const rows = await db.find(Member, { where: { groupId: In([...groupIds]), personId: viewerId } });
    const found = new Map(rows.map((row) => [row.groupId, row]));
    return groupIds.map((id) => found.get(id) ?? null);
  },
};

/** Of these groups, those in which the viewer is now, and as what. */
async function presentRoles({ load }: LoadContext, keys: readonly Ref[]): Promise<Map<string, MemberRole>> {
  const groupIds = [...new Set(keys.map((key) => key.groupId))];
  const members = await Promise.all(groupIds.map((groupId) => load(viewerMembership, groupId)));
  return new Map(members.filter((member) => member && !member.leftAt).map((member) => [member!.groupId, member!.role]));
}

/** The same lists for present members only: for everybody else they are empty. */
export const forMembers = <R>(inner: Loader<Ref, R[]>, roles = Object.values(MemberRole)): Loader<Ref, R[]> => ({
  cacheKey: inner.cacheKey,
  async batch(context, keys) {
    const viewerRoles = await presentRoles(context, keys);
    const open = keys.filter((key) => roles.includes(viewerRoles.get(key.groupId)!));
    const lists = open.length > 0 ? await inner.batch(context, open) : [];
    const found = new Map(open.map((key, n) => [key.id, lists[n]!]));
    return keys.map((key) => found.get(key.id) ?? []);
  },
});

export const forOrganizers = <R>(inner: Loader<Ref, R[]>) => forMembers(inner, [MemberRole.ORGANIZER]);

/** The members of a group who are in it now, longest first. */
export const presentMembers = forMembers<Member>({
  cacheKey: byRef,
  async batch({ db }, keys) {
    const where = { groupId: In(keys.map((key) => key.id)), leftAt: IsNull() };
    return grouped(keys, await db.find(Member, { where, order: { joinedAt: 'ASC', id: 'ASC' } }), (row) => row.groupId);
  },
});

/** A person's memberships as far as the viewer may know them: all of their own, else those in groups that both are in. */
export const allMemberships: Loader<string, Member[]> = {
  cacheKey: (personId) => personId,
  async batch({ db, viewerId }, personIds) {
    if (viewerId === null) return personIds.map(() => []);
    const shared = await db.find(Member, {
      where: { personId: viewerId, leftAt: IsNull() },
      select: { groupId: true, id: true },
    });
    const others = personIds.filter((id) => id !== viewerId);
    const rows = await db.find(Member, {
      where: [
        { personId: In(personIds.filter((id) => id === viewerId)) },
        { personId: In(others), groupId: In(shared.map((member) => member.groupId)), leftAt: IsNull() },
      ],
      order: { joinedAt: 'ASC', id: 'ASC' },
    });
    return personIds.map((id) => rows.filter((row) => row.personId === id));
  },
};

/** The same without groups that are archived. */
export const openMemberships: Loader<string, Member[]> = {
  cacheKey: (personId) => personId,
  batch: ({ load }, personIds) =>
    Promise.all(
      personIds.map(async (personId) => {
        const members = await load(allMemberships, personId);
        const groups = await Promise.all(members.map(({ groupId }) => load(groupById, groupId)));
        return members.filter((_, n) => groups[n]!.archivedAt === null);
      }),
    ),
};

/** Invitations that can still be used, for organizers. */
export const openInvitations = forOrganizers<Invitation>({
  cacheKey: byRef,
  async batch({ db, now }, keys) {
    const where = {
      groupId: In(keys.map((key) => key.id)),
      acceptedAt: IsNull(),
      revokedAt: IsNull(),
      expiresAt: MoreThan(now),
    };
    return grouped(keys, await db.find(Invitation, { where, order: { id: 'ASC' } }), (row) => row.groupId);
  },
});
