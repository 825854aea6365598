import autocannon from 'autocannon';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import pg from 'pg';
import { parseId, typeOfId } from '../src/common/ids.js';
import { migrate } from '../src/database/connection.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../src/database/embedded/server.js';
import { BOARD, MINE, READINESS, TREE } from './peers/queries.js';
import { ask, memoryOf, start, stop, type Peer } from './services.js';
import { seedOwed, seedWorld, type BenchGroup } from './world.js';

/**
 * `npm run bench:reads` measures how fast the service reads and writes over HTTP, and compares it with peers in the same run. On a
 * machine with two cores, the client shares the cores with the service, so only the ratios between the peers mean something.
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

interface Case {
  name: string;
  peer: Peer;
  body: (group: BenchGroup, n: number) => object;
  /** Whether an answer is complete. */
  isWhole: (answer: string) => boolean;
  /** How many requests were prepared. */
  asked: number;
}

interface Figures {
  requests: number;
  p50: number;
  p99: number;
  statements: number;
  bytes: number;
}

function dataOf(answer: string): unknown {
  const { data, errors } = JSON.parse(answer) as { data: unknown; errors?: unknown };
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

/** Runs one case once: ten connections ask for one group after the other. */
async function turn(each: Case, groups: readonly BenchGroup[]) {
  const { peer, body, isWhole } = each;
  const result = await autocannon({
    url: peer.url,
    method: 'POST',
    connections: 10,
    duration: number('seconds'),
    setupClient(client) {
      const next = () => {
        const group = groups[each.asked % groups.length]!;
        client.setHeadersAndBody(
          { 'content-type': 'application/json', authorization: `Bearer ${group.token}` },
          JSON.stringify(body(group, each.asked)),
        );
        each.asked += 1;
      };
      next();
      client.on('response', next);
    },
    verifyBody: (answer) => isWhole(String(answer)),
  });
  if (result.mismatches + result.errors + result.non2xx > 0)
    throw new Error(
      `${peer.name}: ${result.mismatches} answers were incomplete, ${result.errors + result.non2xx} failed.`,
    );
  return result;
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!;

/** A database that counts the statements that it runs. */
async function startCounting(folder: string): Promise<EmbeddedPostgres> {
  const plain = await startEmbeddedPostgres(folder);
  const db = new pg.Client({ connectionString: plain.url });
  await db.connect();
  await db.query(`alter system set shared_preload_libraries = 'pg_stat_statements'`);
  await db.query('create extension pg_stat_statements');
  await db.end();
  // Postgres loads the library only when it starts.
  await plain.stop();
  return startEmbeddedPostgres(folder);
}

/** The number of statements so far. It includes those that begin and end transactions, but not this query itself. */
async function statementsOf(db: pg.Client): Promise<number> {
  const { rows } = await db.query<{ calls: string }>(
    `select sum(calls)::text as calls from pg_stat_statements where query not like '%pg_stat_statements%'`,
  );
  return Number(rows[0]!.calls);
}

/** An answer without the details in which the peers may differ: the formats of ids and instants, and orders that nothing specifies. */
function plainOf(answer: string): unknown {
  return JSON.parse(answer, (key, value: unknown) => {
    if (Array.isArray(value) && (key === 'ratings' || key === 'scorecards'))
      return value.map((each) => JSON.stringify(each)).toSorted();
    if (typeof value !== 'string') return value;
    if (key === 'startsAt' || key === 'endsAt') return Date.parse(value);
    const type = key === 'id' ? typeOfId(value) : null;
    return type === null ? value : parseId(type, value)!.id;
  });
}

/** The benchmark prepares for at most this many submissions per second. */
const MOST_SUBMISSIONS = 200;

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'mockloop-bench-'));
  chmodSync(folder, 0o711);
  const embedded = await startCounting(join(folder, 'data'));
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
    const usual = await start('the usual Nest: Apollo, TypeORM, DataLoader', 'dist/bench/peers/usual.js', env);
    const bare = await start('bare Fastify, one json_agg statement', 'dist/bench/peers/bare.js', env);
    const limit = await start("the stack's limit", 'dist/bench/peers/limit.js', {
      ...env,
      ANSWERS: join(folder, 'answers.json'),
    });
    peers.push(usual, bare, limit);

    const [treeId, trees] = [{ id: first.plan }, new Map<Peer, string>()];
    for (const peer of [service, usual, bare, limit]) {
      const body = { query: TREE, operationName: 'Tree', variables: treeId };
      trees.set(peer, await ask(peer.url, first.token, body));
    }
    for (const [peer, tree] of trees)
      if (!isDeepStrictEqual(plainOf(tree), plainOf(trees.get(service)!)))
        throw new Error(`${peer.name} gives a different answer.`);

    const sizeOf = (name: keyof typeof wanted, peer: Peer) =>
      name === 'Tree' ? trees.get(peer)!.length : JSON.stringify(answers[name]).length;
    const read = (name: keyof typeof wanted, peer: Peer, share: number): Case => ({
      name,
      peer,
      asked: 0,
      isWhole: (answer) => !answer.includes('"errors"') && answer.length > share * sizeOf(name, peer),
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
      asked: 0,
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
    let owed: string[][] = [];
    const submit: Case = {
      name: 'Submitting a scorecard',
      peer: service,
      asked: 0,
      isWhole: (answer) => answer.includes('"submitScorecard":{"id"'),
      body: ({ criteria }, n) => ({
        query:
          'mutation ($input: ScorecardInput!) { submitScorecard(input: $input) { id status recommendation ratings { level } } }',
        variables: {
          input: {
            sessionId: owed[n % groups.length]![Math.floor(n / groups.length)],
            recommendation: 'HIRE',
            ratings: criteria.map((criterionKey) => ({ criterionKey, level: 3, evidence: 'Compared two approaches.' })),
          },
        },
      }),
    };
    const reads = [
      ...[service, usual, bare, limit].map((peer) => read('Tree', peer, 0.9)),
      ...(['Board', 'Readiness', 'Mine'] as const).flatMap((name) =>
        [service, limit].map((peer) => read(name, peer, 0.5)),
      ),
    ];
    const found = new Map<Case, Figures[]>([...reads, schedule, submit].map((each) => [each, []]));
    const measure = async (cases: readonly Case[]) => {
      for (let n = 0; n <= number('turns'); n += 1)
        for (const each of cases) {
          const figures = await figuresOf(each, groups, db);
          // The first turn warms everything up.
          if (n > 0) found.get(each)!.push(figures);
        }
    };
    // Writes come last: they make the answers to reads longer.
    await measure(reads);
    await measure([schedule]);
    const submissions = MOST_SUBMISSIONS * number('seconds') * (number('turns') + 1);
    owed = await seedOwed(db, groups, Math.ceil(submissions / groups.length), new Date());
    await measure([submit]);
    const memory = memoryOf(service);
    report(found, memory);
  } finally {
    await db.end();
    for (const peer of peers) await stop(peer);
    await embedded.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function figuresOf(each: Case, groups: readonly BenchGroup[], db: pg.Client): Promise<Figures> {
  const before = await statementsOf(db);
  const { requests, duration, latency, throughput } = await turn(each, groups);
  // Requests that were under way at the end are still answered, and count as sent.
  await pause(1_000);
  return {
    requests: requests.total / duration,
    p50: latency.p50,
    p99: latency.p99,
    statements: ((await statementsOf(db)) - before) / requests.sent,
    bytes: throughput.total / requests.total,
  };
}

/** PostGraphile could answer from the same tables, but does not start on every version of Node that this project supports. */
const postgraphile = {
  what: 'Tree',
  peer: 'PostGraphile',
  note: Number(process.versions.node.split('.')[0]) < 22 ? 'not run: needs Node 22 or newer' : 'not run: not installed',
};

function report(found: ReadonlyMap<Case, Figures[]>, memory: number): void {
  const cases = [...found.keys()];
  const rows = [...found].map(([each, turns]) => {
    const of = (key: keyof Figures) => median(turns.map((figures) => figures[key]));
    const service = found.get(cases.find(({ name }) => name === each.name)!)!;
    return {
      what: each.name,
      peer: each.peer.name,
      perSecond: Math.round(of('requests')),
      p50: of('p50'),
      p99: of('p99'),
      kilobytes: Number((of('bytes') / 1_024).toFixed(1)),
      statements: Number(of('statements').toFixed(1)),
      mockloopIs: Number((median(service.map(({ requests }) => requests)) / of('requests')).toFixed(2)),
    };
  });
  if (options.json)
    console.log(JSON.stringify({ rows: [...rows, postgraphile], peakMemoryMib: Math.round(memory) }, null, 2));
  else console.table([...rows, postgraphile]);
  if (!options.json) console.log(`Peak memory of Mockloop: ${memory.toFixed(0)} MiB.`);
}

await main();
