import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { databaseAt } from '../src/database/connection.js';
import { parseId } from '../src/common/ids.js';
import type { Answer, Data } from './kit/app.js';
import { freshDatabase, open } from './kit/database.js';
import { GROUP_LOCK, hold } from './kit/locks.js';
import { ask, folder, isAlive, run, SIGN_UP, start, stop, type Run, useProcesses } from './kit/processes.js';
import { CREATE_GROUP, INVITE, UPDATE_GROUP } from './kit/seed.js';

useProcesses();

/** The pid of the embedded Postgres on a data folder, and its port. */
function serverOf(dataDir: string): { pid: number; port: number } {
  const lines = readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')
    .split('\n')
    .map(Number);
  return { pid: lines[0]!, port: lines[3]! };
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds().catch(() => false))) await pause(50);
}

const readiness = async (url: string) => (await fetch(`${url}/health/ready`)).status;

async function groupOn(service: Run & { url: string }, token: string, name: string) {
  const { data } = await ask(service.url, CREATE_GROUP, { input: { name, timeZone: 'UTC' } }, token);
  return data.createGroup.id;
}

describe('an embedded Postgres that dies', () => {
  it('is started again on its port, by one of the processes that use it', async () => {
    const dataDir = join(folder, 'dies');
    const services = [await start({ DATA_DIR: dataDir }), await start({ DATA_DIR: dataDir })];
    const { data } = await ask(services[0]!.url, SIGN_UP);
    const before = serverOf(dataDir);
    process.kill(before.pid, 'SIGKILL');
    while (isAlive(before.pid)) await pause(20);
    const viewer = (url: string) => ask(url, '{ viewer { displayName } }', {}, data.signUp.token);
    for (const { url } of services) {
      await until(async () => (await viewer(url)).errors === undefined);
      expect((await viewer(url)).data).toEqual({ viewer: { displayName: 'Ana' } });
      expect(await readiness(url)).toBe(200);
    }
    expect(serverOf(dataDir).port).toBe(before.port);
    for (const service of services) expect(await stop(service)).toBe(0);
    expect(isAlive(serverPidOr(dataDir))).toBe(false);
  });
});

/** The server's pid, or one that no process has. */
function serverPidOr(dataDir: string): number {
  try {
    return serverOf(dataDir).pid;
  } catch {
    return 2 ** 30;
  }
}

describe('a Postgres that hangs', () => {
  it('makes the process unready, and the process answers again once Postgres goes on', async () => {
    const dataDir = join(folder, 'hangs');
    const service = await start({ DATA_DIR: dataDir, DATABASE_POOL_SIZE: '2' });
    const { data } = await ask(service.url, SIGN_UP);
    const { pid } = serverOf(dataDir);
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
    const signal = (name: NodeJS.Signals) => [pid, ...children].forEach((each) => process.kill(each, name));
    signal('SIGSTOP');
    try {
      expect(await readiness(service.url)).toBe(503);
      const { errors } = await ask(service.url, '{ viewer { id } }', {}, data.signUp.token);
      expect(errors![0]!.extensions).toEqual({ code: 'UNAVAILABLE', done: false });
    } finally {
      signal('SIGCONT');
    }
    await until(async () => (await readiness(service.url)) === 200);
    for (let n = 0; n < 5; n += 1)
      expect((await ask(service.url, '{ viewer { displayName } }', {}, data.signUp.token)).data.viewer).toEqual({
        displayName: 'Ana',
      });
    await stop(service);
  });

  it('a crash of one connection shows in the text by which the cache knows its server', async () => {
    const dataDir = join(folder, 'crashes');
    const service = await start({ DATA_DIR: dataDir });
    const { port } = serverOf(dataDir);
    const db = await open(`postgres://postgres@127.0.0.1:${port}/postgres`);
    const marks = async () => {
      const [row] = await db.query<[{ started: Date; reset: Date; pid: number }]>(
        `select pg_postmaster_start_time() as started, pg_stat_get_bgwriter_stat_reset_time() as reset, pg_backend_pid() as pid`,
      );
      return row;
    };
    const before = await marks();
    process.kill(before.pid, 'SIGKILL');
    await until(async () => (await marks()).pid !== before.pid);
    const after = await marks();
    expect(after.started).toEqual(before.started);
    expect(after.reset > before.reset).toBe(true);
    await db.destroy();
    await stop(service);
  });

  it('a connection whose answer comes too late is closed', async () => {
    const db = databaseAt(await freshDatabase(), { poolSize: 1 });
    Object.assign(db.options, { extra: { ...(db.options as { extra: object }).extra, query_timeout: 200 } });
    await db.initialize();
    await expect(db.query('select pg_sleep(1)')).rejects.toThrow('Query read timeout');
    for (let n = 0; n < 5; n += 1) expect(await db.query(`select ${n} as n`)).toEqual([{ n }]);
    await db.destroy();
  });
});

describe('a group that is stuck', () => {
  it('lets other groups write, and the process stays ready', async () => {
    const url = await freshDatabase();
    const service = await start({ DATABASE_URL: url, DATABASE_POOL_SIZE: '4' });
    const { data } = await ask(service.url, SIGN_UP);
    const token = data.signUp.token;
    const [stuck, other] = [await groupOn(service, token, 'Stuck'), await groupOn(service, token, 'Other')];
    const db = await open(url);
    const lock = await hold(db, GROUP_LOCK, [parseId('Group', stuck)!.id]);
    const writes = Array.from({ length: 12 }, () =>
      ask(service.url, UPDATE_GROUP, { input: { groupId: stuck, name: 'Late' } }, token),
    );
    await lock.waiting();
    const free = await ask(service.url, UPDATE_GROUP, { input: { groupId: other, name: 'Free' } }, token);
    expect(free.data.updateGroup).toEqual({ name: 'Free' });
    expect((await ask(service.url, INVITE, { input: { groupId: other } }, token)).errors).toBeUndefined();
    expect(await readiness(service.url)).toBe(200);
    for (const { errors } of await Promise.all(writes))
      expect(errors![0]!.extensions).toEqual({ code: 'UNAVAILABLE', done: false });
    await lock.free();
    expect(
      (await ask(service.url, UPDATE_GROUP, { input: { groupId: stuck, name: 'Again' } }, token)).data.updateGroup,
    ).toEqual({
      name: 'Again',
    });
    await db.destroy();
    await stop(service);
  });
});

describe('a database that accepts no writes', () => {
  it('refuses them as UNAVAILABLE, with a sentence for the operator, and lets people read', async () => {
    const url = await freshDatabase();
    const service = await start({ DATABASE_URL: url });
    const { data } = await ask(service.url, SIGN_UP);
    const token = data.signUp.token;
    const db = await open(url);
    const name = new URL(url).pathname.slice(1);
    await db.query(`update sign_in set last_used_at = now() - interval '2 hours'`);
    await db.query(`alter database ${name} set default_transaction_read_only = on`);
    await db.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}' and pid <> pg_backend_pid()`,
    );
    await until(async () => (await ask(service.url, '{ viewer { id } }', {}, token)).errors === undefined);
    const write = await ask(service.url, CREATE_GROUP, { input: { name: 'Full', timeZone: 'UTC' } }, token);
    expect(write.errors![0]!.extensions).toEqual({ code: 'UNAVAILABLE', done: false });
    expect((await ask(service.url, '{ viewer { displayName } }', {}, token)).data.viewer).toEqual({
      displayName: 'Ana',
    });
    expect(await readiness(service.url)).toBe(503);
    expect(service.output()).toContain('The database accepts no writes (SQLSTATE 25006), because it is read-only');
    expect(service.output()).not.toContain('    at ');
    await db.query(`set default_transaction_read_only = off`);
    await db.query(`alter database ${name} reset default_transaction_read_only`);
    await db.destroy();
    await stop(service);
  });
});

describe('backends that are terminated', () => {
  it('always cause UNAVAILABLE, and leave nothing half-written', async () => {
    const url = await freshDatabase();
    const service = await start({ DATABASE_URL: url, DATABASE_POOL_SIZE: '5' });
    const { data } = await ask(service.url, SIGN_UP);
    const token = data.signUp.token;
    const db = await open(url);
    const codes = new Map<string, number>();
    const isOver = { yes: false };
    const killing = (async () => {
      while (!isOver.yes) {
        await db.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'mockloop' and pid <> pg_backend_pid() and datname = current_database()`,
        );
        await pause(5);
      }
    })();
    let done = 0;
    for (let turn = 0; turn < 20; turn += 1) {
      const answers = await Promise.all(
        Array.from({ length: 6 }, (_, n) =>
          ask(service.url, CREATE_GROUP, { input: { name: `G${turn} ${n}`, timeZone: 'UTC' } }, token),
        ),
      );
      for (const answer of answers) {
        if (!answer.errors) done += 1;
        for (const { extensions } of answer.errors ?? []) {
          const code = `${extensions.code} ${String(extensions.done)}`;
          codes.set(code, (codes.get(code) ?? 0) + 1);
        }
      }
    }
    isOver.yes = true;
    await killing;
    const wrong = [...codes.keys()].filter((code) => !/^UNAVAILABLE (false|null|true)$/.test(code));
    // If a code is wrong, the log shows the masked error with its stack.
    expect([wrong, wrong.length > 0 ? service.output() : '']).toEqual([[], '']);
    const [groups] = await db.query<[{ count: number }]>(
      `select count(*)::int as count from "group" g where exists (select 1 from member m where m.group_id = g.id)`,
    );
    const [all] = await db.query<[{ count: number }]>(`select count(*)::int as count from "group"`);
    expect(groups.count).toBe(all.count);
    const doubtful = (codes.get('UNAVAILABLE null') ?? 0) + (codes.get('UNAVAILABLE true') ?? 0);
    expect(all.count).toBeGreaterThanOrEqual(done);
    expect(all.count).toBeLessThanOrEqual(done + doubtful);
    await db.destroy();
    await stop(service);
  });
});

describe('a backup of the embedded Postgres', () => {
  it('can be taken while people write, and restores accounts and groups into an empty folder', async () => {
    const [dataDir, copy, elsewhere] = ['backed-up', 'copy', 'restored'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    const service = await start({ DATA_DIR: dataDir });
    const { data } = await ask(service.url, SIGN_UP);
    const token = data.signUp.token;
    await groupOn(service, token, 'Before');
    const isOver = { yes: false };
    const writing = (async () => {
      for (let n = 0; !isOver.yes; n += 1) await groupOn(service, token, `Meanwhile ${n}`);
    })();
    const backup = run('dist/src/backup.js', { DATA_DIR: dataDir }, ['backup', copy]);
    expect([await backup.exit, backup.output()]).toEqual([0, `The database is in ${copy}.\n`]);
    isOver.yes = true;
    await writing;
    const again = run('dist/src/backup.js', { DATA_DIR: dataDir }, ['restore', copy]);
    expect([await again.exit, again.output()]).toEqual([1, 'A service is running on this DATA_DIR. Stop it first.\n']);
    await stop(service);
    const restore = run('dist/src/backup.js', { DATA_DIR: elsewhere }, ['restore', copy]);
    expect([await restore.exit, restore.output()]).toEqual([0, `${copy} is in place. Start the service.\n`]);
    const restored = await start({ DATA_DIR: elsewhere });
    const NAMES = '{ viewer { displayName memberships { group { name } } } }';
    const { viewer } = (await ask(restored.url, NAMES, {}, token)).data;
    expect(viewer.displayName).toBe('Ana');
    expect(viewer.memberships.map(({ group }) => group.name)).toContain('Before');
    await stop(restored);
  });
});

describe('a service that is told to stop', () => {
  it('answers running requests and closes their connections, so that clients send the next request to another process', async () => {
    const url = await freshDatabase();
    const service = await start({ DATABASE_URL: url });
    const db = await open(url);
    const agents = [new Agent({ keepAlive: true, maxSockets: 1 }), new Agent({ keepAlive: true, maxSockets: 1 })];
    const send = <const Q extends string>(agent: Agent, query: Q) =>
      new Promise<{ status: number; connection: string | undefined; body: Answer<Data<Q>> }>((resolve, reject) => {
        const { hostname, port } = new URL(service.url);
        const options = {
          agent,
          hostname,
          port,
          path: '/graphql',
          method: 'POST',
          headers: { 'content-type': 'application/json' },
        };
        const sent = request(options, (answer) => {
          let text = '';
          answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
          answer.on('end', () =>
            resolve({
              status: answer.statusCode!,
              connection: answer.headers.connection,
              body: JSON.parse(text) as Answer<Data<Q>>,
            }),
          );
        });
        sent.on('error', reject).end(JSON.stringify({ query }));
      });
    const lock = await hold(db, 'lock table person in exclusive mode');
    const runs = send(agents[0]!, SIGN_UP);
    await lock.waiting();
    // A second request waits on the same connection for the answer to the first one.
    const code = stop(service);
    await pause(150);
    const late = send(agents[0]!, '{ viewer { id } }').catch((error: Error) => error);
    await lock.free();
    const answered = await runs;
    expect(answered).toMatchObject({ status: 200, connection: 'close' });
    expect(answered.body.data.signUp.token).toMatch(/^mockloop_/);
    expect(await code).toBe(0);
    // The connection was closed, and the system refuses a new one, so the client would try another process.
    expect(await late).toMatchObject({ message: expect.stringMatching(/ECONNREFUSED|ECONNRESET|socket hang up/) });
    for (const agent of agents) agent.destroy();
    await db.destroy();
  });
});
