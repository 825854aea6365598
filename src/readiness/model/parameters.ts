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

/** r1: taken from studies of real ratings, with the reasons. Changing any of them makes a new version. */
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
