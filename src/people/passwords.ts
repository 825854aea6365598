import { hash, verify } from '@node-rs/argon2';
import { Inject, Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { DomainError } from '../common/errors.js';

export const PASSWORD_COST = Symbol('PasswordCost');

/** What one hash costs: memory in KiB, and passes over it. */
export interface PasswordCost {
  memoryKib: number;
  passes: number;
}

const AT_ONCE = 4;
const WAITING = 32;

/** argon2id, a few at a time: a hash is expensive by design, and a crowd of them would starve everybody else. */
@Injectable()
export class Passwords {
  private running = 0;
  private readonly queue: (() => void)[] = [];
  private dummy: Promise<string> | undefined;

  constructor(@Inject(PASSWORD_COST) private readonly cost: PasswordCost) {}

  hash(password: string): Promise<string> {
    const { memoryKib, passes } = this.cost;
    // The library's default algorithm is argon2id.
    return this.inTurn(() => hash(password, { memoryCost: memoryKib, timeCost: passes, parallelism: 1 }));
  }

  /** Whether the password is the one behind the hash. Without a hash as much work is done, so that time tells nothing. */
  async matches(stored: string | undefined, password: string): Promise<boolean> {
    const against = stored ?? (await (this.dummy ??= this.hash(randomBytes(16).toString('hex'))));
    const matches = await this.inTurn(() => verify(against, password));
    return stored !== undefined && matches;
  }

  /** Whether a hash was made at another cost than today's. */
  isOutdated(stored: string): boolean {
    return !stored.includes(`$m=${this.cost.memoryKib},t=${this.cost.passes},p=1$`);
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= AT_ONCE) {
      if (this.queue.length >= WAITING) {
        throw new DomainError('RATE_LIMITED', 'Many people are signing in just now. Try again in a few seconds.', {
          retryAfterSeconds: 5,
        });
      }
      await new Promise<void>((resolve) => this.queue.push(resolve));
    }
    this.running += 1;
    try {
      return await work();
    } finally {
      this.running -= 1;
      this.queue.shift()?.();
    }
  }
}
