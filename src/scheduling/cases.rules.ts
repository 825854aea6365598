import { placesIn, type PersonTime } from '../availability/starts.rules.js';
import { groupBy } from '../common/grouping.js';
import { signOf, signsIn, type Half, type Sign, type Signed } from './start-signs.rules.js';

/** A person in a session, and their obstacles there. */
interface Side {
  half: Half;
  person: PersonTime;
  bits: number;
  /** Whether an obstacle cannot be cleared. */
  isStuck: boolean;
}

/** One start, the people who would take part, and their obstacles. */
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

/** Fewer hours are preferred, but not at night. */
const QUARTER_HOUR = 0.005;

/** What it costs a person to clear their obstacles at a start. */
const costOf = ({ bits, isAtNight, missing }: Sign): number =>
  countBits(bits) + (isAtNight ? AT_NIGHT : 0) + QUARTER_HOUR * missing;

const countBits = (bits: number): number => {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count += 1;
  return count;
};

/** A half with the signs of everybody who is asked for, the candidate first. */
interface SignedHalf {
  half: Half;
  people: Signed[];
}

/** The places of the people who would sit in a half. */
type Seating = readonly number[];

/** The cases of one session: for each start the panels that take the fewest changes, with each member who could be on one. */
export const casesOf = (half: Half): Case[] => cheapestOf([half], panelsOf);

/** The cases of an exchange, in which both halves have the same place in their starts. */
export const casesOfExchange = (first: Half, second: Half): Case[] =>
  cheapestOf([first, second], ([one, other]) => [[everybodyIn(one!), everybodyIn(other!)]]);

const everybodyIn = ({ people }: SignedHalf): Seating => [...people.keys()];

/** The panels that are looked at, with their candidate, as one half: each member with the cheapest others, and each pair of obstacle kinds once. */
function panelsOf([signed]: readonly SignedHalf[], n: number): Seating[][] {
  const { half, people } = signed!;
  const { panelSize, mustHave } = half.field.question;
  const { cheapest, kinds } = kindsAt(people, n, panelSize);
  const found = new Map<string, Seating[]>();
  const add = (place: number, order: readonly number[]) => {
    const rest = [...new Set(order)].filter((other) => other !== place).slice(0, panelSize - 1);
    if (rest.length < panelSize - 1) return;
    const panel = [0, ...[place, ...rest].sort((a, b) => a - b)];
    found.set(String.fromCharCode(...panel), [panel]);
  };
  const mayLead = (place: number) => mustHave === null || people[place]!.person.memberId === mustHave;
  for (let place = 1; place < people.length; place += 1) if (mayLead(place)) add(place, cheapest);
  const leads = mustHave === null ? kinds.map(([first]) => first!) : [...people.keys()].slice(1).filter(mayLead);
  for (const lead of leads) for (const kind of kinds) add(lead, [...kind, ...cheapest]);
  return [...found.values()];
}

/**
 * The places of the interviewers with the fewest obstacles at a start, and of some of each kind: those who have the same obstacles. People whom no
 * remedy frees come last, so that they hide no panel that a change would free.
 */
function kindsAt(people: readonly Signed[], n: number, panelSize: number): { cheapest: number[]; kinds: number[][] } {
  if (panelSize === 1) return { cheapest: [], kinds: [] };
  const signs = people.map(({ signs: all }) => signOf(all[n]!));
  const costs = signs.map(costOf);
  const isStuck = (place: number) => Number(signs[place]!.isStuck);
  const places = people
    .slice(1)
    .map((_, at) => at + 1)
    .sort((a, b) => isStuck(a) - isStuck(b) || costs[a]! - costs[b]!);
  const alike = groupBy(places, (place) => (signs[place]!.bits << 1) | isStuck(place));
  return { cheapest: places.slice(0, panelSize), kinds: [...alike.values()].map((kind) => kind.slice(0, panelSize)) };
}

/**
 * Of the starts that need the same changes from the same people, the cheapest and nearest. Hours repeat each week, so few starts differ from
 * all others.
 */
function cheapestOf(
  halves: readonly Half[],
  seatingsAt: (halves: readonly SignedHalf[], n: number) => readonly Seating[][],
): Case[] {
  const signed = halves.map((half) => ({ half, people: signsIn(half) }));
  const everybody = signed.flatMap(({ people }) => people);
  const seen = new Set<string>();
  const best = new Map<string, number>();
  const found: Case[] = [];
  for (const n of nearestFirst(halves)) {
    const start = String.fromCharCode(...everybody.map(({ signs }) => signs[n]!));
    if (seen.has(start)) continue;
    seen.add(start);
    for (const seating of seatingsAt(signed, n)) {
      let cost = 0;
      let key = '';
      for (const [at, places] of seating.entries())
        for (const place of places) {
          const sign = signOf(signed[at]!.people[place]!.signs[n]!);
          cost += costOf(sign);
          key += String.fromCharCode(place, (sign.bits << 1) | Number(sign.isStuck));
        }
      if ((best.get(key) ?? Infinity) <= cost) continue;
      best.set(key, cost);
      found.push({
        n,
        cost,
        sides: seating.flatMap((places, at) => places.map((place) => sideOf(signed[at]!, place, n))),
      });
    }
  }
  return found;
}

function sideOf({ half, people }: SignedHalf, place: number, n: number): Side {
  const { person, signs } = people[place]!;
  const { bits, isStuck } = signOf(signs[n]!);
  return { half, person, bits, isStuck };
}

/** Starts in the windows of all halves, and then the others by how far they are away, so that windows are widened as little as possible. */
function nearestFirst(halves: readonly Half[]): number[] {
  const windows = halves.map(({ field: { starts, question } }) => placesIn(starts, question.window));
  const away = Array.from({ length: halves[0]!.field.starts.count }, (_, n) =>
    windows.reduce((sum, [opening, closing]) => sum + Math.max(0, opening - n, n - closing + 1), 0),
  );
  return [...away.keys()].toSorted((a, b) => away[a]! - away[b]!);
}
