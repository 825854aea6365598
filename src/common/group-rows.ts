import type { EntityManager } from 'typeorm';

type EntityClass<R> = new () => R;

/** How a table is read. */
interface Reading {
  table: string;
  /** The condition whose parameter is the group. */
  isOfGroup: string;
  order: string;
  /** A version of a row as text: its primary key, and the transaction that wrote it. A row that is written again has another version. */
  version: string;
  columns: readonly { name: string; property: string }[];
  /** The properties of the primary key, in the order of the version. */
  key: readonly string[];
}

/** The rows of one table that belong to a group, in order. */
interface TableRows {
  reading: Reading;
  rows: readonly object[];
  /** The transactions that wrote the rows. */
  writers: Uint32Array;
  bytes: number;
}

/** The tables of one slice, from which a later load starts. */
export type SliceRows = ReadonlyMap<string, TableRows>;

/**
 * Reads the rows of one group, and estimates their bytes. If the tables were read before, one statement asks for the versions of all rows, and only
 * rows of other versions are read again. Numbers of transactions mean something only within one server, so an earlier load has to come from
 * the same one.
 */
export class GroupRows {
  /** What was read, for a later load. */
  readonly tables = new Map<string, TableRows>();
  private versions: Promise<ReadonlyMap<string, readonly string[]>> | null = null;
  private readonly texts = new Map<string, string>();
  private bytesOfQueries = 0;

  constructor(
    private readonly db: EntityManager,
    private readonly groupId: string,
    private readonly before: SliceRows | null = null,
  ) {}

  get bytes(): number {
    return [...this.tables.values()].reduce((sum, { bytes }) => sum + bytes, this.bytesOfQueries);
  }

  /** The rows of a table that belong to the group, as instances of their class. */
  async of<R extends object>(entity: EntityClass<R>, order = 'id'): Promise<R[]> {
    const reading = this.readingOf(entity, order);
    const name = `${reading.table} ${order}`;
    const before = this.before?.get(name);
    const found = before ? await this.renewed(name, before, entity) : await this.all(reading, entity);
    this.tables.set(name, found);
    return found.rows as R[];
  }

  /** The rows of a statement whose parameter is the group. */
  async query<R>(sql: string): Promise<R[]> {
    const rows = await this.db.query<R[]>(sql, [this.groupId]);
    for (const row of rows) this.bytesOfQueries += this.keep(row as Record<string, unknown>);
    return rows;
  }

  private readingOf(entity: EntityClass<object>, order: string): Reading {
    const { tableName, columns, primaryColumns } = this.db.connection.getMetadata(entity);
    const names = primaryColumns.map(({ databaseName }) => databaseName).filter((name) => name !== 'group_id');
    return {
      table: tableName,
      // A group belongs to itself.
      isOfGroup: columns.some(({ databaseName }) => databaseName === 'group_id') ? 'group_id = $1' : 'id = $1',
      order,
      version: `concat_ws(' ', ${names.map((name) => `"${name}"`).join(', ')}, xmin)`,
      columns: columns.map(({ databaseName, propertyName }) => ({ name: databaseName, property: propertyName })),
      key: primaryColumns.map(({ propertyName }) => propertyName).filter((name) => name !== 'groupId'),
    };
  }

  private async all(reading: Reading, entity: EntityClass<object>): Promise<TableRows> {
    const { isOfGroup, order } = reading;
    const read = await this.read(reading, entity, `${isOfGroup} order by ${order}`, []);
    const rows = read.map(({ row }) => row);
    const bytes = read.reduce((sum, each) => sum + each.bytes, 0);
    return { reading, rows, writers: Uint32Array.from(read, ({ writer }) => writer), bytes };
  }

  /** The rows as they are now: those that have not been written since are the same objects. */
  private async renewed(name: string, before: TableRows, entity: EntityClass<object>): Promise<TableRows> {
    const { reading, rows } = before;
    const { isOfGroup, version } = reading;
    this.versions ??= this.versionsNow();
    const versions = (await this.versions).get(name)!;
    const known = rowsOfVersions(before, versions);
    const missing = versions.filter((_, n) => known[n] === undefined);
    const read =
      missing.length === 0 ? [] : await this.read(reading, entity, `${isOfGroup} and ${version} = any($2)`, [missing]);
    const written = new Map(read.map((each) => [each.version, each.row]));
    const kept = rows.length === 0 ? 0 : (before.bytes * (versions.length - missing.length)) / rows.length;
    return {
      reading,
      rows: versions.map((each, n) => known[n] ?? written.get(each)!),
      writers: Uint32Array.from(versions, writerIn),
      bytes: Math.round(kept) + read.reduce((sum, each) => sum + each.bytes, 0),
    };
  }

  /** The versions of all rows of the tables that were read before, in order. */
  private async versionsNow(): Promise<ReadonlyMap<string, readonly string[]>> {
    const tables = [...this.before!.entries()];
    const parts = tables.map(([, { reading }], n) => {
      const { table, isOfGroup, order, version } = reading;
      return `(select json_agg(${version} order by ${order}) from "${table}" where ${isOfGroup}) as t${n}`;
    });
    const [row] = await this.db.query<Record<string, string[] | null>[]>(`select ${parts.join(', ')}`, [this.groupId]);
    return new Map(tables.map(([name], n) => [name, row![`t${n}`] ?? []]));
  }

  private async read(reading: Reading, entity: EntityClass<object>, condition: string, parameters: readonly unknown[]) {
    const { table, columns, version } = reading;
    const names = columns.map(({ name, property }) => `"${name}" as "${property}"`);
    const rows = await this.db.query<(Record<string, unknown> & { rowVersion: string })[]>(
      `select ${names.join(', ')}, ${version} as "rowVersion" from "${table}" where ${condition}`,
      [this.groupId, ...parameters],
    );
    return rows.map(({ rowVersion, ...values }) => {
      const bytes = this.keep(values) + LISTED_BYTES;
      return { row: Object.assign(new entity(), values), version: rowVersion, writer: writerIn(rowVersion), bytes };
    });
  }

  /** Estimates the bytes of a value in V8, which adds some tens of bytes to each. Ids and keys that repeat are stored once. */
  private keep(value: Record<string, unknown>): number {
    let bytes = OBJECT_BYTES;
    for (const [key, part] of Object.entries(value)) {
      bytes += 8;
      if (typeof part === 'string') {
        const known = part.length <= SHORT ? this.texts.get(part) : undefined;
        if (known === undefined) bytes += STRING_BYTES + part.length;
        if (known === undefined && part.length <= SHORT) this.texts.set(part, part);
        value[key] = known ?? part;
      } else if (part instanceof Date) bytes += DATE_BYTES;
      else if (typeof part === 'object' && part !== null) bytes += this.keep(part as Record<string, unknown>);
    }
    return bytes;
  }
}

/**
 * The rows that have these versions; undefined where a row was written since. Both lists have the same order, and few rows differ, so they
 * are compared side by side. Only where more than one row differs in a place, all are looked up.
 */
function rowsOfVersions(before: TableRows, versions: readonly string[]): (object | undefined)[] {
  const { rows } = before;
  const found: (object | undefined)[] = [];
  const is = (at: number, place: number) => isVersion(before, place, versions[at]);
  let place = 0;
  for (const at of versions.keys()) {
    if (is(at, place)) found.push(rows[place++]);
    else if (place === rows.length || is(at + 1, place)) found.push(undefined);
    else if (is(at + 1, place + 1)) {
      // It was changed in its place.
      found.push(undefined);
      place += 1;
    } else if (is(at, place + 1)) {
      // The row before it was removed.
      found.push(rows[place + 1]);
      place += 2;
    } else return rowsByVersion(before, versions);
  }
  return found;
}

/** Whether a row, by its place, has a version. The parts of a version are separated by spaces. */
function isVersion({ reading, rows, writers }: TableRows, place: number, version: string | undefined): boolean {
  if (version === undefined || place >= rows.length) return false;
  let at = 0;
  for (const property of reading.key) {
    const value = String((rows[place] as Record<string, unknown>)[property]);
    if (!version.startsWith(value, at) || version[at + value.length] !== ' ') return false;
    at += value.length + 1;
  }
  return Number(version.slice(at)) === writers[place];
}

function rowsByVersion({ reading, rows, writers }: TableRows, versions: readonly string[]): (object | undefined)[] {
  const known = new Map(
    rows.map((row, n) => {
      const values = reading.key.map((property) => (row as Record<string, unknown>)[property]);
      return [[...values, writers[n]].join(' '), row];
    }),
  );
  return versions.map((version) => known.get(version));
}

/** The bytes of a row's entry in the list of rows, and of its entry in the list of transactions that wrote them. */
const LISTED_BYTES = 12;
const OBJECT_BYTES = 56;
const DATE_BYTES = 48;
const STRING_BYTES = 24;

/** A uuid is short. */
const SHORT = 40;

/** The transaction at the end of a version. */
const writerIn = (version: string): number => Number(version.slice(version.lastIndexOf(' ') + 1));
