import { In, type EntityManager } from 'typeorm';
import { publicId } from '../common/ids.js';
import { childrenLoader, type Load } from '../common/loading.js';
import { readableNote, readableSelfAssessment } from '../feedback/candidate-feedback.loaders.js';
import {
  ratingsInOrder,
  readableScorecards,
  revisionsOfScorecard,
  type RatingView,
  type ScorecardView,
} from '../feedback/feedback.loaders.js';
import { Rating } from '../feedback/rating.entity.js';
import { ScorecardVersion } from '../feedback/scorecard-version.entity.js';
import { memberById } from '../groups/groups.loaders.js';
import type { Member } from '../groups/member.entity.js';
import { roundById } from '../guides/guides.loaders.js';
import { personById } from '../people/people.loaders.js';
import { Candidate } from '../plans/candidate.entity.js';
import { candidateById } from '../plans/plans.loaders.js';
import { Assignment } from '../sessions/assignment.entity.js';
import { Session } from '../sessions/session.entity.js';
import { attendanceOfCandidate, attendanceOfSeat } from '../sessions/session.rules.js';
import { departureReason } from '../sessions/history.rules.js';
import { panelOfSession, readerOf } from '../sessions/sessions.loaders.js';

/**
 * The sessions in which a member sat, with what they wrote and received. What others wrote comes through the loaders
 * that decide who may read it, and only where it was written for this member.
 */
export async function sessionsOf(db: EntityManager, load: Load, member: Member, now: Date): Promise<object[]> {
  const { groupId, id: memberId } = member;
  const seats = await db.findBy(Assignment, { groupId, memberId });
  const candidacies = await db.findBy(Candidate, { groupId, memberId });
  const sessions = await db.find(Session, {
    where: [
      { groupId, id: In(seats.map(({ sessionId }) => sessionId)) },
      { groupId, candidateId: In(candidacies.map(({ id }) => id)) },
    ],
    order: { startsAt: 'ASC', id: 'ASC' },
  });
  return Promise.all(
    sessions.map(async (session) => {
      const { memberId: candidateMemberId } = await load(candidateById, { groupId, id: session.candidateId });
      const isCandidate = candidateMemberId === memberId;
      const theirs = isCandidate ? await asCandidate(load, session) : await asInterviewer(load, session, member);
      return { ...(await factsOf(load, session, candidateMemberId, now)), ...theirs };
    }),
  );
}

async function nameOf(load: Load, groupId: string, memberId: string): Promise<string> {
  const { personId } = await load(memberById, { groupId, id: memberId });
  return (await load(personById, personId)).displayName;
}

/** What everybody who sat in knows. */
async function factsOf(load: Load, session: Session, candidateMemberId: string, now: Date): Promise<object> {
  const { groupId, startsAt, endsAt, meetingUrl, cancelledAt, cancellationReason, departure } = session;
  const round = await load(roundById, { groupId, id: session.roundId });
  const panel = (await load(panelOfSession, session)).map(async (seat) => ({
    name: await nameOf(load, groupId, seat.memberId),
    role: seat.role,
    attendance: attendanceOfSeat(seat, now),
  }));
  return {
    id: publicId('Session', session),
    round: round.title,
    startsAt,
    endsAt,
    meetingUrl,
    candidate: await nameOf(load, groupId, candidateMemberId),
    candidateAttendance: attendanceOfCandidate(session, now),
    panel: await Promise.all(panel),
    cancelledAt,
    cancellationReason:
      departure === null
        ? cancellationReason
        : departureReason(departure, await readerOf(load, { groupId, facts: departure })),
  };
}

const ratingsFor = (ratings: readonly RatingView[]) =>
  ratings.map(({ criterion, level, evidence }) => ({ criterion: criterion.title, level, evidence }));

interface Words {
  recommendation: string | null;
  strengths: string;
  growthAreas: string;
}

const wordsOf = ({ recommendation, strengths, growthAreas }: Words) => ({ recommendation, strengths, growthAreas });

/** What a candidate wrote, and what was written for them and is out. */
async function asCandidate(load: Load, session: Session): Promise<object> {
  const { groupId, wish } = session;
  const own = await load(readableSelfAssessment, session);
  const panel = await load(panelOfSession, session);
  const notes = (await Promise.all(panel.map((seat) => load(readableNote, seat)))).flatMap((note, n) =>
    note ? [{ ...note, memberId: panel[n]!.memberId }] : [],
  );
  const cards = await load(readableScorecards, session);
  return {
    role: 'CANDIDATE',
    wish,
    selfAssessment: own && {
      lockedAt: own.lockedAt,
      ratings: ratingsFor(await ratingsInOrder(load, own)),
    },
    notesWritten: await Promise.all(
      notes.map(async ({ memberId, helpful, text, writtenAt }) => ({
        to: await nameOf(load, groupId, memberId),
        helpful,
        text,
        at: writtenAt,
      })),
    ),
    scorecardsReceived: await Promise.all(cards.map((card) => received(load, card))),
  };
}

async function received(load: Load, card: ScorecardView): Promise<object> {
  const revisions = (await load(revisionsOfScorecard, card)).map(async (revision) => ({
    until: revision.at,
    reason: revision.reason,
    ...wordsOf(revision),
    ratings: ratingsFor(await ratingsInOrder(load, revision)),
  }));
  return {
    from: await nameOf(load, card.groupId, card.authorId),
    submittedAt: card.submittedAt,
    ...wordsOf(card),
    ratings: ratingsFor(await ratingsInOrder(load, card)),
    earlier: await Promise.all(revisions),
  };
}

/** What an interviewer wrote, every wording of it, and the candidate's note to them. */
async function asInterviewer(load: Load, session: Session, { id }: Member): Promise<object> {
  const seat = (await load(panelOfSession, session)).find(({ memberId }) => memberId === id)!;
  const note = await load(readableNote, seat);
  const card = (await load(readableScorecards, session)).find(({ authorId }) => authorId === id);
  return {
    role: seat.role,
    noteReceived: note && { helpful: note.helpful, text: note.text, at: note.writtenAt },
    scorecardWritten: card ? await written(load, card) : null,
  };
}

const versionsOfScorecard = childrenLoader(ScorecardVersion, 'scorecardId', { number: 'ASC' });
const ratingsOfVersion = childrenLoader(Rating, 'versionId', { criterionKey: 'ASC' });

async function written(load: Load, card: ScorecardView): Promise<object> {
  const { groupId, id } = card;
  if (card.submittedAt === null)
    return { draft: { ...wordsOf(card), ratings: ratingsFor(await ratingsInOrder(load, card)) } };
  const wordings = (await load(versionsOfScorecard, { groupId, id })).map(async (version) => {
    const ratings = await load(ratingsOfVersion, version);
    const wording = { groupId, sessionId: card.sessionId, ratings };
    return {
      submittedAt: version.submittedAt,
      reason: version.reason,
      ...wordsOf(version),
      ratings: ratingsFor(await ratingsInOrder(load, wording)),
    };
  });
  return { wordings: await Promise.all(wordings) };
}
