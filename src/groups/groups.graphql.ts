import { Field, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Ref } from '../common/ids.js';
import { IdField, Optional, Text, WholeNumber } from '../common/input.js';
import { NodeObject } from '../common/nodes.js';
import { DateTime, TimeZone } from '../common/scalars.js';
import { MemberRole } from './member.entity.js';

registerEnumType(MemberRole, {
  name: 'MemberRole',
  description:
    'Organizers run the group: they invite, import, plan and settle. Everybody interviews and is interviewed.',
});

@ObjectType('GroupSettings', { description: 'How strict the group is with itself.' })
export class GroupSettingsObject {
  @Field(() => Int, { description: 'Hours after a session, or its entry if later, by which its scorecards are due.' })
  feedbackDueHours!: number;

  @Field(() => Int, {
    description:
      'Days past due after which one who owes a scorecard of this group cannot be newly booked as a candidate.',
  })
  feedbackDebtDays!: number;

  @Field(() => Int, { description: 'A cancellation closer to the start than these hours is late.' })
  minimumNoticeHours!: number;

  @Field(() => Int, { description: 'Minutes kept free after every session.' })
  bufferMinutes!: number;
}

@ObjectType('Group', {
  implements: () => NodeObject,
  description: 'A closed circle of people who interview each other.',
})
export class GroupObject extends NodeObject {
  @Field()
  name!: string;

  @Field(() => TimeZone)
  timeZone!: string;

  @Field(() => DateTime)
  createdAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'Since when it is out of lists, attention and booking.' })
  archivedAt!: Date | null;
}

@ObjectType('Member', { implements: () => NodeObject, description: 'A person in a group.' })
export class MemberObject extends NodeObject {
  @Field(() => MemberRole)
  role!: MemberRole;

  @Field(() => DateTime)
  joinedAt!: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Set for a former member, whose sessions and scorecards stay.',
  })
  leftAt!: Date | null;

  @Field(() => Int, {
    description: "Most interviews given in one ISO week of the member's own zone, in this group; 3 until set.",
  })
  weeklyInterviewLimit!: number;
}

@ObjectType('Invitation', { implements: () => NodeObject, description: 'A way into the group for one person, once.' })
export class InvitationObject extends NodeObject {
  @Field(() => MemberRole)
  role!: MemberRole;

  @Field(() => DateTime)
  createdAt!: Date;

  @Field(() => DateTime)
  expiresAt!: Date;
}

@ObjectType('InvitationPreview', { description: 'What a code invites to.' })
export class InvitationPreviewObject {
  @Field()
  groupName!: string;

  @Field({ description: 'The name of the member who sent it.' })
  invitedBy!: string;

  @Field(() => MemberRole)
  role!: MemberRole;

  @Field(() => DateTime)
  expiresAt!: Date;
}

@ObjectType('CreatedInvitation', { description: 'The code is shown this once: send it to the person whom you invite.' })
export class CreatedInvitationObject {
  @Field(() => InvitationObject)
  invitation!: InvitationObject;

  @Field()
  code!: string;
}

@InputType({ description: 'A new group; you become its organizer.' })
export class CreateGroupInput {
  @Field()
  @Text({ max: 80 })
  name!: string;

  @Field(() => TimeZone)
  timeZone!: string;
}

@InputType({ description: 'What is left out stays as it was.' })
export class UpdateGroupInput {
  @IdField('Group')
  groupId!: Ref;

  @Field(() => String, { nullable: true })
  @Optional()
  @Text({ max: 80 })
  name?: string | null;

  @Field(() => TimeZone, { nullable: true })
  @Optional()
  timeZone?: string | null;

  @Field(() => Int, { nullable: true, description: '1 to 336.' })
  @Optional()
  @WholeNumber(1, 336)
  feedbackDueHours?: number | null;

  @Field(() => Int, { nullable: true, description: '1 to 90.' })
  @Optional()
  @WholeNumber(1, 90)
  feedbackDebtDays?: number | null;

  @Field(() => Int, { nullable: true, description: '0 to 168.' })
  @Optional()
  @WholeNumber(0, 168)
  minimumNoticeHours?: number | null;

  @Field(() => Int, { nullable: true, description: '0 to 120; sessions that are booked already keep theirs.' })
  @Optional()
  @WholeNumber(0, 120)
  bufferMinutes?: number | null;
}

@InputType({ description: 'An invitation for one person.' })
export class CreateInvitationInput {
  @IdField('Group')
  groupId!: Ref;

  @Field(() => MemberRole, { defaultValue: MemberRole.MEMBER })
  role!: MemberRole;

  @Field(() => Int, { defaultValue: 7, description: '1 to 30.' })
  @WholeNumber(1, 30)
  expiresInDays!: number;
}
