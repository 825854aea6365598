import type { Interval } from '../../common/intervals.rules.js';

/** Index of the day or week that contains an instant, or -1; the list is sorted. */
export function indexAt(spans: readonly { readonly time: Interval }[], instant: number): number {
  let low = 0;
  let high = spans.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [from, until] = spans[middle]!.time;
    if (instant < from) high = middle - 1;
    else if (instant >= until) low = middle + 1;
    else return middle;
  }
  return -1;
}
