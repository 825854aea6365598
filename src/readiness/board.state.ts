import { setImmediate as breathe } from 'node:timers/promises';
import type { RequestState } from '../common/request-state.js';
import type { RoundView } from '../guides/guide-view.js';
import { guideView } from '../guides/guides.state.js';
import type { Candidate } from '../plans/candidate.entity.js';
import type { Plan } from '../plans/plan.entity.js';
import { candidatesOfPlan } from '../plans/plans.state.js';
import { whenDerived } from './evidence.state.js';
import { isComputed, readinessOf } from './readiness.state.js';
import type { ReadinessLevel } from './model/round-judgement.rules.js';
import { MODEL_VERSION, type LoopReadinessView, type NextBestView, type RoundReadinessView } from './view.rules.js';

interface BoardRow {
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
  const { rounds } = guideView(state, { groupId: plan.groupId, id: plan.guideId });
  const derived = await whenDerived(state, plan.groupId, null, (each) => each);
  const rows: BoardRow[] = [];
  for (const candidate of candidatesOfPlan(state, plan, false)) {
    const wasComputed = isComputed(derived, candidate);
    rows.push(rowOf(rounds, candidate, await readinessOf(state, candidate, null)));
    // Sixty rows take a third of a second the first time: other requests are answered in between.
    if (!wasComputed) await breathe();
  }
  return { rounds, rows, asOf: state.now, modelVersion: MODEL_VERSION };
}

/** The row of a candidate who shares nothing: it shows only that they are a candidate. */
function rowOf(rounds: RoundView[], candidate: Candidate, readiness: LoopReadinessView | null): BoardRow {
  const cells = rounds.map(({ id }) => readiness?.rounds.find(({ round }) => round.id === id) ?? null);
  const { level = null, probability = null, nextBest = null } = readiness ?? {};
  return { candidate, level, probability, nextBest, cells };
}
