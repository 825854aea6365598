import autocannon from 'autocannon';
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { migrate } from '../src/database/connection.js';
import { startEmbeddedPostgres } from '../src/database/embedded/server.js';
import { BOARD, MINE, READINESS, TREE } from './peers/queries.js';
import { seedWorld, type BenchGroup } from './world.js';

/**
 * `npm run bench:reads`: what reads and writes cost over HTTP, beside peers, in one run. On a machine with two cores
 * the client shares them with what it measures: only the ratios say something.
 */
const { values: options } = parseArgs({
  options: {
    groups: { type: 'string', default: '50' },
    members: { type: 'string', default: '20' },
    sessions: { type: 'string', default: '2' },
    seconds: { type: 'string', default: '3' },
    turns: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
  },
});
const number = (name: 'groups' | 'members' | 'sessions' | 'seconds' | 'turns') => Number(options[name]);

interface Peer {
  name: string;
  url: string;
  child: ChildProcess;
}

async function start(name: string, entry: string, env: NodeJS.ProcessEnv): Promise<Peer> {
  const child = spawn(process.execPath, [entry], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', PORT: '0', ...env },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  for (;;) {
    const url = /ready at (http:\/\/[\d.]+:\d+)/.exec(text)?.[1];
    if (url) return { name, url: `${url}/graphql`, child };
    if (child.exitCode !== null) throw new Error(`${name} did not start: ${text}`);
    await pause(20);
  }
}

interface Case {
  name: string;
  peer: Peer;
  body: (group: BenchGroup, n: number) => object;
  /** What says that an answer is whole. */
  isWhole: (answer: string) => boolean;
}

interface Figures {
  requests: number;
  p50: number;
  p99: number;
  statements: number;
  bytes: number;
}

async function ask(url: string, token: string, body: object): Promise<string> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  return (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).text();
}

function dataOf(answer: string): unknown {
  const { data, errors } = JSON.parse(answer) as { data: unknown; errors?: unknown };
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

/** One turn of one case: ten connections ask for one group after the other. */
async function turn({ peer, body, isWhole }: Case, groups: readonly BenchGroup[], counter: { n: number }) {
  const result = await autocannon({
    url: peer.url,
    method: 'POST',
    connections: 10,
    duration: number('seconds'),
    setupClient(client) {
      const next = () => {
        const group = groups[counter.n % groups.length]!;
        client.setHeadersAndBody(
          { 'content-type': 'application/json', authorization: `Bearer ${group.token}` },
          JSON.stringify(body(group, counter.n)),
        );
        counter.n += 1;
      };
      next();
      client.on('response', next);
    },
    verifyBody: (answer) => isWhole(String(answer)),
  });
  if (result.mismatches + result.errors + result.non2xx > 0)
    throw new Error(
      `${peer.name}: ${result.mismatches} answers were not whole, ${result.errors + result.non2xx} failed.`,
    );
  return result;
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!;

const statementsOf = async (db: pg.Client): Promise<number> => {
  const { rows } = await db.query<{ calls: string }>(
    `select (xact_commit + xact_rollback)::text as calls from pg_stat_database where datname = current_database()`,
  );
  return Number(rows[0]!.calls);
};

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'mockloop-bench-'));
  chmodSync(folder, 0o711);
  const embedded = await startEmbeddedPostgres(join(folder, 'data'));
  const peers: Peer[] = [];
  const db = new pg.Client({ connectionString: embedded.url });
  try {
    await migrate(embedded.url);
    await db.connect();
    const size = { groups: number('groups'), members: number('members'), sessions: number('sessions') };
    const groups = await seedWorld(db, size, new Date());
    const env = { DATABASE_URL: embedded.url };
    const service = await start('Mockloop', 'dist/src/main.js', env);
    peers.push(service);
    const [first] = groups as [BenchGroup, ...BenchGroup[]];
    const wanted = {
      Tree: [TREE, first.plan],
      Board: [BOARD, first.plan],
      Readiness: [READINESS, first.candidate],
      Mine: [MINE, ''],
    };
    const answers: Record<string, unknown> = {};
    for (const [name, [query, id]] of Object.entries(wanted))
      answers[name] = dataOf(await ask(service.url, first.token, { query, variables: { id } }));
    writeFileSync(join(folder, 'answers.json'), JSON.stringify(answers));
    const bare = await start('bare Fastify, one json_agg statement', 'dist/bench/peers/bare.js', env);
    const limit = await start("the stack's limit", 'dist/bench/peers/limit.js', {
      ...env,
      ANSWERS: join(folder, 'answers.json'),
    });
    peers.push(bare, limit);

    const sizes = Object.fromEntries(
      Object.entries(answers).map(([name, answer]) => [name, JSON.stringify(answer).length]),
    );
    const whole =
      (name: keyof typeof wanted, share = 0.9) =>
      (answer: string) =>
        !answer.includes('"errors"') && answer.length > share * sizes[name]!;
    const read = (name: keyof typeof wanted, peer: Peer, share?: number): Case => ({
      name,
      peer,
      isWhole: whole(name, share),
      body: ({ plan, candidate }) => ({
        query: wanted[name][0],
        operationName: name,
        variables: name === 'Mine' ? {} : { id: name === 'Readiness' ? candidate : plan },
      }),
    });
    const days = (n: number) => new Date(Date.now() + n * 86_400_000).toISOString();
    const schedule: Case = {
      name: 'Scheduling',
      peer: service,
      isWhole: (answer) => answer.includes('"scheduleSession":{"id"'),
      body: ({ candidate, round, members }, n) => ({
        query:
          'mutation ($input: ScheduleSessionInput!) { scheduleSession(input: $input) { id status panel { member { id } } } }',
        variables: {
          input: {
            candidateId: candidate,
            roundId: round,
            startsAt: days(1 + n / 12),
            panel: [{ memberId: members[2], role: 'LEAD' }],
            overrideReason: 'Bench',
          },
        },
      }),
    };
    const cases = [
      ...[service, bare, limit].map((peer) => read('Tree', peer, peer === bare ? 0.6 : 0.9)),
      ...(['Board', 'Readiness', 'Mine'] as const).flatMap((name) =>
        [service, limit].map((peer) => read(name, peer, 0.5)),
      ),
      schedule,
    ];
    const found = new Map<Case, Figures[]>(cases.map((each) => [each, []]));
    const counter = { n: 0 };
    for (let n = 0; n <= number('turns'); n += 1)
      for (const each of cases) {
        const before = await statementsOf(db);
        const result = await turn(each, groups, counter);
        await pause(600);
        const statements = (await statementsOf(db)) - before;
        // The first turn warms everything up.
        if (n === 0) continue;
        const requests = result.requests.total / result.duration;
        const bytes = result.throughput.total / result.requests.total;
        found.get(each)!.push({
          requests,
          p50: result.latency.p50,
          p99: result.latency.p99,
          statements: statements / result.requests.total,
          bytes,
        });
      }
    const memory = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${service.child.pid}/status`, 'utf8'))![1]) / 1_024;
    report(cases, found, memory);
  } finally {
    await db.end();
    for (const { child } of peers) {
      child.kill('SIGTERM');
      if (child.exitCode === null) await new Promise((resolve) => child.once('exit', resolve));
    }
    await embedded.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function report(cases: readonly Case[], found: ReadonlyMap<Case, Figures[]>, memory: number): void {
  const rows = cases.map((each) => {
    const turns = found.get(each)!;
    const of = (key: keyof Figures) => median(turns.map((figures) => figures[key]));
    const service = found.get(cases.find(({ name }) => name === each.name)!)!;
    return {
      what: each.name,
      peer: each.peer.name,
      perSecond: Math.round(of('requests')),
      p50: of('p50'),
      p99: of('p99'),
      kilobytes: Number((of('bytes') / 1_024).toFixed(1)),
      transactions: Number(of('statements').toFixed(1)),
      mockloopIs: Number((median(service.map(({ requests }) => requests)) / of('requests')).toFixed(2)),
    };
  });
  if (options.json) console.log(JSON.stringify({ rows, peakMemoryMib: Math.round(memory) }, null, 2));
  else console.table(rows);
  if (!options.json) console.log(`Peak memory of Mockloop: ${memory.toFixed(0)} MiB.`);
}

await main();
