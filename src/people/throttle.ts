import { Inject, Injectable } from '@nestjs/common';
import { createHmac } from 'node:crypto';
import { DataSource, MoreThan, type EntityManager } from 'typeorm';
import { DomainError } from '../common/errors.js';
import { counted } from '../common/text.js';
import { DAY, daysAfter, MINUTE } from '../common/time.js';
import { inTransaction } from '../common/transaction.js';
import type { Person } from './person.entity.js';
import { ServerKey, ThrottleCount, UsualAddress } from './throttle.entity.js';
import { isOverForHour, isOverForPair, networkOf, waitOfHour, waitOfPair, type Failures } from './throttle.rules.js';

export const THROTTLE_LIMITS = Symbol('ThrottleLimits');

interface ThrottleLimits {
  /** Failures that one account, and one address, may have in an hour. */
  failuresPerHour: number;
  /** Accounts that may be opened from one address in an hour. */
  signUpsPerHour: number;
}

/** Who tries what from where. */
interface Try {
  address: string;
  now: Date;
}

/** An attempt that was counted as a failure in advance, so that a hundred at once count as a hundred. */
export interface Attempt {
  /** Whether the account has signed in from this address within 30 days. */
  isUsual: boolean;
  /** The attempt succeeded: takes the count back, within the same transaction. */
  succeed: (tx: EntityManager) => Promise<void>;
  /** The attempt was not made: takes the count back. */
  undo: () => Promise<void>;
}

interface Count {
  key: Buffer;
  waitOf: (failures: Failures) => number;
  isOver: (failures: Failures) => boolean;
}

const USUAL_DAYS = 30;

/** Slows guessing down, whichever process answers: the counts are in the database (security: docs, SECURITY.md). */
@Injectable()
export class Throttle {
  private secret: Promise<Buffer> | undefined;

  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(THROTTLE_LIMITS) private readonly limits: ThrottleLimits,
  ) {}

  /** Begins an attempt to prove an identity. An account that does not exist counts like one that does. */
  async proof(account: string, person: Person | null, { address, now }: Try): Promise<Attempt> {
    const network = networkOf(address);
    const [pair, ofAccount, ofAddress, place] = await Promise.all([
      this.keyOf('pair', `${account}\n${network}`),
      this.keyOf('account', account),
      this.keyOf('address', network),
      this.keyOf('place', network),
    ]);
    const isUsual = person !== null && (await this.hasSignedInAt(person, place, now));
    const counts = [
      { key: pair, waitOf: (f: Failures) => waitOfPair(f, now), isOver: (f: Failures) => isOverForPair(f.lastAt, now) },
      this.hourly(ofAccount, this.limits.failuresPerHour, now, isUsual),
      this.hourly(ofAddress, this.limits.failuresPerHour, now, isUsual),
    ];
    await this.count(counts, now);
    const back = (tx: EntityManager, keys: Buffer[]) =>
      tx.query('update throttle set failures = greatest(failures - 1, 0) where key = any($1)', [
        keys.toSorted((a, b) => Buffer.compare(a, b)),
      ]);
    return {
      isUsual,
      undo: () => inTransaction(this.db, (tx) => back(tx, [pair, ofAccount, ofAddress])),
      succeed: async (tx) => {
        await back(tx, [ofAccount, ofAddress]);
        await tx.delete(ThrottleCount, { key: pair });
        if (!person) return;
        await tx.upsert(UsualAddress, { personId: person.id, addressHash: place, signedInAt: now }, [
          'personId',
          'addressHash',
        ]);
      },
    };
  }

  /** Counts an account that is about to be opened. */
  async signUp({ address, now }: Try): Promise<void> {
    const key = await this.keyOf('sign-up', networkOf(address));
    await this.count([this.hourly(key, this.limits.signUpsPerHour, now)], now);
  }

  /** Runs what an invitation code is needed for; a code that is not valid counts as a failure of the address. */
  async code<T>({ address, now }: Try, use: () => Promise<T>, isRefused: (outcome: T | Error) => boolean): Promise<T> {
    const key = await this.keyOf('code', networkOf(address));
    await this.count([this.hourly(key, this.limits.failuresPerHour, now)], now);
    const outcome = await use().catch((error: Error) => error);
    if (!isRefused(outcome)) await this.db.query('update throttle set failures = failures - 1 where key = $1', [key]);
    if (outcome instanceof Error) throw outcome;
    return outcome;
  }

  /** Runs an act that a person may not run twice at once, whichever process answers. A process that died holds it for a minute. */
  async alone<T>(act: string, { personId, now }: { personId: string; now: Date }, work: () => Promise<T>): Promise<T> {
    const key = await this.keyOf(act, personId);
    const begun: unknown[] = await this.db.query(
      `insert into throttle as t (key, failures, since, last_at) values ($1, 1, $2, $2)
       on conflict (key) do update set failures = 1, since = $2, last_at = $2
       where t.failures = 0 or t.last_at < $3 returning key`,
      [key, now, new Date(now.getTime() - MINUTE)],
    );
    if (begun.length === 0) {
      throw new DomainError(
        'RATE_LIMITED',
        'Your previous request is still running. Wait until it ends, then try again.',
        {
          retryAfterSeconds: 2,
        },
      );
    }
    try {
      return await work();
    } finally {
      await this.db.query('update throttle set failures = 0 where key = $1', [key]);
    }
  }

  private hourly(key: Buffer, most: number, now: Date, isFree = false): Count {
    return {
      key,
      waitOf: (failures) => (isFree ? 0 : waitOfHour(failures, most, now)),
      isOver: ({ since }) => isOverForHour(since, now),
    };
  }

  /** Adds one to each count, or to none if any is full, and says how long to wait. */
  private async count(counts: readonly Count[], now: Date): Promise<void> {
    // Always in the same order, so that two requests with the same counts wait for each other instead of deadlocking.
    const ordered = counts.toSorted((a, b) => Buffer.compare(a.key, b.key));
    await inTransaction(this.db, async (tx) => {
      await tx.query(
        'delete from throttle where key in (select key from throttle where last_at < $1 limit 20 for update skip locked)',
        [new Date(now.getTime() - DAY)],
      );
      for (const { key, ...count } of ordered) {
        const [row]: Failures[] = await tx.query(
          `insert into throttle as t (key, failures, since, last_at) values ($1, 0, $2, $2)
           on conflict (key) do update set failures = t.failures
           returning failures, since, last_at as "lastAt"`,
          [key, now],
        );
        const wait = count.waitOf(row!);
        if (wait > 0) throw tooMany(Math.ceil(wait / 1_000));
        const before = count.isOver(row!) ? { failures: 0, since: now } : row!;
        await tx.update(ThrottleCount, { key }, { failures: before.failures + 1, since: before.since, lastAt: now });
      }
    });
  }

  private async hasSignedInAt({ id: personId }: Person, addressHash: Buffer, now: Date): Promise<boolean> {
    const signedInAt = MoreThan(daysAfter(now, -USUAL_DAYS));
    return this.db.manager.existsBy(UsualAddress, { personId, addressHash, signedInAt });
  }

  private async keyOf(kind: string, value: string): Promise<Buffer> {
    this.secret ??= this.db.manager
      .findOneByOrFail(ServerKey, { name: 'throttle' })
      .then((row) => row.value)
      .catch((error: unknown) => {
        this.secret = undefined;
        throw error;
      });
    return createHmac('sha256', await this.secret)
      .update(`${kind}\n${value}`)
      .digest();
  }
}

const tooMany = (retryAfterSeconds: number) =>
  new DomainError('RATE_LIMITED', `Too many tries. Try again in ${counted(retryAfterSeconds, 'second')}.`, {
    retryAfterSeconds,
  });
