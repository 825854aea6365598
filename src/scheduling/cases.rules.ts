import type { RemedyFacts } from '../availability/remedies.rules.js';
import { bitOf, BlockReason, startAt, type PersonTime } from '../availability/starts.rules.js';
import { aheadAt, HOUR } from '../common/time.js';
import type { Field } from './slots.rules.js';

/** One session of an appointment: an exchange has two, and any other appointment has one. */
export interface Half {
  field: Field;
  facts: RemedyFacts;
  /** The round, where the appointment has more than one. */
  roundId?: string;
}

/** A person in a session, and what stands against them there. */
export interface Side {
  half: Half;
  person: PersonTime;
  bits: number;
}

/** One start with who would sit in, and what stands against them. */
export interface Case {
  n: number;
  /** The candidate first. */
  sides: Side[];
  /** How many changes it takes. */
  cost: number;
}

export const bitsOf = ({ sides }: Case): number => sides.reduce((sum, { bits }) => sum | bits, 0);

/** Hours at night cost more, so that hours by day are preferred. */
const AT_NIGHT = 0.25;
const AWAKE = { from: 8, until: 22 };

const hourBits =
  bitOf(BlockReason.HOURS_NOT_STATED) | bitOf(BlockReason.CANDIDATE_NOT_AVAILABLE) | bitOf(BlockReason.NO_COMMON_TIME);

/** What it costs a person to clear what stands against them at a start. */
function costOf({ half, person: { zone }, bits }: Side, n: number): number {
  const changes = countBits(bits);
  if ((bits & hourBits) === 0) return changes;
  const { starts } = half.field;
  const start = startAt(starts, n);
  const hour = (instant: number) => ((instant + aheadAt(instant, zone)) / HOUR) % 24;
  const isAwake = hour(start) >= AWAKE.from && hour(start + starts.length - 1) < AWAKE.until;
  return isAwake ? changes : changes + AT_NIGHT;
}

const countBits = (bits: number): number => {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count += 1;
  return count;
};

/** Everybody who is asked for at a start. */
const sidesAt = (half: Half, n: number): Side[] => [
  { half, person: half.field.question.candidate, bits: half.field.candidate[n]! },
  ...half.field.interviewers.map(({ each, obstacles }) => ({ half, person: each.person, bits: obstacles[n]! })),
];

/** The cases of one session: for each start the panels that take the fewest changes, one for each member who could be on it. */
export const casesOf = (half: Half): Case[] => cheapestOf(casesIn(half));

/** The cases of an exchange, in which both halves have the same place in their starts. */
export const casesOfExchange = (first: Half, second: Half): Case[] => cheapestOf(exchangesIn(first, second));

function* casesIn(half: Half): Iterable<Case> {
  const { panelSize, mustHave } = half.field.question;
  for (let n = 0; n < half.field.starts.count; n += 1) {
    const [candidate, ...others] = sidesAt(half, n).map((side) => ({ ...side, cost: costOf(side, n) }));
    const seats = others.toSorted((a, b) => a.cost - b.cost);
    for (const seat of mustHave === null ? seats : seats.filter(({ person }) => person.memberId === mustHave)) {
      const rest = seats.filter((other) => other !== seat).slice(0, panelSize - 1);
      if (rest.length < panelSize - 1) continue;
      const sides = [candidate!, seat, ...rest];
      yield { n, sides, cost: sides.reduce((sum, { cost }) => sum + cost, 0) };
    }
  }
}

function* exchangesIn(first: Half, second: Half): Iterable<Case> {
  for (let n = 0; n < first.field.starts.count; n += 1) {
    const sides = [...sidesAt(first, n), ...sidesAt(second, n)];
    yield { n, sides, cost: sides.reduce((sum, side) => sum + costOf(side, n), 0) };
  }
}

/** If several starts need the same changes from the same people, only the cheapest and earliest is kept. */
function cheapestOf(cases: Iterable<Case>): Case[] {
  const best = new Map<string, number>();
  const found: Case[] = [];
  for (const each of cases) {
    const key = each.sides.map(({ person, bits }) => `${person.memberId}${bits}`).join(' ');
    if ((best.get(key) ?? Infinity) <= each.cost) continue;
    best.set(key, each.cost);
    found.push(each);
  }
  return found;
}
