import { IsNull, type EntityManager } from 'typeorm';
import type { Actor } from '../common/context.js';
import { DomainError, invalidState, notFound } from '../common/errors.js';
import type { Ref } from '../common/ids.js';
import { mayDo, mayDoWhileArchived, onlyOrganizersMay, type GroupAct } from './access.rules.js';
import { Group } from './group.entity.js';
import { Invitation } from './invitation.entity.js';
import { Member, MemberRole } from './member.entity.js';

/**
 * The actor's own present membership of a group, for an act: NOT_FOUND to a stranger (who hears only that there is no
 * such thing), FORBIDDEN to a member whose role does not allow it.
 */
export async function memberFor(
  tx: EntityManager,
  actor: Actor,
  groupId: string,
  act: GroupAct,
  what = 'group',
): Promise<Member> {
  const member = await tx.findOneBy(Member, { groupId, personId: actor.personId, leftAt: IsNull() });
  if (!member) throw notFound(what);
  await assertMayNow(tx, member, act);
  return member;
}

/** A group, for an act of one of its members. */
export async function groupFor(
  tx: EntityManager,
  actor: Actor,
  ref: Ref,
  act: GroupAct,
): Promise<{ group: Group; member: Member }> {
  const member = await memberFor(tx, actor, ref.id, act);
  return { group: await tx.findOneByOrFail(Group, { id: ref.id }), member };
}

/** Another member of the actor's group, present or former, together with the actor's own membership. */
export async function anotherFor(
  tx: EntityManager,
  actor: Actor,
  ref: Ref,
): Promise<{ viewer: Member; subject: Member }> {
  const viewer = await memberFor(tx, actor, ref.groupId, 'read', 'member');
  const subject = await tx.findOneBy(Member, { groupId: ref.groupId, id: ref.id });
  if (!subject) throw notFound('member');
  return { viewer, subject };
}

/** A present member of a group, whom a request names. */
export async function presentMemberFor(tx: EntityManager, groupId: string, ref: Ref): Promise<Member> {
  const member = ref.groupId === groupId ? await tx.findOneBy(Member, { groupId, id: ref.id, leftAt: IsNull() }) : null;
  if (!member) throw notFound('member');
  return member;
}

/** Refuses a member whose role does not allow the act. */
export function assertMay(member: Member, act: GroupAct): void {
  if (!mayDo(member.role, act)) throw new DomainError('FORBIDDEN', onlyOrganizersMay(act));
}

/** Also refuses acts that are not allowed in an archived group. */
export async function assertMayNow(tx: EntityManager, member: Member, act: GroupAct): Promise<void> {
  assertMay(member, act);
  if (mayDoWhileArchived(act)) return;
  const { archivedAt } = await tx.findOneByOrFail(Group, { id: member.groupId });
  if (archivedAt !== null) throw archived('group');
}

/** The refusal of an act in what is archived. */
export const archived = (what: 'group' | 'plan') =>
  invalidState(
    'ARCHIVED',
    `The ${what} is archived. An organizer can take it out of the archive (archive${what === 'group' ? 'Group' : 'Plan'}, archived: false).`,
  );

/** Members who leave or may no longer invite must not come back through their own invitations. */
export async function revokeInvitationsOf(tx: EntityManager, { groupId, id }: Member, now: Date): Promise<void> {
  const open = { groupId, invitedById: id, acceptedAt: IsNull(), revokedAt: IsNull() };
  await tx.update(Invitation, open, { revokedAt: now });
}

/** Refuses what would leave a group without an organizer. Call it under the group's lock. */
export async function assertNotLastOrganizer(tx: EntityManager, member: Member, deed: string): Promise<void> {
  if (member.role !== MemberRole.ORGANIZER) return;
  const organizers = await tx.countBy(Member, { groupId: member.groupId, role: member.role, leftAt: IsNull() });
  if (organizers > 1) return;
  throw invalidState('LAST_ORGANIZER', `The last organizer cannot ${deed}. Make another member an organizer first.`);
}
