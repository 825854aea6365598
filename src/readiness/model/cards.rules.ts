import { DAY } from '../../common/time.js';
import type { ModelParameters } from './parameters.js';

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
interface CardContents extends Pick<Card, 'recommendation' | 'y' | 'h'> {
  criteria?: readonly Omit<CriterionScore, 'competency'>[];
}

/**
 * Section 1: `y = (1 - a) m + a q` with the weighted mean `m` of the scores, the recommendation `q` and its weight `a`;
 * or whichever of the two exists. `h` is the noise of one criterion that is left in it. Null when it says nothing.
 */
export function scoreCard(
  { criteria = [], recommendation, y, h }: CardContents,
  a: number,
): { y: number; h: number } | null {
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
