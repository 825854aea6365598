import { lightestOfWeek, sittingsInTheWay } from './conflicts.js';
import { EVEN, insertFree } from './insertion.js';
import { choicesOf, columnOf, place, remove, type Choices, type Plan } from './plan.js';

/** What a forced insertion costs and where it goes. */
interface Forced {
  cost: number;
  option: number;
  readonly seats: number[];
}

/**
 * Places sittings without pushing others out: those with few options first, then early ones. Sittings without a place
 * stay out.
 */
export function placeGreedily(plan: Plan, random: () => number): void {
  const { columns, problem } = plan.board;
  const seats = (s: number) =>
    columns.seatFrom[columns.optionFrom[s + 1]!]! - columns.seatFrom[columns.optionFrom[s]!]!;
  const order = problem.sittings.map((_, s) => s).filter((s) => plan.option[s]! < 0);
  order.sort((a, b) => seats(a) - seats(b) || a - b);
  for (const sitting of order) insertFree(plan, sitting, EVEN, random);
}

/** The weight at which a sitting that was hard to place gains no more weight. Weights start at 1. */
const HEAVIEST = 1.8;

/** How often the plan may lose one sitting for a while: once in twenty thousand steps. */
const TEMPERATURE = 0.1;

/** What the search for more placements may spend and when it may stop. */
interface PlacingLimits {
  readonly steps: number;
  /** No plan places more; reaching it with full urgency ends the search. */
  readonly placedBound: number;
  readonly shouldStop: () => boolean;
  readonly onBetter: (placed: number) => void;
}

/**
 * Places more sittings by an ejection pool: a sitting without a free column pushes out the sittings that were hard to
 * place least often. These then look for another place. Returns the best choices found (most placed, then most urgent).
 */
export function placeMore(plan: Plan, random: () => number, limits: PlacingLimits): Choices {
  const { board } = plan;
  const weight = new Float64Array(board.problem.sittings.length).fill(1);
  const hopeless = (s: number) => board.columns.optionFrom[s]! === board.columns.optionFrom[s + 1]!;
  const pool = board.problem.sittings.map((_, s) => s).filter((s) => plan.option[s]! < 0 && !hopeless(s));
  let best = choicesOf(plan);
  let bestScore = scoreOf(plan);
  const fullUrgency = board.problem.sittings.reduce((sum, { urgency }, s) => sum + (hopeless(s) ? 0 : urgency), 0);
  for (let step = 0; step < limits.steps && pool.length > 0 && !limits.shouldStop(); step++) {
    if (plan.placed >= limits.placedBound && plan.urgency >= fullUrgency) break;
    const at = Math.floor(random() * pool.length);
    const sitting = pool[at]!;
    pool[at] = pool[pool.length - 1]!;
    pool.pop();
    if (!insertFree(plan, sitting, EVEN, random)) {
      weight[sitting] = Math.min(HEAVIEST, weight[sitting]! + 0.1);
      pool.push(...exchangeFor(plan, sitting, weight, random));
      shake(plan, random, 3);
    }
    if (scoreOf(plan) <= bestScore) continue;
    bestScore = scoreOf(plan);
    best = choicesOf(plan);
    limits.onBetter(plan.placed);
  }
  return best;
}

/** Inserts a sitting by force if that pays, and returns the sittings that are then out of the plan. */
function exchangeFor(plan: Plan, sitting: number, weight: Float64Array, random: () => number): number[] {
  const forced = cheapestForce(plan, sitting, weight, random);
  if (forced.option < 0) return [sitting];
  const out = sittingsInTheWay(plan, sitting, forced.option, forced.seats, weight);
  const before = out.map((other) => columnOf(plan, other));
  for (const other of out) remove(plan, other);
  place(plan, sitting, forced.option, forced.seats);
  const homeless = out.filter((other) => !insertFree(plan, other, EVEN, random));
  if (homeless.length <= 1 || random() < Math.exp((1 - homeless.length) / TEMPERATURE)) return homeless;
  remove(plan, sitting);
  for (const other of out) if (plan.option[other]! >= 0) remove(plan, other);
  out.forEach((other, k) => place(plan, other, before[k]!.option, before[k]!.seats));
  return [sitting];
}

function scoreOf(plan: Plan): number {
  return plan.placed * 1e6 + plan.urgency;
}

/** Moves a few placed sittings to other free columns, so that the pool does not go round in circles. */
function shake(plan: Plan, random: () => number, count: number): void {
  for (let k = 0; k < count; k++) {
    const sitting = Math.floor(random() * plan.option.length);
    if (plan.option[sitting]! < 0) continue;
    remove(plan, sitting);
    insertFree(plan, sitting, EVEN, random);
  }
}

function cheapestForce(plan: Plan, sitting: number, weight: Float64Array, random: () => number): Forced {
  const { columns, panelSize } = plan.board;
  const size = panelSize[sitting]!;
  const best: Forced = { cost: Infinity, option: -1, seats: [] };
  const own = [-1];
  for (let o = columns.optionFrom[sitting]!; o < columns.optionFrom[sitting + 1]!; o++) {
    const base = candidateForce(plan, sitting, o, weight);
    if (base >= best.cost) continue;
    own.length = 0;
    const costs: number[] = [];
    for (let seat = columns.seatFrom[o]!; seat < columns.seatFrom[o + 1]!; seat++) {
      const cost = seatForce(plan, sitting, o, seat, weight) + random() * 0.5;
      let at = own.length < size ? own.length : size;
      while (at > 0 && costs[at - 1]! > cost) at--;
      if (at >= size) continue;
      own.splice(at, 0, seat);
      costs.splice(at, 0, cost);
      if (own.length > size) own.length = costs.length = size;
    }
    const cost = costs.reduce((sum, each) => sum + each, base);
    if (cost >= best.cost) continue;
    best.cost = cost;
    best.option = o;
    best.seats.splice(0, best.seats.length, ...own);
  }
  return best;
}

function candidateForce(plan: Plan, sitting: number, option: number, weight: Float64Array): number {
  const { board } = plan;
  const candidate = board.candidate[sitting]!;
  const own = plan.own[board.dayFrom[candidate]! + board.columns.optionDay[option]!]!;
  return (own < 0 ? 0 : weight[own]!) + overlapForce(plan, candidate, sitting, option, own, weight);
}

function seatForce(plan: Plan, sitting: number, option: number, seat: number, weight: Float64Array): number {
  const { board } = plan;
  const person = board.columns.seatPerson[seat]!;
  const cost = overlapForce(plan, person, sitting, option, -1, weight);
  const week = board.weekFrom[person]! + board.columns.seatWeek[seat]!;
  if (cost > 0 || plan.weekUse[week]! < board.room[week]!) return cost;
  return weight[lightestOfWeek(plan, week, weight)]!;
}

function overlapForce(
  plan: Plan,
  person: number,
  sitting: number,
  option: number,
  counted: number,
  weight: Float64Array,
): number {
  const { columns } = plan.board;
  const from = person * columns.tickCount + columns.optionTick[option]!;
  let cost = 0;
  let last = counted;
  for (let at = from; at < from + columns.span[sitting]!; at++) {
    const other = plan.occupant[at]!;
    if (other < 0 || other === last || other === counted) continue;
    last = other;
    cost += weight[other]!;
  }
  return cost;
}
