import { setImmediate as breathe } from 'node:timers/promises';
import { byRef, grouped, refParameters, type LoadContext, type Loader } from '../common/loading.js';
import { owesToSql } from '../feedback/owed.loaders.js';
import type { RoundView } from '../guides/guide-view.js';
import { guideById, guideView } from '../guides/guides.loaders.js';
import type { Candidate } from '../plans/candidate.entity.js';
import type { Plan } from '../plans/plan.entity.js';
import { leastSharing, shareOf, type ReadinessSharing } from '../plans/sharing.rules.js';
import { groupAsOf, viewReadiness, type CandidateFacts, type GroupAsOf, type PlanFacts } from './readiness.loaders.js';
import type { ReadinessLevel } from './round-judgement.rules.js';
import { MODEL_VERSION, type NextBestView, type RoundReadinessView } from './view.rules.js';

export interface BoardRow {
  candidate: Candidate;
  level: ReadinessLevel | null;
  probability: number | null;
  nextBest: NextBestView | null;
  cells: (RoundReadinessView | null)[];
}

export interface Board {
  rounds: RoundView[];
  rows: BoardRow[];
  asOf: Date;
  modelVersion: string;
}

/** A candidate with their loop, and how the viewer, who is in the group, stands to them. */
type BoardCandidate = Candidate &
  CandidateFacts & { isOwn: boolean; owesFeedback: boolean; sharings: ReadinessSharing[] };

/** Candidates who prepare now, with their loops, for present members: one statement for however many plans. */
const boardCandidates: Loader<Plan, BoardCandidate[]> = {
  cacheKey: byRef,
  async batch({ db, viewerId, now }, plans) {
    const rows: BoardCandidate[] = await db.query(
      `select c.group_id as "groupId", c.id, c.plan_id as "planId", c.member_id as "memberId", c.track_key as "trackKey",
         c.target_date as "targetDate", c.enrolled_at as "enrolledAt", c.withdrawn_at as "withdrawnAt",
         c.readiness_sharing as "readinessSharing", (
           select jsonb_agg(own.readiness_sharing) from candidate own
           where own.group_id = c.group_id and own.member_id = c.member_id and own.withdrawn_at is null
         ) as sharings, c.member_id = me.id as "isOwn",
         ${owesToSql('$3', '$4')} as "owesFeedback", (
           select coalesce(jsonb_agg(jsonb_build_object('roundKey', round.key, 'included', loop.included,
             'realInterviewOn', loop.real_interview_on)), '[]')
           from loop_round loop join round on round.group_id = loop.group_id and round.id = loop.round_id
           where loop.group_id = c.group_id and loop.candidate_id = c.id
         ) as loop
       from candidate c
         join member me on me.group_id = c.group_id and me.person_id = $3 and me.left_at is null
       where c.group_id = any($1) and c.plan_id = any($2) and c.withdrawn_at is null
       order by c.enrolled_at, c.id`,
      [...refParameters(plans), viewerId, now],
    );
    return grouped(plans, rows, (row) => row.planId);
  },
};

/**
 * Candidates x rounds, each row as far as it is shared with the viewer: four statements, and one posterior of the group,
 * however many candidates there are.
 */
export const readinessBoard: Loader<Plan, Board> = {
  cacheKey: byRef,
  batch: (context, plans) => Promise.all(plans.map((plan) => boardOf(context, plan))),
};

async function boardOf({ load, now }: LoadContext, plan: Plan): Promise<Board> {
  const ref = { groupId: plan.groupId, id: plan.guideId };
  const [candidates, { key: guideKey }, guide, known] = await Promise.all([
    ...([load(boardCandidates, plan), load(guideById, ref), load(guideView, ref)] as const),
    load(groupAsOf, { groupId: plan.groupId, asOf: now }),
  ]);
  const facts = { guideKey, guide, bar: plan.bar };
  const rows: BoardRow[] = [];
  for (const candidate of candidates) {
    rows.push(rowOf(facts, candidate, known, now));
    // Sixty rows take a third of a second the first time: others are served in between.
    await breathe();
  }
  return { rounds: guide.rounds, rows, asOf: now, modelVersion: MODEL_VERSION };
}

/** Nothing of a candidate who shares nothing but that they are one. */
function rowOf(plan: PlanFacts, candidate: BoardCandidate, known: GroupAsOf, now: Date): BoardRow {
  const { isOwn, owesFeedback } = candidate;
  const sharing = leastSharing(candidate.sharings);
  const share = shareOf({ isOwn, owesFeedback, sharing, isPresent: true, hasWithdrawn: false, wantsPast: false });
  const { rounds } = plan.guide;
  if (share === 'NOTHING')
    return { candidate, level: null, probability: null, nextBest: null, cells: rounds.map(() => null) };
  const readiness = viewReadiness(plan, candidate, known, now, share);
  const { level, probability, nextBest } = readiness;
  const cells = rounds.map(({ id }) => readiness.rounds.find(({ round }) => round.id === id) ?? null);
  return { candidate, level, probability, nextBest, cells };
}
