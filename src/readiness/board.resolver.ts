import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Ctx, type RequestContext } from '../common/context.js';
import type { Plan } from '../plans/plan.entity.js';
import { PlanObject } from '../plans/plans.graphql.js';
import { readinessBoard, type Board } from './board.state.js';
import { ReadinessBoardObject } from './readiness.graphql.js';

@Resolver(() => PlanObject)
export class PlanBoardResolver {
  @ResolveField(() => ReadinessBoardObject, {
    description: 'The readiness of every candidate by round. You see what each candidate shares with you.',
  })
  readinessBoard(@Parent() plan: Plan, @Ctx() { state }: RequestContext): Promise<Board> {
    return readinessBoard(state, plan);
  }
}
