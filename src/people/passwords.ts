import { hash, verify } from '@node-rs/argon2';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import PQueue from 'p-queue';
import { DomainError } from '../common/errors.js';

export const PASSWORD_COST = Symbol('PasswordCost');

/** What one hash costs: memory in KiB, and passes over it. */
export interface PasswordCost {
  memoryKib: number;
  passes: number;
}

const AT_ONCE = 4;
/** How many may wait: strangers, and people at an address that they use. */
const WAITING = { stranger: 32, usual: 200 };

/** Hashes with argon2id, a few at a time. A hash is expensive by design, and many at once would stop all other work. */
@Injectable()
export class Passwords implements OnApplicationBootstrap {
  // p-queue: a queue with a limit and priorities, so that strangers cannot keep people out of their usual places.
  private readonly queue = new PQueue({ concurrency: AT_ONCE });
  private dummy: Promise<string> | undefined;

  constructor(@Inject(PASSWORD_COST) private readonly cost: PasswordCost) {}

  /**
   * Makes the dummy hash before the first request. Made for the first stranger, it would reveal that the account does
   * not exist.
   */
  async onApplicationBootstrap(): Promise<void> {
    await this.dummyHash();
  }

  /** Compatibility forms of one text are one password (NFKC). */
  hash(password: string): Promise<string> {
    return this.inTurn(() => this.hashNow(password), false);
  }

  /**
   * Whether the password is the one behind the hash. Without a hash it does as much work, so that timing reveals
   * nothing. A password that was hashed as it was typed, before its form counted, is still accepted: what is computed
   * depends on the typed text alone.
   */
  async matches(stored: string | null | undefined, password: string, isUsual: boolean): Promise<boolean> {
    // Awaited in both cases, so that accounts that exist do not get into the queue first.
    const dummy = await this.dummyHash();
    const against = stored ?? dummy;
    const forms = [...new Set([password.normalize('NFKC'), password])];
    const found = await this.inTurn(async () => {
      const matches: boolean[] = [];
      for (const form of forms) matches.push(await verify(against, form));
      return matches.includes(true);
    }, isUsual);
    return stored != null && found;
  }

  /** Whether a hash was made at another cost than today's. */
  isOutdated(stored: string): boolean {
    return !stored.includes(`$m=${this.cost.memoryKib},t=${this.cost.passes},p=1$`);
  }

  private hashNow(password: string): Promise<string> {
    const { memoryKib, passes } = this.cost;
    // The library's default algorithm is argon2id.
    return hash(password.normalize('NFKC'), { memoryCost: memoryKib, timeCost: passes, parallelism: 1 });
  }

  /** Not in the queue: a full queue would then refuse only accounts that do not exist. */
  private dummyHash(): Promise<string> {
    this.dummy ??= this.hashNow(randomBytes(16).toString('hex')).catch((error: unknown) => {
      this.dummy = undefined;
      throw error;
    });
    return this.dummy;
  }

  private async inTurn<T>(work: () => Promise<T>, isUsual: boolean): Promise<T> {
    if (this.queue.size >= (isUsual ? WAITING.usual : WAITING.stranger)) {
      throw new DomainError('RATE_LIMITED', 'Many people are signing in right now. Try again in a few seconds.', {
        retryAfterSeconds: 5,
      });
    }
    return this.queue.add(work, { priority: isUsual ? 1 : 0 });
  }
}
