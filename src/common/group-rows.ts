import type { EntityManager } from 'typeorm';
import { oldestUnseen, seesAllOf } from './snapshot.rules.js';

type EntityClass<R> = new () => R;
type Row = Record<string, unknown>;

/** A column to sort by, by its property. */
type Order<R> = (keyof R & string) | `${keyof R & string} desc`;

/** How a table is read. */
interface Reading {
  table: string;
  /** The condition whose parameter is the group. */
  isOfGroup: string;
  columns: readonly { name: string; property: string }[];
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

/** How many rows a table has for the group, and how many of these an earlier load may not have seen. */
interface Counts {
  all: number;
  unseen: number;
}

/**
 * Reads the rows of one group, and estimates their bytes. If the tables were read before, only rows are read that the earlier snapshot may not have
 * seen; where rows were removed since, their whole table is read. Snapshots can be compared only within one run of a database server, so the earlier load has
 * to come from the same one.
 */
export class GroupRows {
  private readonly tables = new Map<string, TableRows>();
  private readonly before: SliceRows | null;
  private counts: Promise<ReadonlyMap<string, Counts>> | null = null;
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
    for (const row of rows) this.bytesOfQueries += this.keep(row as Row);
    return rows;
  }

  private readingOf(entity: EntityClass<object>, order: readonly string[]): Reading {
    const { tableName, columns, primaryColumns } = this.db.connection.getMetadata(entity);
    return {
      table: tableName,
      isOfGroup: ofGroup(columns.some(({ databaseName }) => databaseName === 'group_id')),
      columns: columns.map(({ databaseName, propertyName }) => ({ name: databaseName, property: propertyName })),
      key: primaryColumns.map(({ propertyName }) => propertyName).filter((name) => name !== 'groupId'),
      order: orderOf(order),
    };
  }

  private async all(reading: Reading, entity: EntityClass<object>): Promise<TableRows> {
    const { rows, bytes } = await this.select(reading, entity, reading.isOfGroup, []);
    return { rows: rows.toSorted(reading.order), bytes };
  }

  /** The rows as they are now: those that the earlier snapshot saw are the same objects. Null if some were removed. */
  private async renewed(reading: Reading, before: TableRows, entity: EntityClass<object>): Promise<TableRows | null> {
    this.counts ??= this.countsNow();
    const { all, unseen } = (await this.counts).get(reading.table)!;
    if (unseen === 0) return all === before.rows.length ? before : null;
    const since = oldestUnseen(this.before!.snapshot);
    const read = await this.select(reading, entity, `${reading.isOfGroup} and ${isUnseen}`, [since]);
    const written = new Set(read.rows.map((row) => keyOf(reading, row)));
    const kept = before.rows.filter((row) => !written.has(keyOf(reading, row)));
    if (kept.length + read.rows.length !== all) return null;
    return {
      rows: [...kept, ...read.rows].toSorted(reading.order),
      bytes: Math.round((before.bytes * kept.length) / Math.max(before.rows.length, 1)) + read.bytes,
    };
  }

  /** The counts of all tables that were read before. */
  private async countsNow(): Promise<ReadonlyMap<string, Counts>> {
    const { tables, snapshot } = this.before!;
    const names = [...tables.keys()];
    const parts = names.map((name) => {
      const { columns } = this.db.connection.getMetadata(name);
      const isOfGroup = ofGroup(columns.some(({ databaseName }) => databaseName === 'group_id'));
      const counts = `json_build_object('all', count(*), 'unseen', count(*) filter (where ${isUnseen}))`;
      return `(select ${counts} from "${name}" where ${isOfGroup}) as "${name}"`;
    });
    const [row] = await this.db.query<Record<string, Counts>[]>(`select ${parts.join(', ')}`, [
      this.groupId,
      oldestUnseen(snapshot),
    ]);
    return new Map(names.map((name) => [name, row![name]!]));
  }

  private async select(
    { table, columns }: Reading,
    entity: EntityClass<object>,
    condition: string,
    parameters: readonly unknown[],
  ): Promise<{ rows: Row[]; bytes: number }> {
    const names = columns.map(({ name, property }) => `"${name}" as "${property}"`);
    const sql = `select ${names.join(', ')} from "${table}" where ${condition}`;
    const values = await this.db.query<Row[]>(sql, [this.groupId, ...parameters]);
    const bytes = values.reduce((sum, each) => sum + this.keep(each) + LISTED_BYTES, 0);
    return { rows: values.map((each) => Object.assign(new entity(), each)), bytes };
  }

  /** Estimates the bytes of a value in V8, which adds some tens of bytes to each. Ids and keys that repeat are stored once. */
  private keep(value: Row): number {
    let bytes = OBJECT_BYTES;
    for (const [key, part] of Object.entries(value)) {
      bytes += 8;
      if (typeof part === 'string') {
        const known = part.length <= SHORT ? this.texts.get(part) : undefined;
        if (known === undefined) bytes += STRING_BYTES + part.length;
        if (known === undefined && part.length <= SHORT) this.texts.set(part, part);
        value[key] = known ?? part;
      } else if (part instanceof Date) bytes += DATE_BYTES;
      else if (typeof part === 'object' && part !== null) bytes += this.keep(part as Row);
    }
    return bytes;
  }
}

/** A group belongs to itself. */
const ofGroup = (hasGroup: boolean) => (hasGroup ? 'group_id = $1' : 'id = $1');

/**
 * Whether a row was written by the transaction of the second parameter or a later one. Ages compare numbers of transactions that wrap around.
 */
const isUnseen = 'age(xmin) <= age($2::xid8::xid)';

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
