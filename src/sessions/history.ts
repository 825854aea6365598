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
export async function record(tx: EntityManager, { groupId, id: sessionId }: Session, line: Line): Promise<void> {
  await tx.insert(SessionEvent, { groupId, id: newId(), sessionId, reason: null, summary: null, ...line });
}
