import { ArgsType, Field, Int } from '@nestjs/graphql';
import { Optional, WholeNumber } from '../common/input.js';
import { decodeCursor, isUuid, pageOf, type Page } from '../common/pages.js';
import type { RequestState } from '../common/request-state.js';
import { DateTime } from '../common/scalars.js';
import { instantFrom } from '../common/time.js';
import type { Session } from './session.entity.js';
import { SessionStatus } from './session.rules.js';
import { statusOf } from './sessions.state.js';

/** What every connection of sessions may be asked for. */
@ArgsType()
export class SessionsArgs {
  @Field(() => DateTime, {
    nullable: true,
    description: 'Only sessions that end after this. If you leave out from, to and status, it is now.',
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

  @Field(() => String, { nullable: true, description: 'The cursor of the last item that you have.' })
  @Optional()
  after?: string | null;
}

const cursorShape = [(part: string) => instantFrom(part)?.toISOString() === part, isUuid];

/** The page of a list of sessions, soonest first, that the arguments ask for: what is not over yet, where they name no span and no status. */
export function pageOfSessions(state: RequestState, sessions: readonly Session[], args: SessionsArgs): Page<Session> {
  const { to, status, first, after } = args;
  const isOpen = args.from == null && to == null && status == null;
  const from = isOpen ? state.now : args.from;
  const matching = sessions.filter(
    (session) =>
      (from == null || session.endsAt > from) &&
      (to == null || session.startsAt < to) &&
      (status == null || status.includes(statusOf(state, session))),
  );
  const request = { first: first ?? 20, after: decodeCursor(after, cursorShape) };
  return pageOf(matching, request, ({ startsAt, id }) => [startsAt.toISOString(), id]);
}
