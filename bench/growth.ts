import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { migrate } from '../src/database/connection.js';
import { startEmbeddedPostgres } from '../src/database/embedded/server.js';
import { MINE, TREE } from './peers/queries.js';
import { ask, memoryOf, start, stop } from './services.js';
import { seedWorld, type BenchGroup } from './world.js';

/**
 * `npm run bench:growth` measures how the size of the database affects the same 50 groups, and how much memory a process takes when it
 * reads thousands of groups one after the other. The groups are small, because only their number matters.
 */
const { values: options } = parseArgs({
  options: {
    few: { type: 'string', default: '100' },
    many: { type: 'string', default: '10000' },
    asked: { type: 'string', default: '50' },
    turns: { type: 'string', default: '20' },
  },
});
const [few, many, asked, turns] = [options.few, options.many, options.asked, options.turns].map(Number) as [
  ...[number, number, number, number],
];

/** The p95, in milliseconds, of reading the tree and the sessions of each group after a warm-up. */
async function p95(url: string, groups: readonly BenchGroup[]): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n <= turns; n += 1)
    for (const { token, plan } of groups)
      for (const body of [
        { query: TREE, variables: { id: plan }, operationName: 'Tree' },
        { query: MINE, operationName: 'Mine' },
      ]) {
        const before = performance.now();
        const answer = await ask(url, token, body);
        if (answer.includes('"errors"')) throw new Error(answer.slice(0, 500));
        if (n > 0) times.push(performance.now() - before);
      }
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)]!;
}

const folder = mkdtempSync(join(tmpdir(), 'mockloop-growth-'));
chmodSync(folder, 0o711);
const embedded = await startEmbeddedPostgres(join(folder, 'data'));
const db = new pg.Client({ connectionString: embedded.url });
try {
  await migrate(embedded.url);
  await db.connect();
  const size = { members: 4, sessions: 1 };
  const groups = await seedWorld(db, { ...size, groups: few }, new Date());
  const service = await start('Mockloop', 'dist/src/main.js', { DATABASE_URL: embedded.url });
  try {
    const before = await p95(service.url, groups.slice(0, asked));
    groups.push(...(await seedWorld(db, { ...size, groups: many - few }, new Date(), few)));
    const after = await p95(service.url, groups.slice(0, asked));
    console.log(
      `p95 of ${asked} groups: ${before.toFixed(1)} ms among ${few} groups, ${after.toFixed(1)} ms among ${many}: ${(after / before).toFixed(2)}.`,
    );
    for (const { token, plan } of groups.slice(0, 2_000))
      await ask(service.url, token, { query: TREE, variables: { id: plan }, operationName: 'Tree' });
    console.log(
      `After it read 2,000 groups one after the other, the process has taken ${memoryOf(service).toFixed(0)} MiB at most; the next answer has ${(await ask(service.url, groups[0]!.token, { query: MINE })).length} characters.`,
    );
  } finally {
    await stop(service);
  }
} finally {
  await db.end();
  await embedded.stop();
  rmSync(folder, { recursive: true, force: true });
}
