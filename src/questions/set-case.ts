import type { EntityManager } from 'typeorm';
import { Group } from '../groups/group.entity.js';
import { Guide } from '../guides/guide.entity.js';
import { Round } from '../guides/round.entity.js';
import { Candidate } from '../plans/candidate.entity.js';
import { Plan } from '../plans/plan.entity.js';
import { Assignment } from '../sessions/assignment.entity.js';
import { Session } from '../sessions/session.entity.js';

/** A session and everything that the choice of its questions depends on. */
export interface SetCase {
  session: Session;
  candidate: Candidate;
  panel: readonly Assignment[];
  guide: Guide;
  round: Round;
  /** Decides what is left to chance, and is shown to nobody. */
  secret: string;
}

export async function setCaseOf(tx: EntityManager, session: Session): Promise<SetCase> {
  const { groupId } = session;
  const plan = await tx.findOneByOrFail(Plan, { groupId, id: session.planId });
  return {
    session,
    candidate: await tx.findOneByOrFail(Candidate, { groupId, id: session.candidateId }),
    panel: await tx.findBy(Assignment, { groupId, sessionId: session.id }),
    guide: await tx.findOneByOrFail(Guide, { groupId, id: plan.guideId }),
    secret: (await tx.findOneByOrFail(Group, { id: groupId })).questionSecret,
    round: await tx.findOneByOrFail(Round, { groupId, id: session.roundId }),
  };
}
