import { Inject } from '@nestjs/common';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Ctx, CurrentActor, type Actor, type RequestContext } from '../common/context.js';
import type { Ref } from '../common/ids.js';
import { IdArg } from '../common/input.js';
import { DateTime } from '../common/scalars.js';
import type { Candidate } from '../plans/candidate.entity.js';
import type { Group } from '../groups/group.entity.js';
import { GroupObject } from '../groups/groups.graphql.js';
import type { Plan } from '../plans/plan.entity.js';
import { CandidateObject, PlanObject } from '../plans/plans.graphql.js';
import type { Session } from '../sessions/session.entity.js';
import { SessionObject } from '../sessions/sessions.graphql.js';
import { ArchivingService } from './archiving.service.js';
import { AttendanceService } from './attendance.service.js';
import { BookingService } from './booking.service.js';
import { DeparturesService, type Departure } from './departures.service.js';
import {
  CancelSessionInput,
  DepartureObject,
  LogSessionInput,
  RecordAttendanceInput,
  RescheduleSessionInput,
  ScheduleSessionInput,
  UpdateSessionInput,
} from './scheduling.graphql.js';

const CONCERNED = 'For the candidate, the panel and organizers.';

@Resolver()
export class SchedulingResolver {
  constructor(
    @Inject(BookingService) private readonly booking: BookingService,
    @Inject(AttendanceService) private readonly attendance: AttendanceService,
    @Inject(DeparturesService) private readonly departures: DeparturesService,
    @Inject(ArchivingService) private readonly archiving: ArchivingService,
  ) {}

  @Mutation(() => SessionObject, {
    nullable: true,
    description: `Books a session for everybody who sits in. ${CONCERNED}`,
  })
  scheduleSession(@CurrentActor() actor: Actor, @Args('input') input: ScheduleSessionInput): Promise<Session> {
    return this.booking.scheduleSession(actor, input);
  }

  @Mutation(() => SessionObject, {
    nullable: true,
    description: `Records a session that took place without having been scheduled, up to a year back; everybody counts as present. ${CONCERNED}`,
  })
  logSession(@CurrentActor() actor: Actor, @Args('input') input: LogSessionInput): Promise<Session> {
    return this.booking.logSession(actor, input);
  }

  @Mutation(() => SessionObject, {
    nullable: true,
    description: `Moves a session to another time, until it starts. ${CONCERNED}`,
  })
  rescheduleSession(@CurrentActor() actor: Actor, @Args('input') input: RescheduleSessionInput): Promise<Session> {
    return this.booking.rescheduleSession(actor, input);
  }

  @Mutation(() => SessionObject, {
    nullable: true,
    description: `Changes the link or the wish, until it starts. ${CONCERNED}`,
  })
  updateSession(@CurrentActor() actor: Actor, @Args('input') input: UpdateSessionInput): Promise<Session> {
    return this.booking.updateSession(actor, input);
  }

  @Mutation(() => SessionObject, { nullable: true, description: `Calls a session off, until it starts. ${CONCERNED}` })
  cancelSession(@CurrentActor() actor: Actor, @Args('input') input: CancelSessionInput): Promise<Session> {
    return this.booking.cancelSession(actor, input);
  }

  @Mutation(() => SessionObject, {
    nullable: true,
    description:
      'Says who came, from the start on: the candidate and the interviewers of each other and of themselves; an organizer who does not sit in decides. Two who agree make an absence, or one until the scorecards are due whom nobody contradicts.',
  })
  recordAttendance(@CurrentActor() actor: Actor, @Args('input') input: RecordAttendanceInput): Promise<Session> {
    return this.attendance.recordAttendance(actor, input);
  }

  @Mutation(() => SessionObject, {
    nullable: true,
    description:
      'You have seen what happened until then (now when left out). Reading alone never settles it. For those who sit in.',
  })
  markSessionSeen(
    @CurrentActor() actor: Actor,
    @IdArg('sessionId', 'Session') sessionId: Ref,
    @Args('upTo', { type: () => DateTime, nullable: true }) upTo: Date | null,
  ): Promise<Session> {
    return this.booking.markSessionSeen(actor, sessionId, upTo ?? null);
  }

  @Mutation(() => CandidateObject, {
    nullable: true,
    description: 'Ends a preparation and calls off its sessions to come.',
  })
  withdrawCandidate(
    @CurrentActor() actor: Actor,
    @IdArg('candidateId', 'Candidate') candidateId: Ref,
  ): Promise<Candidate> {
    return this.departures.withdrawCandidate(actor, candidateId);
  }

  @Mutation(() => PlanObject, {
    nullable: true,
    description:
      'Takes a plan out of lists, attention and booking, and back; nothing is deleted. Refused while sessions are upcoming or running. For organizers.',
  })
  archivePlan(
    @CurrentActor() actor: Actor,
    @IdArg('planId', 'PrepPlan') planId: Ref,
    @Args('archived', { defaultValue: true }) archived: boolean,
  ): Promise<Plan> {
    return this.archiving.archivePlan(actor, planId, archived);
  }

  @Mutation(() => GroupObject, { nullable: true, description: 'The same for a group. For organizers.' })
  archiveGroup(
    @CurrentActor() actor: Actor,
    @IdArg('groupId', 'Group') groupId: Ref,
    @Args('archived', { defaultValue: true }) archived: boolean,
  ): Promise<Group> {
    return this.archiving.archiveGroup(actor, groupId, archived);
  }

  @Mutation(() => Boolean, {
    nullable: true,
    description:
      'Deletes your account: you leave all groups, your name and address go, and what you wrote stays under "Former member". Refused while you are the last organizer of a group with other members; a group of which you are the only member is archived.',
  })
  deleteAccount(@Ctx() request: RequestContext, @Args('password') password: string): Promise<boolean> {
    return this.departures.deleteAccount(request, password);
  }

  @Mutation(() => DepartureObject, {
    nullable: true,
    description: 'An organizer removes a member, or a member leaves.',
  })
  removeMember(@CurrentActor() actor: Actor, @IdArg('memberId', 'Member') memberId: Ref): Promise<Departure> {
    return this.departures.removeMember(actor, memberId);
  }
}
