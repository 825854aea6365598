import { Inject } from '@nestjs/common';
import { Args, ID, Mutation, Parent, Query, Resolver } from '@nestjs/graphql';
import { Ctx, CurrentActor, type Actor, type RequestContext } from '../common/context.js';
import { ReadField } from '../common/read-field.js';
import { publicId, type Ref } from '../common/ids.js';
import { IdArg } from '../common/input.js';
import {
  ChangePasswordInput,
  PersonObject,
  SignedInObject,
  SignInInput,
  SignInObject,
  SignUpInput,
  UpdateProfileInput,
} from './people.graphql.js';
import { signInsOf } from './people.state.js';
import { PeopleService, type SignedIn } from './people.service.js';
import type { Person } from './person.entity.js';
import type { SignIn } from './sign-in.entity.js';

@Resolver(() => PersonObject)
export class PeopleResolver {
  constructor(@Inject(PeopleService) private readonly people: PeopleService) {}

  @Query(() => PersonObject, {
    nullable: true,
    description: 'You. Null without a token; UNAUTHENTICATED with a wrong or expired token.',
  })
  viewer(@Ctx() { viewer, state }: RequestContext): Person | null {
    return viewer && (state.viewer as Person);
  }

  @Mutation(() => SignedInObject, { nullable: true, description: 'Opens an account and signs you in.' })
  signUp(@Args('input') input: SignUpInput, @Ctx() request: RequestContext): Promise<SignedIn> {
    return this.people.signUp(request, input);
  }

  @Mutation(() => SignedInObject, { nullable: true, description: 'Signs you in on this device.' })
  signIn(@Args('input') input: SignInInput, @Ctx() request: RequestContext): Promise<SignedIn> {
    return this.people.signIn(request, input);
  }

  @Mutation(() => Boolean, { nullable: true, description: 'Ends the sign-in whose token came with this request.' })
  signOut(@Ctx() request: RequestContext): Promise<boolean> {
    return this.people.signOut(request);
  }

  @Mutation(() => PersonObject, { nullable: true, description: 'Changes your name or your time zone.' })
  updateProfile(@CurrentActor() actor: Actor, @Args('input') input: UpdateProfileInput): Promise<Person> {
    return this.people.updateProfile(actor, input);
  }

  @Mutation(() => PersonObject, { nullable: true, description: 'Sets another password. Ends every other sign-in.' })
  changePassword(@Ctx() request: RequestContext, @Args('input') input: ChangePasswordInput): Promise<Person> {
    return this.people.changePassword(request, input);
  }

  @Mutation(() => PersonObject, {
    nullable: true,
    description: 'Ends one of your sign-ins. That device has to sign in again.',
  })
  revokeSignIn(@Ctx() request: RequestContext, @IdArg('signInId', 'SignIn') signInId: Ref): Promise<Person> {
    return this.people.revokeSignIn(request, signInId);
  }

  @ReadField(() => ID)
  id(@Parent() { id }: Person): string {
    return publicId('Person', { groupId: id, id });
  }

  @ReadField(() => String, { nullable: true, description: 'Your own address; null for other people.' })
  email(@Parent() { id }: Person, @Ctx() { state }: RequestContext): string | null {
    return state.viewerId === id ? state.viewer!.email : null;
  }

  @ReadField(() => [SignInObject], {
    description: 'Devices signed in as you, most recently used first. Empty for anybody else.',
  })
  signIns(@Parent() { id }: Person, @Ctx() { state }: RequestContext): SignIn[] {
    return signInsOf(state, id);
  }
}

@Resolver(() => SignInObject)
export class SignInsResolver {
  @ReadField(() => ID)
  id(@Parent() { id }: SignIn): string {
    return publicId('SignIn', { groupId: id, id });
  }

  @ReadField(() => Boolean, { description: 'Whether this request uses this sign-in.' })
  current(@Parent() { id }: SignIn, @Ctx() { actor }: RequestContext): boolean {
    return actor?.signInId === id;
  }
}
