import { ID, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Ctx, type RequestContext } from '../common/context.js';
import { publicId } from '../common/ids.js';
import { MemberObject } from '../groups/groups.graphql.js';
import { memberById } from '../groups/groups.loaders.js';
import type { Member } from '../groups/member.entity.js';
import type { RoundView, TopicView } from './guide-view.js';
import { QuestionObject, RoundObject, TopicObject } from './guides.graphql.js';
import { guideView } from './guides.loaders.js';
import type { Question } from './question.entity.js';

@Resolver(() => RoundObject)
export class RoundsResolver {
  @ResolveField(() => ID)
  id(@Parent() round: RoundView): string {
    return publicId('Round', round);
  }
}

/** Prompts, hints and answers stay closed: opening one is an act that is recorded, and nothing records it yet. */
@Resolver(() => QuestionObject)
export class QuestionsResolver {
  @ResolveField(() => ID)
  id(@Parent() question: Question): string {
    return publicId('Question', question);
  }

  @ResolveField(() => TopicObject)
  async topic(@Parent() { groupId, guideId, topicKey }: Question, @Ctx() { load }: RequestContext): Promise<TopicView> {
    const { topics } = await load(guideView, { groupId, id: guideId });
    return topics.find((topic) => topic.key === topicKey)!;
  }

  @ResolveField(() => MemberObject, { nullable: true, description: "Who added it; null for the guide's own." })
  author(@Parent() { groupId, authorId }: Question, @Ctx() { load }: RequestContext): Promise<Member> | null {
    return authorId === null ? null : load(memberById, { groupId, id: authorId });
  }

  @ResolveField(() => String, { nullable: true, description: 'Null until you may read it.' })
  prompt(): null {
    return null;
  }

  @ResolveField(() => [String], { nullable: true, description: 'Null until you may read them.' })
  hints(): null {
    return null;
  }

  @ResolveField(() => [String], {
    nullable: true,
    description: 'What a strong answer shows. Null until you may read it.',
  })
  lookFor(): null {
    return null;
  }
}
