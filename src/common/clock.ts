/** The one source of "now". Nothing else calls `Date.now()` or `new Date()` without an argument; tests set their own. */
export interface Clock {
  now(): Date;
}

export const CLOCK = Symbol('Clock');

export const systemClock: Clock = { now: () => new Date() };

/** The present of one request: it begins when the request arrives, and is the same for all of its fields. */
export class Present {
  private moment: Date;

  constructor(private readonly clock: Clock) {
    this.moment = clock.now();
  }

  get now(): Date {
    return this.moment;
  }

  /** Whoever has waited for a lock acts now, and not when they asked: what fell due meanwhile has happened. */
  catchUp(): void {
    this.moment = this.clock.now();
  }
}
