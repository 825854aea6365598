import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import PQueue from 'p-queue';
import { Worker } from 'node:worker_threads';
import { DomainError } from '../common/errors.js';
import type { SolveMessage, SolveTask } from './solve-worker.js';
import type { Progress, Solution } from './solver/solve.js';

const MOST_WAITING = 20;

const program = new URL('./solve-worker.js', import.meta.url);

/** A solve that was stopped, because its proposal was discarded or the process stops. */
export class Stopped extends Error {}

/** Solves problems in separate threads, so that the service keeps answering. */
@Injectable()
export class Solver implements OnModuleDestroy {
  // p-queue: one solve at a time in a process, because each takes a whole core and some hundred megabytes.
  private readonly queue = new PQueue({ concurrency: 1 });
  private readonly threads = new Set<Worker>();
  private readonly running = new Set<Promise<unknown>>();
  private readonly stops = new Map<string, AbortController>();

  /** Refuses another solve while many wait in line. */
  assertRoom(): void {
    if (this.queue.size < MOST_WAITING) return;
    const message = 'Many schedules are being worked out right now. Nothing was done. Try again in a few minutes.';
    throw new DomainError('UNAVAILABLE', message, { done: false });
  }

  /** Solves a task when its turn comes, unless it is stopped before that: then it throws `Stopped`. */
  async solve(id: string, task: SolveTask, onProgress: (progress: Progress) => void): Promise<Solution> {
    const stop = new AbortController();
    this.stops.set(id, stop);
    try {
      return await this.queue.add(() => this.inThread(task, onProgress, stop.signal), { signal: stop.signal });
    } finally {
      this.stops.delete(id);
    }
  }

  /** Stops a solve whose result nobody wants any more, and makes room for the next. */
  stop(id: string): void {
    this.stops.get(id)?.abort(new Stopped('Its result is not wanted any more.'));
  }

  /** Keeps the process from closing its database before some work has stored its result. */
  awaitBeforeClosing(work: Promise<unknown>): void {
    this.running.add(work);
    void work.finally(() => this.running.delete(work));
  }

  /** A process that stops solves nothing more. Solves that it has begun have failed. */
  async onModuleDestroy(): Promise<void> {
    for (const id of [...this.stops.keys()]) this.stop(id);
    await Promise.all([...this.threads].map((thread) => thread.terminate()));
    await Promise.allSettled(this.running);
  }

  private async inThread(
    task: SolveTask,
    onProgress: (progress: Progress) => void,
    signal: AbortSignal,
  ): Promise<Solution> {
    signal.throwIfAborted();
    const thread = new Worker(program, { workerData: task });
    this.threads.add(thread);
    try {
      return await new Promise<Solution>((resolve, reject) => {
        thread.on('message', (message: SolveMessage) => {
          if ('solution' in message) resolve(message.solution);
          else onProgress(message.progress);
        });
        signal.addEventListener('abort', () => reject(signal.reason as Stopped));
        thread.on('error', reject);
        thread.on('exit', () => reject(new Error('The thread that works out schedules ended without an answer.')));
      });
    } finally {
      this.threads.delete(thread);
      await thread.terminate();
    }
  }
}
