import { tenths } from '../readiness/shown.rules.js';

/** A session in which a question was asked, and by how much its scorecards stayed below what was expected, on the scale of 1 to 4. */
export interface Trial {
  at: number;
  below: number;
}

/** Single scorecards must not be worked out, so only every fifth session changes the figure. */
const STEP = 5;

/** How hard a question turned out in its oldest 5, 10, 15 ... sessions, to one decimal; null before there are five. */
export function difficultyOf(trials: readonly Trial[]): { sessions: number; difficulty: number } | null {
  const sessions = Math.floor(trials.length / STEP) * STEP;
  if (sessions === 0) return null;
  const oldest = trials.toSorted((a, b) => a.at - b.at).slice(0, sessions);
  return { sessions, difficulty: tenths(oldest.reduce((sum, { below }) => sum + below, 0) / sessions) };
}
