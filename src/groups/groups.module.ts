import { Module } from '@nestjs/common';
import { registerNode } from '../common/nodes.js';
import { PeopleModule } from '../people/people.module.js';
import { Person } from '../people/person.entity.js';
import { Group } from './group.entity.js';
import { GroupsResolver } from './groups.resolver.js';
import { GroupsService } from './groups.service.js';
import { Invitation } from './invitation.entity.js';
import { Member } from './member.entity.js';
import { InvitationsResolver, MembersResolver, PersonMembershipsResolver } from './members.resolver.js';
import { groupOf, invitationOf, knownPerson, memberOf, presentViewer } from './groups.state.js';
import { assertMay } from './groups.access.js';

registerNode('Group', [Group], {
  find: (state, { id }) => groupOf(state, id),
  mayRead: (state, { id }) => presentViewer(state, id) !== null,
});

registerNode('Member', [Member], {
  find: memberOf,
  mayRead: (state, { groupId }) => presentViewer(state, groupId) !== null,
});

registerNode('Invitation', [Invitation], {
  find: invitationOf,
  mayRead: (state, { groupId }) => {
    const viewer = presentViewer(state, groupId);
    if (viewer) assertMay(viewer, 'invite');
    return viewer !== null;
  },
});

registerNode('Person', [Person], {
  find: (state, { id }) => knownPerson(state, id),
  mayRead: () => true,
});

@Module({
  imports: [PeopleModule],
  providers: [GroupsService, GroupsResolver, MembersResolver, InvitationsResolver, PersonMembershipsResolver],
})
export class GroupsModule {}
