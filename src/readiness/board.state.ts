import { setImmediate as breathe } from 'node:timers/promises';
import type { RequestState } from '../common/request-state.js';
import { viewerOwes } from '../feedback/feedback.state.js';
import { nameOf, presentViewer } from '../groups/groups.state.js';
import type { RoundView } from '../guides/guide-view.js';
import type { Candidate } from '../plans/candidate.entity.js';
import type { Plan } from '../plans/plan.entity.js';
import { candidatesOfPlan, sharingOf } from '../plans/plans.state.js';
import { shareOf } from '../plans/sharing.rules.js';
import type { GroupPosterior } from './group-posterior.js';
import { candidateFacts, planFacts, posteriorAt, viewReadiness, type PlanFacts } from './readiness.state.js';
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

/** Candidates x rounds, each row as far as it is shared with the viewer; empty for those who have left the group. */
export async function readinessBoard(state: RequestState, plan: Plan): Promise<Board> {
  const facts = planFacts(state, plan, null);
  const group = posteriorAt(state, plan.groupId, state.now);
  const rows: BoardRow[] = [];
  for (const candidate of candidatesOfPlan(state, plan, false)) {
    rows.push(rowOf(state, facts, candidate, group));
    // Sixty rows take a third of a second the first time: others are served in between.
    await breathe();
  }
  return { rounds: facts.guide.rounds, rows, asOf: state.now, modelVersion: MODEL_VERSION };
}

/** Nothing of a candidate who shares nothing but that they are one. */
function rowOf(state: RequestState, plan: PlanFacts, candidate: Candidate, group: GroupPosterior): BoardRow {
  const { groupId } = candidate;
  const isOwn = presentViewer(state, groupId)?.id === candidate.memberId;
  const share = shareOf({
    isOwn,
    owesFeedback: viewerOwes(state, candidate),
    sharing: sharingOf(state, candidate),
    isPresent: true,
    hasWithdrawn: false,
    wantsPast: false,
  });
  const { rounds } = plan.guide;
  if (share === 'NOTHING')
    return { candidate, level: null, probability: null, nextBest: null, cells: rounds.map(() => null) };
  const name = (id: string) => nameOf(state, { groupId, id });
  const facts = candidateFacts(state, candidate, null);
  const readiness = viewReadiness(plan, facts, group, name, state.now, share);
  const { level, probability, nextBest } = readiness;
  const cells = rounds.map(({ id }) => readiness.rounds.find(({ round }) => round.id === id) ?? null);
  return { candidate, level, probability, nextBest, cells };
}
