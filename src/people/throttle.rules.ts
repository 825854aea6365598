import { isIP, isIPv6 } from 'node:net';
import { DAY, HOUR } from '../common/time.js';

/** How often something has failed. */
export interface Failures {
  failures: number;
  /** When the count began, and when it last grew. */
  since: Date;
  lastAt: Date;
}

const FREE = 5;
const LONGEST_WAIT = 15 * 60_000;

/**
 * Guessing one account from one address: five tries are free, then each failure doubles the wait, up to 15 minutes. A
 * day without a failure ends the count. Gives the milliseconds that are left to wait.
 */
export function waitOfPair({ failures, lastAt }: Failures, now: Date): number {
  if (failures < FREE || isOverForPair(lastAt, now)) return 0;
  const wait = Math.min(LONGEST_WAIT, 1_000 * 2 ** (failures - FREE));
  return Math.max(0, lastAt.getTime() + wait - now.getTime());
}

/** Whether a pair's count has ended. */
export const isOverForPair = (lastAt: Date, now: Date): boolean => now.getTime() - lastAt.getTime() >= DAY;

/** One account from all addresses, or all accounts from one address: so many failures in an hour. Gives the milliseconds left to wait. */
export function waitOfHour({ failures, since }: Failures, most: number, now: Date): number {
  if (failures < most || isOverForHour(since, now)) return 0;
  return since.getTime() + HOUR - now.getTime();
}

/** Whether an hour's count has ended. */
export const isOverForHour = (since: Date, now: Date): boolean => now.getTime() - since.getTime() >= HOUR;

/**
 * Where a request comes from, as it is counted: an IPv4 address, or the /64 of an IPv6 address, because one household has
 * 18 quintillion of those.
 */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (isIP(address) === 0 || !isIPv6(address)) return address;
  const [head = '', tail] = address.split('%')[0]!.split('::');
  const parts = head === '' ? [] : head.split(':');
  const behind = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = tail === undefined ? 0 : 8 - parts.length - behind.length;
  const whole = [...parts, ...Array.from({ length: missing }, () => '0'), ...behind];
  return `${whole
    .slice(0, 4)
    .map((part) => Number.parseInt(part, 16).toString(16))
    .join(':')}::/64`;
}
