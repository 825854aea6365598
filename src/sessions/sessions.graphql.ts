import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { NodeObject } from '../common/nodes.js';
import { connectionOf } from '../common/pages.js';
import { DateTime } from '../common/scalars.js';
import { LoopRoundStatus } from './loop-status.rules.js';
import { AssignmentRole, Attendance, SessionEventKind, SessionStatus } from './session.rules.js';

registerEnumType(SessionStatus, {
  name: 'SessionStatus',
  description: 'Derived from facts and the clock.',
  valuesMap: {
    SCHEDULED: { description: 'Still to come.' },
    IN_PROGRESS: { description: 'It has begun, and is not over.' },
    NOT_HELD: { description: 'Its time is over and the candidate, or every interviewer, was absent.' },
    AWAITING_FEEDBACK: { description: 'Held, and its feedback is not out yet.' },
    COMPLETED: { description: 'Held, and its feedback is out.' },
  },
});
registerEnumType(AssignmentRole, {
  name: 'AssignmentRole',
  description: 'A seat of the panel.',
  valuesMap: { SHADOW: { description: 'Sits in to learn: fills no seat, and their scorecard counts for nothing.' } },
});
registerEnumType(Attendance, { name: 'Attendance', description: 'Whether a person came.' });
registerEnumType(SessionEventKind, { name: 'SessionEventKind', description: 'What happened to a session.' });
registerEnumType(LoopRoundStatus, {
  name: 'LoopRoundStatus',
  description:
    'TO_SCHEDULE while fewer sessions are held or upcoming than wanted; PRACTISED when as many were held with feedback.',
});

@ObjectType('Session', {
  implements: () => NodeObject,
  description:
    'One sitting of one round at a time: it keeps its identity when it moves; another try is another session.',
})
export class SessionObject extends NodeObject {
  @Field(() => DateTime)
  startsAt!: Date;

  @Field(() => DateTime)
  endsAt!: Date;

  @Field(() => DateTime, {
    description:
      "The later of its end and its entry, plus the group's hours. Feedback comes out when the last interviewer who was present has submitted, or then with what there is.",
  })
  feedbackDueAt!: Date;

  @Field(() => Int, {
    description:
      'Grows by one with each change of time, people or link, and with nothing else; send it back as expectedVersion.',
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
  description: 'The newest stated absence that does not count; contested where another person says otherwise.',
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
@ObjectType('Cancellation', { description: 'That a session was called off, by whom, and whether in good time.' })
export class CancellationObject {}

@ObjectType('SessionEvent', { description: "A line of a session's history." })
export class SessionEventObject {
  @Field(() => DateTime)
  at!: Date;

  @Field(() => SessionEventKind)
  kind!: SessionEventKind;
}

export const SessionConnectionObject = connectionOf('Session', () => SessionObject);
