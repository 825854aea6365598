import pg from 'pg';
import { DataSource, type EntityManager, type LogLevel } from 'typeorm';
import { migrations } from '../../migrations/index.js';
import { SnakeCase } from '../common/naming.js';
import { entities } from './entities.js';

/** Calendar dates stay text, because a `Date` would shift them by this machine's zone. */
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

interface DatabaseOptions {
  poolSize: number;
  logging?: LogLevel[];
  /** The longest that a request waits for a connection, in milliseconds. */
  connectionTimeout?: number;
  /** Whether statements, locks and idle transactions have time limits; migrations and their lock have none. */
  limited?: boolean;
}

/** How long a statement may run and wait for a lock, a transaction may idle, and we wait for an answer at all, in milliseconds. */
const limits = {
  statement_timeout: 5_000,
  lock_timeout: 2_000,
  idle_in_transaction_session_timeout: 10_000,
  query_timeout: 7_000,
};

interface Connection {
  connection: { stream: { destroy: () => void } };
}

/** Runs a statement, and closes the connection where its answer did not come in time. */
type Query = (this: pg.Client, ...args: unknown[]) => unknown;

// Called on the connection that it is read from.
// eslint-disable-next-line @typescript-eslint/unbound-method
const query = pg.Client.prototype.query as Query;

/**
 * A connection whose answer we no longer wait for is still busy with it: back in the pool, it would hand the late answer to the
 * next statements. So it is closed.
 */
class ClosingClient extends pg.Client {
  constructor(settings?: pg.ClientConfig) {
    super(settings);
    // A connection may break while it is taken but idle. Without this listener, that would end the process. The next
    // statement reports it.
    this.on('error', () => undefined);
  }
}

Object.defineProperty(ClosingClient.prototype, 'query', {
  value: function (this: pg.Client, ...args: unknown[]) {
    const answer = query.apply(this, args);
    return answer instanceof Promise ? answer.catch((error: Error) => closeIfLate(this, error)) : answer;
  },
});

/** The pool takes the connection out only once it has heard that it is closed. */
async function closeIfLate(client: pg.Client, error: Error): Promise<never> {
  if (error.message === 'Query read timeout') {
    const { stream } = (client as unknown as Connection).connection;
    stream.destroy();
    await new Promise((resolve) => client.once('end', resolve));
  }
  throw error;
}

export function databaseAt(
  url: string,
  { poolSize, logging = [], connectionTimeout = 5_000, limited = true }: DatabaseOptions,
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
      ...(limited ? limits : {}),
      Client: ClosingClient,
      application_name: 'mockloop',
      // Rules rely on the isolation level; setting it once for each connection saves a statement in each transaction. Rows are read in the other two formats.
      options: '-c default_transaction_isolation=read\\ committed -c DateStyle=ISO -c bytea_output=hex',
    },
  });
}

/** Any number of processes may start at once: the first migrates, the others wait here and find it done. */
const MIGRATION_LOCK = 7_310_645_201;

/** Brings a database up to date, over connections of its own: one holds the lock, the other has all the time it needs. */
export async function migrate(url: string): Promise<void> {
  const db = await databaseAt(url, { poolSize: 2, limited: false }).initialize();
  try {
    const runner = db.createQueryRunner();
    await runner.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const ran = await db.runMigrations();
    if (ran.length > 0) await db.transaction(renewRevisions);
    await runner.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    await runner.release();
  } finally {
    // Ends the lock's session, and the lock with it, after any failure.
    await db.destroy();
  }
}

/**
 * Lets processes of earlier versions, which look at revisions alone, read everything again. The rows are locked in the order in which changes lock
 * them, so that no writer runs into a deadlock.
 */
async function renewRevisions(tx: EntityManager): Promise<void> {
  await tx.query('select from group_revision order by group_id for update');
  await tx.query('select renew_all_revisions()');
}

/**
 * The newest stored time of anything that people read or that decides what they may read; null in an empty database.
 */
export async function newestStamp(db: DataSource): Promise<Date | null> {
  const [row]: { newest: Date | null }[] = await db.query(`
    select greatest(
      (select max(submitted_at) from scorecard_version),
      (select max(greatest(first_submitted_at, all_submitted_at, entered_at, cancelled_at)) from session),
      (select max(at) from session_event),
      (select max(at) from attendance_statement)
    ) as newest`);
  return row!.newest;
}
