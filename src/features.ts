import { registerEnumType, type BuildSchemaOptions } from '@nestjs/graphql';
import { ErrorCode } from './common/errors.js';
import { FeedbackModule } from './feedback/feedback.module.js';
import { GroupsModule } from './groups/groups.module.js';
import { GuidesModule } from './guides/guides.module.js';
import { PeopleModule } from './people/people.module.js';
import { PlansModule } from './plans/plans.module.js';
import { ReadinessModule } from './readiness/readiness.module.js';
import { SchedulingModule } from './scheduling/scheduling.module.js';
import { SessionsModule } from './sessions/sessions.module.js';

/** In the order of the house: each may import those before it, none those after it. */
export const features = [
  ...[PeopleModule, GroupsModule, GuidesModule, PlansModule],
  ...[SessionsModule, FeedbackModule, ReadinessModule, SchedulingModule],
];

registerEnumType(ErrorCode, {
  name: 'ErrorCode',
  description: 'Every refusal carries one of these as `extensions.code` of its error. The list is closed.',
});

/** No field answers with an ErrorCode, and clients want to switch on it all the same. */
export const schemaOptions: BuildSchemaOptions = { orphanedTypes: [ErrorCode] };
