import { DAY, type LocalDate } from '../common/time.js';
import type { Recommendation } from '../feedback/scorecard.rules.js';
import type { Card, CriterionScore } from './model/cards.rules.js';

/** One version of an interviewer's released scorecard, and the times from which it can be known. Instants are milliseconds since 1970. */
export interface ReleasedVersion {
  scorecardId: string;
  versionId: string;
  /** Counts up within a scorecard. */
  number: number;
  submittedAt: number;
  releasedAt: number;
  sessionId: string;
  /** When the session took place. */
  at: number;
  /** The candidate and the interviewer, as members. */
  candidateId: string;
  interviewerId: string;
  guideKey: string;
  roundKey: string;
  recommendation: Recommendation;
  /** As the model reads them, their competencies within their guide: cards share them, because there are many. */
  criteria: readonly CriterionScore[];
  /** The levels of the candidate's self-assessment of that session, by criterion; null without one. */
  self: Readonly<Record<string, number>> | null;
}

/**
 * What was known at an instant: of each scorecard the newest version that was submitted by then, if its feedback was out
 * by then. Versions are given oldest session first, and stay in that order.
 */
export function knownAt(versions: readonly ReleasedVersion[], asOf: Date): ReleasedVersion[] {
  const instant = asOf.getTime();
  const newest = new Map<string, ReleasedVersion>();
  for (const version of versions) {
    if (version.submittedAt > instant || version.releasedAt > instant) continue;
    const before = newest.get(version.scorecardId);
    if (before === undefined || before.number < version.number) newest.set(version.scorecardId, version);
  }
  return versions.filter((version) => newest.get(version.scorecardId) === version);
}

const scores: Record<Recommendation, number | null> = {
  STRONG_NO_HIRE: 1,
  NO_HIRE: 2,
  HIRE: 3,
  STRONG_HIRE: 4,
  NO_DECISION: null,
};

/** Rounds and competencies are told apart by their guide: readiness counts by guide key, in all editions. */
export const inGuide = (guideKey: string, key: string): string => `${guideKey}/${key}`;

/** A version as the model reads it. */
export function cardOf({ candidateId, interviewerId, sessionId, at, guideKey, ...said }: ReleasedVersion): Card {
  return {
    candidate: candidateId,
    interviewer: interviewerId,
    session: sessionId,
    at,
    round: inGuide(guideKey, said.roundKey),
    recommendation: scores[said.recommendation],
    criteria: said.criteria,
  };
}

/** The model's present is the end of a UTC day, so that one day has one answer for one state of the scorecards. */
export const modelNow = (asOf: Date): number => (Math.floor(asOf.getTime() / DAY) + 1) * DAY;

/** The date for which a candidate wants to be ready, or, once it has passed, the day that is asked about. */
export function dateThatCounts(wanted: LocalDate, asOf: Date): LocalDate {
  const today = asOf.toISOString().slice(0, 10);
  return wanted > today ? wanted : today;
}

/** The end of a date, for the model: in UTC, so that nobody's change of zone changes a number. */
export const endOfDate = (date: LocalDate): number => Date.parse(`${date}T00:00:00Z`) + DAY;
