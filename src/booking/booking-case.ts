import type { EntityManager } from 'typeorm';
import { fieldProblem, invalidInput, notFound } from '../common/errors.js';
import type { Ref } from '../common/ids.js';
import { Group } from '../groups/group.entity.js';
import { Member } from '../groups/member.entity.js';
import { Round } from '../guides/round.entity.js';
import type { Candidate } from '../plans/candidate.entity.js';
import { FormerEdition } from '../plans/former-edition.entity.js';
import { LoopRound } from '../plans/loop-round.entity.js';
import { Plan } from '../plans/plan.entity.js';
import { CURRENT_ROUND } from '../plans/plans.access.js';

/** Everything around a session that its rules ask about. */
export interface BookingCase {
  group: Group;
  candidate: Candidate;
  candidateMember: Member;
  round: Round;
  loopRound: LoopRound;
  plan: Plan;
}

/** The round of a candidate's loop that a request names, and what belongs to it. */
export async function bookingCaseOf(tx: EntityManager, candidate: Candidate, roundId: Ref): Promise<BookingCase> {
  const { groupId } = candidate;
  const plan = await tx.findOneByOrFail(Plan, { groupId, id: candidate.planId });
  const round = roundId.groupId === groupId && (await tx.findOneBy(Round, { groupId, id: roundId.id }));
  const loopRound = round && (await tx.findOneBy(LoopRound, { groupId, candidateId: candidate.id, roundId: round.id }));
  if (round && round.guideId !== plan.guideId) await assertNotMoved(tx, plan, round);
  if (!loopRound) throw notFound('round');
  return {
    loopRound,
    candidate,
    plan,
    group: await tx.findOneByOrFail(Group, { id: groupId }),
    candidateMember: await tx.findOneByOrFail(Member, { groupId, id: candidate.memberId }),
    round,
  };
}

/** Refuses a round of an edition that the plan has left, for example from a page that was read before. */
async function assertNotMoved(tx: EntityManager, { groupId, id: planId }: Plan, { guideId }: Round): Promise<void> {
  if (!(await tx.existsBy(FormerEdition, { groupId, planId, guideId }))) return;
  throw invalidInput([fieldProblem('roundId', CURRENT_ROUND, 'a round of an earlier edition')]);
}
