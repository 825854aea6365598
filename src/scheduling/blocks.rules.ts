import type { Interval } from '../common/intervals.rules.js';
import { remediesFor, type RemedyFacts, type RemedyFound } from '../availability/remedies.rules.js';
import { aheadAt, HOUR } from '../common/time.js';
import type { Field, PossibleInterviewer } from './slots.rules.js';
import { bitOf, BlockReason, reasonsIn, startAt, type PersonTime } from '../availability/starts.rules.js';

/** Why there is no slot, whom it is about, and what would help: each choice works by itself, all of its changes together. */
export interface BlockFound {
  reason: BlockReason;
  memberIds: string[];
  choices: RemedyFound[][];
}

const MOST_CHOICES = 3;

/** One start and panel with what stands against it. */
interface Case {
  n: number;
  /** What stands against the candidate, and each interviewer. */
  bits: number;
  seats: { each: PossibleInterviewer; bits: number }[];
  /** How many changes it takes. */
  cost: number;
}

/**
 * The first reason of the list without which a slot would exist. If no single reason is enough, the first of the
 * smallest set that is.
 * The choices are the smallest changes that make a slot appear.
 */
export function blockIn(field: Field, facts: RemedyFacts): BlockFound | null {
  const all = casesIn(field);
  if (all.length === 0) return null;
  const bitsOf = ({ bits, seats }: Case) => seats.reduce((sum, seat) => sum | seat.bits, bits);
  const single = Object.values(BlockReason).find((reason) => all.some((each) => bitsOf(each) === bitOf(reason)));
  const cheapest = all.reduce((a, b) => (b.cost < a.cost ? b : a));
  const reason = single ?? reasonsIn(bitsOf(cheapest))[0]!;
  const alone = single === undefined ? [] : all.filter((each) => bitsOf(each) === bitOf(single));
  const choices = choicesOf(field, alone, facts);
  const helpful = choices.length > 0 ? choices : choicesOf(field, all, facts);
  const about = alone.length > 0 ? alone : [cheapest];
  return { reason, memberIds: membersOf(field, about, reason), choices: helpful };
}

/** The members for whom the reason is an obstacle, in the cases without any other obstacle. */
function membersOf({ question }: Field, cases: readonly Case[], reason: BlockReason): string[] {
  const bit = bitOf(reason);
  const found = new Set<string>();
  for (const { bits, seats } of cases) {
    if ((bits & bit) !== 0) found.add(question.candidate.memberId);
    for (const { each, bits: against } of seats) if ((against & bit) !== 0) found.add(each.person.memberId);
  }
  return [...found];
}

/** Hours at night cost more, so that hours by day are preferred. */
const AT_NIGHT = 0.25;
const AWAKE = { from: 8, until: 22 };

const hourBits =
  bitOf(BlockReason.HOURS_NOT_STATED) | bitOf(BlockReason.CANDIDATE_NOT_AVAILABLE) | bitOf(BlockReason.NO_COMMON_TIME);

/** What it costs a person to clear what stands against them at a start. */
function costOf(bits: number, { zone }: PersonTime, start: number, length: number): number {
  const changes = countBits(bits);
  if ((bits & hourBits) === 0) return changes;
  const hour = (instant: number) => ((instant + aheadAt(instant, zone)) / HOUR) % 24;
  const isAwake = hour(start) >= AWAKE.from && hour(start + length - 1) < AWAKE.until;
  return isAwake ? changes : changes + AT_NIGHT;
}

const countBits = (bits: number): number => {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count += 1;
  return count;
};

/** For each start the panels that take the fewest changes, one for each member who could be on it. */
function casesIn({ question, starts, candidate, interviewers }: Field): Case[] {
  const found: Case[] = [];
  const { panelSize, mustHave } = question;
  const best = new Map<string, number>();
  for (let n = 0; n < starts.count; n += 1) {
    const bits = candidate[n]!;
    const start = startAt(starts, n);
    const own = costOf(bits, question.candidate, start, starts.length);
    const seats = interviewers
      .map(({ each, obstacles }) => {
        return { each, bits: obstacles[n]!, cost: costOf(obstacles[n]!, each.person, start, starts.length) };
      })
      .toSorted((a, b) => a.cost - b.cost);
    for (const seat of mustHave === null ? seats : seats.filter(({ each }) => each.person.memberId === mustHave)) {
      const others = seats.filter((other) => other !== seat).slice(0, panelSize - 1);
      if (others.length < panelSize - 1) continue;
      const panel = [seat, ...others];
      const cost = own + panel.reduce((sum, each) => sum + each.cost, 0);
      // If several starts need the same changes from the same people, only the cheapest and earliest is kept.
      const key = `${bits} ${panel.map((each) => `${each.each.person.memberId}${each.bits}`).join(' ')}`;
      if ((best.get(key) ?? Infinity) <= cost) continue;
      best.set(key, cost);
      found.push({ n, bits, seats: panel, cost });
    }
  }
  return found;
}

function choicesOf(field: Field, cases: readonly Case[], facts: RemedyFacts): RemedyFound[][] {
  const found = new Map<string, { remedies: RemedyFound[]; n: number }>();
  for (const each of cases.toSorted((a, b) => a.cost - b.cost || a.n - b.n)) {
    const remedies = remediesOf(field, each, facts);
    if (remedies === null || remedies.length === 0) continue;
    const key = remedies.map(({ kind, memberId }) => `${kind} ${memberId}`).join(' ');
    const before = found.get(key);
    if (before && before.remedies.length <= remedies.length) continue;
    found.set(key, { remedies, n: each.n });
    if (found.size === 4 * MOST_CHOICES) break;
  }
  return [...found.values()]
    .toSorted((a, b) => a.remedies.length - b.remedies.length || a.n - b.n)
    .slice(0, MOST_CHOICES)
    .map(({ remedies }) => remedies);
}

/** The changes that make a slot of a case; null where no change of this group does. */
function remediesOf(field: Field, { n, bits, seats }: Case, facts: RemedyFacts): RemedyFound[] | null {
  const { question, starts } = field;
  const start = startAt(starts, n);
  const time: Interval = [start, start + starts.length];
  const found: RemedyFound[] = [];
  const people = [
    { person: question.candidate, bits },
    ...seats.map(({ each, bits: against }) => ({ person: each.person, bits: against })),
  ];
  for (const { person, bits: against } of people) {
    for (const reason of reasonsIn(against)) {
      const remedies = remediesFor(reason, { person, start, time, starts }, facts, question.candidate);
      if (remedies === null) return null;
      found.push(...remedies);
    }
  }
  const moved = new Set<string>();
  return found.filter(({ sessionId }) => {
    const isNew = sessionId === undefined || !moved.has(sessionId);
    if (sessionId !== undefined) moved.add(sessionId);
    return isNew;
  });
}
