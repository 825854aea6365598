import { Field, Float, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Ref } from '../common/ids.js';
import { Tenths, IdField, Optional, Text, WholeNumber } from '../common/input.js';
import { NodeObject } from '../common/nodes.js';
import { DateTime, LocalDate } from '../common/scalars.js';
import { ReadinessSharing, ReadinessWithheld } from './sharing.rules.js';

registerEnumType(ReadinessWithheld, {
  name: 'ReadinessWithheld',
  description: 'Why a readiness is null for you.',
  valuesMap: {
    LEFT: { description: 'One of you has left the group.' },
    WITHDRAWN: { description: 'The candidate has withdrawn from the plan.' },
    PAST: { description: 'Only the candidate may ask for the past.' },
    PRIVATE: { description: 'The candidate shares nothing.' },
    YOU_OWE_FEEDBACK: {
      description: 'You owe the candidate a scorecard for a session whose feedback is out. Submit it first.',
    },
  },
});
registerEnumType(ReadinessSharing, {
  name: 'ReadinessSharing',
  description:
    "How much of a candidate's readiness the other members see, organizers included. Only the candidate sees plain means, interviewer effects and the past.",
  valuesMap: {
    PRIVATE: { description: 'Nothing.' },
    LEVEL: { description: 'The levels, what evidence is missing and what is next.' },
    FULL: { description: 'Also the estimates with their intervals.' },
  },
});

@ObjectType('PrepPlan', {
  implements: () => NodeObject,
  description: "A study group's preparation for one guide: who prepares, and for which date.",
})
export class PlanObject extends NodeObject {
  @Field()
  title!: string;

  @Field(() => LocalDate)
  startsOn!: string;

  @Field(() => Float, { description: 'The level, 1 to 4, that counts as good enough; 3.0 unless set.' })
  bar!: number;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'When it was archived. From then on it is not in lists or under attention, and nothing can be booked in it.',
  })
  archivedAt!: Date | null;
}

@ObjectType('Candidate', {
  implements: () => NodeObject,
  description:
    'A member who prepares in a plan. Candidate is a role here, not a kind of user: the same member interviews others.',
})
export class CandidateObject extends NodeObject {
  @Field(() => LocalDate, {
    description: "The date for which the candidate prepares. The day ends in the candidate's own zone.",
  })
  targetDate!: string;

  @Field(() => DateTime, { nullable: true })
  withdrawnAt!: Date | null;

  @Field(() => ReadinessSharing)
  readinessSharing!: ReadinessSharing;
}

@ObjectType('LoopRound', {
  implements: () => NodeObject,
  description: 'One round for one candidate: when to practise it, how often, and how it is going.',
})
export class LoopRoundObject extends NodeObject {
  @Field({ description: 'False if the candidate skips the round. A skipped round does not count.' })
  included!: boolean;

  @Field(() => LocalDate, {
    nullable: true,
    description: 'The date of the real interview, once it is known. Readiness for this round then refers to that date.',
  })
  realInterviewOn!: string | null;
}

@InputType({ description: 'A plan for one of the guides that the group has imported.' })
export class CreatePlanInput {
  @IdField('Group')
  groupId!: Ref;

  @IdField('Guide')
  guideId!: Ref;

  @Field()
  @Text({ max: 120 })
  title!: string;

  @Field(() => LocalDate, { description: 'May lie in the past, so that sessions of past weeks can be logged.' })
  startsOn!: string;

  @Field(() => Float, { defaultValue: 3, description: '1 to 4, in tenths.' })
  @Tenths(1, 4)
  bar!: number;
}

@InputType({ description: 'Fields that you leave out stay as they were.' })
export class UpdatePlanInput {
  @IdField('PrepPlan')
  planId!: Ref;

  @Field(() => String, { nullable: true })
  @Optional()
  @Text({ max: 120 })
  title?: string | null;

  @Field(() => Float, { nullable: true, description: '1 to 4, in tenths.' })
  @Optional()
  @Tenths(1, 4)
  bar?: number | null;

  @IdField('Guide', {
    nullable: true,
    description: 'A later edition of the same guide that still has every round and track in use.',
  })
  guideId?: Ref | null;
}

@InputType({ description: 'Enrolls you. Organizers can also enroll another member.' })
export class EnrollCandidateInput {
  @IdField('PrepPlan')
  planId!: Ref;

  @IdField('Member')
  memberId!: Ref;

  @Field(() => LocalDate, { description: 'At least one day per round after the plan starts or, if later, today.' })
  targetDate!: string;

  @Field(() => String, { nullable: true, description: 'A track of the guide. The first track if you leave it out.' })
  @Optional()
  trackKey?: string | null;
}

@InputType({ description: 'Fields that you leave out stay as they were. Only the candidate can set readinessSharing.' })
export class UpdateCandidateInput {
  @IdField('Candidate')
  candidateId!: Ref;

  @Field(() => LocalDate, { nullable: true, description: 'A new date spreads the windows again, from today on.' })
  @Optional()
  targetDate?: string | null;

  @Field(() => String, { nullable: true })
  @Optional()
  trackKey?: string | null;

  @Field(() => ReadinessSharing, { nullable: true })
  @Optional()
  readinessSharing?: ReadinessSharing | null;
}

@InputType({ description: 'Fields that you leave out stay as they were.' })
export class UpdateLoopRoundInput {
  @IdField('LoopRound')
  loopRoundId!: Ref;

  @Field(() => Boolean, { nullable: true, description: 'False skips the round.' })
  @Optional()
  included?: boolean | null;

  @Field(() => Int, { nullable: true, description: '1 to 10.' })
  @Optional()
  @WholeNumber(1, 10)
  targetSessions?: number | null;

  @Field(() => LocalDate, { nullable: true, description: 'Today or later. Null if the date is no longer known.' })
  @Optional()
  realInterviewOn?: string | null;

  @Field(() => LocalDate, {
    nullable: true,
    description:
      "The first day of your own pacing window, on or after the plan's start. A new target date resets your windows.",
  })
  @Optional()
  windowStart?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'The last day of the window.' })
  @Optional()
  windowEnd?: string | null;
}
