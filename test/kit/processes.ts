import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync } from 'node:fs';
import { request, type Agent } from 'node:http';
import { join } from 'node:path';
import type { Answer, Data } from './app.js';

/** A folder for data folders, which is removed at the end of the run. */
export const folder = mkdtempSync(join(process.env.MOCKLOOP_TEST_FOLDER!, 'service-'));
// When root runs this, Postgres runs as the user nobody, which has to reach this folder.
chmodSync(folder, 0o711);
const running = new Set<ChildProcess>();

/** Ends the processes that a test file leaves behind when a test fails. Each file that starts processes calls it. */
export function useProcesses(): void {
  afterAll(() => {
    for (const child of running) child.kill('SIGKILL');
  });
}

export interface Run {
  child: ChildProcess;
  output: () => string;
  exit: Promise<number | null>;
}

/** Runs a built entry point with these settings and no others. */
export function run(entry: string, settings: NodeJS.ProcessEnv, parameters: string[] = []): Run {
  const env = { PATH: process.env.PATH, PASSWORD_MEMORY_KIB: '8', PASSWORD_PASSES: '1', ...settings };
  const child = spawn(process.execPath, [entry, ...parameters], { env });
  running.add(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const exit = new Promise<number | null>((done) =>
    child.once('exit', (code) => {
      running.delete(child);
      done(code);
    }),
  );
  return { child, output: () => text, exit };
}

export async function start(settings: NodeJS.ProcessEnv): Promise<Run & { url: string }> {
  const service = run('dist/src/main.js', { PORT: '0', ...settings });
  for (;;) {
    const url = /^Mockloop is ready at (http:\/\/127\.0\.0\.1:\d+)\/graphql$/m.exec(service.output())?.[1];
    if (url) return { ...service, url };
    if (service.child.exitCode !== null) throw new Error(service.output());
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Sends one operation over a new connection, unless an agent keeps connections open. */
export function ask<const Q extends string>(
  url: string,
  query: Q,
  variables = {},
  token?: string,
  agent: Agent | false = false,
): Promise<Answer<Data<Q>>> {
  const headers = { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) };
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/graphql`, { method: 'POST', agent, headers }, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
      answer.on('end', () => resolve(JSON.parse(text) as Answer<Data<Q>>));
    });
    sent.once('error', reject).end(JSON.stringify({ query, variables }));
  });
}

export async function stop({ child, exit }: Run): Promise<number | null> {
  child.kill('SIGTERM');
  return exit;
}

export const SIGN_UP =
  'mutation { signUp(input: { email: "ana@example.org", password: "a long sentence", displayName: "Ana", timeZone: "Europe/Berlin" }) { token } }';

export const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
