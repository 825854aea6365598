import { LRUCache } from 'lru-cache';
import PQueue from 'p-queue';
import type { DataSource, EntityManager } from 'typeorm';
import { GroupRows, type SliceRows } from './group-rows.js';
import { inSnapshot } from './transaction.js';

/** The parts of a group's state, each of which one feature loads. Triggers give a part another revision with each change. */
export const sliceNames = [
  'people',
  'guides',
  'plans',
  'sessions',
  'feedback',
  'availability',
  'scheduling',
  'questions',
] as const;

export type SliceName = (typeof sliceNames)[number];

/** Unique values, one for each slice. Equal revisions mean equal rows. */
export type Revisions = Readonly<Record<SliceName, string>>;

/** One part of a group's state: how it is read, and indexed. */
export interface Slice<S extends object = object> {
  name: SliceName;
  load: (rows: GroupRows) => Promise<S>;
}

const slices = new Map<SliceName, Slice>();

/** Defines a slice. Its rows are shared by all requests: nothing may change them. */
export function defineSlice<S extends object>(name: SliceName, load: Slice<S>['load']): Slice<S> {
  const slice = { name, load };
  slices.set(name, slice);
  return slice;
}

/** All slices of one group, at one moment. */
export interface GroupState {
  revisions: Revisions;
  slices: ReadonlyMap<SliceName, object>;
}

/** What a statement saw: the revisions of its groups. */
export interface Moment {
  /** Changes when transaction numbers or columns mean something else: see `arrivalSql` (server/request-context.ts). */
  server: string;
  /** What it saw of the database, as `pg_current_snapshot()` writes it. */
  snapshot: string;
  revisions: ReadonlyMap<string, Revisions>;
}

interface Kept {
  /** The revision of a slice; empty for computed values. */
  revision: string;
  value: object;
  bytes: number;
  /** The rows behind a slice, and the server that they come from. */
  source?: { rows: SliceRows; server: string };
}

/**
 * A cache of what this process has read and computed for groups. An entry is used only if the request's own statement
 * has seen its revision, so nothing is ever stale (docs/decisions/0007).
 */
export class GroupStates {
  private readonly kept: LRUCache<string, Kept>;
  private readonly arriving = new Map<string, Promise<{ groups: Map<string, GroupState> }>>();
  /** Slices that are being read, by their revision, so that loads which need the same slice share one read. */
  private readonly reading = new Map<string, Promise<object>>();
  private readonly queue: PQueue;

  constructor(
    private readonly db: DataSource,
    { bytes, loadsAtOnce }: { bytes: number; loadsAtOnce: number },
  ) {
    this.kept = new LRUCache({ maxSize: bytes, sizeCalculation: (kept) => kept.bytes });
    this.queue = new PQueue({ concurrency: loadsAtOnce });
  }

  /** A computed value, by its name. The value knows the revisions behind it. */
  computed(name: string): object | undefined {
    return this.kept.get(name)?.value;
  }

  /** Keeps a computed value, unless it is larger than the whole cache. */
  keep(name: string, value: object, bytes: number): void {
    this.kept.set(name, { revision: '', value, bytes });
  }

  /** The estimated bytes of all entries: of rows alone, which take about 1.6 times as much with their indexes. */
  get bytes(): number {
    return this.kept.calculatedSize;
  }

  /**
   * The wanted groups at one moment. `ask` is the request's own statement: for groups in memory nothing else runs. Otherwise it runs
   * again within the snapshot in which the missing slices are read. After a write the groups are known to be stale.
   */
  async open<M extends Moment>(
    ask: (db: EntityManager) => Promise<M>,
    wanted: (moment: M) => readonly string[],
    isStale = false,
  ): Promise<{ moment: M; groups: Map<string, GroupState> }> {
    if (isStale) return this.queue.add(() => this.load(ask, wanted));
    const moment = await ask(this.db.manager);
    const ids = wanted(moment);
    const missing = this.missing(ids, moment);
    if (missing.length === 0) return { moment, groups: this.assemble(ids, moment) };
    const others = new Set(missing.flatMap((key) => this.arriving.get(key) ?? []));
    if (others.size > 0) {
      // Another request is reading the same. What it has read may be larger than the cache.
      const arrived = await Promise.allSettled(others);
      const groups = new Map(arrived.flatMap((each) => (each.status === 'fulfilled' ? [...each.value.groups] : [])));
      if (this.missing(ids, moment, groups).length === 0) return { moment, groups: this.assemble(ids, moment, groups) };
    }
    const load = this.queue.add(() => this.load(ask, wanted));
    for (const key of missing) this.arriving.set(key, load);
    try {
      return await load;
    } finally {
      for (const key of missing) if (this.arriving.get(key) === load) this.arriving.delete(key);
    }
  }

  /** One read-only snapshot: the statement, and all slices that are not in memory as it saw them. */
  private async load<M extends Moment>(
    ask: (db: EntityManager) => Promise<M>,
    wanted: (moment: M) => readonly string[],
  ): Promise<{ moment: M; groups: Map<string, GroupState> }> {
    return inSnapshot(this.db, async (tx) => {
      const moment = await ask(tx);
      const ids = wanted(moment);
      const groups = new Map<string, GroupState>();
      for (const id of ids) {
        const revisions = moment.revisions.get(id)!;
        const parts = new Map<SliceName, object>();
        for (const name of sliceNames) {
          parts.set(name, await this.slice(tx, { groupId: id, name, revision: revisions[name], moment }));
        }
        groups.set(id, { revisions, slices: parts });
      }
      return { moment, groups };
    });
  }

  /** A slice as it is now. Rows that were read before are read again only if they were written since. */
  private async slice(
    db: EntityManager,
    { groupId, name, revision, moment }: { groupId: string; name: SliceName; revision: string; moment: Moment },
  ): Promise<object> {
    const key = `${groupId} ${name}`;
    const kept = this.kept.get(key);
    if (kept?.revision === revision) return kept.value;
    const place = `${key} ${revision}`;
    const same = await this.reading.get(place)?.catch(() => undefined);
    if (same) return same;
    const { server, snapshot } = moment;
    const before = kept?.source?.server === server ? kept.source.rows : null;
    const rows = new GroupRows(db, groupId, snapshot, before);
    const read = slices.get(name)!.load(rows);
    this.reading.set(place, read);
    try {
      const value = await read;
      // A slice that is larger than the whole cache is used by this request, then dropped.
      this.kept.set(key, { revision, value, bytes: rows.bytes + 256, source: { rows: rows.read, server } });
      return value;
    } finally {
      if (this.reading.get(place) === read) this.reading.delete(place);
    }
  }

  /** The slices that are neither in memory nor among groups that have just arrived, as the moment saw them. */
  private missing(ids: readonly string[], moment: Moment, arrived?: ReadonlyMap<string, GroupState>): string[] {
    return ids.flatMap((id) =>
      sliceNames
        .filter((name) => this.found(id, name, moment, arrived) === undefined)
        .map((name) => `${id} ${name} ${moment.revisions.get(id)![name]}`),
    );
  }

  private found(
    id: string,
    name: SliceName,
    { revisions }: Moment,
    arrived?: ReadonlyMap<string, GroupState>,
  ): object | undefined {
    const revision = revisions.get(id)![name];
    const kept = this.kept.get(`${id} ${name}`);
    if (kept?.revision === revision) return kept.value;
    const other = arrived?.get(id);
    return other?.revisions[name] === revision ? other.slices.get(name) : undefined;
  }

  private assemble(
    ids: readonly string[],
    moment: Moment,
    arrived?: ReadonlyMap<string, GroupState>,
  ): Map<string, GroupState> {
    return new Map(
      ids.map((id) => {
        const parts = sliceNames.map((name) => [name, this.found(id, name, moment, arrived)!] as const);
        return [id, { revisions: moment.revisions.get(id)!, slices: new Map(parts) }];
      }),
    );
  }
}
