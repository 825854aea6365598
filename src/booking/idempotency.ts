import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { fieldProblem, invalidInput } from '../common/errors.js';
import type { Member } from '../groups/member.entity.js';
import { Session } from '../sessions/session.entity.js';

/** What makes a request the same as an earlier one: its key, and all else that it asks for. */
export interface RequestIdentity {
  key: string | null;
  fingerprint: string;
}

/** The identity of a request to a mutation: null and left out are the same. */
export function identityOf(
  mutation: string,
  { idempotencyKey = null, ...request }: { idempotencyKey?: string | null },
): RequestIdentity {
  const text = JSON.stringify(request, (_, value: unknown) => value ?? undefined);
  return { key: idempotencyKey, fingerprint: createHash('sha256').update(mutation).update(text).digest('hex') };
}

/** The session that this member entered under this key before; refuses the key for another request. */
export async function enteredBefore(
  tx: EntityManager,
  { groupId, id: enteredById }: Member,
  { key, fingerprint }: RequestIdentity,
): Promise<Session | null> {
  if (key === null) return null;
  const session = await tx.findOneBy(Session, { groupId, enteredById, idempotencyKey: key });
  if (session && session.idempotencyFingerprint !== fingerprint) {
    const expected = 'a new key, or the same request as before';
    throw invalidInput([fieldProblem('idempotencyKey', expected, 'a key that you used for another session')]);
  }
  return session;
}
