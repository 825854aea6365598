/** The one source of "now". Nothing else calls `Date.now()` or `new Date()` without an argument; tests set their own. */
export interface Clock {
  now(): Date;
}

export const CLOCK = Symbol('Clock');

export const systemClock: Clock = { now: () => new Date() };
