/** Groups things by a key, in their original order (`Map.groupBy` of later versions of Node). */
export function groupBy<T, K>(things: Iterable<T>, keyOf: (thing: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const thing of things) {
    const key = keyOf(thing);
    const group = groups.get(key);
    if (group) group.push(thing);
    else groups.set(key, [thing]);
  }
  return groups;
}

/** Adds a thing to the list under a key. */
export function push<K, T>(lists: Map<K, T[]>, key: K, thing: T): void {
  const list = lists.get(key);
  if (list) list.push(thing);
  else lists.set(key, [thing]);
}

/** Rows of one insert: a statement has at most 65,535 parameters, and a row up to a hundred. */
const MOST_ROWS = 500;

/** Splits a list into parts of a limited size, by default for inserts. */
export const inParts = <T>(things: readonly T[], size = MOST_ROWS): T[][] =>
  Array.from({ length: Math.ceil(things.length / size) }, (_, n) => things.slice(n * size, (n + 1) * size));
