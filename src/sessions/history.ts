import type { EntityManager } from 'typeorm';
import { newId } from '../common/ids.js';
import type { EventFacts } from './history.rules.js';
import { SessionEvent } from './session-event.entity.js';
import type { Session } from './session.entity.js';
import type { SessionEventKind } from './session.rules.js';

interface Line {
  kind: SessionEventKind;
  at: Date;
  byId: string;
  facts: EventFacts;
  reason?: string | null;
}

/** Adds a line to a session's history: facts, of which a sentence is made for each reader. */
export const record = (tx: EntityManager, session: Session, line: Line): Promise<void> =>
  recordAll(tx, [[session, line]]);

/** Adds a line to the history of each of many sessions. */
export async function recordAll(tx: EntityManager, lines: readonly (readonly [Session, Line])[]): Promise<void> {
  const rows = lines.map(([{ groupId, id: sessionId }, line]) => {
    return { groupId, id: newId(), sessionId, reason: null, summary: null, ...line };
  });
  await tx.insert(SessionEvent, rows);
}
