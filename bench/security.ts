import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, chmodSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { Agent, request } from 'node:http';
import { Worker } from 'node:worker_threads';
import { readFileSync } from 'node:fs';
import { buildSchema, parse, recommendedRules, specifiedRules, validate } from 'graphql';
import { assertFewTokens, judgeDocument } from '../src/server/judge-document.js';
import { hostileDocument } from './hostile-documents.js';

/** `npm run bench:security` measures how much hostile requests slow down the other clients of a service in production mode. */

const DOCUMENTS = 10_000;

/** Prints how long the service takes at most to parse, judge and validate one of many hostile documents. */
function slowestJudgement(): void {
  const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));
  const rules = [...specifiedRules, ...recommendedRules];
  const judge = (text: string) => {
    try {
      assertFewTokens(text);
      const document = parse(text);
      judgeDocument(schema, document, {});
      return validate(schema, document, rules, { maxErrors: 20, hideSuggestions: true }).length === 0;
    } catch {
      return false;
    }
  };
  for (let n = 0; n < 500; n += 1) judge(hostileDocument(n));
  let slowest = { milliseconds: 0, kind: '', bytes: 0 };
  let passed = 0;
  const times: number[] = [];
  for (let n = 0; n < DOCUMENTS; n += 1) {
    const text = hostileDocument(n);
    const before = performance.now();
    if (judge(text)) passed += 1;
    const milliseconds = performance.now() - before;
    times.push(milliseconds);
    if (milliseconds > slowest.milliseconds) slowest = { milliseconds, kind: text.slice(0, 40), bytes: text.length };
  }
  const p99 = times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)]!;
  console.log(
    `${DOCUMENTS} hostile documents (${passed} of them valid): slowest judgement ${slowest.milliseconds.toFixed(1)} ms (${slowest.bytes} bytes, "${slowest.kind}..."), p99 ${p99.toFixed(2)} ms.`,
  );
}

const agent = new Agent({ keepAlive: true, maxSockets: 200 });

function post(url: string, body: string, token?: string): Promise<{ milliseconds: number; text: string }> {
  const before = performance.now();
  const headers = { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) };
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/graphql`, { method: 'POST', agent, headers }, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
      answer.on('end', () => resolve({ milliseconds: performance.now() - before, text }));
    });
    sent.on('error', reject).end(body);
  });
}

async function serve(dataDir: string): Promise<{ child: ChildProcess; url: string }> {
  const env = { PATH: process.env.PATH, NODE_ENV: 'production', PORT: '0', DATA_DIR: dataDir, EXPLORER: 'off' };
  const child = spawn(process.execPath, ['--max-old-space-size=512', 'dist/src/main.js'], { env });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  for (;;) {
    const url = /ready at (http:\S+)\/graphql/.exec(text)?.[1];
    if (url) return { child, url };
    await pause(20);
  }
}

const p95 = (times: number[]) => times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)]!;

/** Sends a simple query again and again for some seconds, one at a time, and returns the time of each. */
async function simpleQueries(url: string, token: string, seconds: number): Promise<number[]> {
  const times: number[] = [];
  const end = performance.now() + seconds * 1_000;
  while (performance.now() < end) {
    const { milliseconds, text } = await post(url, JSON.stringify({ query: '{ viewer { displayName } }' }), token);
    if (!text.includes('"Ana"')) throw new Error(`The simple query was not answered: ${text}`);
    times.push(milliseconds);
    await pause(2);
  }
  return times;
}

/** Sends requests of 1 KiB that are refused, at a steady rate. `stop` ends this, and returns how many were answered per second. */
function flood(url: string, perSecond: number) {
  const fields = Array.from({ length: 40 }, (_, n) => `x${n}aaaaaaaaaaaaaaa`).join(' ');
  const body = JSON.stringify({ query: `{ viewer { ${fields} } }` }).padEnd(1_024, ' ');
  const thread = new Worker(new URL('flood.js', import.meta.url), { workerData: { url, body, perSecond } });
  return {
    async stop() {
      thread.postMessage('stop');
      const [rate] = (await once(thread, 'message')) as [number];
      return rate;
    },
  };
}

const GUIDES: Record<string, string> = {
  '38,900 empty questions': `questions:\n${'- {}\n'.repeat(38_900)}`,
  '40,960 keys, each twice': Array.from({ length: 40_960 }, (_, n) => `k${n >> 1}: `)
    .join('\n')
    .slice(0, 200_000),
  '190,000 braces': '{'.repeat(190_000),
};

const pages = Array.from({ length: 3_000 }, (_, n) => `a${n}: sessions(first: 100) { nodes { id } }`).join(' ');
const exports = Array.from({ length: 200 }, (_, n) => `e${n}: exportMyData`).join(' ');
const deepPage = 'group { sessions(first: 100) { nodes { ';
const large = (n: number, bytes: number) => `{ viewer { id } } #${n}${'x'.repeat(bytes)}`;
const undeclared = (n: number) => `{ ${Array.from({ length: 60_000 }, (_, m) => `x${n}y${m}`).join(' ')} }`;

/** Requests that once crashed the process, and how often each is sent. */
const ATTACKS: [string, number, (n: number) => string][] = [
  [
    'pages within groups within pages',
    20,
    () => `{ viewer { memberships { ${deepPage.repeat(3)} id ${'} } } '.repeat(3)} } } }`,
  ],
  [
    'members within memberships, five deep',
    20,
    () => `{ viewer { ${'memberships { group { members { person { '.repeat(5)} id ${'} } } } '.repeat(5)} } }`,
  ],
  ['3,000 aliased pages', 20, () => `{ viewer { ${pages} } }`],
  ['200 aliased exports', 20, () => `{ ${exports} }`],
  ['196 distinct documents of 250 KiB', 196, (n) => large(n, 250_000)],
  ['32 documents of 1 MB with undeclared fields', 32, undeclared],
];

async function attack(url: string, token: string, child: ChildProcess): Promise<void> {
  const peak = () => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))![1]) / 1_024;
  for (const [name, times, query] of ATTACKS) {
    const outcomes = new Map<string, number>();
    const before = performance.now();
    for (let n = 0; n < times; n += 1) {
      const { text } = await post(url, JSON.stringify({ query: query(n) }), token).catch(() => ({ text: 'cut off' }));
      const outcome = /"code":"(\w+)"/.exec(text)?.[1] ?? (text === 'cut off' ? text : 'answered');
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
    const each = ((performance.now() - before) / times).toFixed(1);
    const said = [...outcomes].map(([outcome, count]) => `${count} ${outcome}`).join(', ');
    console.log(`${name}: ${said}; ${each} ms each; peak memory so far ${peak().toFixed(0)} MiB.`);
  }
}

async function main(): Promise<void> {
  slowestJudgement();
  const folder = mkdtempSync(join(tmpdir(), 'mockloop-bench-'));
  chmodSync(folder, 0o711);
  const { child, url } = await serve(join(folder, 'data'));
  try {
    const input = { email: 'ana@example.org', password: 'a long sentence', displayName: 'Ana', timeZone: 'UTC' };
    const signUp = 'mutation ($input: SignUpInput!) { signUp(input: $input) { token } }';
    const account = JSON.parse((await post(url, JSON.stringify({ query: signUp, variables: { input } }))).text) as {
      data: { signUp: { token: string } };
    };
    const { token } = account.data.signUp;
    await simpleQueries(url, token, 2);
    const quiet = await simpleQueries(url, token, 4);
    const refused = flood(url, 1_000);
    const busy = await simpleQueries(url, token, 4);
    const rate = await refused.stop();
    const after = await simpleQueries(url, token, 4);
    const calm = p95([...quiet, ...after]);
    console.log(
      `A simple query, p95: ${calm.toFixed(1)} ms without load, ${p95(busy).toFixed(1)} ms during ${rate.toFixed(0)} refused requests of 1 KiB a second: ${(p95(busy) / calm).toFixed(1)} times.`,
    );
    const create = 'mutation { createGroup(input: { name: "G", timeZone: "UTC" }) { id } }';
    const group = JSON.parse((await post(url, JSON.stringify({ query: create }), token)).text) as {
      data: { createGroup: { id: string } };
    };
    const groupId = group.data.createGroup.id;
    for (const [name, source] of Object.entries(GUIDES)) {
      const query = 'mutation ($input: ImportGuideInput!) { importGuide(input: $input) { id } }';
      const importing = post(url, JSON.stringify({ query, variables: { input: { groupId, source } } }), token);
      const waits = await simpleQueries(url, token, 1.5);
      const { milliseconds, text } = await importing;
      const refused = /"code":"INVALID_INPUT"/.test(text) ? 'refused' : 'NOT refused';
      console.log(
        `A guide of ${name}: ${refused} after ${(milliseconds / 1_000).toFixed(2)} s; others waited ${p95(waits).toFixed(1)} ms (p95), ${Math.max(...waits).toFixed(1)} ms at most.`,
      );
    }
    await attack(url, token, child);
  } finally {
    child.kill('SIGTERM');
    await new Promise((resolve) => child.once('exit', resolve));
    agent.destroy();
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
