import { Field, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Ref } from '../common/ids.js';
import { IdField, Optional } from '../common/input.js';
import { NodeObject } from '../common/nodes.js';
import { DateTime, LocalDate } from '../common/scalars.js';
import { ProposalStatus, SolvePhase } from './proposal.rules.js';

export enum SolveEffort {
  QUICK = 'QUICK',
  NORMAL = 'NORMAL',
  THOROUGH = 'THOROUGH',
}

registerEnumType(SolveEffort, {
  name: 'SolveEffort',
  description: 'How long to look for better plans: a budget of steps, so that the same input gives the same plan.',
});

registerEnumType(ProposalStatus, {
  name: 'ProposalStatus',
  description: 'The state of a proposal.',
  valuesMap: {
    SOLVING: { description: 'It is being worked out.' },
    OPEN: { description: 'All of its sessions can be booked together.' },
    PUBLISHED: { description: 'Its sessions are booked.' },
    DISCARDED: { description: 'It was dropped.' },
    STALE: { description: 'Some sessions are no longer allowed: publish it without them (except), or discard it.' },
    FAILED: { description: 'It could not be worked out: propose again.' },
  },
});

registerEnumType(SolvePhase, { name: 'SolvePhase', description: 'What a solve is improving at the moment.' });

@ObjectType('SolveProgress', { description: 'The progress of a solve.' })
export class SolveProgressObject {
  @Field(() => SolvePhase)
  phase!: SolvePhase;

  @Field(() => Int, { description: 'Sittings that have a place so far.' })
  placed!: number;

  @Field(() => Int, { nullable: true, description: 'The most sittings that a plan can place; null while unknown.' })
  placedBound!: number | null;
}

@ObjectType('ScheduleQuality', {
  description: 'What the plan reaches, and a proven bound for each value. A value that equals its bound is optimal.',
})
class ScheduleQualityObject {
  @Field(() => Int)
  placed!: number;

  @Field(() => Int)
  placedBound!: number;

  @Field(() => Int, {
    description:
      'The largest difference between two members, each counted as interviews given minus interviews received.',
  })
  loadSpread!: number;

  @Field(() => Int)
  loadSpreadBound!: number;

  @Field(() => Int, { description: 'How often an interviewer meets a candidate again, earlier sessions included.' })
  repeatedPairs!: number;

  @Field(() => Int)
  repeatedPairsBound!: number;

  @Field(() => Int, { description: 'Pairs of sessions in which two members interview each other back to back.' })
  exchanges!: number;

  @Field(() => Int)
  exchangesBound!: number;

  @Field(() => Int, { description: 'The days that all sessions together wait after their windows open.' })
  waitingDays!: number;

  @Field(() => Int)
  waitingDaysBound!: number;

  @Field(() => Int)
  solveMilliseconds!: number;

  @Field({ description: 'A time limit ended the solve, so another run may give another plan.' })
  stoppedEarly!: boolean;
}

@ObjectType('ProposedSession', { description: 'One session of a proposal.' })
export class ProposedSessionObject {
  @Field(() => DateTime)
  startsAt!: Date;

  @Field(() => DateTime)
  endsAt!: Date;
}

@ObjectType('UnplacedRound', { description: 'A sitting that has no place in the proposal, and why.' })
export class UnplacedRoundObject {}

@ObjectType('ScheduleProposal', {
  implements: () => NodeObject,
  description: 'A plan for many sessions at once: nothing is booked until it is published.',
})
export class ScheduleProposalObject extends NodeObject {
  @Field(() => DateTime)
  createdAt!: Date;

  @Field(() => ScheduleQualityObject, { nullable: true, description: 'Null while solving.' })
  quality!: ScheduleQualityObject | null;
}

@InputType({ description: 'Which plan to schedule.' })
export class ProposeScheduleInput {
  @IdField('PrepPlan')
  planId!: Ref;

  @Field(() => LocalDate, {
    nullable: true,
    description: 'The first day that it may use, in the zone of each candidate.',
  })
  @Optional()
  from?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'The last day that it may use.' })
  @Optional()
  to?: string | null;

  @Field(() => SolveEffort, { defaultValue: SolveEffort.NORMAL })
  effort!: SolveEffort;
}
