import { ArgsType, Field, Int } from '@nestjs/graphql';
import { Optional, WholeNumber } from '../common/input.js';
import type { Ref } from '../common/ids.js';
import { decodeCursor, type PageKey } from '../common/pages.js';
import { DateTime } from '../common/scalars.js';
import { SessionStatus } from './session.rules.js';
import { sessionCursor, type SessionFilter } from './sessions.loaders.js';

/** What every connection of sessions may be asked for. */
@ArgsType()
export class SessionsArgs {
  @Field(() => DateTime, {
    nullable: true,
    description: 'Only sessions that end after this. Now, where to and status are left out as well.',
  })
  @Optional()
  from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Only sessions that start before this.' })
  @Optional()
  to?: Date | null;

  @Field(() => [SessionStatus], { nullable: true })
  @Optional()
  status?: SessionStatus[] | null;

  @Field(() => Int, { nullable: true, defaultValue: 20, description: 'How many at most, 1 to 100.' })
  @Optional()
  @WholeNumber(1, 100)
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'The cursor of the last one that you have.' })
  @Optional()
  after?: string | null;
}

/** The page of a parent's sessions that the arguments ask for: what is not over yet, where they name no span and no status. */
export function pageOfSessions(
  parent: Ref,
  { from, to, status, first, after }: SessionsArgs,
  now: Date,
): PageKey<SessionFilter> {
  const isOpen = from == null && to == null && status == null;
  const args = { from: isOpen ? now : (from ?? null), to: to ?? null, status: status ?? null };
  return { parent, args, first: first ?? 20, after: decodeCursor(after, sessionCursor) };
}
