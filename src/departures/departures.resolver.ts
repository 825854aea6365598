import { Inject } from '@nestjs/common';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Ctx, CurrentActor, type Actor, type RequestContext } from '../common/context.js';
import type { Ref } from '../common/ids.js';
import { IdArg } from '../common/input.js';
import type { Candidate } from '../plans/candidate.entity.js';
import { CandidateObject } from '../plans/plans.graphql.js';
import { DepartureObject } from './departures.graphql.js';
import { DeparturesService, type Departure } from './departures.service.js';

@Resolver()
export class DeparturesResolver {
  constructor(@Inject(DeparturesService) private readonly departures: DeparturesService) {}

  @Mutation(() => CandidateObject, {
    nullable: true,
    description: 'Withdraws a candidate from a plan and cancels their upcoming sessions.',
  })
  withdrawCandidate(
    @CurrentActor() actor: Actor,
    @IdArg('candidateId', 'Candidate') candidateId: Ref,
  ): Promise<Candidate> {
    return this.departures.withdrawCandidate(actor, candidateId);
  }

  @Mutation(() => DepartureObject, {
    nullable: true,
    description: 'Ends your own membership. Organizers can also remove another member.',
  })
  removeMember(@CurrentActor() actor: Actor, @IdArg('memberId', 'Member') memberId: Ref): Promise<Departure> {
    return this.departures.removeMember(actor, memberId);
  }

  @Mutation(() => Boolean, {
    nullable: true,
    description:
      'Deletes your account: you leave all groups, your name and address are removed, and what you wrote stays under "Former member". Refused while you are the last organizer of a group with other members; a group of which you are the only member is archived.',
  })
  deleteAccount(@Ctx() request: RequestContext, @Args('password') password: string): Promise<boolean> {
    return this.departures.deleteAccount(request, password);
  }
}
