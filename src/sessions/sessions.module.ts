import { Module } from '@nestjs/common';
import type { Ref } from '../common/ids.js';
import { registerNode } from '../common/nodes.js';
import type { RequestState } from '../common/request-state.js';
import { Assignment } from './assignment.entity.js';
import {
  CandidateSessionsResolver,
  GroupSessionsResolver,
  LoopRoundSessionsResolver,
  PersonSessionsResolver,
  PlanSessionsResolver,
} from './session-lists.resolver.js';
import { Session } from './session.entity.js';
import {
  AssignmentsResolver,
  AttendanceWordsResolver,
  CancellationsResolver,
  SessionAttendanceResolver,
  SessionEventsResolver,
} from './seats.resolver.js';
import { SessionsResolver } from './sessions.resolver.js';
import { maySee, seatOf, sessionOf } from './sessions.state.js';

/** Members of the group can read a session, and so can former members who took part in it. */
const mayReadSession = (state: RequestState, ref: Ref): boolean => {
  const session = state.has(ref.groupId) && sessionOf(state, ref);
  return !!session && maySee(state, session);
};

registerNode('Session', [Session], { find: sessionOf, mayRead: mayReadSession });

registerNode('Assignment', [Assignment], {
  find: seatOf,
  mayRead: (state, ref) => {
    const seat = state.has(ref.groupId) && seatOf(state, ref);
    return !!seat && mayReadSession(state, { groupId: ref.groupId, id: seat.sessionId });
  },
});

@Module({
  providers: [
    SessionsResolver,
    SessionAttendanceResolver,
    AssignmentsResolver,
    AttendanceWordsResolver,
    CancellationsResolver,
    SessionEventsResolver,
    GroupSessionsResolver,
    PlanSessionsResolver,
    PersonSessionsResolver,
    CandidateSessionsResolver,
    LoopRoundSessionsResolver,
  ],
})
export class SessionsModule {}
