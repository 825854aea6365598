import PQueue from 'p-queue';
import { DomainError } from '../common/errors.js';
import { groupOfId } from '../common/ids.js';

/** How many writes of one group may wait in this process, and for how long. */
const MOST_WAITING = 100;
const LONGEST_WAIT_MILLISECONDS = 5_000;

/**
 * Limits the connections of one group's writes: otherwise, while something holds the group's lock, they would take all connections, and every other
 * group would wait. The rest waits its turn.
 */
export class GroupTurns {
  // p-queue: a queue with a limit, and waiting that ends.
  private readonly queues = new Map<string, PQueue>();

  constructor(private readonly atOnce: number) {}

  async take<T>(groupId: string | null, work: () => Promise<T>): Promise<T> {
    if (groupId === null) return work();
    const queue = this.queues.get(groupId) ?? new PQueue({ concurrency: this.atOnce });
    this.queues.set(groupId, queue);
    if (queue.size >= MOST_WAITING) throw tooMany();
    const waiting = new AbortController();
    const timer = setTimeout(() => waiting.abort(tooMany()), LONGEST_WAIT_MILLISECONDS);
    const begin = () => {
      // Work that has begun is not aborted, because its statements have their own limits.
      clearTimeout(timer);
      return work();
    };
    try {
      return await queue.add(begin, { signal: waiting.signal });
    } finally {
      if (queue.size === 0 && queue.pending === 0) this.queues.delete(groupId);
    }
  }
}

const tooMany = () =>
  new DomainError(
    'UNAVAILABLE',
    'Too many changes to this group are already waiting. Nothing was done. Try again in a moment.',
    {
      done: false,
    },
  );

/** The group that a mutation writes to, found by its first argument that is named like an id and holds one. */
export function groupOf(args: unknown): string | null {
  if (typeof args !== 'object' || args === null) return null;
  for (const [name, value] of Object.entries(args)) {
    const isId = typeof value === 'string' && /(^i|I)d$/.test(name);
    const found = isId ? groupOfId(value) : groupOf(value);
    if (found !== null) return found;
  }
  return null;
}
