import { Field, Int, ObjectType, Parent, Resolver } from '@nestjs/graphql';
import { Ctx, type RequestContext } from '../common/context.js';
import { ReadField } from '../common/read-field.js';
import { MemberObject } from '../groups/groups.graphql.js';
import type { Member } from '../groups/member.entity.js';
import { reliabilityOf, type Reliability } from './reliability.state.js';

@ObjectType('Reliability', { description: 'How reliable a member was in the last 90 days.' })
class ReliabilityObject {
  @Field(() => Int, { description: 'Late cancellations and late moves that count against the member.' })
  lateCancellations!: number;

  @Field(() => Int, {
    description:
      'Absences that count and that the other side has not excused. An absence is excused if another person booked or moved the member later than the minimum notice allows.',
  })
  noShows!: number;

  @Field(() => Int, { description: 'Sessions that took place, and in which the member was present.' })
  held!: number;
}

@Resolver(() => MemberObject)
export class MemberReliabilityResolver {
  @ReadField(() => ReliabilityObject, {
    nullable: true,
    description: 'For the last 90 days. Visible to the member and organizers; null for others.',
  })
  reliability(@Parent() member: Member, @Ctx() { state }: RequestContext): Reliability | null {
    return reliabilityOf(state, member);
  }
}
