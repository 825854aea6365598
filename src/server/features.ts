import { registerEnumType, type BuildSchemaOptions } from '@nestjs/graphql';
import { ErrorCode, RefusalState } from '../common/errors.js';
import { ExportModule } from '../export/export.module.js';
import { FeedbackModule } from '../feedback/feedback.module.js';
import { GroupsModule } from '../groups/groups.module.js';
import { GuidesModule } from '../guides/guides.module.js';
import { PeopleModule } from '../people/people.module.js';
import { PlansModule } from '../plans/plans.module.js';
import { ReadinessModule } from '../readiness/readiness.module.js';
import { AvailabilityModule } from '../availability/availability.module.js';
import { AttentionModule } from '../attention/attention.module.js';
import { BookingModule } from '../booking/booking.module.js';
import { DeparturesModule } from '../departures/departures.module.js';
import { SchedulingModule } from '../scheduling/scheduling.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';

/** In the order of the house: each may import those before it, none those after it. */
export const features = [
  PeopleModule,
  GroupsModule,
  GuidesModule,
  PlansModule,
  SessionsModule,
  FeedbackModule,
  ReadinessModule,
  AvailabilityModule,
  BookingModule,
  SchedulingModule,
  DeparturesModule,
  AttentionModule,
  ExportModule,
];

registerEnumType(ErrorCode, {
  name: 'ErrorCode',
  description: 'Every refusal carries one of these as `extensions.code` of its error. The list is closed.',
  valuesMap: {
    UNAUTHENTICATED: { description: 'No token, one that is not valid any more, or a wrong address or password.' },
    FORBIDDEN: { description: 'You are in the group, but your role or seat may not do this.' },
    NOT_FOUND: { description: 'It does not exist, or you are not in its group: the two look alike.' },
    INVALID_INPUT: {
      description: 'Something in the request is not right: extensions.fields has path, expected and found.',
    },
    INVALID_STATE: { description: 'It exists, but not in a state that allows this: extensions.state, a RefusalState.' },
    ALREADY_EXISTS: { description: 'There is one already.' },
    VERSION_CONFLICT: { description: 'It has changed since you looked: extensions.currentVersion.' },
    TIME_TAKEN: {
      description: 'A person of this session is booked then: extensions.who has member ids, never what or where.',
    },
    NOT_AVAILABLE: { description: "Outside that person's hours." },
    OUT_OF_WINDOW: {
      description:
        "Before the plan's start or after the candidate's target date. A round's pacing window advises, and does not block.",
    },
    TOO_SOON: { description: 'Inside the minimum notice.' },
    NOT_QUALIFIED: { description: 'A member may not lead this kind of round.' },
    LIMIT_REACHED: {
      description: 'Weekly interviews, own mocks a day, members or invitations of a group, amendments of a scorecard.',
    },
    FEEDBACK_OVERDUE: { description: 'The person to be interviewed owes scorecards of this group for too long.' },
    QUESTION_EXPOSED: { description: 'The candidate has met this question or its family.' },
    INVITATION_INVALID: { description: 'Unknown, used up, expired and revoked look alike.' },
    SCORECARD_LOCKED: { description: 'Others may read it already: amend it instead.' },
    STALE: { description: 'It was built on a world that has moved on.' },
    RATE_LIMITED: { description: 'Too many at once, or too many failures: extensions.retryAfterSeconds.' },
    QUERY_TOO_LARGE: {
      description:
        'Too long, too deep, too many aliases or objects: extensions.limit, and extensions.found (at least limit + 1 where counting stops). extensions.done is true where a mutation was done and only its answer is too large.',
    },
    UNAVAILABLE: {
      description:
        "The database cannot be reached just now. extensions.done tells, of the root field in the error's path: false, nothing was done, try again; null, the connection broke at the commit, so look first or repeat with the same idempotencyKey; true, it was done and only its answer is missing.",
    },
    INTERNAL: { description: 'A fault of ours: extensions.requestId.' },
  },
});

registerEnumType(RefusalState, {
  name: 'RefusalState',
  description: 'Why INVALID_STATE: every value of extensions.state.',
});

/** No field answers with one of these, and clients want to switch on it all the same. */
export const schemaOptions: BuildSchemaOptions = { orphanedTypes: [ErrorCode, RefusalState] };
