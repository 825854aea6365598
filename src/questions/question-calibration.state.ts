import { groupBy } from '../common/grouping.js';
import type { RequestState } from '../common/request-state.js';
import { isOrganizer, presentViewer } from '../groups/groups.state.js';
import type { Member } from '../groups/member.entity.js';
import type { Question } from '../guides/question.entity.js';
import { jointOf } from '../readiness/model/prediction.rules.js';
import { meanSeverityOf } from '../readiness/model/severity.rules.js';
import { whenDerived, type Derived } from '../readiness/evidence.state.js';
import { isInterviewer } from '../sessions/session.rules.js';
import { releasedAtOf, seatsOfMember, sessionOf } from '../sessions/sessions.state.js';
import { difficultyOf, type Trial } from './question-calibration.rules.js';
import { sessionsWith } from './questions.state.js';

type Calibration = NonNullable<ReturnType<typeof difficultyOf>>;

/** How hard a question turned out, for organizers and members who may compose; null for others, and before five sessions. */
export function calibrationOf(
  state: RequestState,
  question: Question,
): Calibration | null | Promise<Calibration | null> {
  const viewer = presentViewer(state, question.groupId);
  if (viewer === null || !(isOrganizer(state, question.groupId) || state.once(mayCompose, viewer))) return null;
  return whenDerived(state, question.groupId, null, (derived) => difficultyOf(trialsOf(state, question, derived)));
}

/** Whether a member is lead or co-interviewer in a session that is not over. */
const mayCompose = (state: RequestState, member: Member): boolean =>
  seatsOfMember(state, member).some((seat) => {
    const session = sessionOf(state, { groupId: member.groupId, id: seat.sessionId })!;
    return isInterviewer(seat) && session.cancelledAt === null && session.endsAt > state.now;
  });

const cardsBySession = (_: RequestState, cards: Derived['posterior']['cards']) =>
  groupBy(cards, ({ session }) => session);

/** The released sessions with a question, and by how much their scorecards stayed below what the model expects of the candidate. */
function trialsOf(state: RequestState, question: Question, { posterior: { posterior, cards } }: Derived): Trial[] {
  const ofSession = state.once(cardsBySession, cards);
  return sessionsWith(state, question).flatMap((session): Trial[] => {
    const found = ofSession.get(session.id) ?? [];
    const releasedAt = releasedAtOf(state, session);
    if (releasedAt === null || found.length === 0) return [];
    const below = found.map(({ candidate, interviewer, round, at, y }) => {
      const expected = jointOf(posterior, candidate, [{ round, at }]).mean[0]!;
      return expected + meanSeverityOf(posterior, interviewer) - y;
    });
    // A session that is logged later must not push an older one out of the figure.
    return [{ at: releasedAt.getTime(), below: below.reduce((sum, each) => sum + each, 0) / below.length }];
  });
}
