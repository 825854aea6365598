import { Inject } from '@nestjs/common';
import { Args, ID, Mutation, Parent, Resolver } from '@nestjs/graphql';
import { Ctx, CurrentActor, type Actor, type RequestContext } from '../common/context.js';
import { ReadField } from '../common/read-field.js';
import { publicId } from '../common/ids.js';
import { MemberObject } from '../groups/groups.graphql.js';
import { memberOf } from '../groups/groups.state.js';
import type { Member } from '../groups/member.entity.js';
import type { CriterionView } from '../guides/guide-view.js';
import { CriterionObject } from '../guides/guide-parts.graphql.js';
import type { Assignment } from '../sessions/assignment.entity.js';
import type { Session } from '../sessions/session.entity.js';
import { AssignmentObject, SessionObject } from '../sessions/sessions.graphql.js';
import { sessionOf } from '../sessions/sessions.state.js';
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
  revisionsOf,
  type RatingView,
  type RevisionView,
  type ScorecardView,
} from './feedback.state.js';
import { FeedbackService } from './feedback.service.js';
import type { Scorecard } from './scorecard.entity.js';

@Resolver(() => ScorecardObject)
export class ScorecardsResolver {
  constructor(@Inject(FeedbackService) private readonly feedback: FeedbackService) {}

  @Mutation(() => ScorecardObject, {
    nullable: true,
    description: 'Saves your draft, from the start of the session on. Nobody else sees it.',
  })
  saveScorecard(@CurrentActor() actor: Actor, @Args('input') input: ScorecardInput): Promise<Scorecard> {
    return this.feedback.saveScorecard(actor, input);
  }

  @Mutation(() => ScorecardObject, {
    nullable: true,
    description:
      'Submits your scorecard, from the end of the session on. Until others may read it, you can submit it again, and they will see only the newest version.',
  })
  submitScorecard(@CurrentActor() actor: Actor, @Args('input') input: ScorecardInput): Promise<Scorecard> {
    return this.feedback.submitScorecard(actor, input);
  }

  @Mutation(() => ScorecardObject, {
    nullable: true,
    description:
      'Corrects your scorecard once others may read it. The earlier version stays readable, with your reason; five times at most.',
  })
  amendScorecard(@Ctx() request: RequestContext, @Args('input') input: AmendScorecardInput): Promise<Scorecard> {
    return this.feedback.amendScorecard(request, input);
  }

  @ReadField(() => ID)
  id(@Parent() card: ScorecardView): string {
    return publicId('Scorecard', card);
  }

  @ReadField(() => SessionObject)
  session(@Parent() { groupId, sessionId }: ScorecardView, @Ctx() { state }: RequestContext): Session {
    return sessionOf(state, { groupId, id: sessionId })!;
  }

  @ReadField(() => MemberObject)
  author(@Parent() { groupId, authorId }: ScorecardView, @Ctx() { state }: RequestContext): Member {
    return memberOf(state, { groupId, id: authorId })!;
  }

  @ReadField(() => [CriterionRatingObject])
  ratings(@Parent() card: ScorecardView, @Ctx() { state }: RequestContext): RatingView[] {
    return ratingsInOrder(state, card);
  }

  @ReadField(() => [ScorecardRevisionObject], {
    description: 'Earlier versions that others could read, oldest first. An amendment never overwrites a version.',
  })
  revisions(@Parent() card: ScorecardView, @Ctx() { state }: RequestContext): RevisionView[] {
    return revisionsOf(state, card);
  }
}

@Resolver(() => ScorecardRevisionObject)
export class ScorecardRevisionsResolver {
  @ReadField(() => [CriterionRatingObject])
  ratings(@Parent() revision: RevisionView, @Ctx() { state }: RequestContext): RatingView[] {
    return ratingsInOrder(state, revision);
  }
}

@Resolver(() => CriterionRatingObject)
export class CriterionRatingsResolver {
  @ReadField(() => CriterionObject)
  criterion(@Parent() { criterion }: RatingView): CriterionView {
    return criterion;
  }
}

@Resolver(() => SessionObject)
export class SessionScorecardsResolver {
  @ReadField(() => [ScorecardObject], { description: 'Only the scorecards that you may read now.' })
  scorecards(@Parent() session: Session, @Ctx() { state }: RequestContext): ScorecardView[] {
    return readableScorecards(state, session);
  }
}

@Resolver(() => AssignmentObject)
export class AssignmentScorecardResolver {
  @ReadField(() => ScorecardObject, {
    nullable: true,
    description:
      'The scorecard of this interviewer, if you may read it now. Null otherwise, even if a scorecard exists.',
  })
  scorecard(
    @Parent() { groupId, sessionId, memberId }: Assignment,
    @Ctx() { state }: RequestContext,
  ): ScorecardView | null {
    const cards = readableScorecards(state, sessionOf(state, { groupId, id: sessionId })!);
    return cards.find(({ authorId }) => authorId === memberId) ?? null;
  }
}
