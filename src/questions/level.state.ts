import type { Ref } from '../common/ids.js';
import type { RequestContext } from '../common/context.js';
import { owesTo } from '../feedback/owed.state.js';
import { Difficulty } from '../guides/guide-document.js';
import { loopRoundOf } from '../plans/plans.state.js';
import { ReadinessLevel } from '../readiness/model/round-judgement.rules.js';
import { readinessOfRound } from '../readiness/readiness.state.js';
import { candidateOfSession, maySee, panelOf, sessionOf } from '../sessions/sessions.state.js';

const byLevel: Record<ReadinessLevel, Difficulty> = {
  NOT_ENOUGH_EVIDENCE: Difficulty.MEDIUM,
  BELOW_BAR: Difficulty.EASY,
  BORDERLINE: Difficulty.MEDIUM,
  READY: Difficulty.HARD,
};

/**
 * The difficulty that suits the candidate's level in this round, as far as the level is shared with everybody who is on the panel now; else MEDIUM. The whole
 * panel reads the set, so a member who still grades the candidate could tell the level from it.
 */
export async function difficultyFor(request: RequestContext, ref: Ref): Promise<Difficulty> {
  await request.renew([ref.groupId]);
  const { state } = request;
  const session = state.has(ref.groupId) ? sessionOf(state, ref) : undefined;
  if (!session || !maySee(state, session)) return Difficulty.MEDIUM;
  const candidate = candidateOfSession(state, session);
  if (panelOf(state, session).some(({ groupId, memberId: id }) => owesTo(state, { groupId, id }, candidate)))
    return Difficulty.MEDIUM;
  const loopRound = loopRoundOf(state, { groupId: ref.groupId, id: session.loopRoundId })!;
  const shown = await readinessOfRound(state, loopRound, null);
  return shown === null ? Difficulty.MEDIUM : byLevel[shown.level];
}
