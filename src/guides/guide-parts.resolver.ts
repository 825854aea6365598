import { ID, Parent, Resolver } from '@nestjs/graphql';
import { Ctx, type RequestContext } from '../common/context.js';
import { ReadField } from '../common/read-field.js';
import { publicId } from '../common/ids.js';
import { MemberObject } from '../groups/groups.graphql.js';
import { memberOf } from '../groups/groups.state.js';
import type { Member } from '../groups/member.entity.js';
import type { RoundView, TopicView } from './guide-view.js';
import { RoundObject, TopicObject } from './guide-parts.graphql.js';
import { QuestionObject } from './guides.graphql.js';
import { guideView } from './guides.state.js';
import type { Question } from './question.entity.js';

@Resolver(() => RoundObject)
export class RoundsResolver {
  @ReadField(() => ID)
  id(@Parent() round: RoundView): string {
    return publicId('Round', round);
  }
}

@Resolver(() => QuestionObject)
export class QuestionsResolver {
  @ReadField(() => ID)
  id(@Parent() question: Question): string {
    return publicId('Question', question);
  }

  @ReadField(() => TopicObject)
  topic(@Parent() { groupId, guideId, topicKey }: Question, @Ctx() { state }: RequestContext): TopicView {
    const { topics } = guideView(state, { groupId, id: guideId });
    return topics.find((topic) => topic.key === topicKey)!;
  }

  @ReadField(() => MemberObject, { nullable: true, description: "Who added it; null for the guide's own." })
  author(@Parent() { groupId, authorId }: Question, @Ctx() { state }: RequestContext): Member | null {
    return authorId === null ? null : memberOf(state, { groupId, id: authorId })!;
  }
}
