import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTime } from '../common/scalars.js';
import { AttentionKind } from './attention.rules.js';

registerEnumType(AttentionKind, {
  name: 'AttentionKind',
  description: 'What may wait for somebody.',
  valuesMap: {
    SCORECARD_OWED: { description: 'A session that you interviewed in is over, and your scorecard is not in.' },
    SELF_ASSESSMENT_OPEN: { description: 'You were the candidate, and may judge yourself until the feedback is out.' },
    SESSION_CHANGED: {
      description:
        'A session to come was moved, changed or cancelled by somebody else since you last opened it by its id.',
    },
    KIT_TO_OPEN: { description: 'For question sets, which are still to come.' },
    SWAP_TO_ANSWER: { description: 'For swaps, which are still to come.' },
    HOURS_MISSING: { description: 'For weekly hours, which are still to come.' },
  },
});

@ObjectType('AttentionItem', { description: 'Something that waits for you.' })
export class AttentionItemObject {
  @Field(() => AttentionKind)
  kind!: AttentionKind;

  @Field(() => DateTime, { description: 'Since when it waits.' })
  since!: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: 'By when to see to it; for a session that changed, its start.',
  })
  dueAt!: Date | null;

  @Field({ description: 'What to do, in a sentence; times are in your own zone.' })
  text!: string;
}
