import { Field, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Ref } from '../common/ids.js';
import { IdField, Optional, Text, WholeNumber } from '../common/input.js';
import { NodeObject } from '../common/nodes.js';
import { DateTime, TimeZone } from '../common/scalars.js';
import { MemberRole } from './member.entity.js';

registerEnumType(MemberRole, {
  name: 'MemberRole',
  description:
    'Organizers run the group: they invite, import, plan and decide who came. Everybody interviews and is interviewed.',
});

@ObjectType('GroupSettings', { description: 'Rules of the group about time and feedback.' })
export class GroupSettingsObject {
  @Field(() => Int, {
    description: 'How many hours after a session, or after it was logged if that is later, its scorecards are due.',
  })
  feedbackDueHours!: number;

  @Field(() => Int, {
    description:
      'How many days a scorecard of this group may be overdue before its author can no longer be booked as a candidate.',
  })
  feedbackDebtDays!: number;

  @Field(() => Int, { description: 'A cancellation is late if it comes less than this many hours before the start.' })
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

  @Field(() => DateTime, {
    nullable: true,
    description:
      'When it was archived. From then on it is not in lists or under attention, and nothing can be booked in it.',
  })
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
    description:
      'The most interviews that this member gives in one ISO week of their own zone, in this group. 3 until set.',
  })
  weeklyInterviewLimit!: number;
}

@ObjectType('Invitation', {
  implements: () => NodeObject,
  description: 'An invitation to the group for one person. It works once.',
})
export class InvitationObject extends NodeObject {
  @Field(() => MemberRole)
  role!: MemberRole;

  @Field(() => DateTime)
  createdAt!: Date;

  @Field(() => DateTime)
  expiresAt!: Date;
}

@ObjectType('InvitationPreview', { description: 'The group and the role that an invitation code is for.' })
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

@ObjectType('CreatedInvitation', { description: 'The code is shown only once. Send it to the person whom you invite.' })
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

@InputType({ description: 'Fields that you leave out stay as they were.' })
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

  @Field(() => Int, { nullable: true, description: '0 to 120. Sessions that are already booked keep their buffer.' })
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
