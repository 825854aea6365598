import { Inject } from '@nestjs/common';
import { Args, Float, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Ctx, CurrentActor, type Actor, type RequestContext } from '../common/context.js';
import { publicId } from '../common/ids.js';
import { FirstArg } from '../common/input.js';
import { decodeCursor, type Page } from '../common/pages.js';
import type { Group } from '../groups/group.entity.js';
import { GroupObject } from '../groups/groups.graphql.js';
import { groupById, groupRef } from '../groups/groups.loaders.js';
import { Difficulty, RoundKind, type GuideDocument } from './guide-document.js';
import type { GuideView, RoundView } from './guide-view.js';
import type { Guide, GuideOutline } from './guide.entity.js';
import {
  AreaObject,
  CompetencyObject,
  GuideNoteObject,
  GuideObject,
  ImportGuideInput,
  LibraryGuideObject,
  QuestionConnectionObject,
  RoundObject,
  SkillObject,
  StageObject,
  TopicObject,
  TrackObject,
  WeekRangeObject,
} from './guides.graphql.js';
import { guidesOfGroup, guideView, questionCursor, questionsOfGuide } from './guides.loaders.js';
import { GuidesService } from './guides.service.js';
import type { Question } from './question.entity.js';

@Resolver(() => GuideObject)
export class GuidesResolver {
  constructor(@Inject(GuidesService) private readonly guides: GuidesService) {}

  @Query(() => [LibraryGuideObject], { description: 'Guides that ship with the server, ready to import.' })
  guideLibrary(): GuideDocument[] {
    return this.guides.library();
  }

  @Mutation(() => GuideObject, {
    nullable: true,
    description:
      'Imports a guide as the next edition of its key. A document with a problem is refused whole. For organizers.',
  })
  importGuide(@CurrentActor() actor: Actor, @Args('input') input: ImportGuideInput): Promise<Guide> {
    return this.guides.importGuide(actor, input);
  }

  @ResolveField(() => ID)
  id(@Parent() guide: Guide): string {
    return publicId('Guide', guide);
  }

  @ResolveField(() => GroupObject)
  group(@Parent() { groupId }: Guide, @Ctx() { load }: RequestContext): Promise<Group> {
    return load(groupById, groupId);
  }

  @ResolveField(() => WeekRangeObject, { description: 'How long the real process usually takes, in weeks.' })
  processWeeks(@Parent() { outline }: Guide): GuideOutline['processWeeks'] {
    return outline.processWeeks;
  }

  @ResolveField(() => Float, {
    description:
      'How far below the bar one round may be without failing the loop: one slightly weaker round is forgiven.',
  })
  async grace(@Parent() guide: Guide, @Ctx() { load }: RequestContext): Promise<number> {
    return (await load(guideView, guide)).grace;
  }

  @ResolveField(() => [SkillObject], { description: 'What the role asks for.' })
  skills(@Parent() { outline }: Guide): GuideOutline['skills'] {
    return outline.skills;
  }

  @ResolveField(() => [CompetencyObject], { description: 'Qualities that interviewers look for.' })
  competencies(@Parent() { outline }: Guide): GuideOutline['competencies'] {
    return outline.competencies;
  }

  @ResolveField(() => [TrackObject], { description: 'Variants of the process; the first is the default.' })
  async tracks(@Parent() guide: Guide, @Ctx() { load }: RequestContext): Promise<GuideView['tracks']> {
    return (await load(guideView, guide)).tracks;
  }

  @ResolveField(() => [StageObject], { description: 'The gates of the process, in order.' })
  async stages(@Parent() guide: Guide, @Ctx() { load }: RequestContext): Promise<GuideView['stages']> {
    return (await load(guideView, guide)).stages;
  }

  @ResolveField(() => [RoundObject], { description: 'The process in order.' })
  async rounds(@Parent() guide: Guide, @Ctx() { load }: RequestContext): Promise<RoundView[]> {
    return (await load(guideView, guide)).rounds;
  }

  @ResolveField(() => [AreaObject], { description: 'Fields that are examined, each in one or more rounds.' })
  async areas(@Parent() guide: Guide, @Ctx() { load }: RequestContext): Promise<GuideView['areas']> {
    return (await load(guideView, guide)).areas;
  }

  @ResolveField(() => [TopicObject], { description: 'Everything to be ready to talk about.' })
  async topics(@Parent() guide: Guide, @Ctx() { load }: RequestContext): Promise<GuideView['topics']> {
    return (await load(guideView, guide)).topics;
  }

  @ResolveField(() => [GuideNoteObject], {
    description: 'Advice that a candidate should read: tips, culture, frequent questions, what the role does.',
  })
  async notes(@Parent() guide: Guide, @Ctx() { load }: RequestContext): Promise<GuideView['notes']> {
    return (await load(guideView, guide)).notes;
  }

  @ResolveField(() => QuestionConnectionObject, { description: "The guide's question bank, without what is retired." })
  questions(
    @Parent() guide: Guide,
    @Ctx() { load }: RequestContext,
    @FirstArg() first: number,
    @Args('topicKey', { type: () => String, nullable: true }) topicKey: string | null = null,
    @Args('kind', { type: () => RoundKind, nullable: true }) kind: RoundKind | null = null,
    @Args('difficulty', { type: () => Difficulty, nullable: true }) difficulty: Difficulty | null = null,
    @Args('after', { type: () => String, nullable: true }) after: string | null = null,
  ): Promise<Page<Question>> {
    const args = { topicKey, kind, difficulty };
    return load(questionsOfGuide, { parent: guide, args, first, after: decodeCursor(after, questionCursor) });
  }
}

@Resolver(() => GroupObject)
export class GroupGuidesResolver {
  @ResolveField(() => [GuideObject], { description: 'Guides that the group has imported, newest edition first.' })
  guides(@Parent() { id }: Group, @Ctx() { load }: RequestContext): Promise<Guide[]> {
    return load(guidesOfGroup, groupRef(id));
  }
}
