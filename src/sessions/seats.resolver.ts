import { ID, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Ctx, type RequestContext } from '../common/context.js';
import { publicId } from '../common/ids.js';
import { DateTime } from '../common/scalars.js';
import { MemberObject } from '../groups/groups.graphql.js';
import { memberById } from '../groups/groups.loaders.js';
import type { Member } from '../groups/member.entity.js';
import type { Assignment } from './assignment.entity.js';
import type { SessionEvent } from './session-event.entity.js';
import type { Session } from './session.entity.js';
import {
  AssignmentObject,
  AttendanceWordObject,
  CancellationObject,
  SessionEventObject,
  SessionObject,
} from './sessions.graphql.js';
import { eventSummary } from './history.rules.js';
import { candidateById } from '../plans/plans.loaders.js';
import { Attendance, attendanceOfCandidate, attendanceOfSeat } from './session.rules.js';
import { attendanceWord, readerOf, reasonFor, sessionById, type AttendanceWord } from './sessions.loaders.js';

@Resolver(() => CancellationObject)
export class CancellationsResolver {
  @ResolveField(() => DateTime)
  at(@Parent() { cancelledAt }: Session): Date | null {
    return cancelledAt;
  }

  @ResolveField(() => Boolean, {
    description:
      "Inside the group's minimum notice: it counts against the one who cancelled, or for whom an organizer did.",
  })
  late(@Parent() { cancelledLate }: Session): boolean | null {
    return cancelledLate;
  }

  @ResolveField(() => MemberObject)
  by(@Parent() { groupId, cancelledById }: Session, @Ctx() { load }: RequestContext): Promise<Member> {
    return load(memberById, { groupId, id: cancelledById! });
  }

  @ResolveField(() => MemberObject, {
    nullable: true,
    description: 'Who could not make it, when somebody else cancelled for them.',
  })
  onBehalfOf(@Parent() session: Session, @Ctx() { load }: RequestContext): Promise<Member> | null {
    const { groupId, cancelledOnBehalfOfId: id } = session;
    return id === null ? null : load(memberById, { groupId, id });
  }

  @ResolveField(() => String, { nullable: true, description: 'For those who sit in; null for others.' })
  reason(@Parent() session: Session, @Ctx() { load }: RequestContext): Promise<string | null> {
    return reasonFor(load, session, session.cancellationReason, session.departure ?? {});
  }
}

@Resolver(() => SessionEventObject)
export class SessionEventsResolver {
  @ResolveField(() => MemberObject, { nullable: true })
  by(@Parent() { groupId, byId }: SessionEvent, @Ctx() { load }: RequestContext): Promise<Member> | null {
    return byId === null ? null : load(memberById, { groupId, id: byId });
  }

  @ResolveField(() => String, { description: 'What happened, in one sentence; times are in your own zone.' })
  async summary(@Parent() event: SessionEvent, @Ctx() { load }: RequestContext): Promise<string> {
    return event.summary ?? eventSummary(event.kind, event.facts, await readerOf(load, event));
  }

  @ResolveField(() => String, { nullable: true, description: 'For those who sit in; null for others.' })
  async reason(@Parent() event: SessionEvent, @Ctx() { load }: RequestContext): Promise<string | null> {
    const session = await load(sessionById, { groupId: event.groupId, id: event.sessionId });
    return reasonFor(load, session, event.reason, event.facts);
  }
}

@Resolver(() => AssignmentObject)
export class AssignmentsResolver {
  @ResolveField(() => ID)
  id(@Parent() assignment: Assignment): string {
    return publicId('Assignment', assignment);
  }

  @ResolveField(() => SessionObject)
  session(@Parent() { groupId, sessionId }: Assignment, @Ctx() { load }: RequestContext): Promise<Session> {
    return load(sessionById, { groupId, id: sessionId });
  }

  @ResolveField(() => Attendance, {
    nullable: true,
    description: 'What counts. Null until recorded: then they count as present once the time is over.',
  })
  attendance(@Parent() seat: Assignment, @Ctx() { now }: RequestContext): Attendance | null {
    return attendanceOfSeat(seat, now);
  }

  @ResolveField(() => AttendanceWordObject, {
    nullable: true,
    description: 'A stated absence of this interviewer that does not count; for those who sit in and organizers.',
  })
  async attendanceWord(
    @Parent() seat: Assignment,
    @Ctx() { load, now }: RequestContext,
  ): Promise<AttendanceWord | null> {
    const session = await load(sessionById, { groupId: seat.groupId, id: seat.sessionId });
    return attendanceWord(load, session, seat.memberId, attendanceOfSeat(seat, now));
  }

  @ResolveField(() => MemberObject)
  member(@Parent() { groupId, memberId }: Assignment, @Ctx() { load }: RequestContext): Promise<Member> {
    return load(memberById, { groupId, id: memberId });
  }
}

@Resolver(() => SessionObject)
export class SessionAttendanceResolver {
  @ResolveField(() => Attendance, {
    nullable: true,
    description:
      'What counts. Null until recorded; a person who is not recorded counts as present once the time is over.',
  })
  candidateAttendance(@Parent() session: Session, @Ctx() { now }: RequestContext): Attendance | null {
    return attendanceOfCandidate(session, now);
  }

  @ResolveField(() => AttendanceWordObject, {
    nullable: true,
    description: 'A stated absence of the candidate that does not count; for those who sit in and organizers.',
  })
  async candidateAttendanceWord(
    @Parent() session: Session,
    @Ctx() { load, now }: RequestContext,
  ): Promise<AttendanceWord | null> {
    const { memberId } = await load(candidateById, { groupId: session.groupId, id: session.candidateId });
    return attendanceWord(load, session, memberId, attendanceOfCandidate(session, now));
  }
}

@Resolver(() => AttendanceWordObject)
export class AttendanceWordsResolver {
  @ResolveField(() => MemberObject)
  by(@Parent() { groupId, speakerId }: AttendanceWord, @Ctx() { load }: RequestContext): Promise<Member> {
    return load(memberById, { groupId, id: speakerId });
  }
}
