import { Field, ObjectType } from '@nestjs/graphql';
import { MemberObject } from '../groups/groups.graphql.js';
import { SessionObject } from '../sessions/sessions.graphql.js';

@ObjectType('Departure', {
  description: 'What a departure leaves open: sessions that were cancelled, and sessions that now lack an interviewer.',
})
export class DepartureObject {
  @Field(() => MemberObject)
  member!: MemberObject;

  @Field(() => [SessionObject], { description: 'Their own sessions as a candidate that were still to come.' })
  cancelled!: SessionObject[];

  @Field(() => [SessionObject], { description: 'Sessions to come that now have an open interviewer seat.' })
  uncovered!: SessionObject[];
}
