export enum Recommendation {
  STRONG_NO_HIRE = 'STRONG_NO_HIRE',
  NO_HIRE = 'NO_HIRE',
  HIRE = 'HIRE',
  STRONG_HIRE = 'STRONG_HIRE',
  NO_DECISION = 'NO_DECISION',
}

/** What an interviewer writes on one criterion: level 1 to 4, or null for not assessed. */
export interface RatingWords {
  criterionKey: string;
  level: number | null;
  evidence: string;
}
