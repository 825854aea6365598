import { Args, ID, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Ctx, type RequestContext } from '../common/context.js';
import { publicId } from '../common/ids.js';
import { PersonObject } from '../people/people.graphql.js';
import { personById } from '../people/people.loaders.js';
import type { Person } from '../people/person.entity.js';
import type { Group } from './group.entity.js';
import { GroupObject, InvitationObject, MemberObject } from './groups.graphql.js';
import { allMemberships, groupById, memberById, openMemberships } from './groups.loaders.js';
import type { Invitation } from './invitation.entity.js';
import type { Member } from './member.entity.js';

@Resolver(() => MemberObject)
export class MembersResolver {
  @ResolveField(() => ID)
  id(@Parent() member: Member): string {
    return publicId('Member', member);
  }

  @ResolveField(() => GroupObject)
  group(@Parent() { groupId }: Member, @Ctx() { load }: RequestContext): Promise<Group> {
    return load(groupById, groupId);
  }

  @ResolveField(() => PersonObject)
  person(@Parent() { personId }: Member, @Ctx() { load }: RequestContext): Promise<Person> {
    return load(personById, personId);
  }

  @ResolveField(() => String, {
    nullable: true,
    description:
      "Where you usually meet; null for anybody else. A session without a link of its own shows its lead's, to those who sit in.",
  })
  meetingUrl(@Parent() { personId, meetingUrl }: Member, @Ctx() { actor }: RequestContext): string | null {
    return actor?.personId === personId ? meetingUrl : null;
  }
}

@Resolver(() => InvitationObject)
export class InvitationsResolver {
  @ResolveField(() => ID)
  id(@Parent() invitation: Invitation): string {
    return publicId('Invitation', invitation);
  }

  @ResolveField(() => MemberObject, { description: 'Who sent it.' })
  invitedBy(@Parent() { groupId, invitedById }: Invitation, @Ctx() { load }: RequestContext): Promise<Member> {
    return load(memberById, { groupId, id: invitedById });
  }
}

@Resolver(() => PersonObject)
export class PersonMembershipsResolver {
  @ResolveField(() => [MemberObject], {
    description: 'Your own memberships, former ones too; of another person, those in groups that you share.',
  })
  memberships(
    @Parent() { id }: Person,
    @Ctx() { load }: RequestContext,
    @Args('includeArchived', { defaultValue: false }) includeArchived: boolean,
  ): Promise<Member[]> {
    return load(includeArchived ? allMemberships : openMemberships, id);
  }
}
