import DataLoader from 'dataloader';
import { In, type EntityManager, type EntityTarget, type FindOptionsOrder, type FindOptionsWhere } from 'typeorm';
import type { Present } from './clock.js';
import { groupBy } from './grouping.js';
import type { Ref } from './ids.js';

/** Who asks, when, and of which database: all that a loader may know. */
export interface LoadContext {
  db: EntityManager;
  /** The present of the request, which a mutation may have moved on. */
  readonly now: Date;
  /** The person who asks, or null. */
  viewerId: string | null;
  /** Loaders may build on others of the same request. */
  load: Load;
}

/** A batched read for field resolvers: for many parents at once, the answers in the order of their keys. */
export interface Loader<K, V> {
  cacheKey: (key: K) => string;
  batch: (context: LoadContext, keys: readonly K[]) => Promise<readonly V[]>;
}

export type Load = <K, V>(loader: Loader<K, V>, key: K) => Promise<V>;

interface Asker extends Pick<LoadContext, 'db' | 'viewerId'> {
  present: Pick<Present, 'now'>;
}

/** The `load` of one request: each loader batches and remembers for as long as the request lives. */
export function loading({ db, viewerId, present }: Asker): Load {
  const loaders = new Map<Loader<never, unknown>, DataLoader<unknown, unknown, string>>();
  const load: Load = <K, V>(loader: Loader<K, V>, key: K): Promise<V> => {
    const slot = loader as unknown as Loader<never, unknown>;
    let batched = loaders.get(slot);
    if (!batched) {
      batched = new DataLoader<unknown, unknown, string>((keys) => loader.batch(context, keys as readonly K[]), {
        cacheKeyFn: (each) => loader.cacheKey(each as K),
      });
      loaders.set(slot, batched);
    }
    return batched.load(key) as Promise<V>;
  };
  const context: LoadContext = {
    db,
    viewerId,
    load,
    get now() {
      return present.now;
    },
  };
  return load;
}

const groupsOf = (keys: readonly Ref[]) => [...new Set(keys.map((key) => key.groupId))];

/** The groups and ids of a batch, as the two parameters that every batched statement takes. */
export const refParameters = (keys: readonly Ref[]): [string[], string[]] => [
  groupsOf(keys),
  keys.map((key) => key.id),
];

export const byRef = (ref: Ref) => ref.id;

/** A loader of rows by their own id. The keys come from rows that the viewer could already read. */
export function rowLoader<R extends Ref>(entity: EntityTarget<R>): Loader<Ref, R> {
  return {
    cacheKey: byRef,
    async batch({ db }, keys) {
      const [groupIds, ids] = refParameters(keys);
      const rows = await db.find(entity, { where: { groupId: In(groupIds), id: In(ids) } as FindOptionsWhere<R> });
      const found = new Map(rows.map((row) => [row.id, row]));
      return keys.map((key) => found.get(key.id) as R);
    },
  };
}

/** A loader of the rows that belong to a parent, in a fixed order. */
export function childrenLoader<R extends { groupId: string }, C extends keyof R & string>(
  entity: EntityTarget<R>,
  parent: C,
  order: FindOptionsOrder<R>,
): Loader<Ref, R[]> {
  return {
    cacheKey: byRef,
    async batch({ db }, keys) {
      const [groupIds, ids] = refParameters(keys);
      const where = { groupId: In(groupIds), [parent]: In(ids) } as FindOptionsWhere<R>;
      return grouped(keys, await db.find(entity, { where, order }), (row) => row[parent] as string);
    },
  };
}

/** Deals rows out to the keys that they belong to. */
export function grouped<R>(keys: readonly Ref[], rows: readonly R[], parentOf: (row: R) => string): R[][] {
  const byParent = groupBy(rows, parentOf);
  return keys.map((key) => byParent.get(key.id) ?? []);
}
