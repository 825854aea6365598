import type { EntityManager } from 'typeorm';
import type { Actor } from '../common/context.js';
import { fieldProblem, invalidInput } from '../common/errors.js';
import { Group } from '../groups/group.entity.js';
import { Assignment } from '../sessions/assignment.entity.js';
import { claimBuffer } from '../sessions/bookings.js';
import { Candidate } from '../plans/candidate.entity.js';
import { record } from '../sessions/history.js';
import { Session } from '../sessions/session.entity.js';
import { SessionEventKind } from '../sessions/session.rules.js';
import { assertVersion, sessionFor, type SessionCase } from '../sessions/sessions.access.js';
import { assertChangeable } from './changeable.js';
import { everybodyIn } from './panel.js';

/** What a request says about the other half of an exchange. */
interface OtherHalfInput {
  alsoOther: boolean;
  otherExpectedVersion?: number | null;
}

/** The other half of an exchange, if the request includes it. The actor must be allowed to change that half, too. */
export async function otherHalfFor(
  tx: EntityManager,
  actor: Actor,
  { session }: SessionCase,
  { alsoOther, otherExpectedVersion = null }: OtherHalfInput,
): Promise<SessionCase | null> {
  if (!alsoOther) return null;
  const { groupId, exchangedWithId } = session;
  if (exchangedWithId === null)
    throw invalidInput([fieldProblem('alsoOther', 'false: this session is not part of an exchange', 'true')]);
  if (otherExpectedVersion === null)
    throw invalidInput([fieldProblem('otherExpectedVersion', 'the version of the other half that you saw', 'nothing')]);
  const other = await sessionFor(tx, actor, { groupId, id: exchangedWithId }, 'change');
  // The first half may have started during the wait for the second.
  for (const half of [session, other.session]) assertChangeable(half, other.now);
  assertVersion(other.session, otherExpectedVersion, 'The other half of the exchange');
  return other;
}

/** Makes two sessions the halves of one exchange. */
export async function linkHalves(tx: EntityManager, first: Session, second: Session): Promise<void> {
  const { groupId } = first;
  first.exchangedWithId = second.id;
  second.exchangedWithId = first.id;
  await tx.update(Session, { groupId, id: first.id }, { exchangedWithId: second.id });
  await tx.update(Session, { groupId, id: second.id }, { exchangedWithId: first.id });
}

/** Who changes a session, and when. */
interface Act {
  at: Date;
  byId: string;
}

/**
 * Ends an exchange, because one half is changed alone: the two sessions are no longer linked. The history of the other half says
 * so. Returns the other half.
 */
export async function endExchange(tx: EntityManager, changed: Session, { at, byId }: Act): Promise<Session | null> {
  const { groupId, id, exchangedWithId } = changed;
  if (exchangedWithId === null) return null;
  changed.exchangedWithId = null;
  await tx.update(Session, { groupId, id }, { exchangedWithId: null });
  const linked = { groupId, id: exchangedWithId, exchangedWithId: id };
  const { affected } = await tx.update(Session, linked, { exchangedWithId: null });
  // The same act may have changed the other half before.
  if (affected === 0) return null;
  const other = await tx.findOneByOrFail(Session, { groupId, id: exchangedWithId });
  await record(tx, other, { at, byId, kind: SessionEventKind.EXCHANGE_ENDED, facts: {} });
  return other;
}

/**
 * Ends an exchange, because one half has moved away from an instant. The half that came first keeps its buffer free again, or the move
 * is refused with TIME_TAKEN. Call it when the move itself is written.
 */
export async function moveAwayFrom(tx: EntityManager, moved: Session, from: Date, act: Act): Promise<void> {
  const { groupId } = moved;
  const other = await endExchange(tx, moved, act);
  if (other === null || other.startsAt > from) return;
  const { bufferMinutes } = await tx.findOneByOrFail(Group, { id: groupId });
  const candidate = await tx.findOneByOrFail(Candidate, { groupId, id: other.candidateId });
  const panel = await tx.findBy(Assignment, { groupId, sessionId: other.id });
  const members = await everybodyIn(tx, candidate, panel);
  await claimBuffer(tx, { session: other, members, bufferMinutes });
}
