import type { EntityManager } from 'typeorm';
import { Round } from '../guides/round.entity.js';
import type { Session } from '../sessions/session.entity.js';
import type { RatingContents } from './scorecard.rules.js';

/** The criteria that the round of a session grades. */
export async function criteriaOf(tx: EntityManager, { groupId, roundId }: Session): Promise<string[]> {
  const { criteria } = await tx.findOneByOrFail(Round, { groupId, id: roundId });
  return criteria.map(({ key }) => key);
}

/** A rating alone, without the other fields of its row or input. */
export const ratingOf = (rating: {
  criterionKey: string;
  level?: number | null;
  evidence: string;
}): RatingContents => ({
  criterionKey: rating.criterionKey,
  level: rating.level ?? null,
  evidence: rating.evidence,
});
