import { groupBy } from '../../common/grouping.js';
import type { ReleasedVersion } from '../evidence.rules.js';

const FEWEST_SESSIONS = 3;

const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * How candidates see themselves: the mean of own minus panel levels, over all criteria that both have judged. Positive
 * means overrating oneself. Null with fewer than three self-assessments, because fewer say too little.
 */
export function selfAssessmentBias(known: readonly ReleasedVersion[]): number | null {
  const judged = known.filter(({ self }) => self !== null);
  const bySession = groupBy(judged, ({ sessionId }) => sessionId);
  const differences = [...bySession.values()].map((panel) =>
    Object.entries(panel[0]!.self!).flatMap(([key, own]) => {
      const levels = panel.flatMap(({ criteria }) => criteria.find((each) => each.key === key)?.score ?? []);
      return levels.length === 0 ? [] : [own - average(levels)];
    }),
  );
  const compared = differences.filter((each) => each.length > 0);
  return compared.length < FEWEST_SESSIONS ? null : average(compared.flat());
}
