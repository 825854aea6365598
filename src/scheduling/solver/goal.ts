import { placedWeight, type Aim, type Frozen } from './level-model.js';
import { imbalanceOf, spreadOf, type Plan } from './plan.js';
import type { Taste } from './insertion.js';

/** A level's value and a bound that holds for every plan at least as good on the levels before. */
export interface Level {
  readonly value: number;
  readonly bound: number;
}

/** A level for the search: what to make small, what must not get worse. */
export interface Goal {
  readonly aim: Aim;
  readonly frozen: Frozen;
}

/** The level's own value of a plan; smaller is better. */
export function valueOf(plan: Plan, aim: Aim): number {
  switch (aim) {
    case 'PLACING':
      return -plan.placed * placedWeight(plan.board) - plan.urgency;
    case 'SPREAD':
      return spreadOf(plan);
    case 'IMBALANCE':
      return imbalanceOf(plan);
    case 'REPEATS':
      return plan.repeats;
    case 'EXCHANGES':
      return -plan.mutual;
    case 'WAITING':
      return plan.waiting;
  }
}

/** Whether a plan places as much and as urgently as the levels before; the search never gives that up. */
export function keepsPlaced(plan: Plan, frozen: Frozen): boolean {
  return plan.placed >= (frozen.placed ?? 0) && plan.urgency >= (frozen.urgency ?? 0);
}

/** How far a plan falls behind the fairness and variety of the levels before, in points; 0 where it does not. */
export function lapseOf(plan: Plan, frozen: Frozen): number {
  const above = (value: number, limit: number | undefined) => (limit === undefined ? 0 : Math.max(0, value - limit));
  return (
    16 * above(spreadOf(plan), frozen.spread) +
    6 * above(imbalanceOf(plan), frozen.imbalance) +
    6 * above(plan.repeats, frozen.repeats)
  );
}

/** What annealing minimizes: the value, lapses and, for the spread, the squares of the loads. */
export function costOf(plan: Plan, goal: Goal): number {
  const value = valueOf(plan, goal.aim) * WEIGHT[goal.aim] + lapseOf(plan, goal.frozen);
  return goal.aim === 'SPREAD' ? value + plan.load.reduce((sum, load) => sum + load * load, 0) : value;
}

const WEIGHT: Readonly<Record<Aim, number>> = {
  PLACING: 1,
  SPREAD: 20,
  IMBALANCE: 1,
  REPEATS: 3,
  EXCHANGES: 3,
  WAITING: 1,
};

/** Where a sitting that had to move looks first. */
export const TASTES: Readonly<Record<Aim, Taste>> = {
  PLACING: { load: 1, met: 0, back: 0, waiting: 0, chance: 1 },
  SPREAD: { load: 1, met: 0, back: 0, waiting: 0, chance: 2 },
  IMBALANCE: { load: 1, met: 0, back: 0, waiting: 0, chance: 2 },
  REPEATS: { load: 1, met: 6, back: 0, waiting: 0, chance: 2 },
  EXCHANGES: { load: 1, met: 6, back: 6, waiting: 0, chance: 2 },
  WAITING: { load: 1, met: 6, back: 0, waiting: 1, chance: 3 },
};
