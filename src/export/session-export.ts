import { publicId } from '../common/ids.js';
import type { RequestState } from '../common/request-state.js';
import { readableNote, readableSelfAssessment } from '../feedback/candidate-feedback.state.js';
import {
  ratingsInOrder,
  ratingsOfVersion,
  readableScorecards,
  revisionsOf,
  versionsOf,
  type RatingView,
  type ScorecardView,
} from '../feedback/feedback.state.js';
import { nameOf } from '../groups/groups.state.js';
import type { Member } from '../groups/member.entity.js';
import { roundOf } from '../guides/guides.state.js';
import { departureReason } from '../sessions/history.rules.js';
import type { Session } from '../sessions/session.entity.js';
import { attendanceOfCandidate, attendanceOfSeat } from '../sessions/session.rules.js';
import { candidateOfSession, panelOf, readerOf, sessionsOfMember } from '../sessions/sessions.state.js';

/**
 * The sessions in which a member took part, with what they wrote and received. What others wrote comes through the functions
 * that decide who may read it, and only where it was written for this member.
 */
export const sessionsForExport = (state: RequestState, member: Member): object[] =>
  sessionsOfMember(state, member)
    .toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime() || (a.id < b.id ? -1 : 1))
    .map((session) => {
      const isCandidate = candidateOfSession(state, session).memberId === member.id;
      const own = isCandidate ? asCandidate(state, session) : asInterviewer(state, session, member);
      return { ...factsOf(state, session), ...own };
    });

/** What everybody who took part knows. */
function factsOf(state: RequestState, session: Session): object {
  const { groupId, startsAt, endsAt, meetingUrl, cancelledAt, cancellationReason, departure } = session;
  const name = (id: string) => nameOf(state, { groupId, id });
  return {
    id: publicId('Session', session),
    round: roundOf(state, { groupId, id: session.roundId })!.title,
    startsAt,
    endsAt,
    meetingUrl,
    candidate: name(candidateOfSession(state, session).memberId),
    candidateAttendance: attendanceOfCandidate(session, state.now),
    panel: panelOf(state, session).map((seat) => ({
      name: name(seat.memberId),
      role: seat.role,
      attendance: attendanceOfSeat(seat, state.now),
    })),
    cancelledAt,
    cancellationReason: departure === null ? cancellationReason : departureReason(departure, readerOf(state, groupId)),
  };
}

const ratingsFor = (ratings: readonly RatingView[]) =>
  ratings.map(({ criterion, level, evidence }) => ({ criterion: criterion.title, level, evidence }));

interface Texts {
  recommendation: string | null;
  strengths: string;
  growthAreas: string;
}

const textsOf = ({ recommendation, strengths, growthAreas }: Texts) => ({ recommendation, strengths, growthAreas });

/** What a candidate wrote, and what was written for them and is out. */
function asCandidate(state: RequestState, session: Session): object {
  const { groupId, wish } = session;
  const own = readableSelfAssessment(state, session);
  return {
    role: 'CANDIDATE',
    wish,
    selfAssessment: own && { lockedAt: own.lockedAt, ratings: ratingsFor(ratingsInOrder(state, own)) },
    notesWritten: panelOf(state, session).flatMap((seat) => {
      const note = readableNote(state, seat);
      if (note === null) return [];
      const to = nameOf(state, { groupId, id: seat.memberId });
      return [{ to, helpful: note.helpful, text: note.text, at: note.writtenAt }];
    }),
    scorecardsReceived: readableScorecards(state, session).map((card) => received(state, card)),
  };
}

function received(state: RequestState, card: ScorecardView): object {
  return {
    from: nameOf(state, { groupId: card.groupId, id: card.authorId }),
    submittedAt: card.submittedAt,
    ...textsOf(card),
    ratings: ratingsFor(ratingsInOrder(state, card)),
    earlier: revisionsOf(state, card).map((revision) => ({
      until: revision.at,
      reason: revision.reason,
      ...textsOf(revision),
      ratings: ratingsFor(ratingsInOrder(state, revision)),
    })),
  };
}

/** What an interviewer wrote, every version of it, and the candidate's note to them. */
function asInterviewer(state: RequestState, session: Session, { id }: Member): object {
  const seat = panelOf(state, session).find(({ memberId }) => memberId === id)!;
  const note = readableNote(state, seat);
  const card = readableScorecards(state, session).find(({ authorId }) => authorId === id);
  return {
    role: seat.role,
    noteReceived: note && { helpful: note.helpful, text: note.text, at: note.writtenAt },
    scorecardWritten: card ? written(state, card) : null,
  };
}

function written(state: RequestState, card: ScorecardView): object {
  const { groupId, sessionId, submittedAt } = card;
  if (submittedAt === null) return { draft: { ...textsOf(card), ratings: ratingsFor(ratingsInOrder(state, card)) } };
  return {
    wordings: versionsOf(state, card).map((version) => ({
      submittedAt: version.submittedAt,
      reason: version.reason,
      ...textsOf(version),
      ratings: ratingsFor(ratingsInOrder(state, { groupId, sessionId, ratings: ratingsOfVersion(state, version) })),
    })),
  };
}
