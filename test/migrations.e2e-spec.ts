import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { migrations } from '../migrations/index.js';
import { migrate } from '../src/database.js';
import { freshDatabase, open } from './kit/database.js';

let db: DataSource;
let url: string;

beforeAll(async () => {
  url = await freshDatabase();
  db = await open(url);
});

afterAll(() => db.destroy());

/** Tables that belong to no group: people and their sign-ins, what slows guessing down, and the groups. */
const ungrouped = ['person', 'sign_in', 'usual_address', 'throttle', 'server_key', 'group', 'migration'];

/** Constraints that cross groups on purpose: a person's time does not belong to a group. */
const personKeyed = ['booking_pkey', 'booking_one_place_at_a_time'];

describe('the tables', () => {
  it('are what the entities say: the schema builder has nothing to add', async () => {
    const { upQueries } = await db.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('carry their group: in the table, and in every key and constraint', async () => {
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

  it('hold unique indexes that contain the group, too', async () => {
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
  it('go down and up again', async () => {
    for (let undone = 0; undone < migrations.length; undone += 1) await db.undoLastMigration();
    const [{ count }] = await db.query<[{ count: number }]>(
      `select count(*)::int as count from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
    );
    expect(count).toBe(1);
    await migrate(url);
    const { upQueries } = await db.driver.createSchemaBuilder().log();
    expect(upQueries).toEqual([]);
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
