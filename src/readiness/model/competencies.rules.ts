import { DAY } from '../../common/time.js';
import type { UsedCard } from './cards.rules.js';
import { normalCdf } from './normal.rules.js';

interface CompetencyStanding {
  delta: number;
  sd: number;
  n: number;
}

const HALF_LIFE_DAYS = 90;
const WEAK = { n: 3, delta: -0.15, certainty: 0.75 };

/** Scores of a card against the mean of that card: how strict the interviewer was cancels out. */
function relativeScores({ criteria = [] }: UsedCard): { competency: string; z: number }[] {
  const scored = criteria.filter(({ score }) => score != null);
  const mean = scored.reduce((sum, { score }) => sum + score!, 0) / scored.length;
  return scored.map(({ competency, score }) => ({ competency, z: score! - mean }));
}

/**
 * Where a candidate stands in each competency against their own others and against how the group scores it
 * (readiness model, section 8). It is a profile, not a level.
 */
export function competencyProfile(
  cards: readonly UsedCard[],
  candidate: string,
  now: number,
): Map<string, CompetencyStanding> {
  const group = new Map<string, { sum: number; n: number }>();
  for (const { competency, z } of cards.flatMap(relativeScores)) {
    const { sum, n } = group.get(competency) ?? { sum: 0, n: 0 };
    group.set(competency, { sum: sum + z, n: n + 1 });
  }
  const own = new Map<string, { sum: number; weight: number; n: number }>();
  for (const card of cards.filter((each) => each.candidate === candidate)) {
    const weight = 2 ** (-(now - card.at) / DAY / HALF_LIFE_DAYS);
    for (const { competency, z } of relativeScores(card)) {
      const usual = group.get(competency)!;
      const before = own.get(competency) ?? { sum: 0, weight: 0, n: 0 };
      const sum = before.sum + weight * (z - usual.sum / (usual.n + 10));
      own.set(competency, { sum, weight: before.weight + weight, n: before.n + 1 });
    }
  }
  const standings = [...own].map(([competency, { sum, weight, n }]) => {
    return [competency, { delta: sum / (weight + 3), sd: 0.5 / Math.sqrt(weight + 3), n }] as const;
  });
  return new Map(standings.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** The smallest standing, if it is likely, and noticeably, small; null when none stands out. */
export function weakestCompetency(profile: ReadonlyMap<string, CompetencyStanding>): string | null {
  const [smallest] = [...profile].toSorted(([, a], [, b]) => a.delta - b.delta);
  if (!smallest) return null;
  const [competency, { delta, sd, n }] = smallest;
  const isWeak = n >= WEAK.n && delta <= WEAK.delta && normalCdf(-delta / sd) >= WEAK.certainty;
  return isWeak ? competency : null;
}
