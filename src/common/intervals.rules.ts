/** A half-open stretch of time, from and until, in milliseconds since 1970. */
export type Interval = readonly [from: number, until: number];

/** The same time in as few intervals as possible, in order: what overlaps or touches is one. */
export function merged(intervals: readonly Interval[]): Interval[] {
  const result: [number, number][] = [];
  for (const [from, until] of intervals.filter(([a, b]) => a < b).toSorted((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], until);
    else result.push([from, until]);
  }
  return result;
}

/** The time that is in both. Both are merged. */
export function common(one: readonly Interval[], other: readonly Interval[]): Interval[] {
  const result: Interval[] = [];
  for (let i = 0, k = 0; i < one.length && k < other.length;) {
    const from = Math.max(one[i]![0], other[k]![0]);
    const until = Math.min(one[i]![1], other[k]![1]);
    if (from < until) result.push([from, until]);
    if (one[i]![1] < other[k]![1]) i += 1;
    else k += 1;
  }
  return result;
}

/** The time of the first that is not in the second. Both are merged. */
export function without(one: readonly Interval[], other: readonly Interval[]): Interval[] {
  const result: Interval[] = [];
  let k = 0;
  for (const [from, until] of one) {
    let start = from;
    while (k < other.length && other[k]![1] <= start) k += 1;
    for (let n = k; n < other.length && other[n]![0] < until; n += 1) {
      if (other[n]![0] > start) result.push([start, other[n]![0]]);
      start = Math.max(start, other[n]![1]);
    }
    if (start < until) result.push([start, until]);
  }
  return result;
}
