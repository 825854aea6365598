import { DomainError } from './errors.js';

/** The most objects that one answer hands out: about twice what a request may ask for by the usual sizes of lists. */
export const MOST_OBJECTS = 20_000;

/**
 * Counts the objects in one answer. The answer needs its own limit, because members decide how long their lists are.
 */
export class Answer {
  private objects = 0;
  /** The root fields whose work is done, by their names in the answer. */
  readonly done = new Set<string | number>();
  /** The refusal of everything beyond the limit. One object is reused, because it may be thrown thousands of times. */
  readonly excess = new DomainError(
    'QUERY_TOO_LARGE',
    `The answer has more than ${MOST_OBJECTS.toLocaleString('en')} objects. Ask for less at a time.`,
    { limit: MOST_OBJECTS, found: MOST_OBJECTS + 1 },
  );

  /** Counts an object that is about to be handed out. Throws when it is one too many. */
  count(): true {
    this.objects += 1;
    this.assertRoom();
    return true;
  }

  assertRoom(): void {
    if (this.objects > MOST_OBJECTS) throw this.excess;
  }
}
