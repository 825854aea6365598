import { Module } from '@nestjs/common';
import { notFound } from '../common/errors.js';
import { loading } from '../common/loading.js';
import { registerNode } from '../common/nodes.js';
import {
  AssignmentNoteResolver,
  InterviewerNotesResolver,
  SelfAssessmentsResolver,
  SessionSelfAssessmentResolver,
} from './candidate-feedback.resolver.js';
import { CandidateFeedbackService } from './candidate-feedback.service.js';
import { ScorecardView, scorecardView } from './feedback.loaders.js';
import {
  AssignmentScorecardResolver,
  CriterionRatingsResolver,
  ScorecardRevisionsResolver,
  ScorecardsResolver,
  SessionScorecardsResolver,
} from './feedback.resolver.js';
import { FeedbackService } from './feedback.service.js';
import { GroupFeedbackResolver } from './owed.resolver.js';
import { Scorecard } from './scorecard.entity.js';

/** A card that one may not read does not exist. */
registerNode('Scorecard', ScorecardView, async (db, actor, { groupId, id }) => {
  const card = await db.findOneBy(Scorecard, { groupId, id });
  const readable = card && (await loading({ db, present: actor, viewerId: actor.personId })(scorecardView, card));
  if (!readable) throw notFound('scorecard');
  return readable;
});

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
