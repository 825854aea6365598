import { groupBy } from '../common/grouping.js';
import { defineSlice } from '../common/group-state.js';
import type { Ref } from '../common/ids.js';
import { oncePerRequest, type RequestState } from '../common/request-state.js';
import { memberOf, presentViewer } from '../groups/groups.state.js';
import type { Member } from '../groups/member.entity.js';
import { guideOf, questionOf } from '../guides/guides.state.js';
import type { Question } from '../guides/question.entity.js';
import type { Session } from '../sessions/session.entity.js';
import { isInterviewer } from '../sessions/session.rules.js';
import { candidateOfSession, panelOf, releasedAtOf, sessionOf, sessionsOfMember } from '../sessions/sessions.state.js';
import { ExposureKind, isMet, kindBySeat, lettingRead, partIn, spendsQuestions } from './exposure.rules.js';
import { kitNews, kitStatus, KitStatus, type KitNews } from './kit.rules.js';
import { QuestionExposure } from './question-exposure.entity.js';
import { QuestionKitOpening } from './question-kit-opening.entity.js';
import { QuestionSetItem } from './question-set-item.entity.js';
import { QuestionSet } from './question-set.entity.js';

/** Question sets, and how members have met questions by acts of their own. */
const questions = defineSlice('questions', async (rows) => {
  const sets = await rows.of(QuestionSet, 'sessionId');
  const items = await rows.of(QuestionSetItem, 'sessionId', 'position');
  const exposures = await rows.of(QuestionExposure, 'at', 'id');
  const openings = await rows.of(QuestionKitOpening, 'sessionId', 'memberId');
  return {
    setOfSession: new Map(sets.map((set) => [set.sessionId, set])),
    itemsOfSession: groupBy(items, ({ sessionId }) => sessionId),
    itemsOfQuestion: groupBy(items, ({ questionId }) => questionId),
    openingsOfSession: groupBy(openings, ({ sessionId }) => sessionId),
    exposuresOfMember: groupBy(exposures, ({ memberId }) => memberId),
  };
});

export const setOf = (state: RequestState, { groupId, id }: Ref): QuestionSet | null =>
  state.of(questions, groupId).setOfSession.get(id) ?? null;

const itemsOfSession = (state: RequestState, { groupId, id }: Ref): QuestionSetItem[] =>
  state.of(questions, groupId).itemsOfSession.get(id) ?? [];

/** The sessions in which a question was asked, or will be. */
export const sessionsWith = (state: RequestState, { groupId, id }: Ref): Session[] =>
  (state.of(questions, groupId).itemsOfQuestion.get(id) ?? [])
    .filter(({ asked }) => asked !== false)
    .map(({ sessionId }) => sessionOf(state, { groupId, id: sessionId })!);

/** A way in which a member has met a question. */
export interface Met {
  groupId: string;
  kind: ExposureKind;
  at: Date;
  questionId: string;
  guideKey: string;
  family: string;
  sessionId: string | null;
}

/** How a member has met questions, as others count it. */
export const metBy = oncePerRequest((state, member: Member): Met[] => everythingMet(state, member, false));

/** The same as the member may see it: what they were asked counts from the release on. */
export const metInOwnView = oncePerRequest((state, member: Member): Met[] => everythingMet(state, member, true));

function everythingMet(state: RequestState, member: Member, isOwnView: boolean): Met[] {
  const { groupId, id } = member;
  const stored = (state.of(questions, groupId).exposuresOfMember.get(id) ?? []).map((row): Met => ({
    ...row,
    kind: ExposureKind[row.kind],
  }));
  const inSessions = sessionsOfMember(state, member).flatMap((session) => metIn(state, session, id, isOwnView));
  return [...stored, ...inSessions].toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

/** What a member has met in one session. */
function metIn(state: RequestState, session: Session, memberId: string, isOwnView: boolean): Met[] {
  const { groupId, id: sessionId } = session;
  const panel = panelOf(state, session);
  const part = partIn(session, panel, panel.find((each) => each.memberId === memberId) ?? null, state.now);
  return itemsOfSession(state, session)
    .filter(({ asked }) => isMet(part, asked, isOwnView))
    .map(({ questionId }): Met => {
      const question = questionOf(state, { groupId, id: questionId })!;
      const { key: guideKey } = guideOf(state, { groupId, id: question.guideId })!;
      return {
        groupId,
        kind: kindBySeat(part.role),
        at: part.at,
        questionId,
        guideKey,
        family: question.family,
        sessionId,
      };
    });
}

/** Whether the viewer may read a question's prompt, hints and answer: they have opened or written it, or were asked it and the feedback is out. */
export const mayReadPrompt = oncePerRequest((state, { groupId, id }: Question): boolean => {
  const viewer = presentViewer(state, groupId);
  return viewer !== null && state.once(readableTo, viewer).has(id);
});

const readableTo = (state: RequestState, viewer: Member): ReadonlySet<string> =>
  new Set(
    metInOwnView(state, viewer)
      .filter(({ kind }) => lettingRead.includes(kind))
      .map(({ questionId }) => questionId),
  );

/** How the viewer has met a question or its family, in the order of time. */
export function exposuresOfViewer(state: RequestState, question: Question): Met[] {
  const viewer = presentViewer(state, question.groupId);
  if (viewer === null) return [];
  const { key } = guideOf(state, { groupId: question.groupId, id: question.guideId })!;
  return metInOwnView(state, viewer).filter(({ guideKey, family }) => guideKey === key && family === question.family);
}

/** Whether the viewer may see the set of a session. */
export const kitOf = oncePerRequest((state, session: Session): KitStatus => {
  const viewer = presentViewer(state, session.groupId);
  return kitStatus({
    // A set that has lost all questions still counts. Otherwise the candidate would learn what it held.
    hasSet: setOf(state, session) !== null,
    isOnPanel: viewer !== null && panelOf(state, session).some(({ memberId }) => memberId === viewer.id),
    isCandidate: viewer !== null && candidateOfSession(state, session).memberId === viewer.id,
    isReleased: releasedAtOf(state, session) !== null,
  });
});

/** An item of a set as the viewer sees it. */
export interface ItemView {
  groupId: string;
  questionId: string;
  reason: string;
  asked: boolean | null;
}

/** The questions of a set that the viewer may see: all for the panel, and for the candidate those that were asked. */
export function itemViews(state: RequestState, { groupId, sessionId }: QuestionSet): ItemView[] {
  const session = sessionOf(state, { groupId, id: sessionId })!;
  const viewer = presentViewer(state, groupId);
  const isCandidate = candidateOfSession(state, session).memberId === viewer?.id;
  const wasHeld = session.endsAt <= state.now && spendsQuestions(session, panelOf(state, session), state.now);
  return itemsOfSession(state, session)
    .filter(({ asked }) => !isCandidate || asked !== false)
    .map(({ questionId, reason, asked }) => ({ groupId, questionId, reason, asked: wasHeld ? (asked ?? true) : null }));
}

/**
 * The set of a session where the viewer may see it. Its shortfall stays with the panel: it says how many questions were fresh, less those of
 * the candidate's other sets.
 */
export function visibleSet(state: RequestState, session: Session): QuestionSet | null {
  const set = setOf(state, session);
  if (set === null || kitOf(state, session) !== KitStatus.OPEN) return null;
  const isCandidate = candidateOfSession(state, session).memberId === presentViewer(state, session.groupId)?.id;
  return isCandidate ? { ...set, shortfall: null } : set;
}

/** Why a member of the panel should open the kit of an upcoming session; null if they have seen it as it is, or if it does not exist. */
export function kitNewsFor(state: RequestState, session: Session, member: Member): KitNews | null {
  const { groupId, id } = session;
  const set = setOf(state, session);
  if (set === null) return null;
  const items = itemsOfSession(state, session);
  const openings = state.of(questions, groupId).openingsOfSession.get(id) ?? [];
  return kitNews({
    isEmpty: items.length === 0,
    isInterviewer: panelOf(state, session).some((seat) => seat.memberId === member.id && isInterviewer(seat)),
    revision: set.revision,
    openedRevision: openings.find(({ memberId }) => memberId === member.id)?.revision ?? null,
    isOutOfDate: session.startsAt > state.now && hasStale(state, session, items),
  });
}

/** Whether a set has a question that its candidate has met since it was chosen. Opening the kit replaces it. */
function hasStale(state: RequestState, session: Session, items: readonly QuestionSetItem[]): boolean {
  const { groupId } = session;
  const { memberId } = candidateOfSession(state, session);
  const met = metBy(state, memberOf(state, { groupId, id: memberId })!);
  const spoiled = new Set(met.map(({ guideKey, family }) => `${guideKey} ${family}`));
  return items.some(({ questionId }) => {
    const question = questionOf(state, { groupId, id: questionId })!;
    return spoiled.has(`${guideOf(state, { groupId, id: question.guideId })!.key} ${question.family}`);
  });
}
