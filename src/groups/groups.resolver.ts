import { Inject } from '@nestjs/common';
import { Args, ID, Mutation, Parent, Query, Resolver } from '@nestjs/graphql';
import { Ctx, CurrentActor, type Actor, type RequestContext, Readable } from '../common/context.js';
import type { RequestState } from '../common/request-state.js';
import { ReadField } from '../common/read-field.js';
import { publicId, type Ref } from '../common/ids.js';
import { IdArg } from '../common/input.js';
import { readNode } from '../common/nodes.js';
import type { Group } from './group.entity.js';
import {
  CreatedInvitationObject,
  CreateGroupInput,
  CreateInvitationInput,
  GroupObject,
  GroupSettingsObject,
  InvitationObject,
  InvitationPreviewObject,
  MemberObject,
  UpdateGroupInput,
} from './groups.graphql.js';
import { openInvitations, presentMembers, viewerMember } from './groups.state.js';
import { GroupsService } from './groups.service.js';
import type { Invitation } from './invitation.entity.js';
import { MemberRole, type Member } from './member.entity.js';

@Resolver(() => GroupObject)
export class GroupsResolver {
  constructor(@Inject(GroupsService) private readonly groups: GroupsService) {}

  @Query(() => GroupObject, { nullable: true, description: 'A group that you are in.' })
  group(@Readable() state: RequestState, @IdArg('id', 'Group') id: Ref): Group {
    return readNode(state, 'Group', id);
  }

  @Query(() => InvitationPreviewObject, {
    nullable: true,
    description: 'The group and the role that a code is for, before you accept it. Null for a code that is not valid.',
  })
  invitationPreview(
    @Ctx() request: RequestContext,
    @Args('code') code: string,
  ): Promise<InvitationPreviewObject | null> {
    return this.groups.invitationPreview(request, code);
  }

  @Mutation(() => GroupObject, { nullable: true, description: 'Starts a group, with you as its organizer.' })
  createGroup(@CurrentActor() actor: Actor, @Args('input') input: CreateGroupInput): Promise<Group> {
    return this.groups.createGroup(actor, input);
  }

  @Mutation(() => GroupObject, { nullable: true, description: 'Changes name, zone and settings. For organizers.' })
  updateGroup(@CurrentActor() actor: Actor, @Args('input') input: UpdateGroupInput): Promise<Group> {
    return this.groups.updateGroup(actor, input);
  }

  @Mutation(() => CreatedInvitationObject, {
    nullable: true,
    description: 'Makes an invitation code. It lets one person join, once. For organizers.',
  })
  createInvitation(
    @CurrentActor() actor: Actor,
    @Args('input') input: CreateInvitationInput,
  ): Promise<{ invitation: Invitation; code: string }> {
    return this.groups.createInvitation(actor, input);
  }

  @Mutation(() => GroupObject, { nullable: true, description: 'Revokes an open invitation. For organizers.' })
  revokeInvitation(
    @CurrentActor() actor: Actor,
    @IdArg('invitationId', 'Invitation') invitationId: Ref,
  ): Promise<Group> {
    return this.groups.revokeInvitation(actor, invitationId);
  }

  @Mutation(() => MemberObject, {
    nullable: true,
    description:
      'Makes you a member of the group that the code is for. A former member gets the old membership back. If you send the code again while you are in the group, it returns your membership.',
  })
  acceptInvitation(@Ctx() request: RequestContext, @Args('code') code: string): Promise<Member> {
    return this.groups.acceptInvitation(request, code);
  }

  @Mutation(() => MemberObject, {
    nullable: true,
    description: 'Makes a member an organizer or a plain member. For organizers.',
  })
  changeMemberRole(
    @CurrentActor() actor: Actor,
    @IdArg('memberId', 'Member') memberId: Ref,
    @Args('role', { type: () => MemberRole }) role: MemberRole,
  ): Promise<Member> {
    return this.groups.changeMemberRole(actor, memberId, role);
  }

  @ReadField(() => ID)
  id(@Parent() { id }: Group): string {
    return publicId('Group', { groupId: id, id });
  }

  @ReadField(() => GroupSettingsObject)
  settings(@Parent() group: Group): GroupSettingsObject {
    return group;
  }

  @ReadField(() => MemberObject, { description: 'You in this group.' })
  viewerMember(@Parent() { id }: Group, @Ctx() { state }: RequestContext): Member | null {
    return viewerMember(state, id);
  }

  @ReadField(() => [MemberObject], {
    description: 'Present members. You reach former members through the sessions in which they took part.',
  })
  members(@Parent() { id }: Group, @Ctx() { state }: RequestContext): Member[] {
    return presentMembers(state, id);
  }

  @ReadField(() => [InvitationObject], { description: 'Open invitations. Empty unless you are an organizer.' })
  invitations(@Parent() { id }: Group, @Ctx() { state }: RequestContext): Invitation[] {
    return openInvitations(state, id);
  }
}
