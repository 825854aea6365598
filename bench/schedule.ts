import { fork } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Level } from '../src/scheduling/solver/goal.js';
import { solve, type Quality } from '../src/scheduling/solver/solve.js';
import type { Effort } from '../src/scheduling/solver/effort.js';
import { adapt, scheduleOf } from './schedule/adapt.js';
import { generateInstance, KINDS } from './schedule/generate.js';
import type { Instance } from './schedule/instance.js';

/**
 * `npm run bench:schedule -- FILE... [--seconds N] [--out DIR]` solves instances, writes the schedules in the checker's format, and
 * prints each value with its bound. Each instance has a process of its own, so that its memory can be measured. With `--generate DIR` it writes
 * instances of several kinds and sizes into a folder instead.
 */
const { values: options, positionals: files } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '120' },
    out: { type: 'string', default: 'schedules' },
    effort: { type: 'string', default: 'NORMAL' },
    generate: { type: 'string' },
    one: { type: 'boolean', default: false },
  },
});

interface Report {
  readonly quality: Quality;
  /** Largest resident memory of the process, in megabytes. */
  readonly peakMegabytes: number;
}

async function solveFile(file: string): Promise<Report> {
  const adapted = adapt(JSON.parse(readFileSync(file, 'utf8')) as Instance);
  const { placements, quality } = await solve(adapted.problem, {
    effort: options.effort as Effort,
    seed: 1,
    clock: () => performance.now(),
    safetySeconds: Number(options.seconds),
    withExchanges: false,
    onProgress: () => undefined,
  });
  mkdirSync(options.out, { recursive: true });
  writeFileSync(join(options.out, basename(file)), JSON.stringify(scheduleOf(adapted, placements), null, 1));
  return { quality, peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024) };
}

function inOwnProcess(file: string): Promise<Report> {
  const { seconds, out, effort } = options;
  const flags = ['--one', '--seconds', seconds, '--out', out, '--effort', effort];
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), [file, ...flags]);
    child.once('message', (report) => resolve(report as Report));
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code} and no report`)));
  });
}

function row(name: string, { quality, peakMegabytes }: Report): string {
  const pair = ({ value, bound }: Level) => `${value}/${bound}`.padStart(10);
  const levels = [quality.placed, quality.loadSpread, quality.repeatedPairs, quality.waitingDays].map(pair).join('');
  const seconds = (quality.solveMilliseconds / 1000).toFixed(1).padStart(9);
  const memory = `${peakMegabytes} MB`.padStart(9);
  return `${name.padEnd(28)}${levels}${seconds}${memory}${quality.stoppedEarly ? '  stopped early' : ''}`;
}

const [first] = files;
if (options.generate !== undefined) {
  mkdirSync(options.generate, { recursive: true });
  for (const [id, kind] of Object.entries(KINDS))
    writeFileSync(join(options.generate, `${id}.json`), JSON.stringify(generateInstance(id, kind, 1), null, 1));
} else if (options.one && first) {
  process.send?.(await solveFile(first), () => process.disconnect());
} else {
  const heads = ['placed', 'spread', 'repeats', 'waiting'].map((head) => head.padStart(10)).join('');
  console.log(`${'instance'.padEnd(28)}${heads}${'seconds'.padStart(9)}${'peak'.padStart(9)}`);
  for (const file of files)
    console.log(
      await inOwnProcess(file).then(
        (report) => row(basename(file, '.json'), report),
        (error: unknown) => `${basename(file, '.json')}: ${error instanceof Error ? error.message : String(error)}`,
      ),
    );
}
