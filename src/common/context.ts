import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { GraphQLResolveInfo } from 'graphql';
import type { Present } from './clock.js';
import { DomainError } from './errors.js';
import type { Load } from './loading.js';

/** The signed-in person who acts, and when. */
export class Actor {
  constructor(
    readonly personId: string,
    readonly signInId: string,
    private readonly present: Present,
  ) {}

  get now(): Date {
    return this.present.now;
  }

  /** Called by whoever has just got a lock. */
  catchUp(): void {
    this.present.catchUp();
  }
}

/** What one GraphQL request carries. */
export interface RequestContext {
  requestId: string;
  readonly now: Date;
  readonly actor: Actor | null;
  /** Whether the request came with a token, valid or not. */
  tokenSent: boolean;
  load: Load;
  /** Drops what was loaded: the next mutation of the document must not answer from before the last one. */
  forget: () => void;
}

const contextOf = (execution: ExecutionContext) => execution.getArgByIndex<RequestContext>(2);

/** The person who acts; without one the field is refused. Whether they may is decided where the thing is loaded. */
export const CurrentActor = createParamDecorator((_: unknown, execution: ExecutionContext): Actor => {
  const context = contextOf(execution);
  const { actor } = context;
  if (!actor) {
    throw new DomainError(
      'UNAUTHENTICATED',
      context.tokenSent
        ? 'This token is not valid (any more). Sign in again.'
        : 'Sign in first, and send the token as "Authorization: Bearer <token>".',
    );
  }
  if (execution.getArgByIndex<GraphQLResolveInfo>(3).parentType.name === 'Mutation') context.forget();
  return actor;
});

/** The request's context, for field resolvers: they load through it, and it knows who asks. */
export const Ctx = createParamDecorator((_: unknown, execution: ExecutionContext) => contextOf(execution));
