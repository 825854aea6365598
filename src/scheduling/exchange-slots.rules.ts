import { startAt, type Starts } from '../availability/starts.rules.js';
import { fieldOf, type Field, type SlotFound, type SlotQuestion } from './slots.rules.js';

/** Two rounds back to back: the obstacles at each start of the first, and of the second right after it. */
interface ExchangeField {
  first: Field;
  second: Field;
}

/**
 * Works out the obstacles at each start of an exchange. Both questions name their panel. The first half begins on the grid and keeps
 * no buffer, because the second half follows directly.
 */
export function exchangeFieldOf(first: SlotQuestion, second: SlotQuestion): ExchangeField {
  const opening = fieldOf({ ...first, buffer: 0 });
  const { starts } = opening;
  const { length, buffer } = second;
  const after: Starts = { first: starts.first + starts.length, count: starts.count, length, buffer };
  return { first: opening, second: fieldOf(second, after) };
}

const isFree = ({ candidate, interviewers }: Field, n: number): boolean =>
  candidate[n] === 0 && interviewers.every(({ obstacles }) => obstacles[n] === 0);

const slotAt = ({ starts, interviewers }: Field, n: number): SlotFound => ({
  startsAt: startAt(starts, n),
  endsAt: startAt(starts, n) + starts.length,
  panel: interviewers.map(({ each }) => each.person.memberId),
});

/** The starts at which both halves fit, the earliest first: the people are fixed, so only the time matters. */
export function exchangesIn({ first, second }: ExchangeField, most: number): { first: SlotFound; second: SlotFound }[] {
  const found: { first: SlotFound; second: SlotFound }[] = [];
  for (let n = 0; n < first.starts.count && found.length < most; n += 1)
    if (isFree(first, n) && isFree(second, n)) found.push({ first: slotAt(first, n), second: slotAt(second, n) });
  return found;
}
