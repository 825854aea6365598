import { Args, ID, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Ctx, type RequestContext } from '../common/context.js';
import { FirstArg } from '../common/input.js';
import { decodeCursor, isUuid, type Page } from '../common/pages.js';
import { Difficulty, RoundKind } from '../guides/guide-document.js';
import type { Guide } from '../guides/guide.entity.js';
import { GuideObject, QuestionConnectionObject } from '../guides/guides.graphql.js';
import type { Question } from '../guides/question.entity.js';
import { bankPage } from './bank.state.js';

@Resolver(() => GuideObject)
export class GuideQuestionsResolver {
  @ResolveField(() => QuestionConnectionObject, {
    description: "The guide's question bank and what the group has added, without retired questions.",
  })
  questions(
    @Parent() guide: Guide,
    @Ctx() { state }: RequestContext,
    @FirstArg() first: number,
    @Args('topicKey', { type: () => String, nullable: true }) topicKey: string | null = null,
    @Args('kind', { type: () => RoundKind, nullable: true }) kind: RoundKind | null = null,
    @Args('difficulty', { type: () => Difficulty, nullable: true }) difficulty: Difficulty | null = null,
    @Args('freshFor', {
      type: () => ID,
      nullable: true,
      description:
        'Only questions that are fresh for this candidate. Empty unless you are this candidate, or interview them in a session that is not over.',
    })
    freshFor: string | null = null,
    @Args('after', { type: () => String, nullable: true }) after: string | null = null,
  ): Page<Question> {
    const request = { first, after: decodeCursor(after, [isUuid]) };
    return bankPage(state, guide, { topicKey, kind, difficulty, freshFor }, request);
  }
}
