import { fieldProblem, invalidInput } from '../common/errors.js';
import type { Ref } from '../common/ids.js';
import { grouped, refParameters, type LoadContext, type Loader } from '../common/loading.js';
import type { Recommendation } from '../feedback/scorecard.rules.js';
import { viewerMembership } from '../groups/groups.loaders.js';
import { guideView, roundById } from '../guides/guides.loaders.js';
import { candidateById, loopOfCandidate, planById } from '../plans/plans.loaders.js';
import { statusSql } from '../sessions/status-sql.js';
import { composite, type GradedCriterion } from './composite.rules.js';
import { viewLoop, type LoopReadinessView } from './loop-readiness.rules.js';
import type { Evidence } from './mean.rules.js';
import { shareOf, type Share } from '../plans/sharing.rules.js';

/** A readiness is asked for as of an instant; null is now. */
export interface ReadinessKey {
  candidate: Ref;
  asOf: Date | null;
}

interface EvidenceRow {
  candidateId: string;
  roundKey: string;
  interviewerId: string;
  at: Date;
  recommendation: Recommendation;
  criteria: GradedCriterion[];
}

/**
 * What interviewers had said by an instant, and was out by then, on a member and the rounds of one guide, whichever
 * edition and plan it was under. Shadows count for nothing.
 */
const evidenceOfCandidate: Loader<{ candidate: Ref; asOf: Date }, Evidence[]> = {
  cacheKey: ({ candidate, asOf }) => `${candidate.id} ${asOf.getTime()}`,
  async batch(context, keys) {
    const byInstant = new Map<number, Ref[]>();
    for (const { candidate, asOf } of keys)
      byInstant.set(asOf.getTime(), [...(byInstant.get(asOf.getTime()) ?? []), candidate]);
    const read = new Map<string, Evidence[]>();
    for (const [instant, candidates] of byInstant) {
      const lists = await evidenceAt(context, candidates, new Date(instant));
      candidates.forEach(({ id }, n) => read.set(`${id} ${instant}`, lists[n]!));
    }
    return keys.map((key) => read.get(evidenceOfCandidate.cacheKey(key))!);
  },
};

async function evidenceAt({ db }: LoadContext, candidates: readonly Ref[], asOf: Date): Promise<Evidence[][]> {
  const rows: EvidenceRow[] = await db.query(
    `select wanted.id as "candidateId", round.key as "roundKey", card.author_id as "interviewerId", s.starts_at as at,
       version.recommendation, (
         select coalesce(jsonb_agg(jsonb_build_object('level', rating.level, 'weight', (
           select criterion -> 'weight' from jsonb_array_elements(round.criteria) criterion
           where criterion ->> 'key' = rating.criterion_key
         ))), '[]')
         from rating where rating.group_id = version.group_id and rating.version_id = version.id
       ) as criteria
     from candidate wanted
       join plan wanted_plan on wanted_plan.group_id = wanted.group_id and wanted_plan.id = wanted.plan_id
       join guide wanted_guide on wanted_guide.group_id = wanted.group_id and wanted_guide.id = wanted_plan.guide_id
       join candidate on candidate.group_id = wanted.group_id and candidate.member_id = wanted.member_id
       join session s on s.group_id = candidate.group_id and s.candidate_id = candidate.id
       join round on round.group_id = s.group_id and round.id = s.round_id
       join guide on guide.group_id = s.group_id and guide.id = round.guide_id and guide.key = wanted_guide.key
       join scorecard card on card.group_id = s.group_id and card.session_id = s.id
       join assignment seat on seat.group_id = card.group_id and seat.session_id = card.session_id
         and seat.member_id = card.author_id and seat.role <> 'SHADOW'
         and coalesce(seat.attendance, 'ATTENDED') in ('ATTENDED', 'LATE')
       join lateral (
         select * from scorecard_version v
         where v.group_id = card.group_id and v.scorecard_id = card.id and v.submitted_at <= $3
         order by v.number desc limit 1
       ) version on true
     where wanted.group_id = any($1) and wanted.id = any($2) and ${statusSql('$3')} = 'COMPLETED'
     order by s.starts_at, version.id`,
    [...refParameters(candidates), asOf],
  );
  return grouped(candidates, rows, (row) => row.candidateId).map((own) =>
    own.flatMap(({ roundKey, interviewerId, at, recommendation, criteria }) => {
      const score = composite(criteria, recommendation);
      return score === null ? [] : [{ roundKey, interviewerId, at, score }];
    }),
  );
}

/** How much of a candidate's readiness the viewer sees. */
const shareWithViewer: Loader<ReadinessKey, Share> = {
  cacheKey: ({ candidate, asOf }) => `${candidate.id} ${asOf?.getTime()}`,
  batch: ({ load }, keys) =>
    Promise.all(
      keys.map(async ({ candidate: ref, asOf }) => {
        const viewer = await load(viewerMembership, ref.groupId);
        const { memberId, readinessSharing } = await load(candidateById, ref);
        if (viewer === null) return 'NOTHING';
        return shareOf(viewer.id === memberId, viewer.leftAt === null, readinessSharing, asOf !== null);
      }),
    ),
};

/** A candidate's readiness as far as it is shared with the viewer; null when nothing is. */
export const readinessOfCandidate: Loader<ReadinessKey, LoopReadinessView | null> = {
  cacheKey: shareWithViewer.cacheKey,
  batch: ({ load, now }, keys) =>
    Promise.all(
      keys.map(async (key) => {
        const share = await load(shareWithViewer, key);
        if (share === 'NOTHING') return null;
        const asOf = key.asOf ?? now;
        const candidate = await load(candidateById, key.candidate);
        const loop = (await load(loopOfCandidate, key.candidate)).filter(({ included }) => included);
        const rounds = await Promise.all(loop.map(({ groupId, roundId }) => load(roundById, { groupId, id: roundId })));
        const { bar, guideId } = await load(planById, { groupId: candidate.groupId, id: candidate.planId });
        const { tracks } = await load(guideView, { groupId: candidate.groupId, id: guideId });
        const evidence = await load(evidenceOfCandidate, { candidate: key.candidate, asOf });
        const emphasis = tracks.find((track) => track.key === candidate.trackKey)!.emphasis;
        const weights = new Map(emphasis.map(({ topic, weight }) => [topic.key, weight]));
        const facts = rounds.map((round, n) => ({ round, realInterviewOn: loop[n]!.realInterviewOn }));
        return viewLoop({ targetDate: candidate.targetDate, loop: facts, bar, evidence, share, asOf, weights });
      }),
    ),
};

/** Refuses to look into the future. */
export function assertKnown(asOf: Date | null, now: Date): void {
  if (asOf === null || asOf <= now) return;
  throw invalidInput([fieldProblem('asOf', `an instant up to now (${now.toISOString()})`, asOf.toISOString())]);
}
