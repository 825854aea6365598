import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { Readable } from './context.js';
import type { RequestState } from './request-state.js';
import { NodeObject, readById } from './nodes.js';

@Resolver(() => NodeObject)
export class NodeResolver {
  @Query(() => NodeObject, {
    nullable: true,
    description: 'Any object by its id, with the same result as its own field.',
  })
  node(@Readable() state: RequestState, @Args('id', { type: () => ID }) id: string): object {
    return readById(state, id);
  }
}
