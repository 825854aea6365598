import { chooseDaysFirst } from './days-first.js';
import type { Goal } from './goal.js';
import { improve } from './improving.js';
import { buildLevel } from './level-model.js';
import { seatCount, workOf, type Board } from './board.js';
import { choicesOf, planOf } from './plan.js';
import { certify, coreOf, pricesOf, sampleOf, withoutDear, type Certificate } from './prices.js';
import { relaxationDuals } from './relaxation.js';
import { branch, costOfChoices, diveFor, hasRunOut, roundUp, TOLERANCE, type Run } from './run.js';
import { moveSooner } from './sooner.js';

/** Closes the gap of a level as far as the budget goes; returns the bound, and narrows what later levels look at. */
export function proveLevel(run: Run, goal: Goal, floor: number): number {
  const { budget } = run;
  const best = () => costOfChoices(run, goal.aim);
  let bound = floor;
  const most = goal.aim === 'PLACING' ? Infinity : budget.relaxationSeats;
  if (bound >= best()) return Math.min(bound, best());
  const certificate = seatCount(run.board) > most ? undefined : relax(run, goal);
  if (certificate) bound = Math.max(bound, roundUp(certificate.bound));
  if (goal.aim === 'WAITING' && bound < best()) bound = chooseDaysFirst(run, goal, bound, certificate);
  if (!certificate) return Math.min(bound, best());
  if (bound < best()) searchCore(run, goal, certificate, bound);
  run.board = withoutDear(run.board, certificate, best() - certificate.bound + TOLERANCE);
  const isSmall = seatCount(run.board) <= budget.exactSeats && workOf(run.board) <= budget.exactWork;
  if (bound < best() && isSmall) bound = Math.max(bound, branch(run, run.board, goal));
  return Math.min(bound, best());
}

/** Looks for a better plan among the columns that the relaxation suggests: close to the best plan, then close to the bound. */
function searchCore(run: Run, goal: Goal, certificate: Certificate, bound: number): void {
  const { budget, board } = run;
  const coreWith = (seats: number) =>
    coreOf(board, certificate, planOf(board, run.choices), seats * run.choices.tick.length);
  const isMissing = () => bound < costOfChoices(run, goal.aim);
  const core = coreWith(budget.coreSeats);
  anneal(run, core, goal, bound);
  const wide = coreWith(budget.divingSeats);
  // A dive over starts of panels takes long, and rarely ends with a plan.
  const isTooSlow = goal.aim === 'WAITING' && board.maxPanel > 1;
  if (isMissing() && !isTooSlow && seatCount(wide) <= budget.exactSeats / 2) tryDive(run, wide, goal);
  if (!isMissing() || seatCount(board) <= budget.exactSeats) return;
  // A dive may have found a plan whose seats the first core lacks.
  const last = coreWith(budget.coreSeats);
  if (seatCount(last) <= budget.exactSeats) branch(run, last, goal);
}

/** Dives over some columns; keeps a better plan. */
function tryDive(run: Run, board: Board, goal: Goal): void {
  const { choices } = diveFor(run, board, buildLevel(board, goal.aim, goal.frozen), goal);
  if (choices) run.choices = choices;
}

/** Prices from the relaxation of a level, tried on all columns; that of a large level is over a sample of seats. */
function relax(run: Run, { aim, frozen }: Goal): Certificate | undefined {
  const { budget } = run;
  const share = budget.sampleSeats / seatCount(run.board);
  const sample = share < 1 ? sampleOf(run.board, planOf(run.board, run.choices), share, run.random) : run.board;
  const level = buildLevel(sample, aim, frozen);
  const method = seatCount(sample) > budget.interiorPointSeats ? 'FIRST_ORDER' : 'INTERIOR_POINT';
  const dual = relaxationDuals(run.highs, level.model, budget, method);
  return dual && certify(run.board, pricesOf(sample, level, dual));
}

/** A bound for a level over all columns of the run, without a search for a better plan; minus infinity where none is found. */
export function boundOf(run: Run, goal: Goal): number {
  const certificate = relax(run, goal);
  return certificate ? roundUp(certificate.bound) : -Infinity;
}

/** Local search over some columns. It keeps a better plan if it finds one. */
export function anneal(run: Run, board: Board, goal: Goal, bound: number): void {
  if (goal.aim === 'PLACING') return;
  const plan = planOf(board, run.choices);
  if (goal.aim === 'WAITING') moveSooner(plan);
  run.choices = improve(plan, goal, run.random, {
    // Where branch and bound can follow, a short search is enough.
    steps: seatCount(board) > run.budget.exactSeats ? run.budget.improvingSteps : run.budget.improvingSteps / 4,
    bound,
    shouldStop: () => hasRunOut(run),
  });
  if (goal.aim !== 'WAITING') return;
  const found = planOf(board, run.choices);
  moveSooner(found);
  run.choices = choicesOf(found);
}
