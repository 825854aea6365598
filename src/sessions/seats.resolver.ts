import { ID, Parent, Resolver } from '@nestjs/graphql';
import { Ctx, type RequestContext } from '../common/context.js';
import { ReadField } from '../common/read-field.js';
import { publicId } from '../common/ids.js';
import { DateTime } from '../common/scalars.js';
import { MemberObject } from '../groups/groups.graphql.js';
import { memberOf } from '../groups/groups.state.js';
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
import { candidateOf } from '../plans/plans.state.js';
import { Attendance, attendanceOfCandidate, attendanceOfSeat } from './session.rules.js';
import { attendanceWord, readerOf, reasonFor, sessionOf, type AttendanceWord } from './sessions.state.js';

@Resolver(() => CancellationObject)
export class CancellationsResolver {
  @ReadField(() => DateTime)
  at(@Parent() { cancelledAt }: Session): Date | null {
    return cancelledAt;
  }

  @ReadField(() => Boolean, {
    description:
      "Whether it came later than the group's minimum notice allows. A late cancellation counts against the member who cancelled, or for whom an organizer cancelled.",
  })
  late(@Parent() { cancelledLate }: Session): boolean | null {
    return cancelledLate;
  }

  @ReadField(() => MemberObject)
  by(@Parent() { groupId, cancelledById }: Session, @Ctx() { state }: RequestContext): Member {
    return memberOf(state, { groupId, id: cancelledById! })!;
  }

  @ReadField(() => MemberObject, {
    nullable: true,
    description: 'The member who could not come, if another member cancelled for them.',
  })
  onBehalfOf(@Parent() session: Session, @Ctx() { state }: RequestContext): Member | null {
    const { groupId, cancelledOnBehalfOfId: id } = session;
    return id === null ? null : memberOf(state, { groupId, id })!;
  }

  @ReadField(() => String, { nullable: true, description: 'Visible to the candidate and the panel; null for others.' })
  reason(@Parent() session: Session, @Ctx() { state }: RequestContext): string | null {
    return reasonFor(state, session, session.cancellationReason, session.departure ?? {});
  }
}

@Resolver(() => SessionEventObject)
export class SessionEventsResolver {
  @ReadField(() => MemberObject, { nullable: true })
  by(@Parent() { groupId, byId }: SessionEvent, @Ctx() { state }: RequestContext): Member | null {
    return byId === null ? null : memberOf(state, { groupId, id: byId })!;
  }

  @ReadField(() => String, { description: 'What happened, in one sentence; times are in your own zone.' })
  summary(@Parent() event: SessionEvent, @Ctx() { state }: RequestContext): string {
    return event.summary ?? eventSummary(event.kind, event.facts, readerOf(state, event.groupId));
  }

  @ReadField(() => String, { nullable: true, description: 'Visible to the candidate and the panel; null for others.' })
  reason(@Parent() event: SessionEvent, @Ctx() { state }: RequestContext): string | null {
    const session = sessionOf(state, { groupId: event.groupId, id: event.sessionId })!;
    return reasonFor(state, session, event.reason, event.facts);
  }
}

@Resolver(() => AssignmentObject)
export class AssignmentsResolver {
  @ReadField(() => ID)
  id(@Parent() assignment: Assignment): string {
    return publicId('Assignment', assignment);
  }

  @ReadField(() => SessionObject)
  session(@Parent() { groupId, sessionId }: Assignment, @Ctx() { state }: RequestContext): Session {
    return sessionOf(state, { groupId, id: sessionId })!;
  }

  @ReadField(() => Attendance, {
    nullable: true,
    description:
      'The attendance that counts. Null until one is recorded. Without one, the interviewer counts as present once the session is over.',
  })
  attendance(@Parent() seat: Assignment, @Ctx() { now }: RequestContext): Attendance | null {
    return attendanceOfSeat(seat, now);
  }

  @ReadField(() => AttendanceWordObject, {
    nullable: true,
    description:
      'A stated absence of this interviewer that does not count. Visible to the candidate, the panel and organizers.',
  })
  attendanceWord(@Parent() seat: Assignment, @Ctx() { state, now }: RequestContext): AttendanceWord | null {
    const session = sessionOf(state, { groupId: seat.groupId, id: seat.sessionId })!;
    return attendanceWord(state, session, seat.memberId, attendanceOfSeat(seat, now));
  }

  @ReadField(() => MemberObject)
  member(@Parent() { groupId, memberId }: Assignment, @Ctx() { state }: RequestContext): Member {
    return memberOf(state, { groupId, id: memberId })!;
  }
}

@Resolver(() => SessionObject)
export class SessionAttendanceResolver {
  @ReadField(() => Attendance, {
    nullable: true,
    description:
      'The attendance that counts. Null until one is recorded. Without one, the candidate counts as present once the session is over.',
  })
  candidateAttendance(@Parent() session: Session, @Ctx() { now }: RequestContext): Attendance | null {
    return attendanceOfCandidate(session, now);
  }

  @ReadField(() => AttendanceWordObject, {
    nullable: true,
    description:
      'A stated absence of the candidate that does not count. Visible to the candidate, the panel and organizers.',
  })
  candidateAttendanceWord(@Parent() session: Session, @Ctx() { state, now }: RequestContext): AttendanceWord | null {
    const { memberId } = candidateOf(state, { groupId: session.groupId, id: session.candidateId })!;
    return attendanceWord(state, session, memberId, attendanceOfCandidate(session, now));
  }
}

@Resolver(() => AttendanceWordObject)
export class AttendanceWordsResolver {
  @ReadField(() => MemberObject)
  by(@Parent() { groupId, speakerId }: AttendanceWord, @Ctx() { state }: RequestContext): Member {
    return memberOf(state, { groupId, id: speakerId })!;
  }
}
