import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrations } from '../migrations/index.js';
import { ConfigError, readConfig, settingNames } from '../src/server/config.js';
import { startEmbeddedPostgres } from '../src/database/embedded/server.js';
import { freshDatabase, open } from './kit/database.js';
import { hold } from './kit/locks.js';
import { ask, folder, isAlive, run, SIGN_UP, start, stop, useProcesses } from './kit/processes.js';

useProcesses();

describe('the service', () => {
  it('prints one line when it serves, answers health and GraphiQL, and exits 0 when told to stop', async () => {
    const service = await start({ DATABASE_URL: await freshDatabase('template0'), EXPLORER: 'on' });
    expect(service.output()).toBe(`Mockloop is ready at ${service.url}/graphql\n`);
    expect(await (await fetch(`${service.url}/health/live`)).json()).toEqual({ status: 'live' });
    expect(await (await fetch(`${service.url}/health/ready`)).json()).toEqual({ status: 'ready' });
    const page = await fetch(`${service.url}/graphiql`);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const html = await page.text();
    expect(html).toContain('query AmIReady');
    expect([...html.matchAll(/<(?:script|link)[^>]+(?:src|href)="(https?:[^"]+)"/g)].map(([, url]) => url)).toEqual([]);
    expect(await stop(service)).toBe(0);
  });

  it('offers neither introspection nor GraphiQL if DATABASE_URL is set', async () => {
    const service = await start({ DATABASE_URL: await freshDatabase() });
    expect((await fetch(`${service.url}/graphiql`)).status).toBe(404);
    const { errors } = await ask(service.url, '{ __schema { types { name } } }');
    expect(errors![0]!.extensions.code).toBe('INVALID_INPUT');
    const typo = await ask(service.url, '{ vewer { id } }');
    expect(typo.errors![0]!.message).toBe('Cannot query field "vewer" on type "Query".');
    await stop(service);
  });

  it('migrates once when four processes start at the same time', async () => {
    const url = await freshDatabase('template0');
    const services = await Promise.all(
      Array.from({ length: 4 }, () => start({ DATABASE_URL: url, DATABASE_POOL_SIZE: '2' })),
    );
    const db = await open(url);
    const [{ count }] = await db.query<[{ count: number }]>('select count(*)::int as count from migration');
    await db.destroy();
    expect(count).toBe(migrations.length);
    expect(await Promise.all(services.map(stop))).toEqual(Array.from({ length: 4 }, () => 0));
  });

  it('keeps the embedded data over a restart, and adopts a database that a killed process left behind', async () => {
    const settings = { DATA_DIR: join(folder, 'data') };
    const first = await start(settings);
    const { data } = await ask(first.url, SIGN_UP);
    first.child.kill('SIGKILL');
    await first.exit;

    const second = await start(settings);
    const { viewer } = (await ask(second.url, '{ viewer { displayName } }', {}, data.signUp.token)).data;
    expect(viewer).toEqual({ displayName: 'Ana' });
    const pid = Number(readFileSync(join(settings.DATA_DIR, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
    expect(isAlive(pid)).toBe(true);

    // The operator's command works while the service runs.
    const reset = run('dist/src/reset-password.js', settings, ['ana@example.org']);
    expect(await reset.exit).toBe(0);
    expect(reset.output()).toMatch(/^Ana <ana@example.org> can now sign in with [\w-]{20}/);
    expect((await ask(second.url, '{ viewer { displayName } }', {}, data.signUp.token)).data.viewer).toBeNull();
    const unknown = run('dist/src/reset-password.js', settings, ['nobody@example.org']);
    expect([await unknown.exit, unknown.output()]).toEqual([
      1,
      'There is no account with the address nobody@example.org.\n',
    ]);

    expect(await stop(second)).toBe(0);
    expect(isAlive(pid)).toBe(false);
  });

  it('finishes running requests before it stops', async () => {
    const url = await freshDatabase();
    const service = await start({ DATABASE_URL: url });
    const db = await open(url);
    const lock = await hold(db, 'lock table person in exclusive mode');
    const answer = ask(service.url, SIGN_UP);
    await lock.waiting();
    const code = stop(service);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await lock.free();
    expect((await answer).data.signUp.token).toMatch(/^mockloop_/);
    expect(await code).toBe(0);
    await db.destroy();
  });

  it('stops everything that it has started if it is told to stop during the start', async () => {
    const dataDir = join(folder, 'early');
    const service = run('dist/src/main.js', { PORT: '0', DATA_DIR: dataDir });
    const pidFile = join(dataDir, 'postgres', 'postmaster.pid');
    while (!existsSync(pidFile)) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await stop(service)).toBe(0);
    expect(existsSync(pidFile)).toBe(false);
  });

  it('does not stop the embedded database while another process uses it', async () => {
    const settings = { DATA_DIR: join(folder, 'shared') };
    const first = await start(settings);
    const second = await start(settings);
    expect(await stop(first)).toBe(0);
    expect((await ask(second.url, SIGN_UP)).errors).toBeUndefined();
    expect(await stop(second)).toBe(0);
    expect(existsSync(join(settings.DATA_DIR, 'postgres', 'postmaster.pid'))).toBe(false);
  });

  it('serves over a single connection, and says UNAVAILABLE while the database is away', async () => {
    const database = await startEmbeddedPostgres(join(folder, 'away'), { unsafe: true });
    const service = await start({ DATABASE_URL: database.url, DATABASE_POOL_SIZE: '1' });
    const { data } = await ask(service.url, SIGN_UP);
    await database.stop();
    const { errors } = await ask(service.url, '{ viewer { id } }', {}, data.signUp.token);
    expect(errors![0]!.extensions).toEqual({ code: 'UNAVAILABLE', done: false });
    expect(JSON.stringify(errors)).not.toContain('127.0.0.1');
    expect((await fetch(`${service.url}/health/ready`)).status).toBe(503);
    expect((await fetch(`${service.url}/health/live`)).status).toBe(200);
    await stop(service);
  });

  it('says in one sentence why it cannot start', async () => {
    const first = await start({ DATABASE_URL: await freshDatabase() });
    const taken = run('dist/src/main.js', { DATABASE_URL: await freshDatabase(), PORT: new URL(first.url).port });
    expect([await taken.exit, taken.output()]).toEqual([
      1,
      expect.stringMatching(/The port is taken\. Set PORT to another one, or to 0 for any\.\n$/),
    ]);
    expect(taken.output()).not.toContain('    at ');
    await stop(first);
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    const nowhere = run('dist/src/main.js', { DATA_DIR: join(file, 'data'), PORT: '0' });
    expect([await nowhere.exit, nowhere.output()]).toEqual([
      1,
      `This machine does not let the service write to ${join(file, 'data')} (ENOTDIR). Check DATA_DIR.\n`,
    ]);
    const away = run('dist/src/main.js', { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/x', PORT: '0' });
    expect([await away.exit, away.output()]).toEqual([
      1,
      'The database does not answer. Check DATABASE_URL, and whether the database runs.\n',
    ]);
  });

  it('reports every wrong setting at once, and starts nothing', async () => {
    const { exit, output } = run('dist/src/main.js', {
      PORT: '70000',
      DATABASE_URL: 'mysql://secret@x',
      EXPLORER: 'perhaps',
    });
    expect(await exit).toBe(1);
    expect(output()).toBe(
      [
        'Some settings are wrong:',
        '  DATABASE_URL: expected a Postgres URL, such as postgres://user:password@host:5432/mockloop, found something else.',
        '  PORT: expected a whole number from 0 to 65535, found "70000".',
        '  EXPLORER: expected on or off, found "perhaps".\n',
      ].join('\n'),
    );
  });
});

describe('the demo', () => {
  it('plays its story up to the table of readiness, stays up, and removes its files when it ends', async () => {
    const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith('mockloop-demo-'));
    const before = left();
    const demo = run('dist/demo/demo.js', { PORT: '0' });
    while (!demo.output().includes('Ctrl-C stops')) {
      if (demo.child.exitCode !== null) throw new Error(demo.output());
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const told = demo.output();
    expect(told).toContain('Ana sees: 0 scorecards, AWAITING_FEEDBACK, questions: none.');
    expect(told).toContain('Ana now sees: 2 scorecards, COMPLETED, questions: "');
    expect(told).toContain('The answer: TIME_TAKEN.');
    expect(told).toContain('There is none: HOURS_NOT_STATED.');
    expect(told).toMatch(/schedule of the rest\. It has (\d+) sessions, and no schedule can have more than \1\./);
    expect(told).toContain('all of its sessions are booked: PUBLISHED.');
    expect(told).toMatch(/sees: HIDDEN, until the feedback is out\./);
    expect(told).toMatch(/^ {2}Ana {4}READY \(2\)/m);
    expect(told).toMatch(/^ {2}Ana .* (READY|borderline|below bar) *$/m);
    expect(told).toMatch(/The whole loop: (ready|borderline|below the bar) for/);
    const [, url] = /GraphQL {4}(http:\S+)\/graphql/.exec(told)!;
    const [, token] = /Ana {4}(mockloop_\S+)/.exec(told)!;
    const [, query] = /(query AmIReady .*?\n\})/s.exec(told)!;
    const { data } = await ask(url!, query!, {}, token);
    const rounds = Array.from({ length: 7 }, () => expect.anything() as unknown);
    expect(data).toMatchObject({ plan: { viewerCandidate: { readiness: { rounds } } } });
    demo.child.kill('SIGINT');
    expect(await demo.exit).toBe(0);
    expect(left()).toEqual(before);
  });
});

describe('the settings', () => {
  it('have defaults that suit the embedded mode', () => {
    expect(readConfig({})).toMatchObject({
      databaseUrl: null,
      dataDir: '.data',
      host: '127.0.0.1',
      port: 3000,
      explorer: true,
    });
    expect(readConfig({ DATABASE_URL: 'postgres://x/y', PORT: '' })).toMatchObject({ explorer: false, port: 3000 });
    expect(() => readConfig({ PORT: 'x' })).toThrow(ConfigError);
  });

  it('are all in docs/operating.md and in .env.example', () => {
    for (const file of ['docs/operating.md', '.env.example']) {
      const text = readFileSync(file, 'utf8');
      expect(settingNames.filter((name) => !text.includes(name))).toEqual([]);
    }
  });
});
