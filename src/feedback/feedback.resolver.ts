import { Inject } from '@nestjs/common';
import { Args, ID, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Ctx, CurrentActor, type Actor, type RequestContext } from '../common/context.js';
import { publicId } from '../common/ids.js';
import { MemberObject } from '../groups/groups.graphql.js';
import { memberById } from '../groups/groups.loaders.js';
import type { Member } from '../groups/member.entity.js';
import type { CriterionView } from '../guides/guide-view.js';
import { CriterionObject } from '../guides/guides.graphql.js';
import type { Assignment } from '../sessions/assignment.entity.js';
import type { Session } from '../sessions/session.entity.js';
import { AssignmentObject, SessionObject } from '../sessions/sessions.graphql.js';
import { sessionById } from '../sessions/sessions.loaders.js';
import {
  AmendScorecardInput,
  CriterionRatingObject,
  ScorecardInput,
  ScorecardObject,
  ScorecardRevisionObject,
} from './feedback.graphql.js';
import {
  ratingsInOrder,
  readableScorecards,
  revisionsOfScorecard,
  scorecardView,
  type RatingView,
  type RevisionView,
  type ScorecardView,
} from './feedback.loaders.js';
import { FeedbackService } from './feedback.service.js';

@Resolver(() => ScorecardObject)
export class ScorecardsResolver {
  constructor(@Inject(FeedbackService) private readonly feedback: FeedbackService) {}

  @Mutation(() => ScorecardObject, {
    nullable: true,
    description: 'Keeps your draft, from the start of the session on. Nobody else sees it.',
  })
  async saveScorecard(
    @CurrentActor() actor: Actor,
    @Args('input') input: ScorecardInput,
    @Ctx() { load }: RequestContext,
  ): Promise<ScorecardView | null> {
    return load(scorecardView, await this.feedback.saveScorecard(actor, input));
  }

  @Mutation(() => ScorecardObject, {
    nullable: true,
    description:
      'Hands in your scorecard, from the end of the session on. Until others may read it you may hand it in again, and only the newest wording is ever shown.',
  })
  async submitScorecard(
    @CurrentActor() actor: Actor,
    @Args('input') input: ScorecardInput,
    @Ctx() { load }: RequestContext,
  ): Promise<ScorecardView | null> {
    return load(scorecardView, await this.feedback.submitScorecard(actor, input));
  }

  @Mutation(() => ScorecardObject, {
    nullable: true,
    description:
      'Corrects your scorecard once others may read it. The earlier wording stays readable, with your reason; five times at most.',
  })
  async amendScorecard(
    @CurrentActor() actor: Actor,
    @Args('input') input: AmendScorecardInput,
    @Ctx() { load }: RequestContext,
  ): Promise<ScorecardView | null> {
    return load(scorecardView, await this.feedback.amendScorecard(actor, input));
  }

  @ResolveField(() => ID)
  id(@Parent() card: ScorecardView): string {
    return publicId('Scorecard', card);
  }

  @ResolveField(() => SessionObject)
  session(@Parent() { groupId, sessionId }: ScorecardView, @Ctx() { load }: RequestContext): Promise<Session> {
    return load(sessionById, { groupId, id: sessionId });
  }

  @ResolveField(() => MemberObject)
  author(@Parent() { groupId, authorId }: ScorecardView, @Ctx() { load }: RequestContext): Promise<Member> {
    return load(memberById, { groupId, id: authorId });
  }

  @ResolveField(() => [CriterionRatingObject])
  ratings(@Parent() card: ScorecardView, @Ctx() { load }: RequestContext): Promise<RatingView[]> {
    return ratingsInOrder(load, card);
  }

  @ResolveField(() => [ScorecardRevisionObject], {
    description: 'Earlier wordings that others could read, oldest first: an amendment adds, it never overwrites.',
  })
  revisions(@Parent() card: ScorecardView, @Ctx() { load }: RequestContext): Promise<RevisionView[]> {
    return load(revisionsOfScorecard, card);
  }
}

@Resolver(() => ScorecardRevisionObject)
export class ScorecardRevisionsResolver {
  @ResolveField(() => [CriterionRatingObject])
  ratings(@Parent() revision: RevisionView, @Ctx() { load }: RequestContext): Promise<RatingView[]> {
    return ratingsInOrder(load, revision);
  }
}

@Resolver(() => CriterionRatingObject)
export class CriterionRatingsResolver {
  @ResolveField(() => CriterionObject)
  criterion(@Parent() { criterion }: RatingView): CriterionView {
    return criterion;
  }
}

@Resolver(() => SessionObject)
export class SessionScorecardsResolver {
  @ResolveField(() => [ScorecardObject], { description: 'Only the scorecards that you may read now.' })
  scorecards(@Parent() session: Session, @Ctx() { load }: RequestContext): Promise<ScorecardView[]> {
    return load(readableScorecards, session);
  }
}

@Resolver(() => AssignmentObject)
export class AssignmentScorecardResolver {
  @ResolveField(() => ScorecardObject, {
    nullable: true,
    description: 'Their scorecard, if you may read it now; null otherwise, whether or not there is one.',
  })
  async scorecard(
    @Parent() { groupId, sessionId, memberId }: Assignment,
    @Ctx() { load }: RequestContext,
  ): Promise<ScorecardView | null> {
    const cards = await load(readableScorecards, { groupId, id: sessionId });
    return cards.find(({ authorId }) => authorId === memberId) ?? null;
  }
}
