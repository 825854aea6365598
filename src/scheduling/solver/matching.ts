import { placedWeight } from './level-model.js';
import type { Board } from './board.js';

/**
 * Upper bound for the placing level (weight of placed sittings): each candidate alone has at most one own session a
 * local day, so a matching of sittings with days bounds what the candidate's loop can reach.
 */
export function matchingBound(board: Board): { placed: number; weight: number } {
  const base = placedWeight(board);
  let weight = 0;
  for (const sittings of byCandidate(board)) {
    const days = sittings.map((s) => new Set(board.columns.optionDay.subarray(...optionRange(board, s))));
    weight += heaviestMatching(
      sittings.map((s) => base + board.problem.sittings[s]!.urgency),
      days,
    );
  }
  return { placed: Math.floor(weight / base), weight };
}

/**
 * Lower bound for the days that so many placed sittings wait in any plan: each candidate has at most one own session a local
 * day.
 */
export function waitingBound(board: Board, placed: number): number {
  const { optionDay } = board.columns;
  const steps = byCandidate(board).flatMap((sittings) =>
    cheapestSteps(
      sittings.map((s) => {
        const [from, to] = optionRange(board, s);
        return new Map(Array.from({ length: to - from }, (_, n) => [optionDay[from + n]!, board.waiting[from + n]!]));
      }),
    ),
  );
  return steps
    .toSorted((a, b) => a - b)
    .slice(0, placed)
    .reduce((sum, step) => sum + step, 0);
}

function byCandidate({ candidate }: Board): number[][] {
  const found = new Map<number, number[]>();
  candidate.forEach((each, sitting) => found.set(each, [...(found.get(each) ?? []), sitting]));
  return [...found.values()];
}

function optionRange(board: Board, sitting: number): [number, number] {
  return [board.columns.optionFrom[sitting]!, board.columns.optionFrom[sitting + 1]!];
}

/**
 * Largest total weight of items that can each have a slot of their own. The sets for which this works form a matroid,
 * so taking the heaviest first, with augmenting paths, is exact.
 */
function heaviestMatching(weights: readonly number[], slots: readonly ReadonlySet<number>[]): number {
  const holder = new Map<number, number>();
  const augment = (item: number, seen: Set<number>): boolean => {
    for (const slot of slots[item]!) {
      if (seen.has(slot)) continue;
      seen.add(slot);
      const other = holder.get(slot);
      if (other === undefined || augment(other, seen)) {
        holder.set(slot, item);
        return true;
      }
    }
    return false;
  };
  const order = weights.map((_, item) => item).sort((a, b) => weights[b]! - weights[a]! || a - b);
  return order.reduce((sum, item) => (augment(item, new Set()) ? sum + weights[item]! : sum), 0);
}

/**
 * What one more item costs, for each number of items that already have their own slots as cheaply as possible. The costs never fall, so
 * the cheapest steps of several lists together are a bound for all of them.
 */
export function cheapestSteps(costs: readonly ReadonlyMap<number, number>[]): number[] {
  const holder = new Map<number, number>();
  const slotOf = new Map<number, number>();
  const steps: number[] = [];
  for (;;) {
    const path = shortestPath(costs, holder, slotOf);
    if (path === undefined) return steps;
    steps.push(path.cost);
    // Each item on the path takes the slot that the next one had.
    for (const [item, slot] of path.taken) {
      holder.set(slot, item);
      slotOf.set(item, slot);
    }
  }
}

interface Path {
  readonly cost: number;
  readonly taken: (readonly [item: number, slot: number])[];
}

/** The cheapest way for one more item to get a slot, while others may change theirs. */
function shortestPath(
  costs: readonly ReadonlyMap<number, number>[],
  holder: ReadonlyMap<number, number>,
  slotOf: ReadonlyMap<number, number>,
): Path | undefined {
  const paths = new Map<number, Path>();
  for (const item of costs.keys()) if (!slotOf.has(item)) paths.set(item, { cost: 0, taken: [] });
  let best: Path | undefined;
  for (let hasChanged = true; hasChanged;) {
    hasChanged = false;
    for (const [item, { cost, taken }] of paths)
      for (const [slot, price] of costs[item]!) {
        if (slotOf.get(item) === slot) continue;
        const next: Path = { cost: cost + price, taken: [...taken, [item, slot]] };
        const other = holder.get(slot);
        if (other === undefined) {
          if (best === undefined || next.cost < best.cost) best = next;
          continue;
        }
        const freed = next.cost - costs[other]!.get(slot)!;
        if (freed >= (paths.get(other)?.cost ?? Infinity)) continue;
        paths.set(other, { ...next, cost: freed });
        hasChanged = true;
      }
  }
  return best;
}
