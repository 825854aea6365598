import { registerEnumType, type BuildSchemaOptions } from '@nestjs/graphql';
import { ErrorCode, RefusalState } from '../common/errors.js';
import { ExportModule } from '../export/export.module.js';
import { FeedbackModule } from '../feedback/feedback.module.js';
import { GroupsModule } from '../groups/groups.module.js';
import { GuidesModule } from '../guides/guides.module.js';
import { PeopleModule } from '../people/people.module.js';
import { QuestionsModule } from '../questions/questions.module.js';
import { PlansModule } from '../plans/plans.module.js';
import { ReadinessModule } from '../readiness/readiness.module.js';
import { AvailabilityModule } from '../availability/availability.module.js';
import { AttentionModule } from '../attention/attention.module.js';
import { BookingModule } from '../booking/booking.module.js';
import { DeparturesModule } from '../departures/departures.module.js';
import { SchedulingModule } from '../scheduling/scheduling.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';

/** In the order of ARCHITECTURE.md: each feature may import those before it, and none after it. */
export const features = [
  PeopleModule,
  GroupsModule,
  GuidesModule,
  PlansModule,
  SessionsModule,
  FeedbackModule,
  ReadinessModule,
  QuestionsModule,
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
    UNAUTHENTICATED: { description: 'No token, a token that is wrong or expired, or a wrong address or password.' },
    FORBIDDEN: { description: 'You are in the group, but your role or seat may not do this.' },
    NOT_FOUND: { description: 'It does not exist, or you are not in its group: the two look alike.' },
    INVALID_INPUT: {
      description: 'Something in the request is wrong: extensions.fields has path, expected and found.',
    },
    INVALID_STATE: { description: 'It exists, but its state does not allow this: extensions.state, a RefusalState.' },
    ALREADY_EXISTS: { description: 'It exists already.' },
    VERSION_CONFLICT: {
      description: 'It has changed since you looked: extensions.currentVersion, and session where it is one.',
    },
    TIME_TAKEN: {
      description:
        'A person in this session is already booked at that time. extensions.who has the member ids, but never what or where.',
    },
    NOT_AVAILABLE: { description: 'Outside the hours of a person in this session.' },
    OUT_OF_WINDOW: {
      description:
        "Before the plan's start or after the candidate's target date. A round's pacing window is only advice.",
    },
    TOO_SOON: { description: "It would start sooner than the group's minimum notice allows." },
    NOT_QUALIFIED: { description: 'A member of the panel does not interview for this kind of round.' },
    LIMIT_REACHED: {
      description:
        'A limit is reached: interviews a week, sessions a day, members, invitations, guides, plans, questions, swaps, amendments, changes of a bar or an edition.',
    },
    FEEDBACK_OVERDUE: { description: 'The candidate has long-overdue scorecards in this group.' },
    QUESTION_EXPOSED: { description: 'The candidate knows this question or its family, or no fresh one is left.' },
    INVITATION_INVALID: {
      description: 'The invitation is unknown, used up, expired or revoked. The refusal does not say which.',
    },
    SCORECARD_LOCKED: { description: 'Others can already read the scorecard. Amend it instead.' },
    STALE: { description: 'Sessions of a proposal are no longer allowed: extensions.sessions.' },
    RATE_LIMITED: { description: 'Too many at once, or too many failures: extensions.retryAfterSeconds.' },
    QUERY_TOO_LARGE: {
      description:
        'Too long, too deep, too many aliases or objects: extensions.limit, and extensions.found (at least limit + 1 where counting stops). extensions.done is true where a mutation was done and only its answer is too large.',
    },
    UNAVAILABLE: {
      description:
        "The service cannot do this just now: the database cannot be reached, too much work waits, or the process stops. extensions.done describes the root field in the error's path. False: nothing was done, so try again. Null: the connection broke at the commit, so check first, or repeat it with the same idempotencyKey. True: it was done, and only its answer is missing.",
    },
    INTERNAL: { description: 'An error on our side: extensions.requestId.' },
  },
});

registerEnumType(RefusalState, {
  name: 'RefusalState',
  description: 'Every value of extensions.state, which explains INVALID_STATE.',
});

/** No field returns this type, but clients want to switch on it. */
export const schemaOptions: BuildSchemaOptions = { orphanedTypes: [ErrorCode, RefusalState] };
