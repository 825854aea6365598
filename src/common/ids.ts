import { v7 } from 'uuid';

/** The kinds of thing that have a public id, and the prefix that says so. */
const prefixes = {
  Person: 'per',
  SignIn: 'sgn',
  Group: 'grp',
  Member: 'mem',
  Invitation: 'inv',
  Guide: 'gde',
  Round: 'rnd',
  Question: 'que',
  PrepPlan: 'pln',
  Candidate: 'can',
  LoopRound: 'lpr',
  Session: 'ses',
  Assignment: 'asg',
  Scorecard: 'scr',
  ScheduleProposal: 'prp',
  ProposedSession: 'prs',
  SwapProposal: 'swp',
} as const;

export type NodeType = keyof typeof prefixes;

/**
 * Where a row is: its group and its own id. People and groups belong to no other group, so their `groupId` equals `id`.
 */
export interface Ref {
  groupId: string;
  id: string;
}

const ungrouped: ReadonlySet<NodeType> = new Set(['Person', 'SignIn', 'Group']);

/** A new id: a UUID v7, so that ids sort by the time of their creation. */
export const newId = (): string => v7();

const bytesOf = (uuid: string) => Buffer.from(uuid.replaceAll('-', ''), 'hex');

function uuidOf(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/**
 * The public form of an id: its kind, then group and id as base64url. Clients treat it as opaque; we refuse an id of
 * another kind before the database is asked, and every look-up knows its group.
 */
export function publicId(type: NodeType, ref: Ref): string {
  const prefix = prefixes[type];
  const known = publicIds.get(ref);
  if (known?.startsWith(prefix)) return known;
  const id = encoded(type, ref);
  // Caches the ids of rows only. Plain refs live for one request.
  if (Object.getPrototypeOf(ref) !== Object.prototype) publicIds.set(ref, id);
  return id;
}

const publicIds = new WeakMap<Ref, string>();

function encoded(type: NodeType, ref: Ref): string {
  const bytes = ungrouped.has(type) ? bytesOf(ref.id) : Buffer.concat([bytesOf(ref.groupId), bytesOf(ref.id)]);
  return `${prefixes[type]}_${bytes.toString('base64url')}`;
}

/** The place that a public id names, or null when it is not an id of that kind. */
export function parseId(type: NodeType, text: unknown): Ref | null {
  if (typeof text !== 'string' || !text.startsWith(`${prefixes[type]}_`)) return null;
  const encoded = text.slice(prefixes[type].length + 1);
  const bytes = Buffer.from(encoded, 'base64url');
  if (bytes.length !== (ungrouped.has(type) ? 16 : 32) || bytes.toString('base64url') !== encoded) return null;
  const id = uuidOf(bytes.subarray(-16));
  return { groupId: uuidOf(bytes.subarray(0, 16)), id };
}

/** The kind of thing that an id claims to name. */
export function typeOfId(text: string): NodeType | null {
  const found = Object.entries(prefixes).find(([, prefix]) => text.startsWith(`${prefix}_`));
  return found ? (found[0] as NodeType) : null;
}

/** The group of what an id names; null where it belongs to none, or is no id. */
export function groupOfId(text: string): string | null {
  const type = typeOfId(text);
  if (type === null || type === 'Person' || type === 'SignIn') return null;
  return parseId(type, text)?.groupId ?? null;
}

/** The example that a refusal shows for an id of this kind. */
export const idShape = (type: NodeType) => `an id of type ${type} (${prefixes[type]}_…)`;
