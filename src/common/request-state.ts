import type { Present } from './clock.js';
import type { GroupState, GroupStates, Revisions, Slice, SliceName } from './group-state.js';

/** Something of the viewer's own that is in no group's state: it changes often, and concerns one person. */
export interface Personal<T> {
  name: string;
  /** For which fields it is read: `Type.field`, or `Type.*` for every field of a type. */
  fields: readonly string[];
  /** A subselect of one value for the person `p`. */
  sql: string;
  /** Builds it from that value, which is null if nothing exists. */
  read: (value: unknown) => T;
}

export const personalParts: Personal<unknown>[] = [];

export function definePersonal<T>(part: Personal<T>): Personal<T> {
  personalParts.push(part);
  return part;
}

/** The account of the viewer, as only they see it. */
interface Viewer {
  id: string;
  email: string;
  displayName: string;
  timeZone: string;
}

interface Contents {
  present: Pick<Present, 'now'>;
  viewer: Viewer | null;
  groups: ReadonlyMap<string, GroupState>;
  personal: ReadonlyMap<string, unknown>;
  /** Where what is computed may be kept for later requests. */
  store: Pick<GroupStates, 'computed' | 'keep'>;
}

/** All that one request may read, at one moment. Functions over it ask the database nothing. Only long computations are asynchronous (`portions.ts`). */
export class RequestState {
  private readonly answers = new Map<unknown, WeakMap<object, unknown>>();

  constructor(private readonly contents: Contents) {}

  get now(): Date {
    return this.contents.present.now;
  }

  get viewer(): Viewer | null {
    return this.contents.viewer;
  }

  get viewerId(): string | null {
    return this.contents.viewer?.id ?? null;
  }

  /** The groups that were opened for this request: those that it names, or all of the viewer's where a field crosses groups. */
  get groupIds(): string[] {
    return [...this.contents.groups.keys()];
  }

  has(groupId: string): boolean {
    return this.contents.groups.has(groupId);
  }

  of<S extends object>({ name }: Slice<S>, groupId: string): S {
    return this.group(groupId).slices.get(name) as S;
  }

  /**
   * A text that changes whenever one of these slices of a group changes. What was computed from them is kept under it.
   */
  revisionOf(groupId: string, names: readonly SliceName[]): string {
    const { revisions }: { revisions: Revisions } = this.group(groupId);
    return names.map((name) => revisions[name]).join(' ');
  }

  get store(): Contents['store'] {
    return this.contents.store;
  }

  personal<T>(part: Personal<T>): T {
    if (!this.hasPersonal(part)) throw new Error(`${part.name} was not read for this request.`);
    return this.contents.personal.get(part.name) as T;
  }

  /** Whether a part was read: it is only for requests with fields that need it. */
  hasPersonal<T>(part: Personal<T>): boolean {
    return this.contents.personal.has(part.name);
  }

  /** The result of a function for a row, computed once for this request. */
  once<R extends object, T>(work: (state: RequestState, row: R) => T, row: R): T {
    let answers = this.answers.get(work);
    if (!answers) this.answers.set(work, (answers = new WeakMap()));
    if (!answers.has(row)) answers.set(row, work(this, row));
    return answers.get(row) as T;
  }

  private group(groupId: string): GroupState {
    const group = this.contents.groups.get(groupId);
    if (!group) throw new Error(`The group ${groupId} was not opened for this request.`);
    return group;
  }
}

/** The same function, computed once for each row and request. */
export const oncePerRequest =
  <R extends object, T>(work: (state: RequestState, row: R) => T) =>
  (state: RequestState, row: R): T =>
    state.once(work, row);

/** Rows by their own id. */
export const byId = <R extends { id: string }>(rows: readonly R[]): ReadonlyMap<string, R> =>
  new Map(rows.map((row) => [row.id, row]));
