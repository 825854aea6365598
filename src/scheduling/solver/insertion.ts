import { couldExchange } from './board.js';
import { candidateIsFree, givenBack, place, seatIsFree, type Plan } from './plan.js';

/**
 * What an insertion prefers, in points: an interviewer's net load, a pair that has met, an interviewer who is interviewed by the candidate, a day
 * waited, chance.
 */
export interface Taste {
  readonly load: number;
  readonly met: number;
  readonly back: number;
  readonly waiting: number;
  readonly chance: number;
}

/** Interviewers who owe most first. */
export const EVEN: Taste = { load: 1, met: 0, back: 0, waiting: 0, chance: 1 };

/**
 * With more seats than this, an insertion looks at every second, third ... option only, and at all of them only where
 * none of these is free. Otherwise it would be most of the work in a large group, where many columns are as good.
 */
const MOST_SEATS = 4_000;

/** Places a sitting at the free column that fits the preferences best, or says that no column is free. */
export function insertFree(plan: Plan, sitting: number, taste: Taste, random: () => number): boolean {
  const { optionFrom, seatFrom } = plan.board.columns;
  const seats = seatFrom[optionFrom[sitting + 1]!]! - seatFrom[optionFrom[sitting]!]!;
  const step = Math.max(1, Math.ceil(seats / MOST_SEATS));
  if (step > 1 && insertAmong(plan, sitting, taste, random, { skip: Math.floor(random() * step), step })) return true;
  return insertAmong(plan, sitting, taste, random, { skip: 0, step: 1 });
}

/** The same among every `step`-th option after some that are skipped. */
function insertAmong(
  plan: Plan,
  sitting: number,
  taste: Taste,
  random: () => number,
  { skip, step }: { skip: number; step: number },
): boolean {
  const { board } = plan;
  const { columns } = board;
  let best = Infinity;
  let bestOption = -1;
  let bestSeats: readonly number[] = [];
  for (let o = columns.optionFrom[sitting]! + skip; o < columns.optionFrom[sitting + 1]!; o += step) {
    const wait = taste.waiting * board.waiting[o]!;
    if (!candidateIsFree(plan, sitting, o)) continue;
    const panel = likedPanel(plan, sitting, o, taste, random);
    if (!panel || panel.cost + wait >= best) continue;
    best = panel.cost + wait;
    bestOption = o;
    bestSeats = panel.seats;
  }
  if (bestOption >= 0) place(plan, sitting, bestOption, bestSeats);
  return bestOption >= 0;
}

/** The free seats of an option that fit the preferences best, or none if too few are free. */
function likedPanel(plan: Plan, sitting: number, option: number, taste: Taste, random: () => number) {
  const { columns, panelSize, candidate, peerCount } = plan.board;
  const size = panelSize[sitting]!;
  const seats: number[] = [];
  const costs: number[] = [];
  for (let seat = columns.seatFrom[option]!; seat < columns.seatFrom[option + 1]!; seat++) {
    if (!seatIsFree(plan, sitting, option, seat)) continue;
    const person = columns.seatPerson[seat]!;
    const hasMet = plan.pairs[person * peerCount + candidate[sitting]!]! > 0;
    const liked =
      couldExchange(plan.board, sitting, person) && isGivenBack(plan, person, candidate[sitting]!) ? taste.back : 0;
    const cost = taste.load * plan.load[person]! + (hasMet ? taste.met : 0) - liked + taste.chance * random();
    let at = costs.length;
    while (at > 0 && costs[at - 1]! > cost) at--;
    if (at >= size) continue;
    seats.splice(at, 0, seat);
    costs.splice(at, 0, cost);
    seats.length = costs.length = Math.min(size, costs.length);
  }
  if (seats.length < size) return undefined;
  return { seats, cost: costs.reduce((sum, cost) => sum + cost, 0) };
}

/** Whether one more session makes a pair in which two people interview each other. */
const isGivenBack = (plan: Plan, interviewer: number, candidate: number): boolean =>
  givenBack(plan, interviewer, candidate) > givenBack(plan, candidate, interviewer);
