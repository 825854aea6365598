import { normalCdf } from './normal.rules.js';
import type { Posterior } from './posterior.rules.js';

/** H of a card with four criteria and a recommendation. */
const TYPICAL_H = 0.203125;

/** The variance of one session with a new interviewer around what it measures. */
function noiseOf({ parameters, psi }: Posterior): number {
  const { sd_sev, sd_occ, sd_pair, sd_item } = parameters;
  return sd_sev ** 2 + psi * (sd_occ ** 2 + sd_pair ** 2 + sd_item ** 2 * TYPICAL_H);
}

/** How sure the model would be after a session today with a new interviewer: two independent normal measurements, combined. */
export function sdAfterOneMore(posterior: Posterior, sd: number): number {
  const noise = noiseOf(posterior);
  return Math.sqrt((sd ** 2 * noise) / (sd ** 2 + noise));
}

/**
 * The chance that one interview with a random interviewer reaches the bar. Even ready candidates have bad interviews.
 */
export const chanceOfNext = (posterior: Posterior, mean: number, sd: number, bar: number): number =>
  normalCdf((mean - bar) / Math.sqrt(sd ** 2 + noiseOf(posterior)));
