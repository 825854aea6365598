import { Args, ID, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Ctx, type RequestContext } from '../common/context.js';
import { ReadField } from '../common/read-field.js';
import { publicId } from '../common/ids.js';
import { PersonObject } from '../people/people.graphql.js';
import type { Person } from '../people/person.entity.js';
import type { Group } from './group.entity.js';
import { GroupObject, InvitationObject, MemberObject } from './groups.graphql.js';
import { groupOf, memberOf, membershipsOf, personOf } from './groups.state.js';
import type { Invitation } from './invitation.entity.js';
import type { Member } from './member.entity.js';

@Resolver(() => MemberObject)
export class MembersResolver {
  @ReadField(() => ID)
  id(@Parent() member: Member): string {
    return publicId('Member', member);
  }

  @ReadField(() => GroupObject)
  group(@Parent() { groupId }: Member, @Ctx() { state }: RequestContext): Group {
    return groupOf(state, groupId);
  }

  @ReadField(() => PersonObject)
  person(@Parent() member: Member, @Ctx() { state }: RequestContext): Person {
    return personOf(state, member);
  }

  @ReadField(() => String, {
    nullable: true,
    description:
      'Where you usually meet. Null for other members. A session without its own link shows the usual link of its lead to the candidate and the panel.',
  })
  meetingUrl(@Parent() { personId, meetingUrl }: Member, @Ctx() { actor }: RequestContext): string | null {
    return actor?.personId === personId ? meetingUrl : null;
  }
}

@Resolver(() => InvitationObject)
export class InvitationsResolver {
  @ReadField(() => ID)
  id(@Parent() invitation: Invitation): string {
    return publicId('Invitation', invitation);
  }

  @ReadField(() => MemberObject, { description: 'Who sent it.' })
  invitedBy(@Parent() { groupId, invitedById }: Invitation, @Ctx() { state }: RequestContext): Member {
    return memberOf(state, { groupId, id: invitedById })!;
  }
}

@Resolver(() => PersonObject)
export class PersonMembershipsResolver {
  @ResolveField(() => [MemberObject], {
    description:
      'Your own memberships, including former ones. For another person, only those in groups that you share.',
  })
  memberships(
    @Parent() { id }: Person,
    @Ctx() { state }: RequestContext,
    @Args('includeArchived', { defaultValue: false }) includeArchived: boolean,
  ): Member[] {
    return membershipsOf(state, id, includeArchived);
  }
}
