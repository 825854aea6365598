import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { Answer } from './answer.js';
import type { Present } from './clock.js';
import { DomainError } from './errors.js';
import type { RequestState } from './request-state.js';

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

  /** Call it after every lock, because a request that has waited acts now. */
  catchUp(): Date {
    this.present.catchUp();
    return this.now;
  }
}

/** How a request identifies its sender: by its token, or by a sign-in that it has opened. */
export type Identity = { token: string } | { signInId: string } | null;

/** Who sends a request, and what it may read. */
export interface Opened {
  actor: Actor | null;
  state: RequestState;
}

interface Arrival {
  requestId: string;
  /** The network address that the request came from. */
  address: string;
  present: Present;
  token: string | null;
  /** Finds out who sends the request, and reads what it may read: these groups besides those that it names, or none. */
  open: (identity: Identity, groupIds: readonly string[] | null) => Promise<Opened>;
}

/** What one GraphQL request carries. */
export class RequestContext {
  readonly requestId: string;
  readonly address: string;
  readonly answer = new Answer();
  private identity: Identity;

  private constructor(
    private readonly arrival: Arrival,
    /** Or why it could not be opened. */
    private opened: Opened | Error,
  ) {
    this.requestId = arrival.requestId;
    this.address = arrival.address;
    this.identity = arrival.token === null ? null : { token: arrival.token };
  }

  static async arrive(arrival: Arrival, groupIds: readonly string[] | null): Promise<RequestContext> {
    const identity = arrival.token === null ? null : { token: arrival.token };
    // The first field that needs the state reports a failure, like any other error.
    return new RequestContext(arrival, await arrival.open(identity, groupIds).catch((error: Error) => error));
  }

  get now(): Date {
    return this.present.now;
  }

  get present(): Present {
    return this.arrival.present;
  }

  /** What the request may read. The first field that asks reports a failure. */
  get state(): RequestState {
    return this.found.state;
  }

  /** Null when nobody is signed in. */
  get actor(): Actor | null {
    return this.found.actor;
  }

  /** The person who acts; UNAUTHENTICATED when there is none. */
  get signedIn(): Actor {
    const { actor } = this;
    if (actor) return actor;
    throw this.arrival.token !== null
      ? new DomainError('UNAUTHENTICATED', 'This token is not valid or has expired. Sign in again.')
      : new DomainError('UNAUTHENTICATED', 'Sign in first, and send the token as "Authorization: Bearer <token>".');
  }

  /** What the person who acts may read; UNAUTHENTICATED when there is none. */
  get readable(): RequestState {
    return this.signedIn && this.state;
  }

  /** The person who acts, or null without a token; UNAUTHENTICATED with a token that is not valid. */
  get viewer(): Actor | null {
    return this.arrival.token !== null ? this.signedIn : this.actor;
  }

  /** Who acts from here on: signing in and signing out take effect within the document. */
  become(actor: Actor | null): void {
    this.identity = actor && { signInId: actor.signInId };
    this.opened = { ...this.found, actor };
  }

  /** Reads the state again after a mutation, including the groups that the mutation touched. */
  async renew(groupIds: readonly string[]): Promise<void> {
    this.opened = await this.arrival.open(this.identity, groupIds);
  }

  private get found(): Opened {
    if (this.opened instanceof Error) throw this.opened;
    return this.opened;
  }
}

const contextOf = (execution: ExecutionContext) => execution.getArgByIndex<RequestContext>(2);

/** The person who acts; without one the field is refused. Whether they may is decided where the thing is loaded. */
export const CurrentActor = createParamDecorator((_: unknown, execution: ExecutionContext): Actor => {
  return contextOf(execution).signedIn;
});

/** What the person who acts may read; without one the field is refused. */
export const Readable = createParamDecorator((_: unknown, execution: ExecutionContext): RequestState => {
  return contextOf(execution).readable;
});

/** The request's context: who asks, and what they may read. */
export const Ctx = createParamDecorator((_: unknown, execution: ExecutionContext) => contextOf(execution));
