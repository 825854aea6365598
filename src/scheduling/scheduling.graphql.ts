import { ArgsType, Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { TimeWindowObject } from '../availability/availability.graphql.js';
import { Optional } from '../common/input.js';
import { DateTime, LocalDate } from '../common/scalars.js';
import { RoundKind } from '../guides/guide-document.js';
import { AssignmentRole } from '../sessions/session.rules.js';
import { RemedyKind } from '../availability/remedies.rules.js';
import { BlockReason } from '../availability/starts.rules.js';

registerEnumType(BlockReason, {
  name: 'BlockReason',
  description: 'Why there is no slot: the first of these without which there would be one.',
  valuesMap: {
    NO_QUALIFIED_INTERVIEWER: { description: 'Too few members may interview for this kind of round.' },
    HOURS_NOT_STATED: { description: 'Members have not stated their hours.' },
    CANDIDATE_NOT_AVAILABLE: { description: 'Outside the hours of the candidate.' },
    NO_COMMON_TIME: { description: 'Outside the hours of those who may interview.' },
    ALL_BOOKED: { description: 'The candidate, or those who may interview, are booked then.' },
    WEEKLY_LIMIT: { description: 'Those who may interview give as many interviews that week as they want to.' },
    DAILY_LIMIT: { description: 'The candidate has another mock that day.' },
    OUT_OF_WINDOW: { description: "Outside the round's pacing window, or after the target date." },
    TOO_SOON: { description: "Inside the group's notice." },
    FEEDBACK_OVERDUE: { description: 'The candidate owes scorecards of this group for too long.' },
    CROWDED_OUT: { description: 'In a proposal: what else it places stands in the way.' },
  },
});

registerEnumType(RemedyKind, { name: 'RemedyKind', description: 'What makes a slot appear.' });

@ObjectType('ReciprocityBalance', {
  description: "Interview minutes given and received in sessions that took place: the study group's currency.",
})
export class ReciprocityBalanceObject {
  @Field(() => Int)
  givenMinutes!: number;

  @Field(() => Int)
  receivedMinutes!: number;

  @Field(() => Int, { description: 'Given less received: below 0, the member owes interviews.' })
  balanceMinutes!: number;
}

@ObjectType('ProposedSeat', { description: 'A seat that a member would take.' })
export class ProposedSeatObject {
  @Field(() => AssignmentRole)
  role!: AssignmentRole;
}

@ObjectType('Slot', { description: 'A start at which a round could take place, and who would sit in.' })
export class SlotObject {
  @Field(() => DateTime)
  startsAt!: Date;

  @Field(() => DateTime)
  endsAt!: Date;
}

@ObjectType('Remedy', {
  description:
    'A small change that helps a slot to appear: who would do what. Remedies of one choice work only together; different choices are alternatives.',
})
export class RemedyObject {
  @Field(() => RemedyKind)
  kind!: RemedyKind;

  @Field(() => Int)
  choice!: number;

  @Field(() => RoundKind, { nullable: true, description: 'For which kind of round to qualify.' })
  roundKind!: RoundKind | null;

  @Field(() => TimeWindowObject, { nullable: true, description: 'The time that the hours have to cover.' })
  window!: TimeWindowObject | null;

  @Field(() => Int, { nullable: true, description: 'The weekly limit that would do.' })
  limit!: number | null;

  @Field(() => LocalDate, { nullable: true, description: 'The day that the window, or the target date, has to reach.' })
  date!: string | null;

  @Field({ description: 'The same as a sentence; times are in your own zone.' })
  text!: string;
}

@ObjectType('Block', { description: 'Why there is no slot, whom it is about, and what would help.' })
export class BlockObject {
  @Field(() => BlockReason)
  reason!: BlockReason;
}

@ObjectType('SlotSearch', { description: 'Where a round could take place, or why nowhere.' })
export class SlotSearchObject {}

/** How many, when, and with whom. */
@ArgsType()
export class SlotsArgs {
  @Field(() => Int, { nullable: true, defaultValue: 10, description: 'How many at most, 1 to 100.' })
  @Optional()
  first?: number | null;

  @Field(() => DateTime, { nullable: true, description: 'Now when left out.' })
  @Optional()
  from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: '92 days later when left out, and at most.' })
  @Optional()
  to?: Date | null;

  @Field(() => [ID], { nullable: true, description: 'Only with exactly these members, the lead first.' })
  @Optional()
  panel?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'Only with this member among the interviewers.' })
  @Optional()
  interviewerId?: string | null;
}
