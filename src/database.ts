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
}

export function databaseAt(url: string, { poolSize, logging = [] }: DatabaseOptions): DataSource {
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
      connectionTimeoutMillis: 5_000,
      statement_timeout: 30_000,
      application_name: 'mockloop',
    },
  });
}

/** Any number of processes may start at once: the first migrates, the others wait here and find it done. */
const MIGRATION_LOCK = 7_310_645_201;

export async function migrate(db: DataSource): Promise<void> {
  const runner = db.createQueryRunner();
  try {
    await runner.query('set statement_timeout = 0');
    await runner.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    try {
      await db.runMigrations();
    } finally {
      await runner.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
      await runner.query('reset statement_timeout');
    }
  } finally {
    await runner.release();
  }
}
