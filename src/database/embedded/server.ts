import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, open as openFile, readdir, readFile, rename, rm, writeFile, statfs } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import pg from 'pg';
import { binariesFor, exists, homeFor, identity, NoDatabaseError } from './folders.js';

const log = new Logger('Database');

/** A Postgres of our own, from the binaries that npm installed: nothing to install, nothing to configure. */
export interface EmbeddedPostgres {
  url: string;
  /** Stops the server, unless another process still uses it. */
  stop: () => Promise<void>;
}

interface Options {
  /** No durability, for tests. */
  unsafe?: boolean;
}

/**
 * Starts the embedded Postgres on a data folder, creating it the first time. A server that already runs there, because
 * another process uses it or was killed, is used as it is.
 */
export async function startEmbeddedPostgres(dataDir: string, options: Options = {}): Promise<EmbeddedPostgres> {
  const home = await homeFor(resolve(dataDir));
  const binaries = await binariesFor(home);
  const data = join(home, 'postgres');
  if (!(await exists(join(data, 'PG_VERSION')))) await createCluster(binaries, data);

  const user = await joinUsers(home);
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const server = await serverOn(binaries, data, options, null);
    if (server) {
      const watch = keepRunning(server, () => serverOn(binaries, data, options, server.port));
      const stop = async () => {
        const { pid } = await watch.end();
        if (await user.leave()) await stopServer(pid);
      };
      return { url: urlOf(server.port), stop };
    }
    // Another process is starting on the same folder just now: use its server.
    await pause(200);
  }
  await user.leave();
  // Its log is on the same disk, so Postgres may not be able to report this itself.
  const { bavail } = await statfs(data);
  if (bavail === 0) throw new NoDatabaseError(`The disk of ${data} is full. Make room, then start again.`);
  throw new NoDatabaseError(`The embedded Postgres in ${data} does not start. It says: ${await lastWords(data)}`);
}

/** Where the embedded Postgres of a DATA_DIR keeps its cluster. */
export async function embeddedFolders(dataDir: string): Promise<{ data: string }> {
  return { data: join(await homeFor(resolve(dataDir)), 'postgres') };
}

/** Whether a server holds a data folder now. */
export const isServed = async (data: string): Promise<boolean> => (await runningServer(data)) !== null;

interface Server {
  pid: number;
  port: number;
}

/** The server on a data folder: the running server, else a new server, on the given port unless that is null. */
async function serverOn(binaries: string, data: string, options: Options, port: number | null): Promise<Server | null> {
  const running = await runningServer(data);
  if (running && (await answers(urlOf(running.port), 10_000))) return running;
  return launch(binaries, data, options, port ?? (await freePort()));
}

const LOOK_EVERY_MILLISECONDS = 500;

/**
 * Starts the server again whenever its process has died: killed, or stopped by a full disk. Every process on the folder tries; Postgres'
 * own lock on the folder lets only one succeed. The port stays the same, because the pool knows no other.
 */
function keepRunning(first: Server, start: () => Promise<Server | null>): { end: () => Promise<Server> } {
  let server = first;
  let work: Promise<void> = Promise.resolve();
  let isBusy = false;
  const look = async () => {
    if (isBusy || (await isRunning(server.pid, /postgres/))) return;
    isBusy = true;
    log.warn('The embedded Postgres has stopped. Starting it again.');
    server = (await start().catch(() => null)) ?? server;
    isBusy = false;
  };
  const timer = setInterval(() => {
    work = work.then(look);
  }, LOOK_EVERY_MILLISECONDS).unref();
  return {
    async end() {
      clearInterval(timer);
      await work;
      return server;
    },
  };
}

/**
 * Who uses the server of a data folder, one file a process: the last process to leave stops it. A process
 * that was killed does not count.
 */
async function joinUsers(home: string): Promise<{ leave: () => Promise<boolean> }> {
  const users = join(home, 'users');
  const own = join(users, `${process.pid}`);
  await mkdir(users, { recursive: true });
  await writeFile(own, '');
  const leave = async () => {
    await rm(own, { force: true });
    const others = await Promise.all(
      (await readdir(users)).map((pid) => isRunning(Number(pid), /node|MainThread|mockloop|jest/)),
    );
    return !others.includes(true);
  };
  return { leave };
}

const urlOf = (port: number) => `postgres://postgres@127.0.0.1:${port}/postgres`;

/**
 * Fills a folder beside the real one and renames it, so that two processes that start at once do not disturb each
 * other.
 */
async function createCluster(binaries: string, data: string): Promise<void> {
  const draft = `${data}.${randomUUID()}`;
  await run(join(binaries, 'bin', 'initdb'), [
    '--pgdata',
    draft,
    '--username',
    'postgres',
    '--auth',
    'trust',
    '--encoding',
    'UTF8',
    '--locale',
    'C.UTF-8',
    '--no-sync',
  ]);
  await rename(draft, data).catch(() => rm(draft, { recursive: true, force: true }));
}

function run(command: string, parameters: string[]): Promise<void> {
  const child = spawn(command, parameters, { ...identity, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  return new Promise((done, failed) => {
    child.once('error', failed);
    child.once('exit', (code) => (code === 0 ? done() : failed(new NoDatabaseError(whyNot(complaint)))));
  });
}

/** The first complaint of a Postgres program. */
function whyNot(complaint: string): string {
  const [, first = complaint.trim()] = /(?:FATAL|PANIC|error): +(.*)/.exec(complaint) ?? [];
  return `The embedded Postgres cannot be set up. It says: ${first}`;
}

/** Starts a server and waits until it answers; null when it gave up, as it does when another holds the folder. */
async function launch(
  binaries: string,
  data: string,
  { unsafe = false }: Options,
  port: number,
): Promise<Server | null> {
  const durability = unsafe ? ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'] : [];
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'logging_collector=off',
    ...durability,
  ];
  const output = await openFile(logOf(data), 'a');
  const child = spawn(
    join(binaries, 'bin', 'postgres'),
    ['-D', data, ...settings.flatMap((setting) => ['-c', setting])],
    {
      ...identity,
      cwd: '/',
      // A group of its own: Ctrl-C in the terminal reaches us alone, and we stop it after the last request.
      detached: true,
      stdio: ['ignore', 'ignore', output.fd],
    },
  );
  child.unref();
  let gone = false;
  child.once('error', () => (gone = true)).once('exit', () => (gone = true));
  await output.close();
  const url = urlOf(port);
  return (await answers(url, 30_000, () => gone)) ? { pid: child.pid!, port } : null;
}

const logOf = (data: string) => `${data}.log`;

/** The last line of the log, without its time and process. */
const lastWords = (data: string) =>
  readFile(logOf(data), 'utf8').then(
    (text) =>
      text
        .trim()
        .split('\n')
        .at(-1)!
        .replace(/^.*?\] +/, ''),
    () => 'nothing',
  );

function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const probe = createServer().once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => done(port));
    });
  });
}

/** Whether a server answers within so many milliseconds; stops asking once the server is known to be gone. */
async function answers(url: string, milliseconds: number, gone = () => false): Promise<boolean> {
  for (let waited = 0; waited < milliseconds && !gone(); waited += 50) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    try {
      await client.connect();
      await client.end();
      return true;
    } catch {
      await pause(50);
    }
  }
  return false;
}

/** The server that holds a data folder now, from the pid file that Postgres keeps there. */
async function runningServer(data: string): Promise<Server | null> {
  const lines = await readFile(join(data, 'postmaster.pid'), 'utf8').then(
    (text) => text.split('\n'),
    () => [],
  );
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  return pid > 0 && port > 0 && (await isRunning(pid, /postgres/)) ? { pid, port } : null;
}

/** Whether a process runs under such a name. A pid may have been given to another process since; where names cannot be read, the pid decides. */
async function isRunning(pid: number, name: RegExp): Promise<boolean> {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const command = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => null);
  return command === null || name.test(command);
}

/** SIGINT is Postgres' fast shutdown: sessions are ended, data is written, and the next start needs no recovery. */
async function stopServer(pid: number): Promise<void> {
  const signal = (name: NodeJS.Signals | 0) => {
    try {
      return process.kill(pid, name);
    } catch {
      return false;
    }
  };
  signal('SIGINT');
  for (let attempt = 0; attempt < 100 && signal(0); attempt += 1) await pause(50);
  if (signal(0)) signal('SIGQUIT');
}
