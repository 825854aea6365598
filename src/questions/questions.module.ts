import { Module } from '@nestjs/common';
import { GuideQuestionsResolver } from './bank.resolver.js';
import {
  QuestionSetItemsResolver,
  QuestionSetPartsResolver,
  QuestionSetsResolver,
  QuestionSupplyResolver,
  SupplyForecastResolver,
  SupplyForecastRoundsResolver,
} from './question-sets.resolver.js';
import { QuestionSetsService } from './question-sets.service.js';
import { QuestionExposuresResolver, QuestionReadingResolver } from './questions.resolver.js';
import { QuestionsService } from './questions.service.js';

/** Which questions a session asks, who has met them, and how the bank grows. */
@Module({
  providers: [
    QuestionsService,
    QuestionReadingResolver,
    QuestionExposuresResolver,
    GuideQuestionsResolver,
    QuestionSetsService,
    QuestionSetsResolver,
    QuestionSetPartsResolver,
    QuestionSetItemsResolver,
    QuestionSupplyResolver,
    SupplyForecastResolver,
    SupplyForecastRoundsResolver,
  ],
})
export class QuestionsModule {}
