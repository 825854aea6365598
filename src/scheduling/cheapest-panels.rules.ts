import type { Appointment } from './appointments.rules.js';
import { costOf, countOf, isClearable, type Participant } from './participants.rules.js';

interface Bounds {
  /** The obstacles that may be cleared, as bits. */
  allowed: number;
  /** What it costs to free all who are needed. */
  base: number;
  /** More expensive panels are not needed. */
  limit: number;
  /** How many panels are wanted. */
  wanted: number;
}

/**
 * The panels at a start that take the fewest changes, with all who are needed. All who are free take part, because more changes than
 * necessary help nobody.
 */
export function panelsAt(
  { needed, others, seats }: Appointment,
  n: number,
  { allowed, base, limit, wanted }: Bounds,
): Participant[][] {
  const free = others.filter(({ obstacles }) => obstacles[n] === 0).slice(0, seats);
  const missing = seats - free.length;
  if (missing === 0) return [[...needed, ...free]];
  const helpful = others
    .filter((each) => {
      const bits = each.obstacles[n]!;
      return bits !== 0 && base + missing - 1 + countOf(bits) < limit && isClearable(each, n, allowed);
    })
    .map((each) => ({ each, cost: costOf(each, n) }))
    .sort((a, b) => a.cost - b.cost)
    .map(({ each }) => each);
  // In the cheapest panels, only the last members differ.
  return subsetsOf(helpful.slice(0, missing + wanted - 1), missing, wanted - 1).map((chosen) => [
    ...needed,
    ...[...free, ...chosen].sort((a, b) => a.place - b.place),
  ]);
}

/** The cheapest subsets of so many of these, which are in the order of their cost: at least one more than `slack`. */
function subsetsOf<T>(sorted: readonly T[], size: number, slack: number, from = 0): T[][] {
  if (size === 0) return [[]];
  const found: T[][] = [];
  // Each step of a member costs more in every later member, so few steps are enough for the cheapest subsets.
  for (let step = 0; step * size <= slack && from + step + size <= sorted.length; step += 1)
    for (const rest of subsetsOf(sorted, size - 1, slack - step * size, from + step + 1))
      found.push([sorted[from + step]!, ...rest]);
  return found;
}
