import {
  getNamedType,
  isAbstractType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import { groupOfId, typeOfId } from '../common/ids.js';
import { personalParts, type Personal } from '../common/request-state.js';

/** Fields that lead from a person to all of their groups. */
const crossing = new Set(['Person.memberships', 'Person.sessions', 'Person.attention', 'Query.exportMyData']);

/** What a document may reach, with any variables. */
export interface Touched {
  /** Texts in it that may be ids. */
  texts: readonly string[];
  /** Whether it leads from a person to all of their groups. */
  crossesGroups: boolean;
  /** What it needs of the viewer's own. */
  personal: readonly Personal<unknown>[];
}

/** The same for the selected operation. */
export interface Asked extends Touched {
  isMutation: boolean;
}

export function touchedBy(schema: GraphQLSchema, document: DocumentNode): Touched {
  const fields = new Set<string>();
  const texts: string[] = [];
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      [Kind.FIELD]({ name }) {
        const parent = types.getParentType()?.name;
        fields.add(`${parent}.${name.value}`).add(`${parent}.*`);
        const type = getNamedType(types.getType() ?? undefined);
        if (type) fields.add(`${type.name}.*`);
        // An interface may turn out to be each of its types.
        if (isAbstractType(type)) for (const each of schema.getPossibleTypes(type)) fields.add(`${each.name}.*`);
      },
      [Kind.STRING]({ value }) {
        texts.push(value);
      },
    }),
  );
  const has = (names: Iterable<string>) => [...names].some((name) => fields.has(name));
  return {
    texts,
    crossesGroups: has(crossing),
    personal: personalParts.filter((part) => has(part.fields)),
  };
}

/** The groups that ids in texts and variables name; null where a person is named, who may be in any. */
export function groupsNamed(...values: readonly unknown[]): string[] | null {
  const found = new Set<string>();
  const isWhole = values.every((value) => collect(value, found));
  return isWhole ? [...found] : null;
}

function collect(value: unknown, found: Set<string>): boolean {
  if (typeof value === 'string') {
    const groupId = groupOfId(value);
    if (groupId !== null) found.add(groupId);
    return typeOfId(value) !== 'Person';
  }
  if (typeof value !== 'object' || value === null) return true;
  return Object.values(value).every((part) => collect(part, found));
}
