import { Inject } from '@nestjs/common';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { CurrentActor, type Actor } from '../common/context.js';
import type { Ref } from '../common/ids.js';
import { IdArg } from '../common/input.js';
import { DateTime } from '../common/scalars.js';
import type { Session } from '../sessions/session.entity.js';
import { SessionObject } from '../sessions/sessions.graphql.js';
import { AttendanceService } from './attendance.service.js';
import { BookingService } from './booking.service.js';
import { ExchangeService } from './exchange.service.js';
import {
  CancelSessionInput,
  LogSessionInput,
  ReassignInterviewerInput,
  RecordAttendanceInput,
  RescheduleSessionInput,
  ScheduleExchangeInput,
  ScheduleSessionInput,
  UpdateSessionInput,
} from './booking.graphql.js';
import { ReassigningService } from './reassigning.service.js';
import { ReschedulingService } from './rescheduling.service.js';

const CONCERNED = 'For the candidate, the panel and organizers.';

@Resolver()
export class BookingResolver {
  constructor(
    @Inject(BookingService) private readonly booking: BookingService,
    @Inject(AttendanceService) private readonly attendance: AttendanceService,
    @Inject(ReassigningService) private readonly reassigning: ReassigningService,
    @Inject(ReschedulingService) private readonly rescheduling: ReschedulingService,
    @Inject(ExchangeService) private readonly exchanges: ExchangeService,
  ) {}

  @Mutation(() => SessionObject, {
    nullable: true,
    description: `Gives a seat to another member, or fills an open seat, before the session starts. ${CONCERNED}`,
  })
  reassignInterviewer(@CurrentActor() actor: Actor, @Args('input') input: ReassignInterviewerInput): Promise<Session> {
    return this.reassigning.reassignInterviewer(actor, input);
  }

  @Mutation(() => SessionObject, {
    nullable: true,
    description: `Books a session for the candidate and the panel. ${CONCERNED}`,
  })
  scheduleSession(@CurrentActor() actor: Actor, @Args('input') input: ScheduleSessionInput): Promise<Session> {
    return this.booking.scheduleSession(actor, input);
  }

  @Mutation(() => [SessionObject], {
    nullable: true,
    description: `Books two back-to-back sessions in which two candidates interview each other, or books neither. ${CONCERNED}`,
  })
  scheduleExchange(@CurrentActor() actor: Actor, @Args('input') input: ScheduleExchangeInput): Promise<Session[]> {
    return this.exchanges.scheduleExchange(actor, input);
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
    description: `Moves a session to another time, before it starts. ${CONCERNED}`,
  })
  rescheduleSession(@CurrentActor() actor: Actor, @Args('input') input: RescheduleSessionInput): Promise<Session> {
    return this.rescheduling.rescheduleSession(actor, input);
  }

  @Mutation(() => SessionObject, {
    nullable: true,
    description: `Changes the link or the wish, until the session starts. ${CONCERNED}`,
  })
  updateSession(@CurrentActor() actor: Actor, @Args('input') input: UpdateSessionInput): Promise<Session> {
    return this.booking.updateSession(actor, input);
  }

  @Mutation(() => SessionObject, {
    nullable: true,
    description: `Cancels a session that has not started. ${CONCERNED}`,
  })
  cancelSession(@CurrentActor() actor: Actor, @Args('input') input: CancelSessionInput): Promise<Session> {
    return this.booking.cancelSession(actor, input);
  }

  @Mutation(() => SessionObject, {
    nullable: true,
    description:
      'Says who came, once the session has started. The candidate and the interviewers speak for each other and for themselves; an organizer who does not take part decides. An absence counts when two people agree, or once the scorecards are due if nobody has contradicted it.',
  })
  recordAttendance(@CurrentActor() actor: Actor, @Args('input') input: RecordAttendanceInput): Promise<Session> {
    return this.attendance.recordAttendance(actor, input);
  }

  @Mutation(() => SessionObject, {
    nullable: true,
    description:
      'Marks what happened in the session until upTo (now if you leave it out) as seen. Reading alone marks nothing. For the candidate and the panel.',
  })
  markSessionSeen(
    @CurrentActor() actor: Actor,
    @IdArg('sessionId', 'Session') sessionId: Ref,
    @Args('upTo', { type: () => DateTime, nullable: true }) upTo: Date | null,
  ): Promise<Session> {
    return this.booking.markSessionSeen(actor, sessionId, upTo ?? null);
  }
}
