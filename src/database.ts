import pg from 'pg';
import { DataSource, type LogLevel } from 'typeorm';
import { migrations } from '../migrations/index.js';
import { SnakeCase } from './common/naming.js';
import { entities } from './entities.js';

/** Calendar dates stay the text that they are; a `Date` would move them through this machine's zone. */
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

interface DatabaseOptions {
  poolSize: number;
  logging?: LogLevel[];
  /** The longest that a request waits for a connection, in milliseconds. */
  connectionTimeout?: number;
  /** The longest that one statement may run, in milliseconds; 0 for no limit. */
  statementTimeout?: number;
}

export function databaseAt(
  url: string,
  { poolSize, logging = [], connectionTimeout = 5_000, statementTimeout = 30_000 }: DatabaseOptions,
): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    entities,
    namingStrategy: new SnakeCase(),
    migrations,
    logging,
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
    extra: {
      max: poolSize,
      connectionTimeoutMillis: connectionTimeout,
      statement_timeout: statementTimeout,
      application_name: 'mockloop',
    },
  });
}

/** Any number of processes may start at once: the first migrates, the others wait here and find it done. */
const MIGRATION_LOCK = 7_310_645_201;

/** Brings a database up to date, over connections of its own: one holds the lock, the other has all the time it needs. */
export async function migrate(url: string): Promise<void> {
  const db = await databaseAt(url, { poolSize: 2, statementTimeout: 0 }).initialize();
  try {
    const runner = db.createQueryRunner();
    await runner.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await db.runMigrations();
    await runner.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    await runner.release();
  } finally {
    // Ends the lock's session, and the lock with it, whatever went wrong.
    await db.destroy();
  }
}
