import { Inject } from '@nestjs/common';
import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { DataSource } from 'typeorm';
import { CurrentActor, type Actor } from './context.js';
import { NodeObject, readNode } from './nodes.js';

@Resolver(() => NodeObject)
export class NodeResolver {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  @Query(() => NodeObject, { nullable: true, description: 'Any thing by its id, as its own field would answer it.' })
  node(@CurrentActor() actor: Actor, @Args('id', { type: () => ID }) id: string): Promise<object> {
    return readNode(this.db.manager, actor, id);
  }
}
