import { Inject } from '@nestjs/common';
import { Args, Mutation, Parent, Resolver } from '@nestjs/graphql';
import { Ctx, CurrentActor, type Actor, type RequestContext } from '../common/context.js';
import type { Ref } from '../common/ids.js';
import { IdArg, IdsArg } from '../common/input.js';
import { ReadField } from '../common/read-field.js';
import { QuestionObject } from '../guides/guides.graphql.js';
import type { Question } from '../guides/question.entity.js';
import type { Session } from '../sessions/session.entity.js';
import { SessionObject } from '../sessions/sessions.graphql.js';
import { sessionOf } from '../sessions/sessions.state.js';
import { calibrationOf } from './question-calibration.state.js';
import {
  AddQuestionInput,
  QuestionCalibrationObject,
  QuestionExposureObject,
  UpdateQuestionInput,
} from './questions.graphql.js';
import { QuestionsService } from './questions.service.js';
import { exposuresOfViewer, mayReadPrompt, type Met } from './questions.state.js';

@Resolver(() => QuestionObject)
export class QuestionReadingResolver {
  constructor(@Inject(QuestionsService) private readonly questions: QuestionsService) {}

  @Mutation(() => QuestionObject, {
    nullable: true,
    description:
      'Lets you read a question, and records it. Refused while you prepare with its guide and may still be asked it.',
  })
  openQuestion(@Ctx() request: RequestContext, @IdArg('questionId', 'Question') id: Ref): Promise<Question> {
    return this.questions.openQuestion(request, id);
  }

  @Mutation(() => [QuestionObject], {
    nullable: true,
    description:
      'Records that you already know some questions, for example from the public guide. You are then never asked them.',
  })
  declareQuestionsSeen(
    @CurrentActor() actor: Actor,
    @IdsArg('questionIds', 'Question') ids: Ref[],
  ): Promise<Question[]> {
    return this.questions.declareQuestionsSeen(actor, ids);
  }

  @Mutation(() => QuestionObject, {
    nullable: true,
    description: "Adds a question to the group's bank. It stays in later editions of the guide.",
  })
  addQuestion(@CurrentActor() actor: Actor, @Args('input') input: AddQuestionInput): Promise<Question> {
    return this.questions.addQuestion(actor, input);
  }

  @Mutation(() => [QuestionObject], {
    nullable: true,
    description:
      "Adds up to 500 questions at once, as a YAML or JSON list in the form of a guide's questions. A list with any problem is refused as a whole. For organizers.",
  })
  importQuestions(
    @CurrentActor() actor: Actor,
    @IdArg('guideId', 'Guide') id: Ref,
    @Args('source') source: string,
  ): Promise<Question[]> {
    return this.questions.importQuestions(actor, id, source);
  }

  @Mutation(() => QuestionObject, { nullable: true, description: 'Changes a question that you have added.' })
  updateQuestion(@CurrentActor() actor: Actor, @Args('input') input: UpdateQuestionInput): Promise<Question> {
    return this.questions.updateQuestion(actor, input);
  }

  @Mutation(() => QuestionObject, {
    nullable: true,
    description: 'Takes a question of the group out of use. Sets that have it keep it. For its author and organizers.',
  })
  retireQuestion(@CurrentActor() actor: Actor, @IdArg('questionId', 'Question') id: Ref): Promise<Question> {
    return this.questions.retireQuestion(actor, id);
  }

  @ReadField(() => String, {
    nullable: true,
    description: 'Null until you may read it. The service records who opens a question.',
  })
  prompt(@Parent() question: Question, @Ctx() { state }: RequestContext): string | null {
    return mayReadPrompt(state, question) ? question.prompt : null;
  }

  @ReadField(() => [String], { nullable: true, description: 'Null until you may read them.' })
  hints(@Parent() question: Question, @Ctx() { state }: RequestContext): string[] | null {
    return mayReadPrompt(state, question) ? question.hints : null;
  }

  @ReadField(() => [String], {
    nullable: true,
    description: 'What a strong answer shows. Null until you may read it.',
  })
  lookFor(@Parent() question: Question, @Ctx() { state }: RequestContext): string[] | null {
    return mayReadPrompt(state, question) ? question.lookFor : null;
  }

  @ReadField(() => QuestionCalibrationObject, {
    nullable: true,
    description:
      'Null until the feedback of five sessions is out. For organizers, and for interviewers of sessions that are not over.',
  })
  calibration(
    @Parent() question: Question,
    @Ctx() { state }: RequestContext,
  ): QuestionCalibrationObject | null | Promise<QuestionCalibrationObject | null> {
    return calibrationOf(state, question);
  }

  @ReadField(() => [QuestionExposureObject], { description: 'How you came to know it or its family, if you did.' })
  viewerExposures(@Parent() question: Question, @Ctx() { state }: RequestContext): Met[] {
    return exposuresOfViewer(state, question);
  }
}

@Resolver(() => QuestionExposureObject)
export class QuestionExposuresResolver {
  @ReadField(() => SessionObject, { nullable: true })
  session(@Parent() { groupId, sessionId }: Met, @Ctx() { state }: RequestContext): Session | null {
    return sessionId === null ? null : sessionOf(state, { groupId, id: sessionId })!;
  }
}
