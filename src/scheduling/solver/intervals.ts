import type { Interval } from './problem.js';

/** Sorts intervals and joins those that touch. */
export function mergeIntervals(intervals: readonly Interval[]): Interval[] {
  const merged: { from: number; to: number }[] = [];
  for (const { from, to } of [...intervals].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (to <= from) continue;
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else merged.push({ from, to });
  }
  return merged;
}

/** The parts of `intervals` outside every hole; both lists are merged. */
export function subtractIntervals(intervals: readonly Interval[], holes: readonly Interval[]): Interval[] {
  const rest: Interval[] = [];
  let first = 0;
  for (const { from, to } of intervals) {
    let at = from;
    while (first < holes.length && holes[first]!.to <= from) first++;
    for (let h = first; h < holes.length && holes[h]!.from < to; h++) {
      if (holes[h]!.from > at) rest.push({ from: at, to: holes[h]!.from });
      at = Math.max(at, holes[h]!.to);
    }
    if (at < to) rest.push({ from: at, to });
  }
  return rest;
}

/** The parts of `intervals` inside one range. */
export function clipIntervals(intervals: readonly Interval[], range: Interval): Interval[] {
  return intervals
    .filter(({ from, to }) => from < range.to && to > range.from)
    .map(({ from, to }) => ({ from: Math.max(from, range.from), to: Math.min(to, range.to) }));
}

/** Index of the interval that contains an instant, or -1; the list is sorted. */
export function indexAt(intervals: readonly Interval[], instant: number): number {
  let low = 0;
  let high = intervals.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (instant < intervals[middle]!.from) high = middle - 1;
    else if (instant >= intervals[middle]!.to) low = middle + 1;
    else return middle;
  }
  return -1;
}
