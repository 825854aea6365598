import { Field, InputType, Int } from '@nestjs/graphql';
import type { Ref } from '../common/ids.js';
import { IdField, IdsField, Nested, Optional, Text, WebLink } from '../common/input.js';
import { DateTime } from '../common/scalars.js';
import { AssignmentRole, Attendance } from '../sessions/session.rules.js';

@InputType({ description: 'Who takes which seat.' })
export class PanelSeatInput {
  @IdField('Member')
  memberId!: Ref;

  @Field(() => AssignmentRole)
  role!: AssignmentRole;
}

const OVERRIDE =
  'For organizers: the reason for setting aside days, qualification, hours, limits and overdue feedback. It stays in the history, and never allows a double booking.';
const IDEMPOTENCY =
  'A key of your choice. If you send the same request with the same key again, it returns the first session.';

@InputType({ description: 'An upcoming session to book.' })
export class ScheduleSessionInput {
  @IdField('Candidate')
  candidateId!: Ref;

  @IdField('Round')
  roundId!: Ref;

  @Field(() => DateTime)
  startsAt!: Date;

  @Field(() => [PanelSeatInput], {
    description: "As many interviewers as the round's panel has, one of them LEAD. You can add shadows.",
  })
  @Nested(() => PanelSeatInput, 10)
  panel!: PanelSeatInput[];

  @Field(() => String, { nullable: true, description: "The lead's usual link if you leave it out." })
  @Optional()
  @WebLink()
  meetingUrl?: string | null;

  @Field(() => String, { nullable: true, description: 'What the candidate would like to be challenged on.' })
  @Optional()
  @Text({ max: 1000, lines: true })
  wish?: string | null;

  @Field(() => String, { nullable: true, description: OVERRIDE })
  @Optional()
  @Text({ max: 500 })
  overrideReason?: string | null;

  @Field(() => String, { nullable: true, description: IDEMPOTENCY })
  @Optional()
  @Text({ max: 200 })
  idempotencyKey?: string | null;
}

@InputType({ description: 'Two sessions back to back, in which two candidates interview each other.' })
export class ScheduleExchangeInput {
  @IdField('LoopRound', { description: 'The round that comes first. The candidate of the other round interviews.' })
  firstLoopRoundId!: Ref;

  @IdField('LoopRound', { description: "The round that follows directly. It belongs to another member's loop." })
  secondLoopRoundId!: Ref;

  @Field(() => DateTime)
  startsAt!: Date;

  @Field(() => String, {
    nullable: true,
    description: 'For both sessions. The usual link of each lead if you leave it out.',
  })
  @Optional()
  @WebLink()
  meetingUrl?: string | null;

  @Field(() => String, { nullable: true, description: OVERRIDE })
  @Optional()
  @Text({ max: 500 })
  overrideReason?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'A key of your choice. If you send the same request with the same key again, it returns the sessions of the first request.',
  })
  @Optional()
  @Text({ max: 200 })
  idempotencyKey?: string | null;
}

@InputType({ description: 'A session that took place.' })
export class LogSessionInput {
  @IdField('Candidate')
  candidateId!: Ref;

  @IdField('Round')
  roundId!: Ref;

  @Field(() => DateTime, { description: 'Up to a year ago, and over by now.' })
  startsAt!: Date;

  @Field(() => [PanelSeatInput])
  @Nested(() => PanelSeatInput, 10)
  panel!: PanelSeatInput[];

  @IdsField('Question', { description: 'The questions that were asked, of any edition of the guide.' })
  askedQuestionIds?: Ref[] | null;

  @Field(() => String, { nullable: true, description: IDEMPOTENCY })
  @Optional()
  @Text({ max: 200 })
  idempotencyKey?: string | null;
}

@InputType({ description: 'A session to move to another time, with the same people.' })
export class RescheduleSessionInput {
  @IdField('Session')
  sessionId!: Ref;

  @Field(() => DateTime)
  startsAt!: Date;

  @Field({ defaultValue: false, description: 'Whether the other half of an exchange moves, too.' })
  alsoOther!: boolean;

  @Field(() => Int, { nullable: true, description: 'The version of the other half that you saw, with alsoOther.' })
  @Optional()
  otherExpectedVersion?: number | null;

  @Field()
  @Text({ max: 500 })
  reason!: string;

  @Field(() => String, { nullable: true, description: OVERRIDE })
  @Optional()
  @Text({ max: 500 })
  overrideReason?: string | null;

  @Field(() => Int, { description: 'The version that you saw.' })
  expectedVersion!: number;
}

@InputType({ description: 'Fields that you leave out stay as they were. Null removes a value.' })
export class UpdateSessionInput {
  @IdField('Session')
  sessionId!: Ref;

  @Field(() => String, { nullable: true })
  @Optional()
  @WebLink()
  meetingUrl?: string | null;

  @Field(() => String, { nullable: true })
  @Optional()
  @Text({ max: 1000, lines: true })
  wish?: string | null;

  @Field(() => Int, { description: 'The version that you saw.' })
  expectedVersion!: number;
}

@InputType({ description: 'A session to cancel.' })
export class CancelSessionInput {
  @IdField('Session')
  sessionId!: Ref;

  @Field()
  @Text({ max: 500 })
  reason!: string;

  @IdField('Member', { nullable: true })
  onBehalfOfMemberId?: Ref | null;

  @Field({ defaultValue: false, description: 'Whether the other half of an exchange is cancelled, too.' })
  alsoOther!: boolean;

  @Field(() => Int, { nullable: true, description: 'The version of the other half that you saw, with alsoOther.' })
  @Optional()
  otherExpectedVersion?: number | null;

  @Field(() => Int, { description: 'The version that you saw.' })
  expectedVersion!: number;
}

@InputType({ description: 'Whether a person came.' })
export class AttendanceInput {
  @IdField('Member')
  memberId!: Ref;

  @Field(() => Attendance)
  attendance!: Attendance;
}

@InputType({ description: 'What you say about who came: members of the panel, or the candidate.' })
export class RecordAttendanceInput {
  @IdField('Session')
  sessionId!: Ref;

  @Field(() => [AttendanceInput])
  @Nested(() => AttendanceInput, 10)
  people!: AttendanceInput[];
}

@InputType({
  description:
    'The seat whose person is replaced (assignmentId), or the open seat to fill (sessionId with role): exactly one of them.',
})
export class ReassignInterviewerInput {
  @IdField('Assignment', { nullable: true, description: 'The seat whose person is replaced.' })
  assignmentId?: Ref | null;

  @IdField('Session', { nullable: true, description: 'The session with an open seat.' })
  sessionId?: Ref | null;

  @Field(() => AssignmentRole, { nullable: true, description: 'The open seat to fill.' })
  @Optional()
  role?: AssignmentRole | null;

  @IdField('Member')
  toMemberId!: Ref;

  @Field({ description: 'Why. The candidate and the panel can read it.' })
  @Text({ max: 500 })
  reason!: string;

  @Field(() => String, {
    nullable: true,
    description: 'For organizers: why hours, qualification and limit do not apply. It never allows a double booking.',
  })
  @Optional()
  @Text({ max: 500 })
  overrideReason?: string | null;

  @Field(() => Int, { description: 'The version that you have seen.' })
  expectedVersion!: number;
}
