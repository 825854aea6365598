import { Inject } from '@nestjs/common';
import { Args, Float, ID, Mutation, Parent, Query, Resolver } from '@nestjs/graphql';
import { Ctx, CurrentActor, type Actor, type RequestContext } from '../common/context.js';
import { ReadField } from '../common/read-field.js';
import { publicId } from '../common/ids.js';
import type { Group } from '../groups/group.entity.js';
import { GroupObject } from '../groups/groups.graphql.js';
import { groupOf } from '../groups/groups.state.js';
import type { GuideDocument } from './guide-document.js';
import type { GuideView, RoundView } from './guide-view.js';
import type { Guide, GuideOutline } from './guide.entity.js';
import {
  AreaObject,
  CompetencyObject,
  GuideNoteObject,
  RoundObject,
  SkillObject,
  StageObject,
  TopicObject,
  TrackObject,
  WeekRangeObject,
} from './guide-parts.graphql.js';
import { GuideObject, ImportGuideInput, LibraryGuideObject } from './guides.graphql.js';
import { guidesOfGroup, guideView } from './guides.state.js';
import { GuidesService } from './guides.service.js';

@Resolver(() => GuideObject)
export class GuidesResolver {
  constructor(@Inject(GuidesService) private readonly guides: GuidesService) {}

  @Query(() => [LibraryGuideObject], { description: 'Guides that ship with the server, ready to import.' })
  guideLibrary(): Promise<GuideDocument[]> {
    return this.guides.library();
  }

  @Mutation(() => GuideObject, {
    nullable: true,
    description:
      'Imports a guide as the next edition of its key. A document with any problem is refused as a whole. For organizers.',
  })
  importGuide(@CurrentActor() actor: Actor, @Args('input') input: ImportGuideInput): Promise<Guide> {
    return this.guides.importGuide(actor, input);
  }

  @ReadField(() => ID)
  id(@Parent() guide: Guide): string {
    return publicId('Guide', guide);
  }

  @ReadField(() => GroupObject)
  group(@Parent() { groupId }: Guide, @Ctx() { state }: RequestContext): Group {
    return groupOf(state, groupId);
  }

  @ReadField(() => WeekRangeObject, { description: 'How long the real process usually takes, in weeks.' })
  processWeeks(@Parent() { outline }: Guide): GuideOutline['processWeeks'] {
    return outline.processWeeks;
  }

  @ReadField(() => Float, {
    description:
      'How far below the bar one round may be without failing the loop: one slightly weaker round is forgiven.',
  })
  grace(@Parent() guide: Guide, @Ctx() { state }: RequestContext): number {
    return guideView(state, guide).grace;
  }

  @ReadField(() => [SkillObject], { description: 'What the role asks for.' })
  skills(@Parent() { outline }: Guide): GuideOutline['skills'] {
    return outline.skills;
  }

  @ReadField(() => [CompetencyObject], { description: 'Qualities that interviewers look for.' })
  competencies(@Parent() { outline }: Guide): GuideOutline['competencies'] {
    return outline.competencies;
  }

  @ReadField(() => [TrackObject], { description: 'Variants of the process; the first is the default.' })
  tracks(@Parent() guide: Guide, @Ctx() { state }: RequestContext): GuideView['tracks'] {
    return guideView(state, guide).tracks;
  }

  @ReadField(() => [StageObject], { description: 'The stages of the process, in order.' })
  stages(@Parent() guide: Guide, @Ctx() { state }: RequestContext): GuideView['stages'] {
    return guideView(state, guide).stages;
  }

  @ReadField(() => [RoundObject], { description: 'The process in order.' })
  rounds(@Parent() guide: Guide, @Ctx() { state }: RequestContext): RoundView[] {
    return guideView(state, guide).rounds;
  }

  @ReadField(() => [AreaObject], { description: 'Fields that are examined, each in one or more rounds.' })
  areas(@Parent() guide: Guide, @Ctx() { state }: RequestContext): GuideView['areas'] {
    return guideView(state, guide).areas;
  }

  @ReadField(() => [TopicObject], { description: 'Everything that candidates should be ready to talk about.' })
  topics(@Parent() guide: Guide, @Ctx() { state }: RequestContext): GuideView['topics'] {
    return guideView(state, guide).topics;
  }

  @ReadField(() => [GuideNoteObject], {
    description: 'Advice that a candidate should read: tips, culture, frequent questions, what the role does.',
  })
  notes(@Parent() guide: Guide, @Ctx() { state }: RequestContext): GuideView['notes'] {
    return guideView(state, guide).notes;
  }
}

@Resolver(() => GroupObject)
export class GroupGuidesResolver {
  @ReadField(() => [GuideObject], { description: 'Guides that the group has imported, newest edition first.' })
  guides(@Parent() { id }: Group, @Ctx() { state }: RequestContext): Guide[] {
    return guidesOfGroup(state, id);
  }
}
