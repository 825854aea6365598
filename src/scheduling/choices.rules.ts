import { addRemedy, remediesFor, type RemedyFound } from '../availability/remedies.rules.js';
import { bitOf, BlockReason, reasonsIn, startAt } from '../availability/starts.rules.js';
import type { Interval } from '../common/intervals.rules.js';
import { costAt, type Appointment, type Occasion } from './appointments.rules.js';
import { panelsAt } from './cheapest-panels.rules.js';
import { countOf, isClearable, type Participant } from './participants.rules.js';

const MOST_CHOICES = 3;
/** How many occasions are looked at, because remedies of several may be the same. */
const MOST_OCCASIONS = 24;

/**
 * The smallest changes that make a start possible: each choice by itself, all of its changes together. Only these reasons
 * may be cleared, as bits; only choices that take fewer changes than `below` are wanted.
 */
export function choicesOf(appointment: Appointment, clearable: number, below = Infinity): RemedyFound[][] {
  const found = new Map<string, RemedyFound[]>();
  for (const occasion of cheapestOccasions(appointment, clearable, below)) {
    const remedies = remediesAt(occasion);
    if (remedies === null || remedies.length === 0) continue;
    const key = remedies
      .map(({ kind, memberId }) => `${kind} ${memberId}`)
      .sort()
      .join();
    if (!found.has(key)) found.set(key, remedies);
  }
  const smallest = [...found.values()].toSorted((a, b) => a.length - b.length);
  return smallest.filter((choice, at) => !smallest.slice(0, at).some(isWithin(choice))).slice(0, MOST_CHOICES);
}

/** Whether a larger choice contains all changes of another one. Then nobody needs the larger one. */
const isWithin = (larger: readonly RemedyFound[]) => {
  const changeOf = ({ kind, memberId, sessionId }: RemedyFound) => `${kind} ${memberId} ${sessionId ?? ''}`;
  const changes = new Set(larger.map(changeOf));
  return (choice: readonly RemedyFound[]): boolean => choice.every((remedy) => changes.has(changeOf(remedy)));
};

/** The changes that make an occasion possible; null where no change of this group does. */
function remediesAt({ n, people }: Occasion): RemedyFound[] | null {
  const found: RemedyFound[] = [];
  for (const { half, person, obstacles } of people) {
    const { question, starts } = half.field;
    const start = startAt(starts, n);
    const time: Interval = [start, start + starts.length];
    for (const reason of reasonsIn(obstacles[n]!)) {
      const remedies = remediesFor(reason, { person, start, time, starts }, half.facts, question.candidate);
      if (remedies === null) return null;
      for (const remedy of remedies)
        addRemedy(found, half.roundId === undefined ? remedy : { ...remedy, roundId: half.roundId });
    }
  }
  return found;
}

interface Priced extends Occasion {
  cost: number;
}

/**
 * The occasions that take the fewest changes, one for the same people with the same obstacles. Nobody can change the notice, so
 * starts within it are left out.
 */
function cheapestOccasions(appointment: Appointment, clearable: number, below: number): Priced[] {
  const allowed = clearable & ~bitOf(BlockReason.TOO_SOON);
  const { needed, starts } = appointment;
  const best = new Map<string, Priced>();
  // The least that it cost to free all who are needed where enough of the others were free, by their obstacles.
  const leastAlone = new Map<string, number>();
  let limit = below;
  for (const n of starts) {
    if (leastCost(needed, n) >= limit || !needed.every((each) => isClearable(each, n, allowed))) continue;
    const base = costAt(needed, n);
    const key = keyOf(needed, n);
    // The same changes were enough at another start, and did not cost more there.
    if (base >= Math.min(limit, leastAlone.get(key) ?? Infinity)) continue;
    for (const people of panelsAt(appointment, n, { allowed, base, limit, wanted: MOST_OCCASIONS })) {
      const cost = costAt(people, n);
      if (cost === base) leastAlone.set(key, base);
      const panel = keyOf(people, n);
      if (cost >= Math.min(limit, best.get(panel)?.cost ?? Infinity)) continue;
      best.delete(panel);
      best.set(panel, { n, people, cost });
      limit = Math.min(below, keepCheapest(best));
    }
  }
  return [...best.values()].sort((a, b) => a.cost - b.cost);
}

/** What it costs at least to free people at a start: quickly counted, because most starts cost too much. */
function leastCost(people: readonly Participant[], n: number): number {
  let sum = 0;
  for (const { obstacles } of people) sum += countOf(obstacles[n]!);
  return sum;
}

/** People with the same obstacles at a start need the same changes. */
const keyOf = (people: readonly Participant[], n: number): string =>
  String.fromCharCode(...people.flatMap(({ place, obstacles }) => [place, obstacles[n]!]));

/** Drops the most expensive occasion if there are too many. Returns what the next one must cost less than. */
function keepCheapest(best: Map<string, Priced>): number {
  if (best.size < MOST_OCCASIONS) return Infinity;
  const byCost = [...best].sort(([, a], [, b]) => b.cost - a.cost);
  if (best.size > MOST_OCCASIONS) best.delete(byCost.shift()![0]);
  return byCost[0]![1].cost;
}
