import { Field, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Ref } from '../common/ids.js';
import { IdField, Optional } from '../common/input.js';
import { NodeObject } from '../common/nodes.js';
import { connectionOf } from '../common/pages.js';
import { DateTime } from '../common/scalars.js';
import { Difficulty, RoundKind } from './guide-document.js';
import {} from './guide-parts.graphql.js';

registerEnumType(Difficulty, { name: 'Difficulty', description: 'How hard a question is.' });

@ObjectType('LibraryGuide', { description: 'A guide that ships with the service. Import it by its key.' })
export class LibraryGuideObject {
  @Field()
  key!: string;

  @Field()
  company!: string;

  @Field()
  role!: string;

  @Field()
  summary!: string;
}

@ObjectType('Guide', {
  implements: () => NodeObject,
  description:
    'An interview process as a guide describes it. Immutable: importing a newer edition makes a new Guide, and a plan keeps its edition until updatePlan moves it.',
})
export class GuideObject extends NodeObject {
  @Field()
  key!: string;

  @Field(() => Int)
  edition!: number;

  @Field()
  company!: string;

  @Field()
  role!: string;

  @Field()
  summary!: string;

  @Field({ description: "How hard candidates find it, in the guide's words." })
  difficulty!: string;
}

@ObjectType('Question', { implements: () => NodeObject, description: "A question of a guide's bank." })
export class QuestionObject extends NodeObject {
  @Field({ description: 'What it is about, without giving it away.' })
  title!: string;

  @Field(() => [RoundKind], { description: 'Kinds of round that it fits.' })
  kinds!: RoundKind[];

  @Field(() => Difficulty)
  difficulty!: Difficulty;

  @Field({ description: 'Questions of one family are so similar that knowing one helps with the others.' })
  family!: string;

  @Field(() => DateTime, { nullable: true, description: 'When it was taken out of use.' })
  retiredAt!: Date | null;
}

export const QuestionConnectionObject = connectionOf('Question', () => QuestionObject);

@InputType({ description: 'Exactly one of libraryKey and source.' })
export class ImportGuideInput {
  @IdField('Group')
  groupId!: Ref;

  @Field(() => String, { nullable: true, description: 'The key of a guide of the library.' })
  @Optional()
  libraryKey?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'A guide document in the published YAML form (src/guides/guide-document.schema.json), at most 200 KiB.',
  })
  @Optional()
  source?: string | null;
}
