import { Field, Int, ObjectType } from '@nestjs/graphql';
import { fieldProblem, invalidInput, shown } from './errors.js';

@ObjectType('PageInfo', { description: 'The position of a page in a connection.' })
class PageInfoObject {
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
  readonly edges: { cursor: string; node: R }[];
  readonly pageInfo: PageInfoObject;
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

    @Field(() => Int, { description: 'The number of matches on all pages.' })
    totalCount!: number;
  }
  return Connection;
}

/** A place in an order: the values that the rows are sorted by, the last of them unique. */
type Cursor = readonly string[];

const encodeCursor = (cursor: Cursor) => Buffer.from(JSON.stringify(cursor)).toString('base64url');

/** What each part of a cursor of the connection has to be. */
type CursorShape = readonly ((part: string) => boolean)[];

/** The place that a cursor names. Refuses cursors that this service did not make. */
export function decodeCursor(text: string | null | undefined, shape: CursorShape): Cursor | null {
  if (text == null) return null;
  try {
    const cursor: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (Array.isArray(cursor) && cursor.length === shape.length && shape.every((fits, n) => fits(String(cursor[n])))) {
      return cursor.map(String);
    }
  } catch {
    // Not JSON: refused below like every other foreign cursor.
  }
  throw invalidInput([fieldProblem('after', 'a cursor of this connection', shown(text))]);
}

export const isUuid = (part: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(part);

/** Which page of a list is asked for. */
export interface PageRequest {
  first: number;
  after: Cursor | null;
}

/** A page of a list whose rows are in the order of their cursors. */
export function pageOf<R>(rows: readonly R[], { first, after }: PageRequest, cursorOf: (row: R) => Cursor): Page<R> {
  const start = after === null ? 0 : placeAfter(rows, after, cursorOf);
  const nodes = rows.slice(start, start + first);
  const cursorAt = (place: number) => (nodes.length > 0 ? encodeCursor(cursorOf(nodes.at(place)!)) : null);
  return {
    nodes,
    // Cursors cost more than the rest of the page, and most queries ask for the nodes alone.
    get edges() {
      return nodes.map((node) => ({ cursor: encodeCursor(cursorOf(node)), node }));
    },
    totalCount: rows.length,
    get pageInfo() {
      return {
        hasNextPage: rows.length > start + first,
        hasPreviousPage: after !== null,
        startCursor: cursorAt(0),
        endCursor: cursorAt(-1),
      };
    },
  };
}

/** The first place after a cursor, by binary search. */
function placeAfter<R>(rows: readonly R[], after: Cursor, cursorOf: (row: R) => Cursor): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBehind(cursorOf(rows[middle]!), after)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function isBehind(cursor: Cursor, after: Cursor): boolean {
  const n = cursor.findIndex((part, at) => part !== after[at]);
  return n >= 0 && cursor[n]! > after[n]!;
}
