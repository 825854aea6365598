import { oncePerRequest, type RequestState } from '../common/request-state.js';
import { dateIn } from '../common/time.js';
import { isOrganizer, memberOf, nameOf, personOf, presentViewer } from '../groups/groups.state.js';
import type { Member } from '../groups/member.entity.js';
import type { RoundKind } from '../guides/guide-document.js';
import { everyQuestion, guideOf, roundOf } from '../guides/guides.state.js';
import type { Guide } from '../guides/guide.entity.js';
import type { Question } from '../guides/question.entity.js';
import type { Candidate } from '../plans/candidate.entity.js';
import type { LoopRound } from '../plans/loop-round.entity.js';
import type { Plan } from '../plans/plan.entity.js';
import { candidateOf, candidatesOfPlan, loopOf, planOf, targetSessionsOf } from '../plans/plans.state.js';
import { isInterviewer, SessionStatus } from '../sessions/session.rules.js';
import {
  candidateOfSession,
  everySession,
  panelOf,
  sessionOf,
  sessionsOfCandidate,
  sessionsThatCount,
  statusOf,
} from '../sessions/sessions.state.js';
import { ExposureKind, isSecret } from './exposure.rules.js';
import { metBy, metInOwnView, setOf, type Met } from './questions.state.js';
import { forecastText, runsOutOn, supplyShortfall, USUAL_COUNT } from './supply.rules.js';

/** Questions that an edition of a guide may ask: its own, and those of the group in any edition. */
export const bankOf = (state: RequestState, groupId: string, guideId: string): Question[] =>
  state.once(questionsOfEdition, guideOf(state, { groupId, id: guideId })!);

const questionsOfEdition = (state: RequestState, { groupId, id, key }: Guide): Question[] =>
  everyQuestion(state, groupId).filter(
    (question) =>
      question.guideId === id ||
      (question.authorId !== null && guideOf(state, { groupId, id: question.guideId })!.key === key),
  );

/** The families of questions in use, by the kinds of round that they fit. */
function familiesByKind(state: RequestState, { groupId, id }: Guide): ReadonlyMap<RoundKind, ReadonlySet<string>> {
  const found = new Map<RoundKind, Set<string>>();
  for (const { retiredAt, kinds, family } of bankOf(state, groupId, id))
    for (const kind of retiredAt === null ? kinds : []) found.set(kind, (found.get(kind) ?? new Set()).add(family));
  return found;
}

/** The families of a guide that a member already knows, as far as the viewer may see this. */
export function spoiledFor(state: RequestState, member: Member, guideKey: string): ReadonlySet<string> {
  const viewer = presentViewer(state, member.groupId);
  const met = viewer?.id === member.id ? metInOwnView(state, member) : asShown(state, member, viewer);
  return new Set(met.filter((each) => each.guideKey === guideKey).map(({ family }) => family));
}

/**
 * What others see of a member's exposures. What the member has opened for a set of the viewer stays out until the viewer was asked it, even if
 * the seats have changed. Other ways in which the viewer gets to know it do not count: otherwise they could declare all questions to find out
 * which of them the set held. While the viewer has a set, before its release, on whose panel the member sits, everything is as it was when that set was
 * composed.
 */
function asShown(state: RequestState, member: Member, viewer: Member | null): Met[] {
  const met = metBy(state, member);
  if (viewer === null) return met;
  const since = state.once(openSetsOf, viewer).get(member.id);
  const asked = state.once(keysAskedOf, viewer);
  return met.filter((each) => {
    const isSecret = isOfSetOf(state, each, viewer) && !asked.has(`${each.guideKey} ${each.family}`);
    return !isSecret && (since === undefined || each.at < since);
  });
}

const keysAskedOf = (state: RequestState, viewer: Member): ReadonlySet<string> =>
  new Set(
    metInOwnView(state, viewer)
      .filter(({ kind }) => kind === ExposureKind.ASKED)
      .map(({ guideKey, family }) => `${guideKey} ${family}`),
  );

/** Whether a member has met a question through a session of the viewer. */
function isOfSetOf(state: RequestState, { groupId, sessionId }: Met, viewer: Member): boolean {
  const session = sessionId === null ? undefined : sessionOf(state, { groupId, id: sessionId });
  return session !== undefined && candidateOfSession(state, session).memberId === viewer.id;
}

/** When the viewer's own sets were composed whose feedback is not out, by the members of their panels. */
function openSetsOf(state: RequestState, viewer: Member): ReadonlyMap<string, Date> {
  const found = new Map<string, Date>();
  for (const session of everySession(state, viewer.groupId)) {
    if (!isSecret(session, panelOf(state, session), state.now)) continue;
    const set = setOf(state, session);
    if (set === null || candidateOfSession(state, session).memberId !== viewer.id) continue;
    for (const { memberId } of panelOf(state, session)) {
      const before = found.get(memberId);
      if (before === undefined || set.composedAt < before) found.set(memberId, set.composedAt);
    }
  }
  return found;
}

/** The families of questions for a kind of round: all of them, and those that are fresh for a candidate. */
function familiesFor(state: RequestState, candidate: Candidate, kind: RoundKind) {
  const { groupId, planId, memberId } = candidate;
  const { guideId } = planOf(state, { groupId, id: planId })!;
  const { key } = guideOf(state, { groupId, id: guideId })!;
  const spoiled = spoiledFor(state, memberOf(state, { groupId, id: memberId })!, key);
  const all = state.once(familiesByKind, guideOf(state, { groupId, id: guideId })!).get(kind) ?? new Set();
  return { total: all.size, fresh: [...all].filter((family) => !spoiled.has(family)).length };
}

export interface Supply {
  fresh: number;
  total: number;
  shortfall: string | null;
}

/** The questions that are left for one round of a loop; nothing for viewers who are not in the group. */
export function supplyOf(state: RequestState, loopRound: LoopRound): Supply {
  const { groupId, roundId, candidateId } = loopRound;
  if (presentViewer(state, groupId) === null) return { fresh: 0, total: 0, shortfall: null };
  const { kind, title } = roundOf(state, { groupId, id: roundId })!;
  const { fresh, total } = familiesFor(state, candidateOf(state, { groupId, id: candidateId })!, kind);
  return { fresh, total, shortfall: supplyShortfall(fresh, sessionsToCome(state, loopRound), title) };
}

/** How many sessions of a round have not taken place, booked or not: each needs questions. */
function sessionsToCome(state: RequestState, loopRound: LoopRound): number {
  if (!loopRound.included) return 0;
  const over: readonly SessionStatus[] = [SessionStatus.COMPLETED, SessionStatus.AWAITING_FEEDBACK];
  const held = sessionsThatCount(state, loopRound).filter((session) => over.includes(statusOf(state, session)));
  return Math.max(0, targetSessionsOf(state, loopRound) - held.length);
}

export interface Forecast {
  loopRound: LoopRound;
  fresh: number;
  needed: number;
  runsOutOn: string | null;
  text: string;
}

/** Where questions run out before the target date, for the candidates for whom the viewer may compose; for organizers, for all. */
export const forecastOf = oncePerRequest((state, plan: Plan): Forecast[] => {
  const { groupId } = plan;
  return candidatesOfPlan(state, plan, false)
    .filter((candidate) => isOrganizer(state, groupId) || mayComposeFor(state, candidate))
    .flatMap((candidate) => loopOf(state, candidate).flatMap((loopRound) => forecastIn(state, candidate, loopRound)));
});

function forecastIn(state: RequestState, candidate: Candidate, loopRound: LoopRound): Forecast[] {
  const { groupId, memberId, targetDate } = candidate;
  const { fresh } = supplyOf(state, loopRound);
  const needed = USUAL_COUNT * sessionsToCome(state, loopRound);
  const { timeZone } = personOf(state, memberOf(state, { groupId, id: memberId })!);
  const pace = { today: dateIn(state.now, timeZone), targetDate, fresh, needed };
  const out = runsOutOn(pace);
  if (out === null) return [];
  const { title } = roundOf(state, { groupId, id: loopRound.roundId })!;
  const text = forecastText(nameOf(state, { groupId, id: memberId }), title, pace, out);
  return [{ loopRound, fresh, needed, runsOutOn: out, text }];
}

/** Whether the viewer has a seat as lead or co-interviewer in a session of the candidate that is not over. */
function mayComposeFor(state: RequestState, candidate: Candidate): boolean {
  const viewer = presentViewer(state, candidate.groupId);
  return sessionsOfCandidate(state, candidate).some(
    (session) =>
      session.endsAt > state.now &&
      session.cancelledAt === null &&
      panelOf(state, session).some((seat) => seat.memberId === viewer?.id && isInterviewer(seat)),
  );
}

/** Which questions of a guide are fresh for a candidate, for the candidate and those who may compose for them; null for others, and for another guide. */
export function freshFilter(
  state: RequestState,
  candidate: Candidate,
  guide: Guide,
): ((question: Question) => boolean) | null {
  const { groupId, planId, memberId } = candidate;
  const viewer = presentViewer(state, groupId);
  if (viewer?.id !== memberId && !mayComposeFor(state, candidate)) return null;
  const { guideId } = planOf(state, { groupId, id: planId })!;
  const { key } = guideOf(state, { groupId, id: guideId })!;
  if (guide.key !== key) return null;
  const spoiled = spoiledFor(state, memberOf(state, { groupId, id: memberId })!, key);
  return ({ family }) => !spoiled.has(family);
}
