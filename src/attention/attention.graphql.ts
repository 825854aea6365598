import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTime } from '../common/scalars.js';
import { AttentionKind } from './attention.rules.js';

registerEnumType(AttentionKind, {
  name: 'AttentionKind',
  description:
    'What may need your attention. Use markSessionSeen to settle items about bookings, changes, cancellations, feedback and stated absences.',
  valuesMap: {
    SCORECARD_OWED: {
      description: 'A session in which you interviewed is over, and you have not submitted your scorecard.',
    },
    SELF_ASSESSMENT_OPEN: { description: 'You were the candidate, and may assess yourself until the feedback is out.' },
    SESSION_BOOKED: { description: 'Another person booked a session with you.' },
    SESSION_CHANGED: {
      description:
        'One of your upcoming sessions was moved, its link or panel changed, or another member took your seat.',
    },
    SESSION_CANCELLED: { description: 'One of your upcoming sessions was cancelled.' },
    FEEDBACK_OUT: {
      description: 'Feedback came out or was amended: for the candidate, and for interviewers who have submitted.',
    },
    MARKED_ABSENT: {
      description:
        'A person says that the candidate or a member of the panel was absent. The item is due when the statement takes effect. It has no due time while another person says otherwise, or if only a second person could make the statement count.',
    },
    KIT_TO_OPEN: {
      description:
        'You are on the panel of a session. Its questions were chosen or have changed since you opened its kit, or its set is empty.',
    },
    SWAP_TO_ANSWER: { description: 'A member offers you a swap, or asks for cover that you can give.' },
    HOURS_MISSING: { description: 'You have not stated your hours in a group that has candidates.' },
  },
});

@ObjectType('AttentionItem', { description: 'Something that needs your attention.' })
export class AttentionItemObject {
  @Field(() => ID, { description: 'Stays the same for one kind of item about one session, swap or group.' })
  id!: string;

  @Field(() => AttentionKind)
  kind!: AttentionKind;

  @Field(() => DateTime, { description: 'When it began to need your attention.' })
  since!: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it is due. For a session that was booked, changed or cancelled, this is its start.',
  })
  dueAt!: Date | null;

  @Field({ description: 'Every change since you last saw it, and what to do. Times are in your own zone.' })
  text!: string;
}
