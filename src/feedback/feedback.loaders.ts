import type { Ref } from '../common/ids.js';
import { byRef, grouped, refParameters, type Load, type Loader } from '../common/loading.js';
import { viewerMembership } from '../groups/groups.loaders.js';
import type { CriterionView } from '../guides/guide-view.js';
import { roundById } from '../guides/guides.loaders.js';
import { candidateById } from '../plans/plans.loaders.js';
import { feedbackReleasedAt, isInterviewer, isPresentAt } from '../sessions/session.rules.js';
import { panelOfSession, sessionById } from '../sessions/sessions.loaders.js';
import { ScorecardStatus } from './feedback.graphql.js';
import { Scorecard } from './scorecard.entity.js';
import { countsAsFeedback, type RatingWords, type Recommendation } from './scorecard.rules.js';
import { mayReadScorecard, type Sight } from './visibility.rules.js';

/** A scorecard in its newest wording: as submitted, or, before that, as its author's draft has it. */
export class ScorecardView extends Scorecard {
  status!: ScorecardStatus;
  countsTowardsReadiness!: boolean;
  recommendation!: Recommendation | null;
  strengths!: string;
  growthAreas!: string;
  submittedAt!: Date | null;
  ratings!: RatingWords[];
  isShadows!: boolean;
  /** Handed in by a person who was there, or out before they were said to be absent; else it stays with its author. */
  isOut!: boolean;
}

const words = `
  coalesce(v.recommendation, d.recommendation) as recommendation,
  coalesce(v.strengths, d.strengths, '') as strengths,
  coalesce(v.growth_areas, d.growth_areas, '') as "growthAreas",
  v.submitted_at as "submittedAt",
  case when v.id is null then coalesce(d.ratings, '[]') else coalesce((
    select jsonb_agg(jsonb_build_object('criterionKey', r.criterion_key, 'level', r.level, 'evidence', r.evidence))
    from rating r where r.group_id = v.group_id and r.version_id = v.id
  ), '[]') end as ratings`;

/** Every scorecard of sessions, whoever may read it. Never leaves this file unfiltered. */
const allScorecards: Loader<Ref, ScorecardView[]> = {
  cacheKey: byRef,
  async batch({ db, load, now }, keys) {
    const rows: ScorecardView[] = await db.query(
      `select c.group_id as "groupId", c.id, c.session_id as "sessionId", c.author_id as "authorId", c.created_at as "createdAt", ${words}
       from scorecard c
         left join scorecard_draft d on d.group_id = c.group_id and d.scorecard_id = c.id
         left join lateral (
           select * from scorecard_version v where v.group_id = c.group_id and v.scorecard_id = c.id
           order by v.number desc limit 1
         ) v on true
       where c.group_id = any($1) and c.session_id = any($2)
       order by c.id`,
      refParameters(keys),
    );
    const views = rows.map(async (row) => {
      const panel = await load(panelOfSession, { groupId: row.groupId, id: row.sessionId });
      const seat = panel.find(({ memberId }) => memberId === row.authorId);
      return Object.assign(new ScorecardView(), row, {
        status: row.submittedAt === null ? ScorecardStatus.DRAFT : ScorecardStatus.SUBMITTED,
        countsTowardsReadiness: seat !== undefined && countsAsFeedback(seat, now),
        isShadows: seat !== undefined && !isInterviewer(seat),
        isOut: row.submittedAt !== null && seat !== undefined && (isPresentAt(seat, now) || seat.cardStays),
      });
    });
    return grouped(keys, await Promise.all(views), (view) => view.sessionId);
  },
};

/** Where the viewer stands to the feedback of a session; null for a stranger. */
export const sightOfSession: Loader<Ref, SessionSight | null> = {
  cacheKey: byRef,
  batch: ({ load, now }, keys) =>
    Promise.all(
      keys.map(async (key) => {
        const viewer = await load(viewerMembership, key.groupId);
        if (viewer === null) return null;
        const cards = await load(allScorecards, key);
        const session = await load(sessionById, key);
        const panel = await load(panelOfSession, key);
        const candidate = await load(candidateById, { groupId: key.groupId, id: session.candidateId });
        return {
          viewerId: viewer.id,
          isCandidate: candidate.memberId === viewer.id,
          hasSubmittedOwn: cards.some((card) => card.authorId === viewer.id && card.isOut),
          isReleased: feedbackReleasedAt(session, panel, now) !== null,
        };
      }),
    ),
};

interface SessionSight extends Pick<Sight, 'isCandidate' | 'hasSubmittedOwn' | 'isReleased'> {
  /** The viewer as a member. */
  viewerId: string;
}

/** The scorecards of a session that the viewer may read now. */
export const readableScorecards: Loader<Ref, ScorecardView[]> = {
  cacheKey: byRef,
  batch: ({ load }, keys) =>
    Promise.all(
      keys.map(async (key) => {
        const cards = await load(allScorecards, key);
        const sight = cards.length === 0 ? null : await load(sightOfSession, key);
        if (sight === null) return [];
        return cards.filter((card) =>
          mayReadScorecard({
            ...sight,
            isAuthor: card.authorId === sight.viewerId,
            isSubmitted: card.isOut,
            isShadows: card.isShadows,
          }),
        );
      }),
    ),
};

/** One scorecard by its id and session, if the viewer may read it. */
export const scorecardView: Loader<Pick<Scorecard, 'groupId' | 'id' | 'sessionId'>, ScorecardView | null> = {
  cacheKey: byRef,
  batch: ({ load }, cards) =>
    Promise.all(
      cards.map(async ({ groupId, id, sessionId }) => {
        const readable = await load(readableScorecards, { groupId, id: sessionId });
        return readable.find((card) => card.id === id) ?? null;
      }),
    ),
};

/** What a rating says, with the criterion as the round defines it. */
export interface RatingView {
  criterion: CriterionView;
  level: number | null;
  evidence: string;
}

/** The ratings of one wording in the order of the round's criteria. */
export async function ratingsInOrder(
  load: Load,
  { groupId, sessionId, ratings }: Pick<ScorecardView, 'groupId' | 'sessionId' | 'ratings'>,
): Promise<RatingView[]> {
  const { roundId } = await load(sessionById, { groupId, id: sessionId });
  const { criteria } = await load(roundById, { groupId, id: roundId });
  return criteria.flatMap((criterion) =>
    ratings
      .filter(({ criterionKey }) => criterionKey === criterion.key)
      .map(({ level, evidence }) => ({ criterion, level, evidence })),
  );
}

/** An earlier wording, with the moment and the reason of the one that took its place. */
export interface RevisionView extends Pick<
  ScorecardView,
  'groupId' | 'sessionId' | 'recommendation' | 'strengths' | 'growthAreas' | 'ratings'
> {
  at: Date;
  reason: string;
}

/**
 * The wordings of readable scorecards that an amendment has replaced, oldest first. What was handed in again before the
 * release was never read by anybody, and is not among them.
 */
export const revisionsOfScorecard: Loader<ScorecardView, RevisionView[]> = {
  cacheKey: byRef,
  async batch({ db }, cards) {
    const rows: (RevisionView & { scorecardId: string })[] = await db.query(
      `select v.group_id as "groupId", v.scorecard_id as "scorecardId", card.session_id as "sessionId",
         next.submitted_at as at, next.reason, v.recommendation, v.strengths, v.growth_areas as "growthAreas",
         coalesce((
           select jsonb_agg(jsonb_build_object('criterionKey', r.criterion_key, 'level', r.level, 'evidence', r.evidence))
           from rating r where r.group_id = v.group_id and r.version_id = v.id
         ), '[]') as ratings
       from scorecard_version v
         join scorecard card on card.group_id = v.group_id and card.id = v.scorecard_id
         join scorecard_version next on next.group_id = v.group_id and next.scorecard_id = v.scorecard_id
           and next.number = v.number + 1 and next.reason is not null
       where v.group_id = any($1) and v.scorecard_id = any($2)
       order by v.scorecard_id, v.number`,
      refParameters(cards),
    );
    return grouped(cards, rows, (row) => row.scorecardId);
  },
};
