import { Module } from '@nestjs/common';
import { registerNode } from '../common/nodes.js';
import { notFound } from '../common/errors.js';
import { PeopleModule } from '../people/people.module.js';
import { Person } from '../people/person.entity.js';
import { Group } from './group.entity.js';
import { GroupsResolver } from './groups.resolver.js';
import { GroupsService } from './groups.service.js';
import { Invitation } from './invitation.entity.js';
import { Member } from './member.entity.js';
import { InvitationsResolver, MembersResolver, PersonMembershipsResolver } from './members.resolver.js';
import { anotherFor, groupFor, memberFor } from './membership.js';

registerNode('Group', Group, async (db, actor, ref) => (await groupFor(db, actor, ref, 'read')).group);

registerNode('Member', Member, async (db, actor, ref) => (await anotherFor(db, actor, ref)).subject);

registerNode('Invitation', Invitation, async (db, actor, ref) => {
  await memberFor(db, actor, ref.groupId, 'invite', 'invitation');
  const invitation = await db.findOneBy(Invitation, { groupId: ref.groupId, id: ref.id });
  if (!invitation) throw notFound('invitation');
  return invitation;
});

registerNode('Person', Person, async (db, actor, { id }) => {
  const person = await db.findOneBy(Person, { id });
  if (!person || !(await knows(db, actor.personId, id))) throw notFound('person');
  return person;
});

/** Whether two people are in one group now, or are the same. */
async function knows(db: Parameters<typeof memberFor>[0], viewerId: string, personId: string): Promise<boolean> {
  if (viewerId === personId) return true;
  const shared: unknown[] = await db.query(
    `select 1 from member mine join member theirs on theirs.group_id = mine.group_id
     where mine.person_id = $1 and mine.left_at is null and theirs.person_id = $2 and theirs.left_at is null limit 1`,
    [viewerId, personId],
  );
  return shared.length > 0;
}

@Module({
  imports: [PeopleModule],
  providers: [GroupsService, GroupsResolver, MembersResolver, InvitationsResolver, PersonMembershipsResolver],
})
export class GroupsModule {}
