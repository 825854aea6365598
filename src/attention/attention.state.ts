import { groupBy } from '../common/grouping.js';
import { publicId } from '../common/ids.js';
import type { RequestState } from '../common/request-state.js';
import { daysAfter, spokenInstant } from '../common/time.js';
import { selfAssessmentOf } from '../feedback/candidate-feedback.state.js';
import { statedBy } from '../availability/availability.state.js';
import { submittedVersionsOf } from '../feedback/feedback.state.js';
import { dueAtOf, hasGraded, isOwed } from '../feedback/owed.state.js';
import { groupOf, nameOf, presentViewer } from '../groups/groups.state.js';
import type { Member } from '../groups/member.entity.js';
import { candidatesOfPlan, everyPlan, planOf } from '../plans/plans.state.js';
import { kitNewsFor, setOf } from '../questions/questions.state.js';
import type { AttendanceStatement } from '../sessions/attendance-statement.entity.js';
import { takesEffectAt } from '../sessions/statements.rules.js';
import { eventSummary } from '../sessions/history.rules.js';
import type { SessionEvent } from '../sessions/session-event.entity.js';
import type { Session } from '../sessions/session.entity.js';
import {
  Attendance,
  isInterviewer,
  isPresentAt,
  SessionEventKind,
  SessionStatus,
  wasPresent,
} from '../sessions/session.rules.js';
import {
  candidateOfSession,
  historyOf,
  isNews,
  panelOf,
  readerOf,
  releasedAtOf,
  replacementsOf,
  sessionOf,
  sessionsOfMember,
  takesPart,
  statementsOf,
  statusOf,
} from '../sessions/sessions.state.js';
import { attentionText, byUrgency, MOST_ITEMS, type Waiting } from './attention.rules.js';
import { describe, type Found, type Item, type Participation } from './items.js';
import { toAnswer } from './swap-items.state.js';

/** A self-assessment counts for a year, like the scorecards beside it. */
const SELF_ASSESSMENT_DAYS = 365;

export interface AttentionItemView extends Pick<Waiting, 'kind' | 'since' | 'dueAt'> {
  id: string;
  groupId: string;
  /** Null where it is about the group. */
  sessionId: string | null;
  /** The swap to answer. */
  swapId: string | null;
  text: string;
}

/** What waits for the viewer, the most urgent first. */
export const attentionOfViewer = (state: RequestState): AttentionItemView[] => state.once(attentionOf, state);

function attentionOf(state: RequestState): AttentionItemView[] {
  const found = state.groupIds.flatMap((groupId) =>
    [inSessions, replaced, toAnswer, missingHours].flatMap((find) => find(state, groupId)),
  );
  return found
    .toSorted(byUrgency(state.now))
    .slice(0, MOST_ITEMS)
    .map(({ groupId, session, swap = null, subject, news, ...found }) => {
      const { kind, since, dueAt } = found;
      const due = dueAt === null ? '' : spokenInstant(dueAt, state.viewer!.timeZone);
      const waiting = { ...found, subject: subject(), news: [...new Set(news())] };
      const about = session === null ? publicId('Group', { groupId, id: groupId }) : publicId('Session', session);
      const id = `${swap === null ? about : publicId('SwapProposal', swap)}.${kind}`;
      const text = attentionText(waiting, due, state.now);
      return { id, kind, since, dueAt, groupId, sessionId: session?.id ?? null, swapId: swap?.id ?? null, text };
    });
}

const inSessions = (state: RequestState, groupId: string): Item[] =>
  participationsIn(state, groupId).flatMap((part) =>
    [owed, toAssess, kit, changes, absences, feedback].flatMap((find) =>
      find(state, part).map((item) => ({
        ...item,
        groupId,
        session: part.session,
        subject: () => describe(state, part),
      })),
    ),
  );

/** Upcoming sessions in which another member took the viewer's seat, by an act that was not the viewer's own. */
function replaced(state: RequestState, groupId: string): Item[] {
  const me = presentViewer(state, groupId);
  if (me === null) return [];
  const news = replacementsOf(state, me).filter(({ sessionId, byId, at }) => {
    const session = sessionOf(state, { groupId, id: sessionId })!;
    const isToCome = session.cancelledAt === null && session.endsAt > state.now;
    return isToCome && byId !== me.id && !takesPart(state, session) && isNews(state, session, at);
  });
  return [...groupBy(news, ({ sessionId }) => sessionId).entries()].map(([id, events]) => {
    const session = sessionOf(state, { groupId, id })!;
    return {
      ...changeItem(state, 'SESSION_CHANGED', session, events),
      ...{ groupId, session, subject: () => describe(state, { session, me, isCandidate: false }) },
    };
  });
}

/** Members without stated hours cannot be proposed. This matters only while the group has candidates. */
function missingHours(state: RequestState, groupId: string): Item[] {
  const me = presentViewer(state, groupId);
  if (me === null || groupOf(state, groupId).archivedAt !== null || statedBy(state, me)) return [];
  const since = everyPlan(state, groupId)
    .filter(({ archivedAt }) => archivedAt === null)
    .flatMap((plan) => candidatesOfPlan(state, plan, false).map(({ enrolledAt }) => enrolledAt));
  if (since.length === 0) return [];
  const first = earliest(since);
  const item = { kind: 'HOURS_MISSING' as const, since: first > me.joinedAt ? first : me.joinedAt, dueAt: null };
  return [{ ...item, groupId, session: null, subject: () => groupOf(state, groupId).name, news: nothing }];
}

function participationsIn(state: RequestState, groupId: string): Participation[] {
  const me = presentViewer(state, groupId);
  if (me === null || groupOf(state, groupId).archivedAt !== null) return [];
  return sessionsOfMember(state, me)
    .filter(({ planId }) => planOf(state, { groupId, id: planId })!.archivedAt === null)
    .map((session) => ({ session, me, isCandidate: candidateOfSession(state, session).memberId === me.id }));
}

const nothing = () => [];

function owed(state: RequestState, { session, me }: Participation): Found[] {
  const seat = panelOf(state, session).find(({ memberId }) => memberId === me.id);
  if (!seat || !isOwed(state, seat, session)) return [];
  return [{ kind: 'SCORECARD_OWED', since: session.endsAt, dueAt: dueAtOf(seat, session), news: nothing }];
}

/** The kit of a session to come that the viewer has not opened, or that has changed since. */
function kit(state: RequestState, { session, me, isCandidate }: Participation): Found[] {
  if (isCandidate || session.cancelledAt !== null || session.endsAt <= state.now) return [];
  const news = kitNewsFor(state, session, me);
  if (news === null) return [];
  const times = { since: setOf(state, session)!.composedAt, dueAt: session.startsAt };
  return [{ kind: 'KIT_TO_OPEN', ...times, kit: news, news: nothing }];
}

function toAssess(state: RequestState, { session, isCandidate }: Participation): Found[] {
  if (!isCandidate || statusOf(state, session) !== SessionStatus.AWAITING_FEEDBACK) return [];
  if (session.startsAt <= daysAfter(state.now, -SELF_ASSESSMENT_DAYS) || selfAssessmentOf(state, session)) return [];
  return [{ kind: 'SELF_ASSESSMENT_OPEN', since: session.endsAt, dueAt: session.feedbackDueAt, news: nothing }];
}

const tellingKinds: ReadonlyMap<SessionEventKind, Waiting['kind']> = new Map([
  [SessionEventKind.SCHEDULED, 'SESSION_BOOKED'],
  [SessionEventKind.RESCHEDULED, 'SESSION_CHANGED'],
  [SessionEventKind.REASSIGNED, 'SESSION_CHANGED'],
  [SessionEventKind.SWAPPED, 'SESSION_CHANGED'],
  [SessionEventKind.LINK_CHANGED, 'SESSION_CHANGED'],
  [SessionEventKind.CANCELLED, 'SESSION_CANCELLED'],
]);

/** What others did to a session that is not over, one item for each kind. */
function changes(state: RequestState, { session, me }: Participation): Found[] {
  if (session.endsAt <= state.now) return [];
  const news = historyOf(state, session).filter(
    ({ kind, byId, at }) =>
      tellingKinds.has(kind) &&
      byId !== null &&
      byId !== me.id &&
      (session.cancelledAt === null || kind === SessionEventKind.CANCELLED) &&
      isNews(state, session, at),
  );
  return [...new Set(news.map(({ kind }) => tellingKinds.get(kind)!))].map((kind) =>
    changeItem(
      state,
      kind,
      session,
      news.filter((event) => tellingKinds.get(event.kind) === kind),
    ),
  );
}

/** What was done to a session, each change with its reason. */
const changeItem = (
  state: RequestState,
  kind: Found['kind'],
  session: Session,
  events: readonly SessionEvent[],
): Found => ({
  kind,
  since: earliest(events.map(({ at }) => at)),
  dueAt: session.startsAt,
  news: () =>
    events.map(({ kind: what, facts, summary, reason }) => {
      const said = summary ?? eventSummary(what, facts, readerOf(state, session.groupId));
      return reason ? `${said} ${reason}` : said;
    }),
});

const isAbsence = ({ attendance }: AttendanceStatement) => !wasPresent(attendance);

/** The newest statement of each speaker about each person, if it says that the person was absent. */
function absences(state: RequestState, { session, me }: Participation): Found[] {
  if (session.cancelledAt !== null) return [];
  const all = statementsOf(state, session);
  const standing = all.filter((said) => !all.some((later) => later.id > said.id && isSameWord(later, said)));
  const news = standing.filter(
    (said) => isAbsence(said) && said.speakerId !== null && said.speakerId !== me.id && isNews(state, session, said.at),
  );
  if (news.length === 0) return [];
  const deadlines = { endsAt: session.endsAt, dueAt: session.feedbackDueAt };
  const effects = news.flatMap((said) => takesEffectAt(said, standing, deadlines) ?? []);
  return [
    {
      kind: 'MARKED_ABSENT',
      since: earliest(news.map(({ at }) => at)),
      dueAt: effects.length === 0 ? null : earliest(effects),
      news: () => news.map((said) => absenceText(state, me, said)),
    },
  ];
}

const isSameWord = (a: AttendanceStatement, b: AttendanceStatement) =>
  a.speakerId !== null && a.personId === b.personId && a.speakerId === b.speakerId;

function absenceText(state: RequestState, me: Member, said: AttendanceStatement): string {
  const name = (id: string) => nameOf(state, { groupId: me.groupId, id });
  const isMe = said.personId === me.id;
  const isSelf = said.personId === said.speakerId;
  const person = isMe ? 'you' : isSelf ? 'they' : name(said.personId);
  const excused = isMe || isSelf ? 'were excused' : 'was excused';
  const did = said.attendance === Attendance.NO_SHOW ? 'did not come' : excused;
  return `${name(said.speakerId!)} ${said.isDecision ? 'decided' : 'says'} that ${person} ${did}.`;
}

/** For the candidate, and for interviewers who have submitted: what came out or was amended by others since. */
function feedback(state: RequestState, { session, me, isCandidate }: Participation): Found[] {
  if (statusOf(state, session) !== SessionStatus.COMPLETED) return [];
  if (!isCandidate && !hasGraded(state, session, me.id)) return [];
  const releasedAt = releasedAtOf(state, session)!;
  const news = submittedVersionsOf(state, session)
    .map(({ card, version, isReplaced }) => ({
      version,
      authorId: card.authorId,
      isReplaced,
      at: version.submittedAt > releasedAt ? version.submittedAt : releasedAt,
    }))
    .filter(({ authorId, isReplaced, at }) => {
      const seat = panelOf(state, session).find(({ memberId }) => memberId === authorId);
      const counts = seat && isInterviewer(seat) && (isPresentAt(seat, state.now) || seat.cardStays);
      return authorId !== me.id && !isReplaced && counts && isNews(state, session, at);
    })
    .toSorted((a, b) => (a.version.id < b.version.id ? -1 : 1));
  if (news.length === 0) return [];
  return [
    {
      kind: 'FEEDBACK_OUT',
      since: news.map(({ at }) => at).reduce((a, b) => (a > b ? a : b)),
      dueAt: null,
      news: () =>
        news.map(({ authorId, version }) => {
          const author = nameOf(state, { groupId: session.groupId, id: authorId });
          return version.reason === null ? `${author}'s scorecard is out.` : `${author} amended a scorecard.`;
        }),
    },
  ];
}

const earliest = (instants: readonly Date[]): Date => instants.reduce((a, b) => (a < b ? a : b));
