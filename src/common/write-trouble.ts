import { Logger } from '@nestjs/common';
import { postgresError } from './errors.js';

const SECONDS = 30;

/** The message for the operator if an error says that the database accepts no writes; null for any other error. */
export function writeTroubleOf(error: unknown): string | null {
  const { code = '' } = postgresError(error) ?? {};
  if (!/^(53100|58\w{3}|25006)$/.test(code)) return null;
  const reason =
    code === '25006'
      ? 'it is read-only: connect to the primary'
      : 'its disk is full or failing: make room, or check the disk';
  return `The database accepts no writes (SQLSTATE ${code}), because ${reason}.`;
}

/**
 * Whether the database has refused a write lately because it is full, or because it is read-only. Load balancers use
 * other processes during that time;
 * it is only a hint, so each process has its own.
 */
class WriteTrouble {
  private readonly log = new Logger('Database');
  private last: Date | null = null;

  /** Notes an error of that kind, and tells the operator when trouble begins. */
  note(error: unknown, now: Date): void {
    const trouble = writeTroubleOf(error);
    if (trouble === null) return;
    if (!this.isRecent(now)) this.log.error(trouble);
    this.last = now;
  }

  isRecent(now: Date): boolean {
    return this.last !== null && now.getTime() - this.last.getTime() < SECONDS * 1_000;
  }
}

export const writeTrouble = new WriteTrouble();
