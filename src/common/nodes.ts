import { Field, ID, InterfaceType } from '@nestjs/graphql';
import type { EntityManager } from 'typeorm';
import type { Actor } from './context.js';
import { fieldProblem, invalidInput, shown } from './errors.js';
import { parseId, typeOfId, type NodeType, type Ref } from './ids.js';

type RowClass = abstract new (...args: never[]) => object;
type Read = (db: EntityManager, actor: Actor, ref: Ref) => Promise<object>;

const rowTypes = new Map<unknown, NodeType>();
const reads = new Map<NodeType, Read>();

/** Says which object type a row class is, and how an actor reads one by its id (refused to strangers). */
export function registerNode(type: NodeType, row: RowClass, read: Read): void {
  rowTypes.set(row, type);
  reads.set(type, read);
}

/** Reads any thing by its public id, as its own root field would. */
export function readNode(db: EntityManager, actor: Actor, id: string): Promise<object> {
  const type = typeOfId(id);
  const ref = type && parseId(type, id);
  const read = type && reads.get(type);
  if (!ref || !read) throw invalidInput([fieldProblem('id', 'an id that this service gave out', shown(id))]);
  return read(db, actor, ref);
}

@InterfaceType('Node', {
  description:
    'A thing with an opaque, typed, permanent id. An id of one type is refused (INVALID_INPUT) where another type is asked for.',
  resolveType: (row: object) => rowTypes.get(row.constructor),
})
export abstract class NodeObject {
  @Field(() => ID)
  id!: string;
}
