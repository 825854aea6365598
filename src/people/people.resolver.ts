import { Inject } from '@nestjs/common';
import { Args, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Ctx, CurrentActor, type Actor, type RequestContext } from '../common/context.js';
import { publicId } from '../common/ids.js';
import { PersonObject, SignedInObject, SignInInput, SignUpInput, UpdateProfileInput } from './people.graphql.js';
import { personById } from './people.loaders.js';
import { PeopleService, type SignedIn } from './people.service.js';
import type { Person } from './person.entity.js';

@Resolver(() => PersonObject)
export class PeopleResolver {
  constructor(@Inject(PeopleService) private readonly people: PeopleService) {}

  @Query(() => PersonObject, { nullable: true, description: 'You, or null when you are not signed in.' })
  viewer(@Ctx() { actor, load }: RequestContext): Promise<Person> | null {
    return actor && load(personById, actor.personId);
  }

  @Mutation(() => SignedInObject, { nullable: true, description: 'Opens an account and signs you in.' })
  signUp(@Args('input') input: SignUpInput, @Ctx() { now }: RequestContext): Promise<SignedIn> {
    return this.people.signUp(input, now);
  }

  @Mutation(() => SignedInObject, { nullable: true, description: 'Signs you in on this device.' })
  signIn(@Args('input') input: SignInInput, @Ctx() { now }: RequestContext): Promise<SignedIn> {
    return this.people.signIn(input, now);
  }

  @Mutation(() => Boolean, { nullable: true, description: 'Ends the sign-in whose token came with this request.' })
  signOut(@CurrentActor() actor: Actor): Promise<boolean> {
    return this.people.signOut(actor);
  }

  @Mutation(() => PersonObject, { nullable: true, description: 'Changes your name or your time zone.' })
  updateProfile(@CurrentActor() actor: Actor, @Args('input') input: UpdateProfileInput): Promise<Person> {
    return this.people.updateProfile(actor, input);
  }

  @ResolveField(() => ID)
  id(@Parent() { id }: Person): string {
    return publicId('Person', { groupId: id, id });
  }

  @ResolveField(() => String, { nullable: true, description: 'Your own address; null for anybody else.' })
  email(@Parent() person: Person, @Ctx() { actor }: RequestContext): string | null {
    return actor?.personId === person.id ? person.email : null;
  }
}
