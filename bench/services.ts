import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** A service that runs as a process of its own. */
export interface Peer {
  name: string;
  url: string;
  child: ChildProcess;
}

/** Starts a service, and waits until it is ready. */
export async function start(name: string, entry: string, env: NodeJS.ProcessEnv): Promise<Peer> {
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

/** Sends one request, and returns the text of the answer. */
export async function ask(url: string, token: string, body: object): Promise<string> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  return (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).text();
}

/** Ends a service as an operator would. */
export async function stop({ child }: Peer): Promise<void> {
  child.kill('SIGTERM');
  if (child.exitCode === null) await new Promise((resolve) => child.once('exit', resolve));
}

/** The most memory that a service has taken so far, in MiB. */
export const memoryOf = ({ child }: Peer): number =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))![1]) / 1_024;
