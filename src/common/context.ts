import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Answer } from './answer.js';
import type { Present } from './clock.js';
import { DomainError } from './errors.js';
import { loading, type Load } from './loading.js';

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

interface Arrival {
  requestId: string;
  /** The network address that the request came from. */
  address: string;
  /** Whether the request came with a token, valid or not. */
  tokenSent: boolean;
  db: EntityManager;
  present: Present;
}

/** What one GraphQL request carries. */
export class RequestContext {
  readonly requestId: string;
  readonly address: string;
  readonly answer = new Answer();
  load: Load;

  /** `found` is who sent the token, or why that could not be found out. */
  constructor(
    private readonly arrival: Arrival,
    private found: Actor | Error | null,
  ) {
    this.requestId = arrival.requestId;
    this.address = arrival.address;
    this.load = this.freshLoad();
  }

  get now(): Date {
    return this.present.now;
  }

  get present(): Present {
    return this.arrival.present;
  }

  /** Null when nobody is signed in. A failure to find out is told by the first field that asks. */
  get actor(): Actor | null {
    if (this.found instanceof Error) throw this.found;
    return this.found;
  }

  /** The person who acts; UNAUTHENTICATED when there is nobody. */
  get signedIn(): Actor {
    const { actor } = this;
    if (actor) return actor;
    throw this.arrival.tokenSent
      ? new DomainError('UNAUTHENTICATED', 'This token is not valid (any more). Sign in again.')
      : new DomainError('UNAUTHENTICATED', 'Sign in first, and send the token as "Authorization: Bearer <token>".');
  }

  /** The person who acts, or null without a token; UNAUTHENTICATED with a token that is not valid. */
  get viewer(): Actor | null {
    return this.arrival.tokenSent ? this.signedIn : this.actor;
  }

  /** Who acts from here on: signing in and signing out take effect within the document. */
  become(actor: Actor | null): void {
    this.found = actor;
    this.forget();
  }

  /** Drops what was loaded: the next mutation of the document must not answer from before the last one. */
  forget(): void {
    this.load = this.freshLoad();
  }

  private freshLoad(): Load {
    const { db, present } = this.arrival;
    const viewerId = this.found instanceof Error ? null : (this.found?.personId ?? null);
    return loading({ db, present, viewerId });
  }
}

const contextOf = (execution: ExecutionContext) => execution.getArgByIndex<RequestContext>(2);

/** The person who acts; without one the field is refused. Whether they may is decided where the thing is loaded. */
export const CurrentActor = createParamDecorator((_: unknown, execution: ExecutionContext): Actor => {
  return contextOf(execution).signedIn;
});

/** The request's context, for field resolvers: they load through it, and it knows who asks. */
export const Ctx = createParamDecorator((_: unknown, execution: ExecutionContext) => contextOf(execution));
