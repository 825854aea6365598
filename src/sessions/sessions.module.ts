import { Module } from '@nestjs/common';
import { notFound } from '../common/errors.js';
import { registerNode } from '../common/nodes.js';
import { Assignment } from './assignment.entity.js';
import { readSession } from './session-seen.js';
import { sessionFor } from './session-access.js';
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

registerNode('Session', Session, readSession);

registerNode('Assignment', Assignment, async (db, actor, { groupId, id }) => {
  const assignment = await db.findOneBy(Assignment, { groupId, id });
  if (!assignment) throw notFound('assignment');
  await sessionFor(db, actor, { groupId, id: assignment.sessionId }, 'read', 'assignment');
  return assignment;
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
