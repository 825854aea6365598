import { Field, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { FieldProblem } from '../common/errors.js';
import type { Ref } from '../common/ids.js';
import { IdField, Nested, Optional, Text, WebLink, WholeNumber, type JudgedWhole } from '../common/input.js';
import { DateTime, LocalDate, LocalTime, TimeZone } from '../common/scalars.js';
import { RoundKind } from '../guides/guide-document.js';
import { hoursProblems, Weekday } from './hours.rules.js';
import { MOST_WEEKLY_INTERVIEWS } from './remedies.rules.js';

registerEnumType(Weekday, { name: 'Weekday', description: 'A day of the week. Weeks begin on Monday.' });

@ObjectType('LocalWindow', {
  description: 'Wall-clock hours of a date. If the end is not after the start, they run past midnight.',
})
class LocalWindowObject {
  @Field(() => LocalTime)
  start!: string;

  @Field(() => LocalTime)
  end!: string;
}

@ObjectType('WeeklyWindow', {
  description: "Wall-clock hours in the member's own zone. If the end is not after the start, they run past midnight.",
})
class WeeklyWindowObject {
  @Field(() => Weekday)
  day!: Weekday;

  @Field(() => LocalTime)
  start!: string;

  @Field(() => LocalTime)
  end!: string;
}

@ObjectType('AvailabilityException', {
  description: 'The hours on one date, instead of the weekly hours. Without windows the member is away.',
})
export class AvailabilityExceptionObject {
  @Field(() => LocalDate)
  date!: string;

  @Field(() => [LocalWindowObject])
  windows!: LocalWindowObject[];

  @Field(() => TimeZone, { nullable: true, description: 'The zone of the member on that date, if not their own.' })
  timeZone!: string | null;

  @Field(() => String, { nullable: true, description: 'Visible only to the member; null for others.' })
  note!: string | null;
}

@ObjectType('TimeWindow', { description: 'A span of time. Its end is not included.' })
export class TimeWindowObject {
  @Field(() => DateTime)
  startsAt!: Date;

  @Field(() => DateTime)
  endsAt!: Date;
}

@ObjectType('Availability', { description: 'When a member can be booked for sessions.' })
export class AvailabilityObject {
  @Field(() => [WeeklyWindowObject])
  weekly!: WeeklyWindowObject[];

  @Field(() => DateTime)
  statedAt!: Date;

  @Field(() => Int, { description: 'Grows by one with each statement; send it back as expectedVersion.' })
  version!: number;
}

@InputType({ description: 'Wall-clock hours of a date.' })
class LocalWindowInput {
  @Field(() => LocalTime)
  start!: string;

  @Field(() => LocalTime, { description: 'If it is not after the start, it is on the next day.' })
  end!: string;
}

@InputType({ description: 'Wall-clock hours of a weekday, in your own zone.' })
class WeeklyWindowInput extends LocalWindowInput {
  @Field(() => Weekday)
  day!: Weekday;
}

@InputType({ description: 'The hours on one date, instead of the weekly hours.' })
class AvailabilityExceptionInput {
  @Field(() => LocalDate)
  date!: string;

  @Field(() => [LocalWindowInput], { description: 'At most 8. An empty list means that the member is away.' })
  @Nested(() => LocalWindowInput, 8)
  windows!: LocalWindowInput[];

  @Field(() => TimeZone, { nullable: true, description: 'The zone of the member on that date, if not their own.' })
  @Optional()
  timeZone?: string | null;

  @Field(() => String, { nullable: true, description: 'Visible only to the member.' })
  @Optional()
  @Text({ max: 200 })
  note?: string | null;
}

@InputType({ description: 'Replaces all of your hours.' })
export class SetAvailabilityInput implements JudgedWhole {
  @IdField('Member')
  memberId!: Ref;

  @Field(() => [WeeklyWindowInput], { description: 'At most 8 a day. Windows that overlap or touch are merged.' })
  @Nested(() => WeeklyWindowInput, 56)
  weekly!: WeeklyWindowInput[];

  @Field(() => [AvailabilityExceptionInput], { description: 'At most 200, one for a date.' })
  @Nested(() => AvailabilityExceptionInput, 200)
  exceptions!: AvailabilityExceptionInput[];

  @Field(() => Int, { nullable: true, description: 'The version that you saw. Leave it out the first time.' })
  @Optional()
  @WholeNumber(1, 2_147_483_647)
  expectedVersion?: number | null;

  problems(): FieldProblem[] {
    return hoursProblems(this);
  }
}

@InputType({
  description:
    'How a member interviews. Members set their own profile, and organizers can set any. Fields that you leave out stay as they were.',
})
export class SetInterviewerProfileInput {
  @IdField('Member')
  memberId!: Ref;

  @Field(() => [RoundKind], {
    nullable: true,
    description: 'Kinds of round that this member may interview for, as lead or co-interviewer; null for all of them.',
  })
  @Optional()
  qualifiedFor?: RoundKind[] | null;

  @Field(() => Int, { nullable: true, description: `0 to ${MOST_WEEKLY_INTERVIEWS} interviews a week.` })
  @Optional()
  @WholeNumber(0, MOST_WEEKLY_INTERVIEWS)
  weeklyInterviewLimit?: number | null;

  @Field(() => String, { nullable: true, description: 'Where this member usually meets; null removes it.' })
  @Optional()
  @WebLink()
  meetingUrl?: string | null;
}
