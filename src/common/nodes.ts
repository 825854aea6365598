import { Field, ID, InterfaceType } from '@nestjs/graphql';
import { fieldProblem, invalidInput, notFound, shown } from './errors.js';
import { parseId, typeOfId, type NodeType, type Ref } from './ids.js';
import type { RequestState } from './request-state.js';

type RowClass = abstract new (...args: never[]) => object;

interface NodeReads {
  /** The row, or undefined if the state does not have it. The caller checks who may read it. */
  find: (state: RequestState, ref: Ref) => object | null | undefined;
  /** Whether the viewer may read it by its id alone. */
  mayRead: (state: RequestState, ref: Ref) => boolean;
}

const rowTypes = new Map<unknown, NodeType>();
const reads = new Map<NodeType, NodeReads>();

/** Says which object type some row classes are, and how one is read by its id. */
export function registerNode(type: NodeType, rows: readonly RowClass[], read: NodeReads): void {
  for (const row of rows) rowTypes.set(row, type);
  reads.set(type, read);
}

/** The name of a type in a refusal. */
const typeNames: Partial<Record<NodeType, string>> = {
  PrepPlan: 'plan',
  LoopRound: 'loop round',
  ScheduleProposal: 'proposal',
  SignIn: 'sign-in',
  SwapProposal: 'swap',
};

/** Anything that the viewer may read, by its `Ref`; NOT_FOUND to strangers. */
export function readNode<T>(state: RequestState, type: NodeType, ref: Ref): T {
  const { find, mayRead } = reads.get(type)!;
  const row = mayRead(state, ref) ? find(state, ref) : null;
  if (row) return row as T;
  throw notFound(typeNames[type] ?? type.toLowerCase());
}

/** The same by its public id. */
export function readById(state: RequestState, id: string): object {
  const type = typeOfId(id);
  const ref = type && parseId(type, id);
  if (!ref || !reads.has(type)) throw invalidInput([fieldProblem('id', 'an id that this service gave out', shown(id))]);
  return readNode(state, type, ref);
}

/** The answer of a mutation: the rows that it has written, as the state has them now. */
export function freshRows(state: RequestState, result: unknown): unknown {
  if (Array.isArray(result)) return result.map((each) => freshRows(state, each));
  if (typeof result !== 'object' || result === null) return result;
  const type = rowTypes.get(result.constructor);
  if (type !== undefined) return reads.get(type)!.find(state, result as Ref) ?? result;
  if (result.constructor !== Object) return result;
  return Object.fromEntries(Object.entries(result).map(([key, value]) => [key, freshRows(state, value)]));
}

/** The groups that the rows of a result belong to. */
export function groupsOfRows(result: unknown): string[] {
  if (Array.isArray(result)) return result.flatMap(groupsOfRows);
  if (typeof result !== 'object' || result === null) return [];
  const type = rowTypes.get(result.constructor);
  if (type !== undefined) return 'groupId' in result ? [result.groupId as string] : [];
  return result.constructor === Object ? Object.values(result).flatMap(groupsOfRows) : [];
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
