import PQueue from 'p-queue';
import { Worker } from 'node:worker_threads';
import { DomainError } from '../common/errors.js';
import { BUDGET_MIB, BUDGET_MILLISECONDS, tangled } from './guide-budget.js';
import type { Documents, Read } from './read-guide.js';

/** A thread ends after this time, even on a busy machine. */
const MOST_MILLISECONDS = 10_000;

// p-queue: two threads at a time; other imports wait in line.
const queue = new PQueue({ concurrency: 2 });
const MOST_WAITING = 20;

const program = new URL('./guide-worker.js', import.meta.url);

/**
 * Reads a member's document in a thread of its own, which ends with its budget. A few kilobytes of YAML can keep a
 * parser busy for a minute, and everybody else would wait.
 */
export function readApart<K extends keyof Documents>(kind: K, source: string): Promise<Read<Documents[K]>> {
  if (queue.size >= MOST_WAITING) {
    throw new DomainError('RATE_LIMITED', 'Many documents are being read right now. Try again in a few seconds.', {
      retryAfterSeconds: 10,
    });
  }
  return queue.add(() => readInThread(kind, source));
}

async function readInThread<K extends keyof Documents>(kind: K, source: string): Promise<Read<Documents[K]>> {
  const thread = new Worker(program, { resourceLimits: { maxOldGenerationSizeMb: BUDGET_MIB } });
  let limit: NodeJS.Timeout | undefined;
  let budget: NodeJS.Timeout | undefined;
  try {
    return await new Promise<Read<Documents[K]>>((resolve, reject) => {
      const end = () => resolve({ document: null, problems: [tangled] });
      const endWhenSpent = (start: NodeJS.CpuUsage) => {
        const left = BUDGET_MILLISECONDS - processorMilliseconds(start);
        if (left <= 0) end();
        else budget = setTimeout(() => endWhenSpent(start), left);
      };
      limit = setTimeout(end, MOST_MILLISECONDS);
      thread.on('message', (message: 'ready' | Read<Documents[K]>) => {
        if (message !== 'ready') return resolve(message);
        endWhenSpent(process.cpuUsage());
        thread.postMessage({ kind, source });
      });
      thread.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') resolve({ document: null, problems: [tangled] });
        else reject(error);
      });
      thread.on('exit', () => reject(new Error('The thread that reads guides ended without an answer.')));
    });
  } finally {
    clearTimeout(limit);
    clearTimeout(budget);
    await thread.terminate();
  }
}

/**
 * What the process has used of its processors since then. The thread cannot have used more, so other load on the
 * machine never stops a valid document.
 */
function processorMilliseconds(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1_000;
}
