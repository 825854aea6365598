import type { EntityManager } from 'typeorm';
import type { Actor } from '../common/context.js';
import { fieldProblem, invalidInput } from '../common/errors.js';
import { Group } from '../groups/group.entity.js';
import { Assignment } from '../sessions/assignment.entity.js';
import { regainBuffer } from '../sessions/bookings.js';
import { Candidate } from '../plans/candidate.entity.js';
import { Session } from '../sessions/session.entity.js';
import { assertVersion, sessionFor, type SessionCase } from '../sessions/sessions.access.js';
import { assertChangeable } from './changeable.js';
import { everybodyIn } from './panel.js';

/** What a request says about the other half of an exchange. */
export interface OtherHalfInput {
  alsoOther: boolean;
  otherExpectedVersion?: number | null;
}

/** The other half of an exchange, if the request takes it along: for an act that the actor may also do with that half. */
export async function otherHalfFor(
  tx: EntityManager,
  actor: Actor,
  { session, now }: SessionCase,
  { alsoOther, otherExpectedVersion = null }: OtherHalfInput,
): Promise<SessionCase | null> {
  if (!alsoOther) return null;
  const { groupId, exchangedWithId } = session;
  if (exchangedWithId === null)
    throw invalidInput([fieldProblem('alsoOther', 'false, because this session is not half of an exchange', 'true')]);
  if (otherExpectedVersion === null)
    throw invalidInput([fieldProblem('otherExpectedVersion', 'the version of the other half that you saw', 'nothing')]);
  const other = await sessionFor(tx, actor, { groupId, id: exchangedWithId }, 'change');
  assertChangeable(other.session, now);
  assertVersion(other.session, otherExpectedVersion);
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

/**
 * Ends an exchange after one half was changed alone: the link goes, and the half that came first keeps the buffer free again.
 * Where an interviewer was replaced, the times stay, so the person who still sits in both halves has no buffer between them.
 * Call it when the change itself is written. Refuses with TIME_TAKEN if the buffer is not free.
 */
export async function endExchange(tx: EntityManager, changed: Session, keepsTimes: boolean): Promise<void> {
  const { groupId, id, exchangedWithId } = changed;
  if (exchangedWithId === null) return;
  const other = await tx.findOneByOrFail(Session, { groupId, id: exchangedWithId });
  changed.exchangedWithId = null;
  await tx.update(Session, { groupId, id }, { exchangedWithId: null });
  await tx.update(Session, { groupId, id: other.id }, { exchangedWithId: null });
  const { bufferMinutes } = await tx.findOneByOrFail(Group, { id: groupId });
  for (const session of keepsTimes ? [changed, other] : [other]) {
    const beside = keepsTimes ? (session === changed ? other : changed) : null;
    const candidate = await tx.findOneByOrFail(Candidate, { groupId, id: session.candidateId });
    const panel = await tx.findBy(Assignment, { groupId, sessionId: session.id });
    const members = await everybodyIn(tx, candidate, panel);
    await regainBuffer(tx, { session, members, bufferMinutes }, beside);
  }
}
