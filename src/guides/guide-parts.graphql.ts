import { Field, Float, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { NodeObject } from '../common/nodes.js';
import { GuideNoteKind, RoundKind, SkillNeed, TopicDepth } from './guide-document.js';

registerEnumType(RoundKind, { name: 'RoundKind', description: 'What sort of interview a round is.' });
registerEnumType(TopicDepth, {
  name: 'TopicDepth',
  description: 'Whether every candidate is asked about a topic, or only some.',
});
registerEnumType(SkillNeed, { name: 'SkillNeed', description: 'How much the role needs a skill.' });
registerEnumType(GuideNoteKind, { name: 'GuideNoteKind', description: 'What a note is about.' });

@ObjectType('WeekRange', { description: 'A range of weeks.' })
export class WeekRangeObject {
  @Field(() => Int)
  min!: number;

  @Field(() => Int)
  max!: number;
}

@ObjectType('PacingSpan', { description: 'A part of the runway: 0 is its start, 1 the target date.' })
class PacingSpanObject {
  @Field(() => Float)
  from!: number;

  @Field(() => Float)
  to!: number;
}

@ObjectType('Competency', { description: 'A quality that interviewers look for, judged across rounds.' })
export class CompetencyObject {
  @Field()
  key!: string;

  @Field()
  title!: string;

  @Field()
  summary!: string;
}

@ObjectType('RubricAnchor', { description: 'Observable behaviour that earns a level, 1 to 4.' })
class RubricAnchorObject {
  @Field(() => Int)
  level!: number;

  @Field()
  behavior!: string;
}

@ObjectType('Criterion', { description: 'A line of a scorecard: one competency as this round grades it.' })
export class CriterionObject {
  @Field()
  key!: string;

  @Field()
  title!: string;

  @Field(() => CompetencyObject)
  competency!: CompetencyObject;

  @Field(() => Float, { description: "Its weight in the scorecard's mean, relative to the other criteria." })
  weight!: number;

  @Field(() => [RubricAnchorObject], { description: 'What each level looks like, 1 to 4.' })
  anchors!: RubricAnchorObject[];
}

@ObjectType('Stage', { description: 'A stage of the process, with its rounds.' })
export class StageObject {
  @Field()
  key!: string;

  @Field()
  title!: string;

  @Field(() => Int)
  position!: number;

  @Field(() => [RoundObject])
  rounds!: RoundObject[];
}

@ObjectType('Area', { description: 'A subject that one or more rounds test.' })
export class AreaObject {
  @Field()
  key!: string;

  @Field()
  title!: string;

  @Field()
  summary!: string;

  @Field({ description: 'What a strong performance looks like.' })
  strongPerformance!: string;

  @Field(() => [RoundObject], { description: 'The rounds that test it.' })
  rounds!: RoundObject[];

  @Field(() => [TopicObject])
  topics!: TopicObject[];
}

@ObjectType('Topic', { description: 'A subject that candidates should be ready to talk about.' })
export class TopicObject {
  @Field()
  key!: string;

  @Field()
  title!: string;

  @Field({ description: 'What the topic covers, in technical terms.' })
  summary!: string;

  @Field(() => TopicDepth)
  depth!: TopicDepth;

  @Field(() => AreaObject)
  area!: AreaObject;
}

@ObjectType('Round', {
  implements: () => NodeObject,
  description: 'One round of the process, as the guide defines it.',
})
export class RoundObject extends NodeObject {
  @Field()
  key!: string;

  @Field()
  title!: string;

  @Field(() => RoundKind)
  kind!: RoundKind;

  @Field(() => StageObject)
  stage!: StageObject;

  @Field(() => Int, { description: 'Its place in the process, from 0.' })
  position!: number;

  @Field(() => Int)
  minutes!: number;

  @Field(() => Int, { description: 'The number of interviewers, without shadows.' })
  panelSize!: number;

  @Field(() => Int, {
    description: 'How many sessions of this round a candidate should have, each with a new interviewer if possible.',
  })
  targetSessions!: number;

  @Field(() => Float, { description: "Its weight in the loop's mean, relative to the other rounds." })
  weight!: number;

  @Field(() => PacingSpanObject, { description: 'The part of the runway in which to practise it.' })
  pacing!: PacingSpanObject;

  @Field()
  summary!: string;

  @Field(() => [AreaObject])
  areas!: AreaObject[];

  @Field(() => [CriterionObject], { description: 'What its scorecard grades.' })
  criteria!: CriterionObject[];

  @Field(() => [TopicObject], { description: 'What comes up in it.' })
  topics!: TopicObject[];
}

@ObjectType('TopicWeight', {
  description: 'How much a topic counts. Topics that are not named have weight 1.',
})
class TopicWeightObject {
  @Field(() => TopicObject)
  topic!: TopicObject;

  @Field(() => Float)
  weight!: number;
}

@ObjectType('Track', { description: 'A variant of the process, such as a search-focused team.' })
export class TrackObject {
  @Field()
  key!: string;

  @Field()
  title!: string;

  @Field()
  summary!: string;

  @Field(() => [TopicWeightObject])
  emphasis!: TopicWeightObject[];
}

@ObjectType('Skill', { description: 'Something that the role asks for.' })
export class SkillObject {
  @Field()
  key!: string;

  @Field()
  title!: string;

  @Field(() => SkillNeed)
  need!: SkillNeed;
}

@ObjectType('GuideNote', { description: 'Advice that a candidate should read.' })
export class GuideNoteObject {
  @Field(() => GuideNoteKind)
  kind!: GuideNoteKind;

  @Field()
  title!: string;

  @Field()
  body!: string;

  @Field(() => [RoundObject], {
    description: 'The rounds that it belongs to; empty when it is about the whole process.',
  })
  rounds!: RoundObject[];
}
