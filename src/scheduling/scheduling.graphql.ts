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
  description: 'Why no slot exists: the first reason that, if removed, would give a slot.',
  valuesMap: {
    NO_QUALIFIED_INTERVIEWER: { description: 'Too few members may interview for this kind of round.' },
    HOURS_NOT_STATED: { description: 'Members have not stated their hours.' },
    CANDIDATE_NOT_AVAILABLE: { description: 'Outside the hours of the candidate.' },
    NO_COMMON_TIME: { description: 'Outside the hours of those who may interview.' },
    ALL_BOOKED: { description: 'The candidate, or those who may interview, are booked at that time.' },
    WEEKLY_LIMIT: { description: 'Those who may interview have reached their weekly limits.' },
    DAILY_LIMIT: { description: 'The candidate has another session that day.' },
    OUT_OF_WINDOW: {
      description: "Outside the round's pacing window, after the target date, or more than 92 days from now.",
    },
    TOO_SOON: { description: "Sooner than the group's minimum notice allows." },
    FEEDBACK_OVERDUE: { description: 'The candidate has long-overdue scorecards in this group.' },
    CROWDED_OUT: {
      description:
        'Only in a proposal: its other sessions leave no room. If the block names no members, there is a slot beside those sessions: book it, or propose again.',
    },
  },
});

registerEnumType(RemedyKind, { name: 'RemedyKind', description: 'What makes a slot appear.' });

@ObjectType('ReciprocityBalance', {
  description: 'Interview minutes that a member gave and received in sessions that took place.',
})
export class ReciprocityBalanceObject {
  @Field(() => Int)
  givenMinutes!: number;

  @Field(() => Int)
  receivedMinutes!: number;

  @Field(() => Int, { description: 'Given minus received minutes. Below 0, the member owes interviews.' })
  balanceMinutes!: number;
}

@ObjectType('ProposedSeat', { description: 'A seat that a member would take.' })
export class ProposedSeatObject {
  @Field(() => AssignmentRole)
  role!: AssignmentRole;
}

@ObjectType('Slot', { description: 'A start at which a round could take place, and who would interview.' })
export class SlotObject {
  @Field(() => DateTime)
  startsAt!: Date;

  @Field(() => DateTime)
  endsAt!: Date;
}

@ObjectType('Remedy', {
  description:
    'A small change by one member that helps to open a slot. Remedies with the same choice work only together. Different choices are alternatives.',
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

  @Field(() => Int, { nullable: true, description: 'The weekly limit that would be enough.' })
  limit!: number | null;

  @Field(() => LocalDate, { nullable: true, description: 'The day that the window, or the target date, has to reach.' })
  date!: string | null;

  @Field({ description: 'The remedy as a sentence. Times are in your own zone.' })
  text!: string;
}

@ObjectType('Block', { description: 'Why no slot exists, which members this concerns, and what would help.' })
export class BlockObject {
  @Field(() => BlockReason)
  reason!: BlockReason;
}

@ObjectType('SlotSearch', { description: 'When a round could take place, or why it cannot.' })
export class SlotSearchObject {}

@ObjectType('ExchangeSlot', { description: 'A start at which two candidates could interview each other back to back.' })
export class ExchangeSlotObject {
  @Field(() => DateTime)
  startsAt!: Date;

  @Field(() => DateTime)
  endsAt!: Date;

  @Field(() => SlotObject, { description: 'This loop round.' })
  first!: SlotObject;

  @Field(() => SlotObject, { description: "The round of the other member's loop, right after it." })
  second!: SlotObject;
}

@ObjectType('ExchangeSearch', { description: 'When an exchange could take place, or why it cannot.' })
export class ExchangeSearchObject {}

/** How many, and when. */
@ArgsType()
class SearchArgs {
  @Field(() => Int, { nullable: true, defaultValue: 10, description: 'How many at most, 1 to 100.' })
  @Optional()
  first?: number | null;

  @Field(() => DateTime, { nullable: true, description: 'Now when left out.' })
  @Optional()
  from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'At most 92 days from now, which is also the default.' })
  @Optional()
  to?: Date | null;
}

/** How many, when, and with whom. */
@ArgsType()
export class SlotsArgs extends SearchArgs {
  @Field(() => [ID], { nullable: true, description: 'Only with a panel of exactly these members, the lead first.' })
  @Optional()
  panel?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'Only with this member among the interviewers.' })
  @Optional()
  interviewerId?: string | null;
}

/** How many, when, and with which round. */
@ArgsType()
export class ExchangeSlotsArgs extends SearchArgs {
  @Field(() => ID, { description: "A round of another member's loop, of the same group." })
  withLoopRoundId!: string;
}
