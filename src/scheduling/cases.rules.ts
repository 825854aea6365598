import type { PersonTime } from '../availability/starts.rules.js';
import { nightsIn, signOf, stuckIn, type Half } from './start-signs.rules.js';

/** A person in a session, and what stands against them there. */
export interface Side {
  half: Half;
  person: PersonTime;
  bits: number;
  /** Whether a part of it cannot be cleared. */
  isStuck?: boolean;
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

/** What it costs a person to clear what stands against them at a start. */
const costOf = ({ bits }: Side, isAtNight: boolean): number => countBits(bits) + (isAtNight ? AT_NIGHT : 0);

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
export const casesOf = (half: Half): Case[] => cheapestOf(distinct([half]), panelsOf);

/** The cases of an exchange, in which both halves have the same place in their starts. */
export const casesOfExchange = (first: Half, second: Half): Case[] => cheapestOf(distinct([first, second]), everybody);

/** Everybody who is asked for at a start, in each half, and what it costs them. */
interface Moment {
  n: number;
  halves: (Side & { cost: number })[][];
}

/** The first start for each set of obstacles. Hours repeat each week, so there are few. */
function* distinct(halves: readonly Half[]): Iterable<Moment> {
  const isAtNight = nightsIn();
  const isStuck = stuckIn();
  const seen = new Set<string>();
  for (let n = 0; n < halves[0]!.field.starts.count; n += 1) {
    const sign = halves.map((half) => signOf(half, n, isAtNight, isStuck)).join('');
    if (seen.has(sign)) continue;
    seen.add(sign);
    const costing = (side: Side, place: number) => ({
      ...side,
      cost: costOf(side, isAtNight(side.half, side.person, side.bits, n)),
      isStuck: side.bits !== 0 && isStuck(side.half, side.person, place === 0, n),
    });
    yield { n, halves: halves.map((half) => sidesAt(half, n).map(costing)) };
  }
}

const everybody = ({ n, halves }: Moment): Case[] => {
  const sides = halves.flat();
  return [{ n, sides, cost: sides.reduce((sum, { cost }) => sum + cost, 0) }];
};

function panelsOf({ n, halves }: Moment): Case[] {
  const [[candidate, ...others]] = halves as [Moment['halves'][number]];
  const { panelSize, mustHave } = candidate!.half.field.question;
  // A person whom no remedy frees comes last among equals, so that they hide no panel that a change would free.
  const seats = others.toSorted((a, b) => a.cost - b.cost || Number(a.isStuck) - Number(b.isStuck));
  const asked = mustHave === null ? seats : seats.filter(({ person }) => person.memberId === mustHave);
  return asked.flatMap((seat): Case[] => {
    const rest = seats.filter((other) => other !== seat).slice(0, panelSize - 1);
    if (rest.length < panelSize - 1) return [];
    const sides = [candidate!, seat, ...rest];
    return [{ n, sides, cost: sides.reduce((sum, { cost }) => sum + cost, 0) }];
  });
}

/** If several starts need the same changes from the same people, only the cheapest and earliest is kept. */
function cheapestOf(moments: Iterable<Moment>, casesAt: (moment: Moment) => Case[]): Case[] {
  const best = new Map<string, number>();
  const found: Case[] = [];
  for (const moment of moments)
    for (const each of casesAt(moment)) {
      const key = each.sides.map(({ person, bits, isStuck }) => `${person.memberId}${bits}${isStuck}`).join(' ');
      if ((best.get(key) ?? Infinity) <= each.cost) continue;
      best.set(key, each.cost);
      found.push(each);
    }
  return found;
}
