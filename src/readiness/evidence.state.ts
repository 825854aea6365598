import { inPortions, type InSteps } from '../common/portions.js';
import type { RequestState } from '../common/request-state.js';
import { DAY } from '../common/time.js';
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
import { inGuide, modelNow, type ReleasedVersion } from './evidence.rules.js';
import { bytesOf, groupPosterior, type GroupPosterior } from './group-posterior.js';
import type { LoopReadinessView } from './view.rules.js';

/**
 * What follows from one state of a group as of an instant, until a write, a due time or a new day changes it. It is the
 * same for every viewer. The key of a view says how much its viewer may see.
 */
export interface Derived {
  /** The scorecards that are out. */
  versions: readonly ReleasedVersion[];
  /** What the model makes of those that were known at the instant. */
  posterior: GroupPosterior;
  /** Readiness by candidate and share. */
  views: Map<string, LoopReadinessView>;
}

interface Kept extends Derived {
  revision: string;
  /** Identifies the state behind the views, because many writes change no released scorecard. */
  viewsOf: string;
  from: number;
  until: number;
}

/** Estimated bytes of a version, and of one candidate's views. The texts that people wrote are not copied. */
const VERSION_BYTES = 700;
const VIEW_BYTES = 4_000;

const bytesOfKept = ({ versions, posterior }: Kept) =>
  VERSION_BYTES * (versions.length + 1) + VIEW_BYTES * posterior.posterior.blocks.size + bytesOf(posterior);

/** Computations that are running. Requests for the same result wait for one computation. */
const arriving = new Map<string, Promise<Kept>>();

/** What a request has waited for. The request can use it even if it is too large to be kept. */
const waitedFor = new WeakMap<RequestState, Map<string, Kept>>();

/**
 * Does some work with what follows from a group's state as of an instant, null for the present: at once where it is kept, else
 * when it is computed. That takes half a second for the largest groups; other requests are answered in between.
 */
export function whenDerived<T>(
  state: RequestState,
  groupId: string,
  asOf: Date | null,
  work: (derived: Derived) => T,
): T | Promise<T> {
  const found = keptOf(state, groupId, asOf);
  return found ? work(found) : derive(state, groupId, asOf).then(work);
}

const placeOf = (groupId: string, asOf: Date | null) => `${groupId} derived ${asOf?.getTime() ?? 'now'}`;

const keptAt = (state: RequestState, place: string) => state.store.computed(place) as Kept | undefined;

const revisionOf = (state: RequestState, groupId: string) =>
  state.revisionOf(groupId, ['people', 'guides', 'plans', 'sessions', 'feedback']);

function keptOf(state: RequestState, groupId: string, asOf: Date | null): Kept | undefined {
  const place = placeOf(groupId, asOf);
  const found = waitedFor.get(state)?.get(place) ?? keptAt(state, place);
  return found && holds(state, groupId, found) ? found : undefined;
}

function holds(state: RequestState, groupId: string, { revision, from, until }: Kept): boolean {
  const now = state.now.getTime();
  return revision === revisionOf(state, groupId) && from <= now && now < until;
}

async function derive(state: RequestState, groupId: string, asOf: Date | null): Promise<Kept> {
  const place = placeOf(groupId, asOf);
  const made = await together(`${place} ${revisionOf(state, groupId)}`, {
    isRight: (other) => holds(state, groupId, other),
    work: async () => {
      const versions = asOf === null ? null : (await whenDerived(state, groupId, null, (now) => now)).versions;
      const done = await inPortions(deriving(state, groupId, asOf, versions));
      // Past instants are many, and each would push other groups out of the cache.
      if (asOf === null) state.store.keep(place, done, bytesOfKept(done));
      return done;
    },
  });
  const places = waitedFor.get(state) ?? new Map<string, Kept>();
  waitedFor.set(state, places.set(place, made));
  return made;
}

/** Waits for another request that computes the same, or does the work if no request does, or if its result does not fit. */
async function together(
  key: string,
  { isRight, work }: { isRight: (other: Kept) => boolean; work: () => Promise<Kept> },
): Promise<Kept> {
  const other = await arriving.get(key)?.catch(() => undefined);
  if (other && isRight(other)) return other;
  const own = work();
  arriving.set(key, own);
  try {
    return await own;
  } finally {
    if (arriving.get(key) === own) arriving.delete(key);
  }
}

function* deriving(
  state: RequestState,
  groupId: string,
  asOf: Date | null,
  known: readonly ReleasedVersion[] | null,
): InSteps<Kept> {
  const before = keptAt(state, placeOf(groupId, asOf));
  const versions = known ?? (yield* releasedVersionsOf(state, groupId));
  const posterior = yield* groupPosterior(versions, asOf ?? state.now, before?.posterior);
  const plans = state.revisionOf(groupId, ['people', 'guides', 'plans']);
  const { last, next } = changesAround(state, groupId);
  const viewsOf = `${posterior.key} ${plans}`;
  return {
    versions,
    posterior,
    revision: revisionOf(state, groupId),
    viewsOf,
    views: before?.viewsOf === viewsOf ? before.views : new Map<string, LoopReadinessView>(),
    // Requests that arrived a little earlier wait for the same result.
    from: Math.max(last, modelNow(state.now) - DAY),
    until: Math.min(next, modelNow(state.now)),
  };
}

/** The instants before and after now at which something comes out, or counts otherwise, by the clock alone. */
function changesAround(state: RequestState, groupId: string): { last: number; next: number } {
  const now = state.now.getTime();
  let [last, next] = [-Infinity, Infinity];
  const consider = (instant: Date | null) => {
    if (instant === null) return;
    if (instant.getTime() > now) next = Math.min(next, instant.getTime());
    else last = Math.max(last, instant.getTime());
  };
  for (const session of everySession(state, groupId)) {
    consider(session.nextCandidateAttendanceAt);
    consider(comesOutAt(session));
    for (const seat of panelOf(state, session)) consider(seat.nextAttendanceAt);
  }
  return { last, next };
}

/** One text for each competency, and not one for each rating. */
function namesIn(): (guideKey: string, key: string) => string {
  const names = new Map<string, string>();
  return (guideKey, key) => {
    const name = inGuide(guideKey, key);
    if (!names.has(name)) names.set(name, name);
    return names.get(name)!;
  };
}

/** How many scorecards are read at one step. */
const CARDS_AT_ONCE = 100;

function* releasedVersionsOf(state: RequestState, groupId: string): InSteps<ReleasedVersion[]> {
  const found: ReleasedVersion[] = [];
  const competencyIn = namesIn();
  let read = 0;
  for (const { card, version, session } of submittedVersions(state, groupId)) {
    read += 1;
    if (read % CARDS_AT_ONCE === 0) yield;
    const releasedAt = outSince(state, { card, version, session });
    if (releasedAt !== null) found.push(releasedVersionOf(state, { card, version, session }, releasedAt, competencyIn));
  }
  return found.toSorted((a, b) => a.at - b.at || compare(a.scorecardId, b.scorecardId) || a.number - b.number);
}

type Submitted = ReturnType<typeof submittedVersions>[number];

/** The time from which a version counts, in epoch milliseconds; null while it does not. */
function outSince(state: RequestState, { card, version, session }: Submitted): number | null {
  const { now } = state;
  const seat = panelOf(state, session).find(({ memberId }) => memberId === card.authorId);
  const releasedAt = comesOutAt(session);
  if (!seat || !isInterviewer(seat) || !isPresentAt(seat, now)) return null;
  if (session.cancelledAt !== null || !wasPresent(attendanceOfCandidate(session, now))) return null;
  if (releasedAt === null || releasedAt > now || version.submittedAt > now) return null;
  return Math.max(...[releasedAt, seat.foundPresentAt, session.heldSince].map((instant) => instant?.getTime() ?? 0));
}

function releasedVersionOf(
  state: RequestState,
  { card, version, session }: Submitted,
  releasedAt: number,
  competencyIn: ReturnType<typeof namesIn>,
): ReleasedVersion {
  const { groupId } = session;
  const { key: roundKey, guideId, criteria } = roundOf(state, { groupId, id: session.roundId })!;
  const guideKey = guideOf(state, { groupId, id: guideId })!.key;
  const levels = new Map(ratingsOfVersion(state, version).map(({ criterionKey, level }) => [criterionKey, level]));
  return {
    scorecardId: card.id,
    versionId: version.id,
    number: version.number,
    submittedAt: version.submittedAt.getTime(),
    releasedAt,
    sessionId: session.id,
    at: session.startsAt.getTime(),
    candidateId: candidateOf(state, { groupId, id: session.candidateId })!.memberId,
    interviewerId: card.authorId,
    guideKey,
    roundKey,
    recommendation: version.recommendation,
    // A criterion that was left out of a scorecard was not assessed.
    criteria: criteria.map(({ key, competency, weight }) => ({
      key,
      competency: competencyIn(guideKey, competency.key),
      weight,
      score: levels.get(key) ?? null,
    })),
    self: selfLevels(state, session),
  };
}

const compare = (a: string, b: string) => (a === b ? 0 : a < b ? -1 : 1);

/** The levels that the candidate gave themselves in a session, by criterion; null without a self-assessment. */
function selfLevels(state: RequestState, session: Session): Record<string, number> | null {
  if (!selfAssessmentOf(state, session)) return null;
  const levels = selfRatingsOf(state, session).flatMap(({ criterionKey, level }) =>
    level === null ? [] : [[criterionKey, level] as const],
  );
  return levels.length === 0 ? null : Object.fromEntries(levels);
}
