/** The one source of "now". Nothing else calls `Date.now()` or `new Date()` without an argument; tests set their own. */
export interface Clock {
  now(): Date;
}

export const CLOCK = Symbol('Clock');

/**
 * The machine's clock, but it never goes back, so that stored times do not lie in the future of a reader. If the
 * machine's clock is set back, time stands still here until the machine has caught up (docs/clock.md).
 */
export class SteadyClock implements Clock {
  private latest = 0;

  constructor(private readonly machine: () => number = Date.now) {}

  now(): Date {
    this.latest = Math.max(this.latest, this.machine());
    return new Date(this.latest);
  }

  /**
   * Starts no earlier than the newest stored time. A stored time more than a day ahead comes from a wrong clock and is
   * ignored.
   */
  startFrom(newest: Date | null): void {
    if (newest === null || newest.getTime() - this.machine() > MOST_AHEAD) return;
    this.latest = Math.max(this.latest, newest.getTime());
  }
}

const MOST_AHEAD = 24 * 3_600_000;

export const systemClock = new SteadyClock();

/** The present of one request: it begins when the request arrives, and is the same for all of its fields. */
export class Present {
  private moment: Date;

  constructor(private readonly clock: Clock) {
    this.moment = clock.now();
  }

  get now(): Date {
    return this.moment;
  }

  /**
   * A request that has waited for a lock acts now, not when it arrived, so that it sees what fell due in the meantime.
   */
  catchUp(): void {
    this.moment = this.clock.now();
  }
}
