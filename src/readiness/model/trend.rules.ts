import { DAY } from '../../common/time.js';
import type { UsedCard } from './cards.rules.js';
import { normalCdf } from './normal.rules.js';
import type { Posterior } from './posterior.rules.js';
import { jointOf } from './prediction.rules.js';

/** How a candidate has changed in a round. */
export enum Trend {
  RISING = 'RISING',
  FALLING = 'FALLING',
  STEADY = 'STEADY',
  UNKNOWN = 'UNKNOWN',
}

const TREND_DAYS = 60;

/**
 * Where a candidate, with these cards, has gone in a round in the last two months: rising when that is likely and large
 * enough to mention; unknown with fewer than two cards in the round (readiness model, section 8).
 */
export function trendOf(
  posterior: Posterior,
  own: readonly UsedCard[],
  round: string,
  now: number,
): { trend: Trend; trendDelta: number | null } {
  if (own.filter((card) => card.round === round).length < 2) return { trend: Trend.UNKNOWN, trendDelta: null };
  const { candidate, at: first } = own[0]!;
  const then = Math.max(now - TREND_DAYS * DAY, first);
  const { mean, covariance } = jointOf(posterior, candidate, [
    { round, at: now },
    { round, at: then },
  ]);
  const delta = mean[0]! - mean[1]!;
  const sd = Math.sqrt(Math.max(0, covariance[0]! + covariance[3]! - 2 * covariance[1]!));
  const rising = sd > 0 ? normalCdf(delta / sd) : 0.5;
  if (rising >= 0.8 && delta >= 0.1) return { trend: Trend.RISING, trendDelta: delta };
  return { trend: 1 - rising >= 0.8 && delta <= -0.1 ? Trend.FALLING : Trend.STEADY, trendDelta: delta };
}
