import { daysAfter, HOUR } from '../common/time.js';

const IDLE_DAYS = 7;
const MOST_DAYS = 30;

/** A sign-in ends after a week without use, and after a month in any case. */
export function signInExpiry(createdAt: Date, lastUsedAt: Date): Date {
  const idle = daysAfter(lastUsedAt, IDLE_DAYS).getTime();
  const most = daysAfter(createdAt, MOST_DAYS).getTime();
  return new Date(Math.min(idle, most));
}

/** Use is noted once an hour, so that most reads do not write. */
export const isWorthNoting = (lastUsedAt: Date, now: Date) => now.getTime() - lastUsedAt.getTime() >= HOUR;
