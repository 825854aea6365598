import { parentPort, workerData } from 'node:worker_threads';
import { solve, type Progress, type Solution } from './solver/solve.js';
import type { Problem } from './solver/problem.js';
import type { Effort } from './solver/effort.js';

/** The input of the thread, and its messages. */
export interface SolveTask {
  problem: Problem;
  effort: Effort;
  safetySeconds: number;
}

export type SolveMessage = { progress: Progress } | { solution: Solution };

/** The same input gives the same plan. */
const SEED = 1;

const { problem, effort, safetySeconds } = workerData as SolveTask;
const tell = (message: SolveMessage) => parentPort!.postMessage(message);
const solution = await solve(problem, {
  effort,
  safetySeconds,
  seed: SEED,
  clock: () => performance.now(),
  withExchanges: true,
  onProgress: (progress) => tell({ progress }),
});
tell({ solution });
