import { BlockReason, bitOf, reasonsIn } from '../availability/starts.rules.js';
import { costAt, type Appointment, type Occasion } from './appointments.rules.js';
import { costOf, countOf, type Participant } from './participants.rules.js';

/** Why no start is possible. */
export interface ReasonFound {
  reason: BlockReason;
  /** Those for whom the reason is an obstacle where it counts. */
  memberIds: string[];
  /** Whether a start would be possible without this reason alone. */
  isOnly: boolean;
}

/**
 * The first reason of the list without which a start would be possible. If no single reason is enough, the first reason at
 * the start with the fewest obstacles. Null if a start is possible, or if nothing is asked about.
 */
export function reasonOf(appointment: Appointment): ReasonFound | null {
  let first = REASONS;
  let where: number[] = [];
  for (const n of appointment.starts) {
    const place = onlyObstacleAt(appointment, n, first);
    if (place === NO_OBSTACLE) return null;
    if (place === null) continue;
    if (place < first) where = [];
    first = place;
    where.push(n);
  }
  if (where.length === 0) return reasonOfCheapest(appointment);
  const people = peopleWith(appointment, where, 1 << first);
  return { reason: reasonsIn(1 << first)[0]!, memberIds: idsOf(people), isOnly: true };
}

const idsOf = (people: Iterable<Participant>) => [...new Set([...people].map(({ person }) => person.memberId))];

/** Reasons are bits, by their place in the list. More than one leaves a remainder. */
const REASONS = Object.keys(BlockReason).length;
const NO_OBSTACLE = -1;
const placeOf = (bit: number): number => 31 - Math.clz32(bit);
const areSeveral = (bits: number): boolean => (bits & (bits - 1)) !== 0;

/**
 * The place of the first reason that alone prevents a start: all who are needed and enough of the others have no other
 * obstacle. Null if more than one reason does, or a later one than the given.
 */
function onlyObstacleAt({ needed, others, seats }: Appointment, n: number, latest: number): number | null {
  let ofNeeded = 0;
  for (const { obstacles } of needed) ofNeeded |= obstacles[n]!;
  if (areSeveral(ofNeeded) || placeOf(ofNeeded) > latest) return null;
  let free = 0;
  const counts = new Uint16Array(REASONS);
  for (const { obstacles } of others) {
    const bits = obstacles[n]!;
    if (bits === 0) free += 1;
    else if (!areSeveral(bits)) counts[placeOf(bits)]! += 1;
  }
  if (free >= seats) return ofNeeded === 0 ? NO_OBSTACLE : placeOf(ofNeeded);
  const isEnough = (count: number) => free + count >= seats;
  if (ofNeeded !== 0) return isEnough(counts[placeOf(ofNeeded)]!) ? placeOf(ofNeeded) : null;
  const place = counts.findIndex(isEnough);
  return place === -1 || place > latest ? null : place;
}

/** Those for whom a reason is the obstacle at one of these starts. The others do not count where enough of them are free. */
function peopleWith({ needed, others, seats }: Appointment, starts: readonly number[], bits: number): Set<Participant> {
  const found = new Set<Participant>();
  for (const n of starts) {
    let free = 0;
    for (const each of needed) if (each.obstacles[n] === bits) found.add(each);
    for (const { obstacles } of others) if (obstacles[n] === 0) free += 1;
    if (free >= seats) continue;
    for (const each of others) if (each.obstacles[n] === bits) found.add(each);
  }
  return found;
}

function reasonOfCheapest(appointment: Appointment): ReasonFound | null {
  const occasion = cheapestOf(appointment);
  if (occasion === null) return null;
  const { n, people } = occasion;
  const bits = people.reduce((sum, { obstacles }) => sum | obstacles[n]!, 0);
  const reason = reasonsIn(bits)[0]!;
  const against = people.filter(({ obstacles }) => (obstacles[n]! & bitOf(reason)) !== 0);
  return { reason, memberIds: idsOf(against), isOnly: false };
}

/** How many of the nearest starts with equally few obstacles are compared by what they cost. */
const MOST_COMPARED = 200;

/** A start with the fewest obstacles, with the people whom it costs least to free; the cheapest of the nearest such starts. */
function cheapestOf(appointment: Appointment): Occasion | null {
  let least = Infinity;
  let where: number[] = [];
  for (const n of appointment.starts) {
    const count = fewestObstacles(appointment, n, least);
    if (count > least) continue;
    if (count < least) where = [];
    least = count;
    where.push(n);
  }
  const { needed, others, seats } = appointment;
  const occasions = where.slice(0, MOST_COMPARED).map((n) => {
    const priced = others.map((each) => ({ each, cost: costOf(each, n) })).sort((a, b) => a.cost - b.cost);
    const people = [...needed, ...priced.slice(0, seats).map(({ each }) => each)];
    return { n, people, cost: costAt(people, n) };
  });
  return occasions.sort((a, b) => a.cost - b.cost)[0] ?? null;
}

/** How many obstacles the people have at a start who have the fewest. It stops counting above the given number. */
function fewestObstacles({ needed, others, seats }: Appointment, n: number, most: number): number {
  let sum = 0;
  for (const { obstacles } of needed) sum += countOf(obstacles[n]!);
  if (sum > most) return sum;
  const withCount = new Uint16Array(REASONS + 1);
  for (const { obstacles } of others) withCount[countOf(obstacles[n]!)]! += 1;
  let open = seats;
  for (let count = 0; open > 0 && count < withCount.length; count += 1) {
    const seated = Math.min(open, withCount[count]!);
    sum += seated * count;
    open -= seated;
  }
  return sum;
}
