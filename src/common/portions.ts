import { setImmediate as breathe } from 'node:timers/promises';

/** Long work as a generator: each `yield` is a place at which others may be served. */
export type InSteps<T> = Generator<undefined, T, undefined>;

/** For how long one portion holds the process: others wait no longer than this and one step. */
const PORTION_MILLISECONDS = 15;

/** Does the work in one go. */
export function atOnce<T>(work: InSteps<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** Does the work in portions: requests that wait are served between two of them. */
export async function inPortions<T>(work: InSteps<T>): Promise<T> {
  for (;;) {
    const until = performance.now() + PORTION_MILLISECONDS;
    while (performance.now() < until) {
      const step = work.next();
      if (step.done) return step.value;
    }
    await breathe();
  }
}
