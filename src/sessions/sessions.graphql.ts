import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { NodeObject } from '../common/nodes.js';
import { connectionOf } from '../common/pages.js';
import { DateTime } from '../common/scalars.js';
import { LoopRoundStatus } from './loop-status.rules.js';
import { AssignmentRole, Attendance, SessionEventKind, SessionStatus } from './session.rules.js';

registerEnumType(SessionStatus, {
  name: 'SessionStatus',
  description: 'The state of the session at the time of the request.',
  valuesMap: {
    SCHEDULED: { description: 'It has not begun.' },
    IN_PROGRESS: { description: 'It has begun, and is not over.' },
    NOT_HELD: { description: 'Its time is over and the candidate, or every interviewer, was absent.' },
    AWAITING_FEEDBACK: { description: 'Held, and its feedback is not out yet.' },
    COMPLETED: { description: 'Held, and its feedback is out.' },
  },
});
registerEnumType(AssignmentRole, {
  name: 'AssignmentRole',
  description: 'A seat of the panel.',
  valuesMap: {
    SHADOW: {
      description: 'A member who watches to learn. A shadow fills no open seat, and their scorecard does not count.',
    },
  },
});
registerEnumType(Attendance, { name: 'Attendance', description: 'Whether a person came.' });
registerEnumType(SessionEventKind, { name: 'SessionEventKind', description: 'What happened to a session.' });
registerEnumType(LoopRoundStatus, {
  name: 'LoopRoundStatus',
  description:
    'TO_SCHEDULE while fewer sessions than wanted are held or upcoming. PRACTISED when as many as wanted were held and have feedback. A session whose scorecards all say NO_DECISION does not count.',
});

@ObjectType('Session', {
  implements: () => NodeObject,
  description:
    'One mock interview of one candidate in one round. It stays the same session when it moves; another try is a new session.',
})
export class SessionObject extends NodeObject {
  @Field(() => DateTime)
  startsAt!: Date;

  @Field(() => DateTime)
  endsAt!: Date;

  @Field(() => DateTime, {
    description:
      "The session's end, or the time at which it was logged if later, plus the group's feedbackDueHours. Feedback comes out when the last interviewer who was present has submitted, or at this time with the scorecards that are submitted by then.",
  })
  feedbackDueAt!: Date;

  @Field(() => Int, {
    description: 'Grows by one with each change of time, people or link. Send it back as expectedVersion.',
  })
  version!: number;
}

@ObjectType('Assignment', { implements: () => NodeObject, description: "A seat of a session's panel." })
export class AssignmentObject extends NodeObject {
  @Field(() => AssignmentRole)
  role!: AssignmentRole;
}

/** Its member is resolved from the statement behind it. */
@ObjectType('AttendanceWord', {
  description: 'The newest stated absence that does not count. It is contested if another person says otherwise.',
})
export class AttendanceWordObject {
  @Field(() => Attendance)
  attendance!: Attendance;

  @Field(() => DateTime)
  at!: Date;

  @Field()
  contested!: boolean;
}

/** Its fields are resolved from the session's row, which holds the cancellation. */
@ObjectType('Cancellation', { description: 'Who cancelled a session, when, and whether it was late.' })
export class CancellationObject {}

@ObjectType('SessionEvent', { description: "A line of a session's history." })
export class SessionEventObject {
  @Field(() => DateTime)
  at!: Date;

  @Field(() => SessionEventKind)
  kind!: SessionEventKind;
}

export const SessionConnectionObject = connectionOf('Session', () => SessionObject);
