import { RoundKind } from '../guides/guide-document.js';

/** The kinds of round that a member may interview for: all of them until set. */
export const kindsOf = (qualifiedFor: readonly string[] | null): RoundKind[] =>
  Object.values(RoundKind).filter((kind) => qualifiedFor === null || qualifiedFor.includes(kind));
