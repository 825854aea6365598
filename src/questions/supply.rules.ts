import { addDays, daysBetween, spoken, type LocalDate } from '../common/time.js';

/** The number of questions in a set, unless the composer asks for another. */
export const USUAL_COUNT = 3;

/** The sentence about too few fresh questions for the sessions to come; null if there are enough. */
export function supplyShortfall(fresh: number, toCome: number, round: string): string | null {
  const needed = USUAL_COUNT * toCome;
  if (fresh >= needed) return null;
  const sessions = toCome === 1 ? 'session to come needs' : `${toCome} sessions to come need`;
  return `Fresh questions for ${round}: ${fresh}. The ${sessions} ${needed}. Add questions (addQuestion).`;
}

interface Pace {
  today: LocalDate;
  targetDate: LocalDate;
  fresh: number;
  needed: number;
}

/** The last day with a fresh question, if the sessions to come are spread evenly until the target date; null if the questions last. */
export function runsOutOn({ today, targetDate, fresh, needed }: Pace): LocalDate | null {
  if (fresh >= needed) return null;
  const days = Math.max(0, daysBetween(today, targetDate));
  return addDays(today, Math.floor((days * fresh) / needed));
}

/** The forecast in one sentence. */
export function forecastText(name: string, round: string, { fresh, needed }: Pace, out: LocalDate): string {
  const have = `${name} has ${fresh} fresh ${fresh === 1 ? 'question' : 'questions'} for ${round}`;
  return `${have} and needs ${needed}: they run out on ${spoken(out)}. Add questions (addQuestion).`;
}
