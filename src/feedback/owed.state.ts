import type { Ref } from '../common/ids.js';
import { oncePerRequest, type RequestState } from '../common/request-state.js';
import type { Group } from '../groups/group.entity.js';
import { isOrganizer, viewerMember } from '../groups/groups.state.js';
import type { Candidate } from '../plans/candidate.entity.js';
import { candidaciesOf } from '../plans/plans.state.js';
import type { Assignment } from '../sessions/assignment.entity.js';
import type { Session } from '../sessions/session.entity.js';
import { attendanceOfCandidate, SessionStatus, wasPresent } from '../sessions/session.rules.js';
import { everySession, panelOf, seatsOfMember, sessionOf, statusOf } from '../sessions/sessions.state.js';
import { countsAsFeedback } from './scorecard.rules.js';
import { feedbackSlice, versionsOf } from './feedback.state.js';

/** Whether a member has submitted a scorecard of a session. */
export const hasGraded = (state: RequestState, { groupId, id }: Session, memberId: string): boolean =>
  (state.of(feedbackSlice, groupId).cardsOfSession.get(id) ?? []).some(
    (card) => card.authorId === memberId && versionsOf(state, card).length > 0,
  );

/** Whether a seat of a session that took place has no scorecard yet. */
function isUngraded(state: RequestState, seat: Assignment, session: Session): boolean {
  const { now } = state;
  if (!countsAsFeedback(seat, now) || session.cancelledAt !== null || session.endsAt > now) return false;
  return wasPresent(attendanceOfCandidate(session, now)) && !hasGraded(state, session, seat.memberId);
}

/** Whether a seat owes its scorecard now. */
export const isOwed = (state: RequestState, seat: Assignment, session: Session): boolean =>
  seat.cardWaivedAt === null && isUngraded(state, seat, session);

/** When a seat's scorecard is due. Time in which its member counted as absent does not make them late. */
export const dueAtOf = ({ foundPresentAt }: Assignment, { feedbackDueAt }: Session): Date =>
  foundPresentAt !== null && foundPresentAt > feedbackDueAt ? foundPresentAt : feedbackDueAt;

/**
 * Whether a member may still grade a candidate in a session whose feedback is out, in whichever plan it was: they must not first learn what the
 * others said, not even as an aggregate.
 */
export function owesTo(state: RequestState, member: Ref, { groupId, memberId }: Candidate): boolean {
  const theirs = new Set(candidaciesOf(state, { groupId, id: memberId }).map(({ id }) => id));
  return seatsOfMember(state, member).some((seat) => {
    const session = sessionOf(state, { groupId, id: seat.sessionId })!;
    return (
      theirs.has(session.candidateId) &&
      isUngraded(state, seat, session) &&
      statusOf(state, session) === SessionStatus.COMPLETED
    );
  });
}

/** The same for the viewer. */
export const viewerOwes = oncePerRequest((state, candidate: Candidate): boolean => {
  const viewer = viewerMember(state, candidate.groupId);
  return viewer !== null && owesTo(state, viewer, candidate);
});

/** Seats of a group whose scorecard is past due, the oldest first; for organizers. */
export const overdueFeedback = oncePerRequest((state, { id: groupId }: Group): Assignment[] => {
  if (!isOrganizer(state, groupId)) return [];
  const overdue = everySession(state, groupId).flatMap((session) =>
    panelOf(state, session)
      .filter((seat) => isOwed(state, seat, session) && dueAtOf(seat, session) < state.now)
      .map((seat) => ({ seat, due: dueAtOf(seat, session).getTime() })),
  );
  return overdue.toSorted((a, b) => a.due - b.due || (a.seat.id < b.seat.id ? -1 : 1)).map(({ seat }) => seat);
});
