import { placedWeight } from './level-model.js';
import type { Board } from './plan.js';

/**
 * Upper bound for the placing level (weight of placed sittings): each candidate alone has at most one own session a
 * local day, so a matching of sittings with days bounds what the candidate's loop can reach.
 */
export function matchingBound(board: Board): { placed: number; weight: number } {
  const base = placedWeight(board);
  const byCandidate = new Map<number, number[]>();
  board.candidate.forEach((candidate, sitting) => {
    byCandidate.set(candidate, [...(byCandidate.get(candidate) ?? []), sitting]);
  });
  let weight = 0;
  for (const sittings of byCandidate.values()) {
    const days = sittings.map((s) => new Set(board.columns.optionDay.subarray(...optionRange(board, s))));
    weight += heaviestMatching(
      sittings.map((s) => base + board.problem.sittings[s]!.urgency),
      days,
    );
  }
  return { placed: Math.floor(weight / base), weight };
}

function optionRange(board: Board, sitting: number): [number, number] {
  return [board.columns.optionFrom[sitting]!, board.columns.optionFrom[sitting + 1]!];
}

/**
 * Largest total weight of items that can each have a slot of their own. The sets for which this works form a matroid,
 * so taking the heaviest first, with augmenting paths, is exact.
 */
export function heaviestMatching(weights: readonly number[], slots: readonly ReadonlySet<number>[]): number {
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
