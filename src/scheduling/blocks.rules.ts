import { addRemedy, remediesFor, type RemedyFacts, type RemedyFound } from '../availability/remedies.rules.js';
import { bitOf, BlockReason, reasonsIn, startAt, type PersonTime } from '../availability/starts.rules.js';
import type { Interval } from '../common/intervals.rules.js';
import { bitsOf, casesOf, casesOfExchange, type Case } from './cases.rules.js';
import type { Field, SlotQuestion } from './slots.rules.js';
import type { Half } from './start-signs.rules.js';

/** Why there is no slot, whom it is about, and what would help: each choice works by itself, all of its changes together. */
export interface BlockFound {
  reason: BlockReason;
  memberIds: string[];
  choices: RemedyFound[][];
}

const MOST_CHOICES = 3;

/**
 * The first reason of the list without which a slot would exist. If no single reason is enough, the first of the
 * smallest set that is.
 * The choices are the smallest changes that make a slot appear.
 */
export const blockIn = (field: Field, facts: RemedyFacts): BlockFound | null =>
  hopeless(field.question) ?? blockFrom(casesOf({ field, facts }));

/** The same for an exchange, both halves of which need a slot. */
export const blockOfExchange = (first: Half, second: Half): BlockFound | null =>
  hopeless(first.field.question) ?? hopeless(second.field.question) ?? blockFrom(casesOfExchange(first, second));

/** The block of a question that no change can help. */
function hopeless({ candidate, interviewers, panelSize, span, earliest, horizon, window }: SlotQuestion) {
  const block = (reason: BlockReason, people: readonly PersonTime[]): BlockFound => {
    return { reason, memberIds: people.map(({ memberId }) => memberId), choices: [] };
  };
  const isEmpty = span[0] >= span[1];
  const isTooFar = span[1] >= horizon && (isEmpty || window[0] >= horizon);
  // Only another member would help.
  if (interviewers.length < panelSize)
    return block(
      BlockReason.NO_QUALIFIED_INTERVIEWER,
      interviewers.map(({ person }) => person),
    );
  // The time that is asked about is over.
  if (isEmpty && span[1] < earliest) return block(BlockReason.TOO_SOON, [candidate]);
  // The time that is asked about, or the round's window, begins later than slots are offered. Days before the window would help, but time passes anyway.
  return isTooFar ? block(BlockReason.OUT_OF_WINDOW, [candidate]) : null;
}

function blockFrom(all: readonly Case[]): BlockFound | null {
  // A start without an obstacle is a slot.
  if (all.length === 0 || all.some((each) => bitsOf(each) === 0)) return null;
  const single = Object.values(BlockReason).find((reason) => all.some((each) => bitsOf(each) === bitOf(reason)));
  const cheapest = all.reduce((a, b) => (b.cost < a.cost ? b : a));
  const reason = single ?? reasonsIn(bitsOf(cheapest))[0]!;
  const alone = single === undefined ? [] : all.filter((each) => bitsOf(each) === bitOf(single));
  const choices = choicesOf(alone);
  const helpful = choices.length > 0 ? choices : choicesOf(all);
  const about = alone.length > 0 ? alone : [cheapest];
  return { reason, memberIds: membersOf(about, reason), choices: helpful };
}

/** The members for whom the reason is an obstacle, in the cases without any other obstacle. */
function membersOf(cases: readonly Case[], reason: BlockReason): string[] {
  const against = cases.flatMap(({ sides }) => sides.filter(({ bits }) => (bits & bitOf(reason)) !== 0));
  return [...new Set(against.map(({ person }) => person.memberId))];
}

function choicesOf(cases: readonly Case[]): RemedyFound[][] {
  const found = new Map<string, RemedyFound[]>();
  for (const each of cases.toSorted((a, b) => a.cost - b.cost)) {
    const remedies = remediesOf(each);
    if (remedies === null || remedies.length === 0) continue;
    const key = remedies
      .map(({ kind, memberId }) => `${kind} ${memberId}`)
      .sort()
      .join(' ');
    const before = found.get(key);
    if (before && before.length <= remedies.length) continue;
    found.set(key, remedies);
    if (found.size === 4 * MOST_CHOICES) break;
  }
  const smallest = [...found.values()].toSorted((a, b) => a.length - b.length);
  return smallest.filter((choice, at) => !smallest.slice(0, at).some(isWithin(choice))).slice(0, MOST_CHOICES);
}

/** Whether a larger choice contains all changes of another one. Then nobody needs the larger one. */
const isWithin = (larger: readonly RemedyFound[]) => {
  const keyOf = ({ kind, memberId, sessionId }: RemedyFound) => `${kind} ${memberId} ${sessionId ?? ''}`;
  const keys = new Set(larger.map(keyOf));
  return (choice: readonly RemedyFound[]): boolean => choice.every((remedy) => keys.has(keyOf(remedy)));
};

/** The changes that make a slot of a case; null where no change of this group does. */
function remediesOf({ n, sides }: Case): RemedyFound[] | null {
  const found: RemedyFound[] = [];
  for (const { half, person, bits } of sides) {
    const { question, starts } = half.field;
    const start = startAt(starts, n);
    const time: Interval = [start, start + starts.length];
    for (const reason of reasonsIn(bits)) {
      const remedies = remediesFor(reason, { person, start, time, starts }, half.facts, question.candidate);
      if (remedies === null) return null;
      for (const remedy of remedies)
        addRemedy(found, half.roundId === undefined ? remedy : { ...remedy, roundId: half.roundId });
    }
  }
  return found;
}
