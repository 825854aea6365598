/** What one moment of a database sees, as `pg_current_snapshot()` writes it: `xmin:xmax:xip,…`. */
interface Snapshot {
  /** All transactions before this one have ended. */
  oldestRunning: bigint;
  /** This transaction and all later ones have not ended. */
  next: bigint;
  /** The transactions between them that are still running. */
  running: ReadonlySet<bigint>;
}

function readSnapshot(text: string): Snapshot {
  const [oldestRunning, next, running] = text.split(':') as [string, string, string];
  const ids = running === '' ? [] : running.split(',');
  return { oldestRunning: BigInt(oldestRunning), next: BigInt(next), running: new Set(ids.map(BigInt)) };
}

/**
 * Whether a snapshot sees all that an earlier one saw, so that it can add to what was read then. Both come from one database server.
 */
export function seesAllOf(later: string, earlier: string): boolean {
  const [now, then] = [readSnapshot(later), readSnapshot(earlier)];
  return now.next >= then.next && [...now.running].every((id) => id >= then.next || then.running.has(id));
}

/**
 * The oldest transaction whose rows a snapshot may not have seen. Subtransactions have larger numbers than the transaction they belong to,
 * so theirs are not before it either.
 */
export const oldestUnseen = (snapshot: string): string => snapshot.slice(0, snapshot.indexOf(':'));
