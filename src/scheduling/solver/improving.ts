import { seatOf } from './columns.js';
import { sittingsInTheWay } from './conflicts.js';
import { costOf, keepsPlaced, lapseOf, TASTES, valueOf, type Goal } from './goal.js';
import { insertFree } from './insertion.js';
import { panelAt, placeSoonest } from './sooner.js';
import { choicesOf, columnOf, place, remove, type Choices, type Plan } from './plan.js';

/** What an annealing run may spend. */
interface ImprovingLimits {
  readonly steps: number;
  /** No plan is better; reaching it ends the run. */
  readonly bound: number;
  readonly shouldStop: () => boolean;
}

/** A sitting with the column it had before a move; no column where it was out of the plan. */
interface Undo {
  readonly sitting: number;
  readonly column: ReturnType<typeof columnOf> | undefined;
}

const HOTTEST = 1;
const COLDEST = 0.15;
const GAP_TRIES = 2;

/** How often a step lets two sittings trade interviewers, which keeps loads. */
const TRADES: Readonly<Record<Goal['aim'], number>> = {
  PLACING: 0,
  SPREAD: 0,
  IMBALANCE: 0,
  REPEATS: 0.5,
  EXCHANGES: 0,
  WAITING: 0.5,
};

/**
 * Anneals a plan towards a goal: a random sitting takes a random column, those in its way find other places, and the
 * move stays if nothing placed is lost and the cost allows. Returns the best choices that keep all levels before.
 */
export function improve(plan: Plan, goal: Goal, random: () => number, limits: ImprovingLimits): Choices {
  let best = choicesOf(plan);
  let bestValue = lapseOf(plan, goal.frozen) > 0 ? Infinity : valueOf(plan, goal.aim);
  let cost = costOf(plan, goal);
  const cooling = Math.pow(COLDEST / HOTTEST, 1 / Math.max(1, limits.steps));
  let temperature = HOTTEST;
  for (let step = 0; step < limits.steps && bestValue > limits.bound; step++) {
    if (step % 256 === 0 && limits.shouldStop()) break;
    temperature *= cooling;
    const undo = random() < TRADES[goal.aim] ? tradeSoon(plan, random) : moveOne(plan, goal, random);
    if (!undo) continue;
    const next = costOf(plan, goal);
    const isKept = isAllowed(plan, goal) && (next <= cost || random() < Math.exp((cost - next) / temperature));
    if (!isKept) {
      takeBack(plan, undo);
      continue;
    }
    cost = next;
    if (valueOf(plan, goal.aim) >= bestValue || lapseOf(plan, goal.frozen) > 0) continue;
    bestValue = valueOf(plan, goal.aim);
    best = choicesOf(plan);
  }
  return best;
}

/** A plan that waits some days less must not be worse in the goals before: the days would outweigh them. */
function isAllowed(plan: Plan, { aim, frozen }: Goal): boolean {
  return keepsPlaced(plan, frozen) && (aim !== 'WAITING' || lapseOf(plan, frozen) === 0);
}

/** Moves a random sitting to a random column and finds places for those in its way. */
function moveOne(plan: Plan, goal: Goal, random: () => number): Undo[] | undefined {
  const sitting = Math.floor(random() * plan.option.length);
  const column = randomColumn(plan, sitting, goal, random);
  if (!column) return undefined;
  const undo: Undo[] = [takeOut(plan, sitting)];
  const out = sittingsInTheWay(plan, sitting, column.option, column.seats);
  if (out.length > 2) {
    takeBack(plan, undo);
    return undefined;
  }
  for (const other of out) undo.push(takeOut(plan, other));
  place(plan, sitting, column.option, column.seats);
  const taste = TASTES[goal.aim];
  const homeless = out.filter((other) => !insertFree(plan, other, taste, random));
  if (homeless.length > 0) undo.push(...fillGap(plan, goal, homeless, random));
  return undo;
}

/** Two random sittings trade an interviewer, and each moves to the soonest time at which its new panel is free. */
function tradeSoon(plan: Plan, random: () => number): Undo[] | undefined {
  const count = plan.option.length;
  const [one, other] = [Math.floor(random() * count), Math.floor(random() * count)];
  if (one === other || plan.option[one]! < 0 || plan.option[other]! < 0) return undefined;
  const [panelOfOne, panelOfOther] = [panelAt(plan, one), panelAt(plan, other)];
  const [a, b] = [Math.floor(random() * panelOfOne.length), Math.floor(random() * panelOfOther.length)];
  [panelOfOne[a], panelOfOther[b]] = [panelOfOther[b]!, panelOfOne[a]!];
  if (new Set(panelOfOne).size < panelOfOne.length || new Set(panelOfOther).size < panelOfOther.length)
    return undefined;
  const undo = [takeOut(plan, one), takeOut(plan, other)];
  if (placeSoonest(plan, one, panelOfOne) && placeSoonest(plan, other, panelOfOther)) return undo;
  takeBack(plan, undo);
  return undefined;
}

/** Lets a few sittings from outside the plan take the places of those that found none. */
function fillGap(plan: Plan, goal: Goal, homeless: readonly number[], random: () => number): Undo[] {
  const { optionFrom } = plan.board.columns;
  const filled: Undo[] = [];
  const count = plan.option.length;
  const first = Math.floor(random() * count);
  let tries = 0;
  for (let k = 0; k < count && tries < GAP_TRIES && plan.placed < (goal.frozen.placed ?? 0); k++) {
    const other = (first + k) % count;
    if (plan.option[other]! >= 0 || optionFrom[other]! === optionFrom[other + 1]! || homeless.includes(other)) continue;
    tries++;
    if (insertFree(plan, other, TASTES[goal.aim], random)) filled.push({ sitting: other, column: undefined });
  }
  return filled;
}

function takeOut(plan: Plan, sitting: number): Undo {
  if (plan.option[sitting]! < 0) return { sitting, column: undefined };
  const column = columnOf(plan, sitting);
  remove(plan, sitting);
  return { sitting, column };
}

function takeBack(plan: Plan, undo: readonly Undo[]): void {
  for (const { sitting } of undo) if (plan.option[sitting]! >= 0) remove(plan, sitting);
  for (const { sitting, column } of undo) if (column) place(plan, sitting, column.option, column.seats);
}

/** A random column, early ones more often, and often with the sitting's panel, which keeps loads and pairs. */
function randomColumn(plan: Plan, sitting: number, { aim }: Goal, random: () => number) {
  const { columns, panelSize } = plan.board;
  const count = columns.optionFrom[sitting + 1]! - columns.optionFrom[sitting]!;
  if (count === 0) return undefined;
  const draw = random();
  const option = columns.optionFrom[sitting]! + Math.floor(draw * (random() < 0.5 ? draw : 1) * count);
  const seats = random() < (aim === 'WAITING' ? 0.95 : 0.6) ? samePanel(plan, sitting, option) : [];
  const free = columns.seatFrom[option + 1]! - columns.seatFrom[option]!;
  while (seats.length < panelSize[sitting]!) {
    const seat = columns.seatFrom[option]! + Math.floor(random() * free);
    if (!seats.includes(seat)) seats.push(seat);
  }
  return { option, seats };
}

/** The seats of a sitting's interviewers at another option, as far as they are free there. */
function samePanel(plan: Plan, sitting: number, option: number): number[] {
  const { columns, panelSize, maxPanel } = plan.board;
  if (plan.option[sitting]! < 0) return [];
  const seats = plan.seats.subarray(sitting * maxPanel, sitting * maxPanel + panelSize[sitting]!);
  return Array.from(seats, (seat) => seatOf(columns, option, columns.seatPerson[seat]!)).filter((seat) => seat >= 0);
}
