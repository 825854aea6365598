import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTime } from '../common/scalars.js';
import { AttentionKind } from './attention.rules.js';

registerEnumType(AttentionKind, {
  name: 'AttentionKind',
  description:
    'What may wait for a person. markSessionSeen settles what was booked, changed, cancelled, came out or was stated.',
  valuesMap: {
    SCORECARD_OWED: { description: 'A session that you interviewed in is over, and your scorecard is not in.' },
    SELF_ASSESSMENT_OPEN: { description: 'You were the candidate, and may judge yourself until the feedback is out.' },
    SESSION_BOOKED: { description: 'Another person booked a session with you.' },
    SESSION_CHANGED: { description: 'A session of yours to come was moved, or its link or its panel changed.' },
    SESSION_CANCELLED: { description: 'A session of yours to come was cancelled.' },
    FEEDBACK_OUT: {
      description: 'Feedback came out or was amended: for the candidate, and for interviewers who have submitted.',
    },
    MARKED_ABSENT: {
      description: 'A person says that one of those who sit in was absent. It is due when the statement takes effect.',
    },
    KIT_TO_OPEN: { description: 'For question sets, which are still to come.' },
    SWAP_TO_ANSWER: { description: 'For swaps, which are still to come.' },
    HOURS_MISSING: { description: 'You have not stated your hours in a group whose members prepare for something.' },
  },
});

@ObjectType('AttentionItem', { description: 'Something that waits for you.' })
export class AttentionItemObject {
  @Field(() => ID, { description: 'The same for the same session, or group, and kind.' })
  id!: string;

  @Field(() => AttentionKind)
  kind!: AttentionKind;

  @Field(() => DateTime, { description: 'Since when it waits.' })
  since!: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: 'By when to see to it; for a session that was booked, changed or cancelled, its start.',
  })
  dueAt!: Date | null;

  @Field({ description: 'Every change since you last saw it, and what to do; times are in your own zone.' })
  text!: string;
}
