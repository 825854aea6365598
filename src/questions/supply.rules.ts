import { addDays, daysBetween, spoken, type LocalDate } from '../common/time.js';

/** The number of questions in a set, unless the composer asks for another. */
export const USUAL_COUNT = 3;

/** The sentence about too few fresh questions for the open sittings; null if there are enough. */
export function supplyShortfall(fresh: number, openSittings: number, round: string): string | null {
  const needed = USUAL_COUNT * openSittings;
  if (fresh >= needed) return null;
  const sittings = openSittings === 1 ? 'open sitting needs' : `${openSittings} open sittings need`;
  return `Fresh questions for ${round}: ${fresh}. The ${sittings} ${needed}. Add questions (addQuestion).`;
}

interface Pace {
  today: LocalDate;
  targetDate: LocalDate;
  fresh: number;
  needed: number;
}

/** The last day with a fresh question, if the open sittings are spread evenly until the target date; null if the questions last. */
export function runsOutOn({ today, targetDate, fresh, needed }: Pace): LocalDate | null {
  if (fresh >= needed) return null;
  const days = Math.max(0, daysBetween(today, targetDate));
  return addDays(today, Math.floor((days * fresh) / needed));
}

/** The forecast in one sentence. */
export function forecastText(name: string, round: string, { fresh, needed }: Pace, out: LocalDate | null): string {
  const have = `${name} has ${fresh} fresh ${fresh === 1 ? 'question' : 'questions'} for ${round}`;
  if (out === null) return `${have}, which is enough.`;
  return `${have} and needs ${needed}: they run out on ${spoken(out)}. Add questions (addQuestion).`;
}
