import { LRUCache } from 'lru-cache';
import type { RequestState } from '../common/request-state.js';
import { guideOf, roundOf } from '../guides/guides.state.js';
import { candidateOf } from '../plans/plans.state.js';
import {
  attendanceOfCandidate,
  comesOutAt,
  isInterviewer,
  isPresentAt,
  wasPresent,
} from '../sessions/session.rules.js';
import type { Session } from '../sessions/session.entity.js';
import { everySession, panelOf } from '../sessions/sessions.state.js';
import { selfAssessmentOf, selfRatingsOf } from '../feedback/candidate-feedback.state.js';
import { ratingsOfVersion, submittedVersions } from '../feedback/feedback.state.js';
import { modelNow, type Wording } from './evidence.rules.js';
import { groupPosterior, type GroupPosterior } from './group-posterior.js';
import type { LoopReadinessView } from './view.rules.js';

/**
 * What follows from one state of a group, for as long as nothing changes it: no write, no instant that passes, and no other day. It is
 * the same for every viewer; what a viewer may see of it is in the key of a view.
 */
export interface Derived {
  /** The scorecards that are out. */
  wordings: readonly Wording[];
  /** What the model makes of them now. */
  posterior: GroupPosterior;
  /** Readiness by candidate and share. */
  views: Map<string, LoopReadinessView>;
}

interface Kept extends Derived {
  revision: string;
  /** Of what the views are: many writes change no scorecard that is out. */
  viewsOf: string;
  from: number;
  until: number;
}

/** About what a wording takes, and the views of one candidate: the words of people stay in the state. */
const WORDING_BYTES = 1_000;
const VIEW_BYTES = 8_000;

const kept = new LRUCache<string, Kept>({
  maxSize: 32 << 20,
  sizeCalculation: ({ wordings, posterior }) =>
    WORDING_BYTES * (wordings.length + 1) + VIEW_BYTES * posterior.posterior.blocks.size,
});

export function derivedOf(state: RequestState, groupId: string): Derived {
  const revision = state.revisionOf(groupId, ['people', 'guides', 'plans', 'sessions', 'feedback']);
  const now = state.now.getTime();
  const before = kept.get(groupId);
  if (before?.revision === revision && before.from <= now && now < before.until) return before;
  const wordings = wordingsOf(state, groupId);
  const posterior = groupPosterior(groupId, wordings, state.now);
  const until = Math.min(nextChange(state, groupId), modelNow(state.now));
  const viewsOf = `${posterior.key} ${state.revisionOf(groupId, ['people', 'guides', 'plans'])}`;
  const views = before?.viewsOf === viewsOf ? before.views : new Map<string, LoopReadinessView>();
  const made = { revision, from: now, until, wordings, posterior, viewsOf, views };
  kept.set(groupId, made);
  return made;
}

/** The next instant at which something comes out, or counts otherwise, by the clock alone. */
function nextChange(state: RequestState, groupId: string): number {
  const now = state.now.getTime();
  let next = Infinity;
  const consider = (instant: Date | null) => {
    if (instant !== null && instant.getTime() > now) next = Math.min(next, instant.getTime());
  };
  for (const session of everySession(state, groupId)) {
    consider(session.nextCandidateAttendanceAt);
    consider(comesOutAt(session));
    for (const seat of panelOf(state, session)) consider(seat.nextAttendanceAt);
  }
  return next;
}

function wordingsOf(state: RequestState, groupId: string): Wording[] {
  const { now } = state;
  const found: Wording[] = [];
  for (const { card, version, session } of submittedVersions(state, groupId)) {
    const seat = panelOf(state, session).find(({ memberId }) => memberId === card.authorId);
    const releasedAt = comesOutAt(session);
    if (!seat || !isInterviewer(seat) || !isPresentAt(seat, now)) continue;
    if (session.cancelledAt !== null || !wasPresent(attendanceOfCandidate(session, now))) continue;
    if (releasedAt === null || releasedAt > now || version.submittedAt > now) continue;
    const { key: roundKey, guideId, criteria } = roundOf(state, { groupId, id: session.roundId })!;
    const levels = new Map(ratingsOfVersion(state, version).map(({ criterionKey, level }) => [criterionKey, level]));
    const instants = [releasedAt, seat.foundPresentAt, session.heldSince].map((instant) => instant?.getTime() ?? 0);
    found.push({
      scorecardId: card.id,
      versionId: version.id,
      number: version.number,
      submittedAt: version.submittedAt.getTime(),
      releasedAt: Math.max(...instants),
      sessionId: session.id,
      at: session.startsAt.getTime(),
      candidateId: candidateOf(state, { groupId, id: session.candidateId })!.memberId,
      interviewerId: card.authorId,
      guideKey: guideOf(state, { groupId, id: guideId })!.key,
      roundKey,
      recommendation: version.recommendation,
      // A criterion that was left out of a scorecard was not assessed.
      criteria: criteria.map(({ key, competency, weight }) => ({
        key,
        competency: competency.key,
        weight,
        level: levels.get(key) ?? null,
      })),
      self: selfLevels(state, session),
    });
  }
  return found.toSorted((a, b) => a.at - b.at || compare(a.scorecardId, b.scorecardId) || a.number - b.number);
}

const compare = (a: string, b: string) => (a === b ? 0 : a < b ? -1 : 1);

/** The levels that the candidate gave themselves in a session, by criterion; null if they did not judge themselves. */
function selfLevels(state: RequestState, session: Session): Record<string, number> | null {
  if (!selfAssessmentOf(state, session)) return null;
  const levels = selfRatingsOf(state, session).flatMap(({ criterionKey, level }) =>
    level === null ? [] : [[criterionKey, level] as const],
  );
  return levels.length === 0 ? null : Object.fromEntries(levels);
}
