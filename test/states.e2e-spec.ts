import fc from 'fast-check';
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { EntityManager, MigrationInterface, QueryRunner } from 'typeorm';
import { migrations } from '../migrations/index.js';
import { GroupRows } from '../src/common/group-rows.js';
import { GroupStates, sliceNames, type SliceName } from '../src/common/group-state.js';
import { databaseAt, migrate } from '../src/database/connection.js';
import { parseId } from '../src/common/ids.js';
import { startTestApp } from './kit/app.js';
import { freshDatabase, open } from './kit/database.js';
import { gradedGroup } from './kit/graded-group.js';
import { hold } from './kit/locks.js';
import { panelSession } from './kit/panel-session.js';
import { card, seat, SOLO_ROUND, seeding, type Peer, UPDATE_GROUP, UPDATE_PROFILE } from './kit/seed.js';
import { Session } from '../src/sessions/session.entity.js';
import { useService } from './kit/use-service.js';

const world = useService();

/** The revisions of all groups and the snapshot, as a request's own statement reads them. */
const ask = async (db: EntityManager) => {
  const rows = await db.query<({ group_id: string; snapshot: string } & Record<string, string>)[]>(
    'select *, pg_current_snapshot()::text as snapshot from group_revision',
  );
  const revisions = new Map(rows.map(({ group_id, snapshot: _, ...rest }) => [group_id, rest as never]));
  return { server: 'one', snapshot: rows[0]!.snapshot, revisions };
};

class Shout0000000009999 implements MigrationInterface {
  name = 'Shout0000000009999';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table plan alter column title type text using upper(title)');
  }

  async down(): Promise<void> {
    // No test undoes this migration.
  }
}

/** Tables that are not in memory: each request reads them if it needs them, or no request reads them at all. */
const unwatched = [
  'booking',
  'group_change',
  'group_revision',
  'migration',
  'scorecard_draft',
  'server_key',
  'session_look',
  'sign_in',
  'solve_lease',
  'throttle',
  'usual_address',
];

const GROUP = `query ($id: ID!) { group(id: $id) { name members { role person { displayName } } guides { company }
  plans { title candidates { targetDate loop { included } } } } }`;
const SESSION = `query ($id: ID!) { session(id: $id) { wish version panel { attendance } history { kind }
  scorecards { strengths ratings { level } } } }`;

describe('what is in memory', () => {
  it('has triggers on every table that it is read from', async () => {
    const tables = await world.service.db.query<{ name: string; triggers: number }[]>(
      `select c.relname as name, count(t.oid)::int as triggers from pg_class c
         left join pg_trigger t on t.tgrelid = c.oid and t.tgname like 'note_%'
       where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' group by 1`,
    );
    const names = (count: number) => tables.filter(({ triggers }) => triggers === count).map(({ name }) => name);
    expect(names(0).sort()).toEqual(unwatched);
    expect(names(4)).toHaveLength(tables.length - unwatched.length);
  });

  it('is never older than what a statement has written, even by hand or in a migration', async () => {
    const { organizer, ana, bo, groupId, session, grade, end } = await panelSession(world, { pair: false });
    const { db } = world.service;
    end();
    await bo.submits(grade(3));
    const group = async () => (await organizer.ask(GROUP, { id: groupId })).group;
    const seen = async () => (await ana.ask(SESSION, { id: session })).session;
    const writes: [string, () => Promise<unknown>, unknown][] = [
      [`update "group" set name = 'Other' where name = 'Evening loop'`, async () => (await group()).name, 'Other'],
      [
        `update person set display_name = 'Olga!' where display_name = 'Olga'`,
        async () => (await group()).members[0]!.person.displayName,
        'Olga!',
      ],
      [
        `update member set role = 'ORGANIZER', organizer_since = now() where role = 'MEMBER'`,
        async () => (await group()).members[3]!.role,
        'ORGANIZER',
      ],
      [`update guide set company = 'Any'`, async () => (await group()).guides[0]!.company, 'Any'],
      [`update plan set title = 'Autumn'`, async () => (await group()).plans[0]!.title, 'Autumn'],
      [
        `update candidate set target_date = '2027-06-01'`,
        async () => (await group()).plans[0]!.candidates[0]!.targetDate,
        '2027-06-01',
      ],
      [
        `update loop_round set included = false`,
        async () => (await group()).plans[0]!.candidates[0]!.loop[0]!.included,
        false,
      ],
      [`update session set wish = 'More', version = 7`, async () => (await seen()).wish, 'More'],
      [`update assignment set attendance = 'LATE'`, async () => (await seen()).panel[0]!.attendance, 'LATE'],
      [`update scorecard_version set strengths = 'Calm'`, async () => (await seen()).scorecards[0]!.strengths, 'Calm'],
      [`update rating set level = 1`, async () => (await seen()).scorecards[0]!.ratings[0]!.level, 1],
      [`delete from rating`, async () => (await seen()).scorecards[0]!.ratings, []],
      [`truncate session_event`, async () => (await seen()).history, []],
    ];
    for (const [sql, read, value] of writes) {
      expect(await read()).not.toEqual(value);
      await db.query(sql);
      expect([sql, await read()]).toEqual([sql, value]);
    }
    // A column that is altered in place fires no trigger. The newest migration is a part of each revision, from the moment of its commit.
    migrations.push(Shout0000000009999);
    const migrating = await databaseAt(world.service.url, { poolSize: 1, limited: false }).initialize();
    await migrating.runMigrations().finally(() => migrations.pop());
    await migrating.destroy();
    expect((await group()).plans[0]!.title).toBe('AUTUMN');
  });

  it('is read again where a copy of the database has taken its place', async () => {
    const url = await freshDatabase();
    const app = await startTestApp(url);
    const { organizer, groupId } = await seeding(app).group({ members: 1 });
    const rename = (name: string) => app.ask(UPDATE_GROUP, { input: { groupId, name } }, organizer.token);
    const nameNow = async () => (await app.ask(GROUP, { id: groupId }, organizer.token)).data?.group.name;
    const name = new URL(url).pathname.slice(1);
    const admin = await open(process.env.MOCKLOOP_TEST_SERVER!);
    /** Nobody may be connected, and the pool of the service connects again. */
    const alone = async (sql: string) => {
      const ended = `select pg_terminate_backend(pid) from pg_stat_activity where datname in ('${name}', '${name}_copy')`;
      for (;;)
        try {
          await admin.query(ended);
          await admin.query(sql);
          return;
        } catch {
          await pause(20);
        }
    };
    await rename('Before the copy');
    await nameNow();
    await alone(`create database ${name}_copy template ${name}`);
    while ((await rename('After the copy')).errors) await pause(20);
    expect(await nameNow()).toBe('After the copy');
    await alone(`alter database ${name} rename to ${name}_gone`);
    await alone(`alter database ${name}_copy rename to ${name}`);
    let found = await nameNow();
    for (; found === undefined; found = await nameNow()) await pause(20);
    expect(found).toBe('Before the copy');
    await app.close();
    await admin.destroy();
  });

  it('leads to the right readiness after a rating was corrected by hand', async () => {
    const { members, candidates } = await gradedGroup(world, { mocks: 20 });
    const MEAN = 'query ($id: ID!) { candidate(id: $id) { readiness { rounds { rawMean } } } }';
    const means = async () => (await members[0]!.ask(MEAN, { id: candidates[0]! })).candidate.readiness.rounds;
    const before = await means();
    expect(before.some(({ rawMean }) => rawMean > 1)).toBe(true);
    await world.service.db.query(`update rating set level = 1`);
    await world.service.db.query(`update scorecard_version set recommendation = 'STRONG_NO_HIRE'`);
    expect(await means()).toEqual(before.map(({ rawMean }) => ({ rawMean: rawMean === null ? null : 1 })));
  });

  it('includes what another process has just written', async () => {
    const { organizer, groupId } = await world.seed.group({ members: 1 });
    const other = await startTestApp(world.service.url);
    const apps = [world.service, other];
    for (let n = 0; n < 40; n += 1) {
      const name = `Name ${n}`;
      const [writer, reader] = n % 2 === 0 ? apps : apps.toReversed();
      await writer!.ask(UPDATE_GROUP, { input: { groupId, name } }, organizer.token);
      const { data } = await reader!.ask(
        'query ($id: ID!) { group(id: $id) { name } }',
        { id: groupId },
        organizer.token,
      );
      expect(data.group.name).toBe(name);
    }
    await other.close();
  });

  it('never mixes two moments in one answer', async () => {
    const { ana, bo, session, grade, end } = await panelSession(world, { pair: false });
    end();
    await bo.submits(grade(3));
    const { db } = world.service;
    const writing = { isOver: false };
    const writer = (async () => {
      for (let n = 1; !writing.isOver; n += 1)
        await db.transaction(async (tx) => {
          await tx.query('update scorecard_version set strengths = $1', [`At ${n}`]);
          await tx.query('update session set version = $1', [n]);
          await tx.query('update rating set level = $1', [(n % 4) + 1]);
        });
    })();
    const versions = new Set<number>();
    for (let n = 0; n < 60; n += 1) {
      const { version, scorecards } = (await ana.ask(SESSION, { id: session })).session;
      versions.add(version);
      if (n > 0)
        expect([scorecards[0]!.strengths, scorecards[0]!.ratings[0]!.level]).toEqual([
          `At ${version}`,
          (version % 4) + 1,
        ]);
    }
    writing.isOver = true;
    await writer;
    expect(versions.size).toBeGreaterThan(10);
  });
});

describe('writers', () => {
  it('writers of different rows of one group do not wait for each other', async () => {
    const { groupId, organizer, session } = await panelSession(world);
    const slow = await hold(world.service.db, `update session set wish = 'Slow' where wish is null`);
    await organizer.updatesGroup({ groupId, name: 'Quick' });
    await slow.free();
    expect((await organizer.ask(SESSION, { id: session })).session.version).toBe(1);
  });

  it('writers of two groups never block each other, in whatever order they write', async () => {
    const { db } = world.service;
    const groups = await Promise.all([world.seed.group({ members: 0 }), world.seed.group({ members: 0 })]);
    const names = ['First', 'Second'];
    for (const [n, { groupId, organizer }] of groups.entries())
      await organizer.updatesGroup({ groupId, name: names[n] });
    const pair = (order: readonly string[]) =>
      db.transaction(async (tx) => {
        // Each transaction inserts new rows, so that only the revisions could conflict.
        for (const name of order)
          await tx.query(
            `insert into invitation (group_id, id, code_hash, role, invited_by_id, created_at, expires_at)
             select g.id, gen_random_uuid(), sha256(gen_random_uuid()::text::bytea), 'MEMBER', m.id, now(), now()
             from "group" g join member m on m.group_id = g.id where g.name = $1`,
            [name],
          );
      });
    for (let n = 0; n < 100; n += 1) await Promise.all([pair(names), pair(names.toReversed())]);
    const [{ count }] = await db.query<[{ count: number }]>('select count(*)::int as count from group_change');
    expect(count).toBe(0);
  });

  it('a group sees the new name of a person who is renamed while joining', async () => {
    const { groupId, organizer } = await world.seed.group({ members: 0 });
    const ida = await world.seed.person('Ida');
    const joining = await hold(
      world.service.db,
      `insert into member (group_id, id, person_id, role, joined_at, weekly_interview_limit)
       values ($1, gen_random_uuid(), $2, 'MEMBER', '2027-04-02', 3)`,
      [parseId('Group', groupId)!.id, parseId('Person', ida.personId)!.id],
    );
    const renaming = ida.ask(UPDATE_PROFILE, {
      input: { displayName: 'Ina' },
    });
    await joining.waiting();
    await joining.free();
    const names = async () =>
      (await organizer.ask(GROUP, { id: groupId })).group.members.map(({ person }) => person.displayName);
    await renaming;
    expect(await names()).toEqual(['Olga', 'Ina']);
  });
});

describe('a column that a migration adds with a default', () => {
  class Adds0000000009998 implements MigrationInterface {
    name = 'Adds0000000009998';

    async up(runner: QueryRunner): Promise<void> {
      await runner.query(`alter table member drop column weekly_interview_limit;
        alter table member add column weekly_interview_limit integer not null default 9`);
    }

    async down(): Promise<void> {
      // No test undoes this migration.
    }
  }

  it('is read, although no row was written', async () => {
    const app = await startTestApp();
    const { group } = seeding(app);
    const { organizer, groupId } = await group({ members: 1 });
    const LIMITS = 'query ($id: ID!) { group(id: $id) { members { weeklyInterviewLimit } } }';
    const limits = async () => (await organizer.ask(LIMITS, { id: groupId })).group.members;
    expect(await limits()).toEqual([{ weeklyInterviewLimit: 3 }, { weeklyInterviewLimit: 3 }]);
    migrations.push(Adds0000000009998);
    await migrate(app.url).finally(() => migrations.pop());
    expect(await limits()).toEqual([{ weeklyInterviewLimit: 9 }, { weeklyInterviewLimit: 9 }]);
    await app.close();
  });
});

describe('readiness that many requests ask for at once', () => {
  it('readiness is computed once for several waiting requests, even if some arrived before the request that computes it', async () => {
    const { organizer, planId } = await gradedGroup(world);
    const app = await startTestApp(world.service.url);
    let instant = Date.parse('2027-04-01T09:00:00Z');
    app.clock.now = () => new Date((instant -= 1));
    const keep = jest.spyOn(GroupStates.prototype, 'keep');
    const BOARD = 'query ($id: ID!) { plan(id: $id) { readinessBoard { rows { candidate { id } } } } }';
    const boards = await Promise.all(Array.from({ length: 20 }, () => app.ask(BOARD, { id: planId }, organizer.token)));
    expect(boards.map(({ errors }) => errors)).toEqual(boards.map(() => undefined));
    expect(keep.mock.calls.filter(([name]) => name.includes('derived'))).toHaveLength(1);
    keep.mockRestore();
    await app.close();
  });
});

describe('readiness at a past instant', () => {
  it('is not kept, so that it does not push other groups out of the cache', async () => {
    const { members, candidates } = await gradedGroup(world);
    const { organizer, groupId } = await world.seed.group();
    const app = await startTestApp(world.service.url, { groupCacheMib: 2 });
    app.clock.set('2027-04-01T09:00:00Z');
    const statements = async () => {
      app.statements();
      await app.ask(GROUP, { id: groupId }, organizer.token);
      return app.statements().length;
    };
    await statements();
    expect(await statements()).toBe(1);
    const HISTORY =
      'query ($id: ID!) { candidate(id: $id) { readinessHistory(from: "2027-02-01", to: "2027-03-31", everyDays: 1) { level } } }';
    const { data } = await app.ask(HISTORY, { id: candidates[0]! }, members[0]!.token);
    expect(data.candidate.readinessHistory.length).toBeGreaterThan(5);
    expect(await statements()).toBe(1);
    await app.close();
  });
});

describe('a cold group', () => {
  it('that is larger than the whole cache is loaded once for twenty requests at the same time', async () => {
    const { groupId } = await world.seed.plan();
    const states = new GroupStates(world.service.db, { bytes: 1_000, loadsAtOnce: 2 });
    const id = parseId('Group', groupId)!.id;
    world.service.statements();
    const opened = await Promise.all(Array.from({ length: 20 }, () => states.open(ask, () => [id])));
    for (const { groups } of opened) expect(groups.get(id)!.slices.size).toBe(sliceNames.length);
    expect(world.service.statements().filter((sql) => sql.includes('from "session" where'))).toHaveLength(1);
  });

  it('is loaded once for twenty requests at the same time', async () => {
    const { organizer, groupId } = await world.seed.plan();
    const app = await startTestApp(world.service.url);
    app.statements();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => app.ask(GROUP, { id: groupId }, organizer.token)),
    );
    for (const { data } of answers) expect(data).toEqual(answers[0]!.data);
    const loads = app.statements().filter((sql) => sql.includes('from "session" where'));
    expect(loads).toHaveLength(1);
    await app.close();
  });

  it('works if it is larger than the whole cache, and many groups never take more than the cache', async () => {
    const { db } = world.service;
    const bytes = 20_000;
    const states = new GroupStates(db, { bytes, loadsAtOnce: 2 });
    const made: { organizer: Peer; groupId: string }[] = [];
    for (let n = 0; n < 12; n += 1) made.push(await world.seed.group({ members: 2 }));
    const large = await world.seed.plan();
    const ids = (await db.query<{ id: string }[]>('select id from "group"')).map(({ id }) => id);
    for (let turn = 0; turn < 2; turn += 1)
      for (const id of ids) {
        const { groups } = await states.open(ask, () => [id]);
        expect([...groups.get(id)!.slices.keys()]).toEqual(sliceNames);
        expect(states.bytes).toBeLessThanOrEqual(bytes);
      }
    expect(states.bytes).toBeGreaterThan(0);
    expect(large.groupId).toBeDefined();
  });
});

describe('a later load', () => {
  /** Statements that people could run by hand: they update, delete and insert rows, and insert deleted rows again. */
  const writes = [
    'update session set wish = $2 where group_id = $1 and id = (select id from session where group_id = $1 order by md5(id::text || $2) limit 1)',
    "update session set starts_at = starts_at - interval '1 hour' where group_id = $1 and md5(id::text || $2) < '4'",
    "update rating set level = 5 - level where group_id = $1 and md5(version_id::text || $2) < '3'",
    "update rating set evidence = $2 where group_id = $1 and md5(version_id::text || $2) < '2'",
    "delete from session_event where group_id = $1 and md5(id::text || $2) < '2'",
    `insert into session_event (group_id, id, session_id, at, by_id, kind, reason, facts, summary)
       select group_id, gen_random_uuid(), session_id, at, by_id, kind, $2, facts, summary from session_event where group_id = $1 limit 2`,
    `with gone as (delete from rating where group_id = $1 and md5(version_id::text || $2) < '2' returning *)
       insert into rating select * from gone where evidence <> $2`,
    'update member set weekly_interview_limit = length($2) where group_id = $1',
    'update person set display_name = $2 where id = (select person_id from member where group_id = $1 limit 1)',
    'update guide set company = $2 where group_id = $1',
  ];

  it('gives the same as a fresh load after any writes, and reads only the rows that were written', async () => {
    const { db } = world.service;
    const made = await gradedGroup(world, { members: 3, mocks: 9 });
    const groupId = parseId('Group', made.groupId)!.id;
    const size = { bytes: 64 << 20, loadsAtOnce: 2 };
    const warm = new GroupStates(db, size);
    const slicesOf = async (states: GroupStates) =>
      (await states.open(ask, () => [groupId])).groups.get(groupId)!.slices;
    const sessionsIn = async () => {
      const slice = (await slicesOf(warm)).get('sessions') as { sessionById: ReadonlyMap<string, object> };
      return slice.sessionById;
    };
    const one = await sessionsIn();
    await db.query(`update session set wish = 'Recursion' where group_id = $1 and id = $2`, [
      groupId,
      [...one.keys()][3],
    ]);
    const other = await sessionsIn();
    expect([...other].filter(([id, row]) => one.get(id) !== row).map(([id]) => id)).toEqual([[...one.keys()][3]]);
    let before = await slicesOf(warm);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...writes), { minLength: 1, maxLength: 4 }),
        fc.integer(),
        async (some, n) => {
          for (const [at, sql] of some.entries())
            await db.query(sql, sql.includes('$2') ? [groupId, `x${at}${n}`.slice(0, 10)] : [groupId]);
          const [kept, fresh] = [await slicesOf(warm), await slicesOf(new GroupStates(db, size))];
          // Guides take long to compare, and one statement alone changes them.
          const isRead = kept.get('guides') !== before.get('guides');
          expect(isRead).toBe(some.some((sql) => sql.startsWith('update guide')));
          for (const name of sliceNames.filter((each) => each !== 'guides' || isRead))
            expect(isDeepStrictEqual(kept.get(name), fresh.get(name))).toBe(true);
          before = kept;
        },
      ),
      { seed: 20270331, numRuns: 15 },
    );
  });

  it('reads rows of every table as a fresh load reads them', async () => {
    const { db } = world.service;
    const { groupId: id, organizer } = await gradedGroup(world, { members: 3, mocks: 4 });
    const exceptions = [{ date: '2027-04-20', windows: [] }];
    await organizer.statesHours({ memberId: organizer.memberId, weekly: [], exceptions });
    await organizer.invites({ groupId: id });
    const groupId = parseId('Group', id)!.id;
    const states = new GroupStates(db, { bytes: 64 << 20, loadsAtOnce: 2 });
    const slices = async () => (await states.open(ask, () => [groupId])).groups.get(groupId)!.slices;
    const before = await slices();
    await db.query(
      `do $$ declare name text; begin
         for name in select table_name from information_schema.columns where column_name = 'group_id' and table_schema = 'public' loop
           execute format('update %I set group_id = group_id', name);
         end loop;
         update "group" set id = id;
       end $$`,
    );
    world.service.statements();
    const after = await slices();
    expect(world.service.statements().filter((sql) => sql.startsWith('select "'))).toEqual([]);
    const isSame = (name: SliceName) => isDeepStrictEqual(after.get(name), before.get(name));
    expect(sliceNames.filter((name) => !isSame(name))).toEqual([]);
    const read = sliceNames.filter((name) => after.get(name) !== before.get(name));
    expect(read).toEqual(['people', 'guides', 'plans', 'sessions', 'feedback', 'availability']);
  });

  it('sees what a transaction wrote that was still running at the earlier load, and its savepoints', async () => {
    const { db } = world.service;
    const { groupId: id } = await gradedGroup(world, { members: 3, mocks: 4 });
    const groupId = parseId('Group', id)!.id;
    const states = new GroupStates(db, { bytes: 64 << 20, loadsAtOnce: 2 });
    const wishes = async () => {
      const { groups } = await states.open(ask, () => [groupId]);
      const { all } = groups.get(groupId)!.slices.get('sessions') as { all: readonly Session[] };
      return all.map(({ wish }) => wish);
    };
    const write = (manager: EntityManager, wish: string, nth: number) =>
      manager.query(
        `update session set wish = $2 where id = (select id from session where group_id = $1 order by id offset $3 limit 1)`,
        [groupId, wish, nth],
      );
    await wishes();
    const slow = db.createQueryRunner();
    await slow.startTransaction();
    await write(slow.manager, 'First', 0);
    await slow.startTransaction();
    await write(slow.manager, 'Second', 1);
    await slow.commitTransaction();
    await write(db.manager, 'Meanwhile', 2);
    expect((await wishes()).filter((wish) => wish !== null)).toEqual(['Meanwhile']);
    await slow.commitTransaction();
    await slow.release();
    expect((await wishes()).filter((wish) => wish !== null).toSorted()).toEqual(['First', 'Meanwhile', 'Second']);
  });

  it('a load of an older moment gives the rows of that moment, whatever was read since', async () => {
    const { db } = world.service;
    const made = await gradedGroup(world, { members: 3, mocks: 4 });
    const groupId = parseId('Group', made.groupId)!.id;
    const past = db.createQueryRunner();
    await past.startTransaction('REPEATABLE READ');
    const load = async (manager: EntityManager, before?: GroupRows) => {
      const rows = new GroupRows(manager, groupId, (await ask(manager)).snapshot, before?.read);
      return { sessions: await rows.of(Session, 'startsAt', 'id'), rows };
    };
    const old = await load(past.manager);
    await db.query(`update session set wish = 'Later', starts_at = starts_at - interval '1 hour' where group_id = $1`, [
      groupId,
    ]);
    const later = await load(db.manager, old.rows);
    expect(new Set(later.sessions.map(({ wish }) => wish))).toEqual(new Set(['Later']));
    const again = await load(past.manager, later.rows);
    expect(again.sessions).toEqual(old.sessions);
    await past.rollbackTransaction();
    await past.release();
  });

  it('reads everything again after a restart of the database server, because transaction numbers mean nothing then', async () => {
    const { db } = world.service;
    const { groupId: id } = await world.seed.group({ members: 1 });
    const groupId = parseId('Group', id)!.id;
    const states = new GroupStates(db, { bytes: 1 << 20, loadsAtOnce: 1 });
    const loads = async (server: string) => {
      await db.query(`update member set weekly_interview_limit = weekly_interview_limit + 1 where group_id = $1`, [
        groupId,
      ]);
      world.service.statements();
      await states.open(
        async (manager) => ({ ...(await ask(manager)), server }),
        () => [groupId],
      );
      return world.service.statements().filter((sql) => sql.includes('from "member"'));
    };
    const anew = [expect.stringMatching(/^select "group_id" as .* where group_id = \$1$/s)];
    const renewed = [expect.stringContaining('age(xmin)')];
    expect(await loads('one')).toEqual(anew);
    expect(await loads('one')).toEqual(renewed);
    expect(await loads('two')).toEqual(anew);
    expect(await loads('two')).toEqual(renewed);
  });
});

describe('a request', () => {
  it('sees what it has written, mutation after mutation', async () => {
    const { organizer, members, candidate, rounds } = await world.seed.plan();
    const bo = members[1]!;
    const input = { candidateId: candidate.id, roundId: rounds.get(SOLO_ROUND), startsAt: '2027-02-20T10:00:00Z' };
    const logSession = await organizer.logs({ ...input, panel: [seat(bo)] });
    const both = await bo.ask(
      `mutation ($one: ScorecardInput!, $two: ScorecardInput!) {
        saveScorecard(input: $one) { status ratings { level } session { status } }
        submitScorecard(input: $two) { status ratings { level } session { status scorecards { id } } }
      }`,
      { one: card(logSession.id, 2), two: card(logSession.id, 4) },
    );
    expect(both.saveScorecard).toEqual({
      status: 'DRAFT',
      ratings: [{ level: 2 }],
      session: { status: 'AWAITING_FEEDBACK' },
    });
    expect(both.submitScorecard).toMatchObject({
      status: 'SUBMITTED',
      ratings: [{ level: 4 }],
      session: { status: 'COMPLETED', scorecards: [expect.anything()] },
    });
  });
});
