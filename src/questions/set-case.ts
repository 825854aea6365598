import type { EntityManager } from 'typeorm';
import type { RoundKind } from '../guides/guide-document.js';
import type { Guide } from '../guides/guide.entity.js';
import { Assignment } from '../sessions/assignment.entity.js';
import type { Session } from '../sessions/session.entity.js';

/** A session and everything that the choice of its questions depends on. */
export interface SetCase {
  session: Session;
  candidate: { memberId: string; trackKey: string };
  panel: readonly Assignment[];
  guide: Pick<Guide, 'id' | 'key' | 'outline'>;
  round: { kind: RoundKind; title: string };
  /** Decides what is left to chance, and is shown to nobody. */
  secret: string;
}

export async function setCaseOf(tx: EntityManager, session: Session): Promise<SetCase> {
  const { groupId, id: sessionId } = session;
  const [found]: [Omit<SetCase, 'session' | 'panel'>] = await tx.query(
    `select json_build_object('memberId', c.member_id, 'trackKey', c.track_key) as candidate,
       json_build_object('id', g.id, 'key', g.key, 'outline', g.outline) as guide,
       json_build_object('kind', r.kind, 'title', r.title) as round, gr.question_secret as secret
     from candidate c
       join plan p on p.group_id = c.group_id and p.id = c.plan_id
       join guide g on g.group_id = p.group_id and g.id = p.guide_id
       join round r on r.group_id = p.group_id and r.id = $3
       join "group" gr on gr.id = c.group_id
     where c.group_id = $1 and c.id = $2`,
    [groupId, session.candidateId, session.roundId],
  );
  return { ...found, session, panel: await tx.findBy(Assignment, { groupId, sessionId }) };
}
