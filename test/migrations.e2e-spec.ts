import type { DataSource } from 'typeorm';
import { migrations } from '../migrations/index.js';
import { migrate } from '../src/database/connection.js';
import { freshDatabase, open } from './kit/database.js';
import { panelSession } from './kit/panel-session.js';
import { useService } from './kit/use-service.js';

const world = useService();

let db: DataSource;
let url: string;

beforeAll(async () => {
  url = await freshDatabase();
  db = await open(url);
});

afterAll(() => db.destroy());

/** Tables whose rows do not belong to one group, such as people, their sign-ins and the throttle. */
const ungrouped = ['person', 'sign_in', 'usual_address', 'throttle', 'server_key', 'group', 'migration'];

/** Constraints that cross groups on purpose: a person's time does not belong to a group. */
const personKeyed = ['booking_pkey', 'booking_one_place_at_a_time'];

describe('the tables', () => {
  it('match the entities: the schema builder has nothing to add', async () => {
    const { upQueries } = await db.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('have the group id in every table, key and constraint', async () => {
    const tables: { name: string; grouped: boolean }[] = await db.query(
      `select c.relname as name, exists (
         select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'group_id' and a.attnotnull
       ) as grouped
       from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'`,
    );
    expect(
      tables
        .filter(({ grouped }) => !grouped)
        .map(({ name }) => name)
        .sort(),
    ).toEqual([...ungrouped].sort());

    const constraints: { name: string; columns: string[]; references: string | null }[] = await db.query(
      `select k.conname as name, f.relname as references,
         (select array_agg(a.attname::text) from pg_attribute a where a.attrelid = k.conrelid and a.attnum = any(k.conkey)) as columns
       from pg_constraint k join pg_class c on c.oid = k.conrelid left join pg_class f on f.oid = k.confrelid
       where k.connamespace = 'public'::regnamespace and k.contype in ('p', 'u', 'f', 'x') and not c.relname = any($1)`,
      [ungrouped],
    );
    expect(constraints.length).toBeGreaterThan(40);
    const wrong = constraints
      .filter(
        ({ name, columns, references }) =>
          !columns.includes('group_id') && references !== 'person' && !personKeyed.includes(name),
      )
      .map(({ name }) => name);
    expect(wrong).toEqual([]);
  });

  it('have unique indexes that contain the group', async () => {
    const indexes: { name: string }[] = await db.query(
      `select i.relname as name from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class c on c.oid = x.indrelid
       where c.relnamespace = 'public'::regnamespace and x.indisunique and not c.relname = any($1) and not exists (
         select 1 from pg_attribute a where a.attrelid = c.oid and a.attnum = any(x.indkey) and a.attname = 'group_id'
       )`,
      [ungrouped],
    );
    expect(indexes.map(({ name }) => name).filter((name) => !personKeyed.includes(name))).toEqual([]);
  });
});

describe('the migrations', () => {
  it('can be undone and run again', async () => {
    for (let undone = 0; undone < migrations.length; undone += 1) await db.undoLastMigration();
    const [{ count }] = await db.query<[{ count: number }]>(
      `select count(*)::int as count from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
    );
    expect(count).toBe(1);
    await migrate(url);
    const { upQueries } = await db.driver.createSchemaBuilder().log();
    expect(upQueries).toEqual([]);
  });

  it('give stored sessions their loop round, and let targets that nobody changed follow the guide', async () => {
    const lastRun = () => db.query<[{ name: string }]>('select name from migration order by id desc limit 1');
    const undo = async () => {
      while ((await lastRun())[0].name !== 'SessionTerms0000000000017') await db.undoLastMigration();
    };
    await undo();
    const id = (n: number) => `00000000-0000-7000-8000-00000000000${n}`;
    const at = '2027-04-01T10:00:00Z';
    const insert = (table: string, row: object) =>
      db.query(`insert into "${table}" select (jsonb_populate_record(null::"${table}", $1)).*`, [
        { group_id: id(1), ...row },
      ]);
    await insert('person', {
      id: id(2),
      email: 'a@b.c',
      display_name: 'Ana',
      time_zone: 'UTC',
      password_hash: 'x',
      created_at: at,
    });
    await db.query(
      `insert into "group" (id, name, time_zone, created_at, feedback_due_hours, feedback_debt_days, minimum_notice_hours, buffer_minutes)
       values ($1, 'Loop', 'UTC', $2, 24, 7, 0, 0)`,
      [id(1), at],
    );
    await insert('member', {
      id: id(3),
      person_id: id(2),
      role: 'MEMBER',
      joined_at: at,
      weekly_interview_limit: 3,
    });
    const guide = { key: 'ml', edition: 1, company: 'C', role: 'R', summary: 'S', difficulty: 'D', outline: {} };
    await insert('guide', { id: id(4), ...guide, imported_at: at, imported_by_id: id(3) });
    const round = {
      guide_id: id(4),
      stage_key: 'a',
      title: 'T',
      kind: 'CODING',
      minutes: 60,
      panel_size: 1,
      target_sessions: 2,
    };
    const rest = { weight: 1, pacing_from: 0, pacing_to: 1, summary: 'S', criteria: [], area_keys: [], topic_keys: [] };
    for (const n of [5, 6]) await insert('round', { id: id(n), key: `r${n}`, position: n, ...round, ...rest });
    const plan = {
      id: id(7),
      guide_id: id(4),
      title: 'P',
      starts_on: '2027-04-01',
      bar: 3,
      created_at: at,
      created_by_id: id(3),
    };
    await insert('plan', plan);
    const choice = { track_key: 't', target_date: '2027-05-01', enrolled_at: at, readiness_sharing: 'FULL' };
    await insert('candidate', { id: id(8), plan_id: id(7), member_id: id(3), ...choice });
    const window = { candidate_id: id(8), included: true, window_start: '2027-04-01', window_end: '2027-04-02' };
    await insert('loop_round', { id: id(5), round_id: id(5), target_sessions: 2, ...window });
    await insert('loop_round', { id: id(9), round_id: id(6), target_sessions: 3, ...window });
    const session = {
      plan_id: id(7),
      candidate_id: id(8),
      round_id: id(6),
      starts_at: at,
      ends_at: '2027-04-01T11:00:00Z',
    };
    const entered = { entered_at: at, entered_by_id: id(3), logged: false, feedback_due_at: at, version: 1 };
    await insert('session', { id: id(1), ...session, ...entered, due_hours: 24, debt_days: 7, notice_hours: 0 });

    await migrate(url);
    expect(await db.query('select loop_round_id, round_id from session')).toEqual([
      { loop_round_id: id(9), round_id: id(6) },
    ]);
    const targets = 'select target_sessions as target from loop_round order by id';
    expect(await db.query(targets)).toEqual([{ target: null }, { target: 3 }]);
    await undo();
    expect(await db.query(targets)).toEqual([{ target: 2 }, { target: 3 }]);
    await migrate(url);
  });

  it('find the stored sessions whose scorecards all say NO_DECISION', async () => {
    const { bo, cy, dee, grade, end } = await panelSession(world);
    const { service } = world;
    const stored = async () => {
      while ((await service.db.query<{ undecided: boolean }[]>('select * from session'))[0]!.undecided !== undefined)
        await service.db.undoLastMigration();
      await migrate(service.url);
      return (await service.db.query<{ undecided: boolean }[]>('select undecided from session'))[0]!.undecided;
    };
    end();
    const more = { strengths: 'The call broke off.' };
    await bo.submits(grade(3, 'NO_DECISION', more));
    await dee.submits(grade(3, 'HIRE'));
    // Cy still owes a scorecard.
    expect(await stored()).toBe(false);
    await cy.submits(grade(3, 'NO_DECISION', more));
    expect(await stored()).toBe(true);
  });

  it('run once when eight processes start at the same time', async () => {
    const empty = await freshDatabase('template0');
    await Promise.all(Array.from({ length: 8 }, () => migrate(empty)));
    const fresh = await open(empty);
    const ran = await fresh.query<{ name: string }[]>('select name from migration order by id');
    await fresh.destroy();
    expect(ran.map(({ name }) => name)).toEqual(migrations.map(({ name }) => name));
  });
});
