import { groupBy } from '../common/grouping.js';
import { defineSlice } from '../common/group-state.js';
import type { Ref } from '../common/ids.js';
import { byId, definePersonal, oncePerRequest, type RequestState } from '../common/request-state.js';
import { viewerMember } from '../groups/groups.state.js';
import type { CriterionView } from '../guides/guide-view.js';
import { roundOf } from '../guides/guides.state.js';
import type { Assignment } from '../sessions/assignment.entity.js';
import type { Session } from '../sessions/session.entity.js';
import { isInterviewer, isPresentAt } from '../sessions/session.rules.js';
import { candidateOfSession, panelOf, releasedAtOf, sessionOf } from '../sessions/sessions.state.js';
import { ScorecardStatus } from './feedback.graphql.js';
import { InterviewerNote } from './interviewer-note.entity.js';
import { Rating } from './rating.entity.js';
import { ScorecardVersion } from './scorecard-version.entity.js';
import { Scorecard } from './scorecard.entity.js';
import {
  countsAsFeedback,
  nothingSaid,
  type RatingContents,
  type Recommendation,
  type ScorecardContents,
} from './scorecard.rules.js';
import { SelfAssessment } from './self-assessment.entity.js';
import { SelfRating } from './self-rating.entity.js';
import { mayReadScorecard, type Sight } from './visibility.rules.js';

/** Scorecards with every version, and what candidates said. Drafts are in no group's state. */
export const feedbackSlice = defineSlice('feedback', async (rows) => {
  const cards = await rows.of(Scorecard);
  return {
    cards,
    cardById: byId(cards),
    cardsOfSession: groupBy(cards, ({ sessionId }) => sessionId),
    versions: groupBy(await rows.of(ScorecardVersion, 'number'), ({ scorecardId }) => scorecardId),
    ratings: groupBy(await rows.of(Rating, 'criterionKey'), ({ versionId }) => versionId),
    selfAssessments: new Map((await rows.of(SelfAssessment, 'sessionId')).map((own) => [own.sessionId, own])),
    selfRatings: groupBy(await rows.of(SelfRating, 'criterionKey'), ({ sessionId }) => sessionId),
    notes: new Map((await rows.of(InterviewerNote, 'assignmentId')).map((note) => [note.assignmentId, note])),
  };
});

interface Draft extends Pick<ScorecardContents, 'recommendation' | 'strengths' | 'growthAreas'> {
  ratings: RatingContents[];
}

/** The viewer's own drafts by scorecard. Only their author reads drafts. */
const drafts = definePersonal<ReadonlyMap<string, Draft>>({
  name: 'drafts',
  fields: ['Scorecard.*', 'Query.exportMyData'],
  sql: `
    select jsonb_agg(to_jsonb(draft)) from scorecard_draft draft
      join scorecard card on card.group_id = draft.group_id and card.id = draft.scorecard_id
      join member own on own.group_id = card.group_id and own.id = card.author_id
    where own.person_id = p.id`,
  read: (rows) =>
    new Map(
      ((rows ?? []) as DraftRow[]).map(({ scorecard_id, growth_areas: growthAreas, ...draft }) => [
        scorecard_id,
        { ...draft, growthAreas },
      ]),
    ),
});

type DraftRow = Omit<Draft, 'growthAreas'> & { scorecard_id: string; growth_areas: string };

/** A scorecard in its newest version: as submitted, or, before that, as its author's draft has it. */
export class ScorecardView extends Scorecard {
  status!: ScorecardStatus;
  countsTowardsReadiness!: boolean;
  recommendation!: Recommendation | null;
  strengths!: string;
  growthAreas!: string;
  submittedAt!: Date | null;
  ratings!: readonly RatingContents[];
}

export const versionsOf = (state: RequestState, { groupId, id }: Ref): ScorecardVersion[] =>
  state.of(feedbackSlice, groupId).versions.get(id) ?? [];

export const ratingsOfVersion = (state: RequestState, { groupId, id }: Ref): RatingContents[] =>
  state.of(feedbackSlice, groupId).ratings.get(id) ?? [];

export const scorecardOf = (state: RequestState, { groupId, id }: Ref): Scorecard | undefined =>
  state.of(feedbackSlice, groupId).cardById.get(id);

/** A scorecard with what decides who may read it. */
interface Card {
  card: Scorecard;
  seat: Assignment | undefined;
  version: ScorecardVersion | undefined;
  isOut: boolean;
}

/** Every scorecard of a session, without checking the viewer. Never leaves this file unfiltered. */
const allCards = oncePerRequest((state, session: Session): Card[] => {
  const cards = state.of(feedbackSlice, session.groupId).cardsOfSession.get(session.id) ?? [];
  return cards.map((card) => {
    const seat = panelOf(state, session).find(({ memberId }) => memberId === card.authorId);
    const version = versionsOf(state, card).at(-1);
    const isOut = version !== undefined && seat !== undefined && (isPresentAt(seat, state.now) || seat.cardStays);
    return { card, seat, version, isOut };
  });
});

/** A scorecard in the form that is shown. */
function viewOf(state: RequestState, { card, seat, version }: Card): ScorecardView {
  // Fields that show no scorecard but ask who may read one do not load drafts.
  const draft = !version && state.hasPersonal(drafts) ? state.personal(drafts).get(card.id) : undefined;
  const { recommendation, strengths, growthAreas } = version ?? draft ?? nothingSaid;
  return Object.assign(new ScorecardView(), card, {
    recommendation,
    strengths,
    growthAreas,
    ratings: version ? ratingsOfVersion(state, version) : (draft?.ratings ?? nothingSaid.ratings),
    submittedAt: version?.submittedAt ?? null,
    status: version ? ScorecardStatus.SUBMITTED : ScorecardStatus.DRAFT,
    countsTowardsReadiness: seat !== undefined && countsAsFeedback(seat, state.now),
  });
}

interface SessionSight extends Pick<Sight, 'isCandidate' | 'hasSubmittedOwn' | 'isReleased'> {
  /** The viewer as a member. */
  viewerId: string;
}

/** How the viewer relates to the feedback of a session; null for a stranger. */
export const sightOf = oncePerRequest((state, session: Session): SessionSight | null => {
  const viewer = viewerMember(state, session.groupId);
  if (viewer === null) return null;
  return {
    viewerId: viewer.id,
    isCandidate: candidateOfSession(state, session).memberId === viewer.id,
    hasSubmittedOwn: allCards(state, session).some(({ card, isOut }) => isOut && card.authorId === viewer.id),
    isReleased: releasedAtOf(state, session) !== null,
  };
});

/** The scorecards of a session that the viewer may read now. */
export const readableScorecards = oncePerRequest((state, session: Session): ScorecardView[] => {
  const sight = sightOf(state, session);
  if (sight === null) return [];
  const { viewerId, isCandidate, hasSubmittedOwn, isReleased } = sight;
  return allCards(state, session)
    .filter(({ card, seat, isOut }) =>
      mayReadScorecard({
        isAuthor: card.authorId === viewerId,
        isCandidate,
        hasSubmittedOwn,
        isSubmitted: isOut,
        isShadows: seat !== undefined && !isInterviewer(seat),
        isReleased,
      }),
    )
    .map((card) => viewOf(state, card));
});

/** One scorecard, if the viewer may read it. */
export function scorecardView(state: RequestState, card: Pick<Scorecard, 'groupId' | 'id' | 'sessionId'>) {
  const session = sessionOf(state, { groupId: card.groupId, id: card.sessionId });
  return (session && readableScorecards(state, session).find(({ id }) => id === card.id)) ?? null;
}

/** What a rating says, with the criterion as the round defines it. */
export interface RatingView {
  criterion: CriterionView;
  level: number | null;
  evidence: string;
}

/** The ratings of one version in the order of the round's criteria. */
export function ratingsInOrder(
  state: RequestState,
  { groupId, sessionId, ratings }: { groupId: string; sessionId: string; ratings: readonly RatingContents[] },
): RatingView[] {
  const { roundId } = sessionOf(state, { groupId, id: sessionId })!;
  const { criteria } = roundOf(state, { groupId, id: roundId })!;
  return criteria.flatMap((criterion) =>
    ratings
      .filter(({ criterionKey }) => criterionKey === criterion.key)
      .map(({ level, evidence }) => ({ criterion, level, evidence })),
  );
}

/** An earlier version, with the time and the reason of the next. */
export interface RevisionView extends Pick<
  ScorecardView,
  'groupId' | 'sessionId' | 'recommendation' | 'strengths' | 'growthAreas' | 'ratings'
> {
  at: Date;
  reason: string;
}

/**
 * The versions of a readable scorecard that an amendment has replaced, oldest first. What was submitted again before the
 * release was never read by anybody, and is not among them.
 */
export function revisionsOf(state: RequestState, card: ScorecardView): RevisionView[] {
  const versions = versionsOf(state, card);
  return versions.flatMap(({ recommendation, strengths, growthAreas, ...version }, n) => {
    const next = versions[n + 1];
    if (next?.reason == null) return [];
    const { groupId, sessionId } = card;
    const ratings = ratingsOfVersion(state, version);
    return [
      {
        groupId,
        sessionId,
        recommendation,
        strengths,
        growthAreas,
        ratings,
        at: next.submittedAt,
        reason: next.reason,
      },
    ];
  });
}

/** All versions of a group's scorecards, each with its scorecard and session. */
export function submittedVersions(state: RequestState, groupId: string) {
  const { cards } = state.of(feedbackSlice, groupId);
  return cards.flatMap((card) => {
    const session = sessionOf(state, { groupId, id: card.sessionId })!;
    return versionsOf(state, card).map((version) => ({ card, version, session }));
  });
}

/** The versions of a session's scorecards. A version is replaced if the scorecard was submitted again before the release. */
export const submittedVersionsOf = (state: RequestState, { groupId, id }: Session) =>
  (state.of(feedbackSlice, groupId).cardsOfSession.get(id) ?? []).flatMap((card) => {
    const versions = versionsOf(state, card);
    return versions.map((version, n) => {
      const next = versions[n + 1];
      return { card, version, isReplaced: next !== undefined && next.reason === null };
    });
  });
