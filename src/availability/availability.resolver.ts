import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Ctx, CurrentActor, type Actor, type RequestContext } from '../common/context.js';
import { ReadField } from '../common/read-field.js';
import { DateTime, TimeZone } from '../common/scalars.js';
import { memberOf, personOf } from '../groups/groups.state.js';
import { MemberObject } from '../groups/groups.graphql.js';
import type { Member } from '../groups/member.entity.js';
import { RoundKind } from '../guides/guide-document.js';
import type { Availability } from './availability.entity.js';
import {
  AvailabilityExceptionObject,
  AvailabilityObject,
  SetAvailabilityInput,
  SetInterviewerProfileInput,
  TimeWindowObject,
} from './availability.graphql.js';
import { AvailabilityService } from './availability.service.js';
import { availabilityOf, exceptionsFor, windowsOf } from './availability.state.js';
import type { HoursException } from './hours.rules.js';
import { kindsOf } from './qualification.rules.js';

@Resolver(() => MemberObject)
export class MemberAvailabilityResolver {
  constructor(private readonly hours: AvailabilityService) {}

  @Mutation(() => MemberObject, {
    nullable: true,
    description: 'States when you can be booked for sessions. It replaces all of your hours.',
  })
  setAvailability(@CurrentActor() actor: Actor, @Args('input') input: SetAvailabilityInput): Promise<Member> {
    return this.hours.setAvailability(actor, input);
  }

  @Mutation(() => MemberObject, {
    nullable: true,
    description: 'Sets how a member interviews: kinds of round, weekly limit and usual meeting link.',
  })
  setInterviewerProfile(
    @CurrentActor() actor: Actor,
    @Args('input') input: SetInterviewerProfileInput,
  ): Promise<Member> {
    return this.hours.setInterviewerProfile(actor, input);
  }

  @ReadField(() => [RoundKind], {
    description:
      'Kinds of round that this member may interview for, as lead or co-interviewer (shadows need no qualification). All kinds until set.',
  })
  qualifiedFor(@Parent() { qualifiedFor }: Member): RoundKind[] {
    return kindsOf(qualifiedFor);
  }

  @ReadField(() => AvailabilityObject, {
    nullable: true,
    description:
      'Null until the member states hours. Until then the member can be booked by hand, but no slot or proposal includes the member.',
  })
  availability(@Parent() member: Member, @Ctx() { state }: RequestContext): Availability | null {
    return availabilityOf(state, member);
  }
}

@Resolver(() => AvailabilityObject)
export class AvailabilityResolver {
  @ReadField(() => TimeZone, { description: "The member's own zone, in which the hours apply." })
  timeZone(@Parent() { groupId, memberId }: Availability, @Ctx() { state }: RequestContext): string {
    return personOf(state, memberOf(state, { groupId, id: memberId })!).timeZone;
  }

  @ReadField(() => [AvailabilityExceptionObject])
  exceptions(@Parent() stated: Availability, @Ctx() { state }: RequestContext): HoursException[] {
    return exceptionsFor(state, stated);
  }

  @ResolveField(() => [TimeWindowObject], {
    description: 'The hours as instants, merged and in order, for at most 92 days from the first instant.',
  })
  windows(
    @Parent() stated: Availability,
    @Ctx() { state }: RequestContext,
    @Args('from', { type: () => DateTime }) from: Date,
    @Args('to', { type: () => DateTime }) to: Date,
  ): TimeWindowObject[] {
    return windowsOf(state, stated, from, to);
  }
}
