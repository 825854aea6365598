import { Module } from '@nestjs/common';
import type { Ref } from '../common/ids.js';
import { registerNode } from '../common/nodes.js';
import type { RequestState } from '../common/request-state.js';
import {
  AssignmentNoteResolver,
  InterviewerNotesResolver,
  SelfAssessmentsResolver,
  SessionSelfAssessmentResolver,
} from './candidate-feedback.resolver.js';
import { CandidateFeedbackService } from './candidate-feedback.service.js';

import {
  AssignmentScorecardResolver,
  CriterionRatingsResolver,
  ScorecardRevisionsResolver,
  ScorecardsResolver,
  SessionScorecardsResolver,
} from './feedback.resolver.js';
import { FeedbackService } from './feedback.service.js';
import { scorecardOf, ScorecardView, scorecardView } from './feedback.state.js';
import { GroupFeedbackResolver } from './owed.resolver.js';
import { Scorecard } from './scorecard.entity.js';

/** A scorecard that the viewer may not read is treated as missing. */
const readableCard = (state: RequestState, ref: Ref) => {
  const card = state.has(ref.groupId) && scorecardOf(state, ref);
  return card ? scorecardView(state, card) : null;
};

registerNode('Scorecard', [ScorecardView, Scorecard], { find: readableCard, mayRead: () => true });

@Module({
  providers: [
    FeedbackService,
    ScorecardsResolver,
    ScorecardRevisionsResolver,
    CriterionRatingsResolver,
    SessionScorecardsResolver,
    AssignmentScorecardResolver,
    GroupFeedbackResolver,
    CandidateFeedbackService,
    SelfAssessmentsResolver,
    SessionSelfAssessmentResolver,
    InterviewerNotesResolver,
    AssignmentNoteResolver,
  ],
})
export class FeedbackModule {}
