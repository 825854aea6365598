import type { EntityManager } from 'typeorm';
import { oldestUnseen, seesAllOf } from './snapshot.rules.js';

type EntityClass<R> = new () => R;
type Row = Record<string, unknown>;

/** A column to sort by, by its property. */
type Order<R> = (keyof R & string) | `${keyof R & string} desc`;

/** How a table is read. */
interface Reading {
  table: string;
  columns: readonly { name: string; property: string; type: unknown }[];
  /** The properties of the primary key, without the group. */
  key: readonly string[];
  order: (a: Row, b: Row) => number;
}

/** The rows of one table that belong to a group, in order. */
interface TableRows {
  rows: readonly Row[];
  bytes: number;
}

/** What was read of the tables of one slice, and in which snapshot. A later load starts from it. */
export interface SliceRows {
  snapshot: string;
  tables: ReadonlyMap<string, TableRows>;
}

/** How many rows a table has for the group, and those that an earlier load may not have seen, as JSON. */
interface Change {
  count: number;
  unseen: readonly Row[];
}

/**
 * Reads the rows of one group, and estimates their bytes. If the tables were read before, one statement reads the rows that the earlier snapshot
 * may not have seen; where rows were removed since, their whole table is read. Snapshots can be compared only within one run of a database server, so the earlier load has
 * to come from the same one.
 */
export class GroupRows {
  private readonly tables = new Map<string, TableRows>();
  private readonly before: SliceRows | null;
  private changes: Promise<ReadonlyMap<string, Change>> | null = null;
  private readonly texts = new Map<string, string>();
  private bytesOfQueries = 0;

  /** `snapshot` is what all statements of `db` see. */
  constructor(
    private readonly db: EntityManager,
    private readonly groupId: string,
    private readonly snapshot: string,
    before: SliceRows | null = null,
  ) {
    this.before = before && seesAllOf(snapshot, before.snapshot) ? before : null;
  }

  get bytes(): number {
    return [...this.tables.values()].reduce((sum, { bytes }) => sum + bytes, this.bytesOfQueries);
  }

  /** What was read, for a later load. */
  get read(): SliceRows {
    return { snapshot: this.snapshot, tables: this.tables };
  }

  /** The rows of a table that belong to the group, as instances of their class. The order is the same in every database, whatever its collation. */
  async of<R extends object>(entity: EntityClass<R>, ...order: Order<R>[]): Promise<R[]> {
    const reading = this.readingOf(entity, order.length === 0 ? ['id'] : order);
    const before = this.before?.tables.get(reading.table);
    const found = (before && (await this.renewed(reading, before, entity))) ?? (await this.all(reading, entity));
    this.tables.set(reading.table, found);
    return found.rows as R[];
  }

  /** The rows of a statement whose parameter is the group. */
  async query<R>(sql: string): Promise<R[]> {
    const rows = await this.db.query<R[]>(sql, [this.groupId]);
    for (const row of rows) this.bytesOfQueries += keep(row as Row, this.texts);
    return rows;
  }

  private readingOf(entity: EntityClass<object>, order: readonly string[]): Reading {
    const { tableName, columns, primaryColumns } = this.db.connection.getMetadata(entity);
    return {
      table: tableName,
      columns: columns.map(({ databaseName, propertyName, type }) => ({
        name: databaseName,
        property: propertyName,
        type,
      })),
      key: primaryColumns.map(({ propertyName }) => propertyName).filter((name) => name !== 'groupId'),
      order: orderOf(order),
    };
  }

  private async all({ table, columns, order }: Reading, entity: EntityClass<object>): Promise<TableRows> {
    const names = columns.map(({ name, property }) => `"${name}" as "${property}"`);
    const sql = `select ${names.join(', ')} from "${table}" where ${this.isOfGroup(table)}`;
    const values = await this.db.query<Row[]>(sql, [this.groupId]);
    const bytes = bytesOf(values, this.texts);
    return { rows: values.map((each) => Object.assign(new entity(), each)).toSorted(order), bytes };
  }

  /** The rows as they are now: those that the earlier snapshot saw are the same objects. Null if some were removed. */
  private async renewed(reading: Reading, before: TableRows, entity: EntityClass<object>): Promise<TableRows | null> {
    this.changes ??= this.changesSince(this.before!);
    const { count, unseen } = (await this.changes).get(reading.table)!;
    if (unseen.length === 0) return count === before.rows.length ? before : null;
    const values = unseen.map((row) => fromJson(reading, row));
    const written = new Set(values.map((row) => keyOf(reading, row)));
    const [kept, replaced]: [Row[], Row[]] = [[], []];
    for (const row of before.rows) (written.has(keyOf(reading, row)) ? replaced : kept).push(row);
    if (kept.length + values.length !== count) return null;
    const bytes = before.bytes - bytesOf(replaced, new Map()) + bytesOf(values, new Map());
    const rows = values.map((each) => Object.assign(new entity(), each));
    return { rows: withNewRows(kept, rows, reading.order), bytes };
  }

  /** The changes of all tables that were read before. */
  private async changesSince({ tables, snapshot }: SliceRows): Promise<ReadonlyMap<string, Change>> {
    const names = [...tables.keys()];
    const parts = names.map((name) => {
      const isOfGroup = this.isOfGroup(name);
      // Two scans take half as long as one with json_agg and a filter, which takes all rows apart.
      const count = `(select count(*) from "${name}" where ${isOfGroup})`;
      const unseen = `(select coalesce(json_agg(found), '[]') from "${name}" found where ${isOfGroup} and ${isUnseen})`;
      return `json_build_object('count', ${count}, 'unseen', ${unseen}) as "${name}"`;
    });
    const parameters = [this.groupId, oldestUnseen(snapshot)];
    const [row] = await this.db.query<Record<string, Change>[]>(`select ${parts.join(', ')}`, parameters);
    return new Map(names.map((name) => [name, row![name]!]));
  }

  /** The condition whose parameter is the group. A group belongs to itself. */
  private isOfGroup(table: string): string {
    const { columns } = this.db.connection.getMetadata(table);
    return columns.some(({ databaseName }) => databaseName === 'group_id') ? 'group_id = $1' : 'id = $1';
  }
}

/** Ids and keys that repeat are stored once: `texts` has those that were seen. */
const bytesOf = (values: readonly Row[], texts: Map<string, string>): number =>
  values.reduce((sum, each) => sum + keep(each, texts) + LISTED_BYTES, 0);

/** Estimates the bytes of a value in V8, which adds some tens of bytes to each. */
function keep(value: Row, texts: Map<string, string>): number {
  let bytes = OBJECT_BYTES;
  for (const [key, part] of Object.entries(value)) {
    bytes += 8;
    if (typeof part === 'string') {
      const known = part.length <= SHORT ? texts.get(part) : undefined;
      if (known === undefined) bytes += STRING_BYTES + part.length;
      if (known === undefined && part.length <= SHORT) texts.set(part, part);
      value[key] = known ?? part;
    } else if (part instanceof Date) bytes += DATE_BYTES;
    else if (typeof part === 'object' && part !== null) bytes += keep(part as Row, texts);
  }
  return bytes;
}

/**
 * Whether a row was written by the transaction of the second parameter or a later one. Ages compare numbers of transactions that wrap around.
 */
const isUnseen = 'age(xmin) <= age($2::xid8::xid)';

/** A row as the driver gives it, from its JSON. */
function fromJson({ columns }: Reading, row: Row): Row {
  const read = ({ name, type }: Reading['columns'][number]) => {
    const value = row[name];
    if (typeof value !== 'string') return value;
    if (type === 'timestamptz') return new Date(value);
    return type === 'bytea' ? Buffer.from(value.slice(2), 'hex') : value;
  };
  return Object.fromEntries(columns.map((column) => [column.property, read(column)]));
}

/** Rows in order, and some more. Most new rows come at the end, so only what follows the first of them is sorted. */
function withNewRows(rows: readonly Row[], more: readonly Row[], order: Reading['order']): Row[] {
  const [first, ...rest] = more.toSorted(order) as [Row, ...Row[]];
  let [place, end] = [0, rows.length];
  while (place < end) {
    const middle = (place + end) >> 1;
    if (order(rows[middle]!, first) <= 0) place = middle + 1;
    else end = middle;
  }
  return [...rows.slice(0, place), first, ...[...rows.slice(place), ...rest].toSorted(order)];
}

const keyOf = ({ key }: Reading, row: Row): unknown =>
  key.length === 1 ? row[key[0]!] : key.map((property) => row[property]).join(' ');

function orderOf(names: readonly string[]): (a: Row, b: Row) => number {
  const columns = names.map((name) => ({ property: name.split(' ')[0]!, sign: name.endsWith(' desc') ? -1 : 1 }));
  return (a, b) => {
    for (const { property, sign } of columns) {
      const [one, other] = [a[property] as string, b[property] as string];
      if (one < other) return -sign;
      if (one > other) return sign;
    }
    return 0;
  };
}

/** The bytes of a row's entry in the list of rows. */
const LISTED_BYTES = 8;
const OBJECT_BYTES = 56;
const DATE_BYTES = 48;
const STRING_BYTES = 24;

/** A uuid is short. */
const SHORT = 40;
