import { DAY } from '../../common/time.js';

/** The constants of the model, with their usual names (readiness model r1, section 5). Times are days. */
export interface ModelParameters {
  /** The group's level before anything is known, and how far a group may be from it. */
  m0: number;
  sd_m: number;
  /** Between rounds: how hard they are. */
  sd_round: number;
  /** Between interviewers: how lenient they are. */
  sd_sev: number;
  /** Between candidates: in all rounds alike, and in one round alone. */
  sd_gen: number;
  sd_spec: number;
  /** Variance that each of the two gains a day, so that older scorecards count for less. */
  q_gen: number;
  q_spec: number;
  /** Growth in levels a month at the start, between groups, and the days after which it slows down. */
  g0: number;
  sd_g: number;
  learn_days: number;
  /** Luck of the day and the question, shared by a panel; what one person sees in another; one criterion with its rounding. */
  sd_occ: number;
  sd_pair: number;
  sd_item: number;
  /** The share of the recommendation in a scorecard. */
  w_rec: number;
  /** How old a scorecard may be, and how many of a candidate count. */
  window_days: number;
  max_per_candidate: number;
  /** The level wanted, and how far below it one round may be. */
  bar: number;
  grace: number;
  /** The grid of the noise scale psi, from 1 to psi_max, and how unlikely a larger one is beforehand (sd of its logarithm). */
  psi_steps: number;
  psi_max: number;
  psi_prior_sd: number;
}

/** r1: taken from studies of real ratings, with the reasons. A change of any is a new version. */
export const R1: ModelParameters = {
  // People who practise are below the bar on average. A group may be anywhere from 1.6 to 3.6.
  m0: 2.6,
  sd_m: 0.5,
  // Difficulty is a small component (1 to 3 % in multiple mini interviews), but rounds differ more than their stations.
  sd_round: 0.3,
  // Peers are calibrated less than trained assessors, whose severity is 9 to 11 % of the variance (0.28).
  sd_sev: 0.4,
  // Real ratings show .29 to .55 in all.
  sd_gen: 0.35,
  sd_spec: 0.3,
  // Together 0.17 a month and 0.35 in four: a half-life of some months.
  q_gen: 0.0006,
  q_spec: 0.0004,
  // Without growth the estimates of people who learn are .14 too low; with growth they are .06 too low.
  g0: 0.08,
  sd_g: 0.15,
  learn_days: 90,
  // Panels agree .74, separate interviewers .44.
  sd_occ: 0.4,
  // Stops many cards by one friend from adding up.
  sd_pair: 0.2,
  // Rounding to whole levels is a third of this.
  sd_item: 0.5,
  // A little more than one of four or five criteria: a global impression carries halo.
  w_rec: 0.25,
  // Cost, and privacy.
  window_days: 365,
  max_per_candidate: 200,
  // "Yes" is a 3, and 2.5 lies between no and yes.
  bar: 3,
  grace: 0.5,
  psi_steps: 10,
  psi_max: 6,
  psi_prior_sd: 0.7,
};

export interface CriterionScore {
  /** The criterion, where ratings are compared. */
  key?: string;
  competency: string;
  /** 1 to 4; null: not assessed. */
  score: number | null;
  weight?: number;
}

/** A scorecard as the model sees it. `y` and `h` may be given instead of what they are computed from. */
export interface Card {
  candidate: string;
  round: string;
  interviewer: string;
  /** A session that several share; none is a session of its own. */
  session?: string;
  /** Milliseconds since 1970. */
  at: number;
  criteria?: readonly CriterionScore[];
  /** 1 strong no, 2 no, 3 yes, 4 strong yes. */
  recommendation?: number | null;
  y?: number;
  h?: number;
}

/** A card that counts: its composite `y`, and `h`, the share of one criterion's noise that is left in it. */
export type UsedCard = Card & { y: number; h: number };

/** What a card says, without its author and candidate. */
interface Words extends Pick<Card, 'recommendation' | 'y' | 'h'> {
  criteria?: readonly Omit<CriterionScore, 'competency'>[];
}

/**
 * Section 1: `y = (1 - a) m + a q` with the weighted mean `m` of the scores, the recommendation `q` and its weight `a`;
 * or the only one that exists. `h` is the noise of one criterion that is left in it. Null when it says nothing.
 */
export function scoreCard({ criteria = [], recommendation, y, h }: Words, a: number): { y: number; h: number } | null {
  if (y !== undefined) return { y, h: h ?? 1 };
  const scored = criteria.filter(({ score }) => score != null);
  const total = scored.reduce((sum, { weight = 1 }) => sum + weight, 0);
  if (total === 0) return recommendation == null ? null : { y: recommendation, h: 1 };
  const mean = scored.reduce((sum, { score, weight = 1 }) => sum + weight * score!, 0) / total;
  const noise = scored.reduce((sum, { weight = 1 }) => sum + (weight / total) ** 2, 0);
  if (recommendation == null) return { y: mean, h: noise };
  return { y: (1 - a) * mean + a * recommendation, h: (1 - a) ** 2 * noise + a ** 2 };
}

/**
 * The cards that count, oldest first. Nobody grades their own session. Nothing is from the future or older than the window. Of several cards for one
 * seat the last wins. Only the newest cards of each candidate count, up to a limit.
 */
export function usedCards(cards: readonly Card[], now: number, parameters: ModelParameters): UsedCard[] {
  const { w_rec, window_days, max_per_candidate } = parameters;
  const bySeat = new Map<unknown, UsedCard>();
  for (const card of cards) {
    const scored = scoreCard(card, w_rec);
    const age = (now - card.at) / DAY;
    if (scored === null || card.interviewer === card.candidate || age < 0 || age > window_days) continue;
    const seat =
      card.session === undefined ? card : JSON.stringify([card.session, card.candidate, card.interviewer, card.round]);
    // The last one takes its own place in the order, not that of the one it replaces.
    bySeat.delete(seat);
    bySeat.set(seat, { ...card, ...scored });
  }
  const used = [...bySeat.values()].toSorted((a, b) => a.at - b.at);
  const left = new Map<string, number>();
  for (const { candidate } of used) left.set(candidate, (left.get(candidate) ?? 0) + 1);
  return used.filter(({ candidate }) => {
    const newerOrThis = left.get(candidate)!;
    left.set(candidate, newerOrThis - 1);
    return newerOrThis <= max_per_candidate;
  });
}
