import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource, EntityManager } from 'typeorm';
import type { Actor } from './context.js';
import { isDatabaseAway, postgresError } from './errors.js';

/** Deadlock and serialization failure: the transaction did nothing, and a retry may work. */
const retryable = new Set(['40P01', '40001']);
const ATTEMPTS = 4;

/** The connection broke during a commit, so nobody knows whether the transaction was committed. */
export class CommitBroken extends Error {
  constructor(cause: unknown) {
    super('The connection broke at the commit.', { cause });
  }
}

/** Runs a mutation's work in one transaction, and repeats all of it (with jitter) after a deadlock. Our connections say that it is READ COMMITTED. */
export async function inTransaction<T>(db: DataSource, work: (tx: EntityManager) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction(db, work);
    } catch (error) {
      if (attempt === ATTEMPTS || !retryable.has(postgresError(error)?.code ?? '')) throw error;
      await pause(Math.random() * 50 * attempt);
    }
  }
}

async function transaction<T>(db: DataSource, work: (tx: EntityManager) => Promise<T>): Promise<T> {
  const runner = db.createQueryRunner();
  try {
    await runner.startTransaction();
    const done = await work(runner.manager);
    await runner.commitTransaction().catch((error: unknown) => {
      throw isDatabaseAway(error) ? new CommitBroken(error) : error;
    });
    return done;
  } catch (error) {
    // A lost connection cannot roll back and does not need to. The first error is the one to report.
    if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
    throw error;
  } finally {
    await runner.release();
  }
}

/** Reads in one snapshot: every statement sees the same moment. */
export async function inSnapshot<T>(db: DataSource, read: (tx: EntityManager) => Promise<T>): Promise<T> {
  const runner = db.createQueryRunner();
  try {
    // TypeORM would send one statement more.
    await runner.query('start transaction isolation level repeatable read, read only');
    const done = await read(runner.manager);
    await runner.query('commit');
    return done;
  } catch (error) {
    await runner.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    await runner.release();
  }
}

/**
 * Locks the group's membership and calendar until the transaction ends. Code that books, moves, leaves or changes
 * roles takes it first, so that what was checked still holds when it is written, and so that bookings cannot deadlock. Returns
 * the instant of the act: a request that has waited acts now, not when it arrived.
 */
export async function lockGroup(tx: EntityManager, actor: Actor, groupId: string): Promise<Date> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [groupId]);
  return actor.catchUp();
}
