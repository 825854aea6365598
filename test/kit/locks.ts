import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';

/** The lock that every write to the group `$1` takes. */
export const GROUP_LOCK = 'select pg_advisory_xact_lock(hashtextextended($1, 0))';

export interface Held {
  /** Waits until `count` other connections wait for a lock in this database. */
  waiting: (count?: number) => Promise<void>;
  free: () => Promise<void>;
}

/** Runs a statement in a transaction, and keeps its locks until `free` is called. Others have to wait, even on a slow machine. */
export async function hold(db: DataSource, statement: string, parameters: unknown[] = []): Promise<Held> {
  const holder = db.createQueryRunner();
  await holder.startTransaction();
  await holder.query(statement, parameters);
  const waits = `select count(*)::int as count from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
  return {
    async waiting(count = 1) {
      while ((await db.query<[{ count: number }]>(waits))[0].count < count) await pause(10);
    },
    async free() {
      await holder.commitTransaction();
      await holder.release();
    },
  };
}
