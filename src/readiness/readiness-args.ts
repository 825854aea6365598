import { ArgsType, Field, Int } from '@nestjs/graphql';
import { fieldProblem, invalidInput, refuse } from '../common/errors.js';
import { Optional } from '../common/input.js';
import { DateTime, LocalDate } from '../common/scalars.js';
import { historyMoments, historyProblems } from './history.rules.js';

@ArgsType()
export class AsOfArgs {
  @Field(() => DateTime, { nullable: true, description: 'Now if you leave it out. The future is refused.' })
  @Optional()
  asOf?: Date | null;
}

@ArgsType()
export class HistoryArgs {
  @Field(() => LocalDate)
  from!: string;

  @Field(() => LocalDate, { description: 'Today (UTC) at the latest.' })
  to!: string;

  @Field(() => Int, { defaultValue: 7, description: '1 or more.' })
  everyDays!: number;
}

/** Refuses to look into the future. */
export function assertKnown(asOf: Date | null, now: Date): void {
  if (asOf === null || asOf <= now) return;
  throw invalidInput([fieldProblem('asOf', `an instant up to now (${now.toISOString()})`, asOf.toISOString())]);
}

/** The moments of a curve; refuses one that cannot be drawn. */
export function momentsOf(span: HistoryArgs, now: Date): Date[] {
  refuse(historyProblems(span, now));
  return historyMoments(span, now);
}
