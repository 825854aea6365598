import { Field, ObjectType } from '@nestjs/graphql';
import { MemberObject } from '../groups/groups.graphql.js';
import { SessionObject } from '../sessions/sessions.graphql.js';

@ObjectType('Departure', {
  description: 'What a departure leaves open: sessions that were cancelled, and sessions that now lack an interviewer.',
})
export class DepartureObject {
  @Field(() => MemberObject)
  member!: MemberObject;

  @Field(() => [SessionObject], { description: 'Their own upcoming sessions as a candidate.' })
  cancelled!: SessionObject[];

  @Field(() => [SessionObject], { description: 'Upcoming sessions that now have an open interviewer seat.' })
  uncovered!: SessionObject[];
}
