import { ArgsType, Field, Int } from '@nestjs/graphql';
import { Optional, WholeNumber } from '../common/input.js';
import { decodeCursor, isUuid, pageOf, type Page } from '../common/pages.js';
import { oncePerRequest, type RequestState } from '../common/request-state.js';
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

/** What an operation asks of a list: a span and states. */
type Asked = Pick<SessionsArgs, 'from' | 'to' | 'status'>;

/** What was chosen from a list, by what the request asked for: an operation may ask for the same list many times. */
const chosenFrom = oncePerRequest((_: RequestState, _list: readonly Session[]) => new Map<string, Session[]>());

function sessionsAsked(state: RequestState, list: readonly Session[], { from, to, status }: Asked): Session[] {
  // Plain numbers, because a group may have thousands of sessions and comparing dates is slow.
  const [after, until] = [from?.getTime() ?? -Infinity, to?.getTime() ?? Infinity];
  return list.filter(
    (session) =>
      session.endsAt.getTime() > after &&
      session.startsAt.getTime() < until &&
      (status == null || status.includes(statusOf(state, session))),
  );
}

/** The page of a list of sessions, soonest first, that the arguments ask for: what is not over yet, where they name no span and no status. */
export function pageOfSessions(state: RequestState, list: readonly Session[], args: SessionsArgs): Page<Session> {
  const { from, to, status, first, after } = args;
  const isOpen = from == null && to == null && status == null;
  const asked = { from: isOpen ? state.now : from, to, status };
  const key = JSON.stringify(asked);
  const known = chosenFrom(state, list);
  const chosen = known.get(key) ?? sessionsAsked(state, list, asked);
  known.set(key, chosen);
  const request = { first: first ?? 20, after: decodeCursor(after, cursorShape) };
  return pageOf(chosen, request, ({ startsAt, id }) => [startsAt.toISOString(), id]);
}
