import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { EntityManager } from 'typeorm';
import { fieldProblem, invalidInput, shown } from './errors.js';
import type { Ref } from './ids.js';
import type { LoadContext, Loader } from './loading.js';

@ObjectType('PageInfo', { description: 'Where a page of a connection stands.' })
export class PageInfoObject {
  @Field()
  hasNextPage!: boolean;

  @Field()
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true })
  startCursor!: string | null;

  @Field(() => String, { nullable: true })
  endCursor!: string | null;
}

/** One page of rows, and what a client needs to ask for the next. */
export interface Page<R> {
  nodes: R[];
  edges: { cursor: string; node: R }[];
  pageInfo: PageInfoObject;
  totalCount: number;
}

/** The object types of a connection over nodes of one type: `<Name>Edge` and `<Name>Connection`. */
export function connectionOf<N>(name: string, node: () => new () => N) {
  @ObjectType(`${name}Edge`, { description: `A ${name} and its place in a connection.` })
  class Edge {
    @Field({ description: 'Opaque; send it as `after` to go on from here.' })
    cursor!: string;

    @Field(node)
    node!: N;
  }

  @ObjectType(`${name}Connection`, { description: `A page of a list of ${name}s.` })
  class Connection {
    @Field(() => [Edge])
    edges!: Edge[];

    @Field(() => [node()], { description: 'The same as the nodes of the edges.' })
    nodes!: N[];

    @Field(() => PageInfoObject)
    pageInfo!: PageInfoObject;

    @Field(() => Int, { description: 'All that match, on every page.' })
    totalCount!: number;
  }
  return Connection;
}

/** A place in an order: the values that the rows are sorted by, the last of them unique. */
export type Cursor = readonly string[];

export const encodeCursor = (cursor: Cursor) => Buffer.from(JSON.stringify(cursor)).toString('base64url');

/** What each part of a connection's cursors has to be. */
export type CursorShape = readonly ((part: string) => boolean)[];

/** The place that a cursor names. One that we did not make is refused. */
export function decodeCursor(text: string | null | undefined, shape: CursorShape): Cursor | null {
  if (text == null) return null;
  try {
    const cursor: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (Array.isArray(cursor) && cursor.length === shape.length && shape.every((fits, n) => fits(String(cursor[n])))) {
      return cursor.map(String);
    }
  } catch {
    // Not JSON: refused below like every other stranger.
  }
  throw invalidInput([fieldProblem('after', 'a cursor of this connection', shown(text))]);
}

export const isUuid = (part: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(part);

/** Asks for a page of what belongs to a parent; keys with the same arguments share their statements. */
export interface PageKey<A> {
  parent: Ref;
  args: A;
  first: number;
  after: Cursor | null;
}

interface PageDefinition<A, R extends Ref> {
  /** Selects `parent`, `group_id`, `id` and the columns of `order`, for all of these parents. */
  matched: (parents: readonly Ref[], args: A, context: LoadContext) => { sql: string; parameters: unknown[] };
  /** The columns that sort the rows, with their types; the last of them unique. */
  order: readonly (readonly [column: string, type: string])[];
  row: Loader<Ref, R>;
  cursorOf: (row: R) => Cursor;
}

/** A loader of pages: however many parents a query has, one statement finds their pages, and one reads the rows. */
export function pageLoader<A, R extends Ref>({
  matched,
  order,
  row,
  cursorOf,
}: PageDefinition<A, R>): Loader<PageKey<A>, Page<R>> {
  const shape = (key: PageKey<A>) => JSON.stringify([key.args, key.first, key.after]);

  async function readAlike(context: LoadContext, keys: readonly PageKey<A>[]): Promise<Map<PageKey<A>, Page<R>>> {
    const { args, first, after } = keys[0]!;
    const { sql, parameters } = matched(
      keys.map((key) => key.parent),
      args,
      context,
    );
    const found = await readPages(context.db, sql, parameters, order, first, after);
    const pages = keys.map(async (key) => {
      const { refs, total } = found.get(key.parent.id) ?? { refs: [], total: 0 };
      const rows = await Promise.all(refs.map((ref) => context.load(row, ref)));
      return [key, pageOf(rows, first, total, after !== null, cursorOf)] as const;
    });
    return new Map(await Promise.all(pages));
  }

  return {
    cacheKey: (key) => key.parent.id + shape(key),
    async batch(context, keys) {
      const alike = new Map<string, PageKey<A>[]>();
      for (const key of keys) alike.set(shape(key), [...(alike.get(shape(key)) ?? []), key]);
      const read = await Promise.all([...alike.values()].map((same) => readAlike(context, same)));
      const pages = new Map(read.flatMap((found) => [...found]));
      return keys.map((key) => pages.get(key)!);
    },
  };
}

/** The ids of one page for each of many parents, with one more than asked for, and how many there are in all. */
async function readPages(
  db: EntityManager,
  matched: string,
  parameters: unknown[],
  order: readonly (readonly [string, string])[],
  first: number,
  after: Cursor | null,
): Promise<Map<string, { refs: Ref[]; total: number }>> {
  const columns = order.map(([column]) => column).join(', ');
  const given = order.map(([, type], n) => `$${parameters.length + n + 1}::${type}`).join(', ');
  const rows: { parent: string; refs: Ref[]; total: number }[] = await db.query(
    `with matched as (${matched}),
     paged as (
       select parent, group_id, id, row_number() over (partition by parent order by ${columns}) as place
       from matched ${after ? `where (${columns}) > (${given})` : ''}
     ),
     totals as (select parent, count(*)::int as total from matched group by parent)
     select totals.parent, total, coalesce(
       jsonb_agg(jsonb_build_object('groupId', group_id, 'id', id) order by place) filter (where place <= ${first + 1}),
       '[]'
     ) as refs
     from totals left join paged on paged.parent = totals.parent
     group by totals.parent, total`,
    [...parameters, ...(after ?? [])],
  );
  return new Map(rows.map(({ parent, refs, total }) => [parent, { refs, total }]));
}

/** A page from rows that were read with one more than asked for. */
export function pageOf<R>(
  rows: readonly R[],
  first: number,
  total: number,
  after: boolean,
  cursorOf: (row: R) => Cursor,
): Page<R> {
  const nodes = rows.slice(0, first);
  const edges = nodes.map((node) => ({ cursor: encodeCursor(cursorOf(node)), node }));
  return {
    nodes,
    edges,
    totalCount: total,
    pageInfo: {
      hasNextPage: rows.length > first,
      hasPreviousPage: after,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
