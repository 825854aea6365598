import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Ctx, type RequestContext } from '../common/context.js';
import type { Group } from '../groups/group.entity.js';
import { GroupObject } from '../groups/groups.graphql.js';
import { groupById } from '../groups/groups.loaders.js';
import { PersonObject } from '../people/people.graphql.js';
import type { Person } from '../people/person.entity.js';
import type { Session } from '../sessions/session.entity.js';
import { SessionObject } from '../sessions/sessions.graphql.js';
import { sessionById } from '../sessions/sessions.loaders.js';
import { AttentionItemObject } from './attention.graphql.js';
import { attentionOfPerson, type AttentionItemView } from './attention.loaders.js';

@Resolver(() => PersonObject)
export class PersonAttentionResolver {
  @ResolveField(() => [AttentionItemObject], {
    description:
      'What waits for you, most urgent first, at most 100: scorecards owed, what others say of who came, sessions that were booked, changed or cancelled, feedback to read, self-assessments that are open. Empty for anybody else.',
  })
  attention(@Parent() { id }: Person, @Ctx() { load }: RequestContext): Promise<AttentionItemView[]> {
    return load(attentionOfPerson, id);
  }
}

@Resolver(() => AttentionItemObject)
export class AttentionItemsResolver {
  @ResolveField(() => SessionObject, { nullable: true })
  session(@Parent() { groupId, sessionId }: AttentionItemView, @Ctx() { load }: RequestContext): Promise<Session> {
    return load(sessionById, { groupId, id: sessionId });
  }

  @ResolveField(() => GroupObject)
  group(@Parent() { groupId }: AttentionItemView, @Ctx() { load }: RequestContext): Promise<Group> {
    return load(groupById, groupId);
  }
}
