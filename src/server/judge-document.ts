import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  Lexer,
  SchemaMetaFieldDef,
  Source,
  TokenKind,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  typeFromAST,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { DomainError } from '../common/errors.js';
import { counted } from '../common/text.js';
import { listSizes } from './list-sizes.js';

/** What one request may ask for. */
export const documentLimits = {
  tokens: 2_000,
  depth: 12,
  /** Fields under another name, with fragments spread out. */
  aliases: 30,
  /** Fields of one name in one place: they are compared in pairs, so twice as many take four times as long. */
  repeats: 60,
  /** Objects, by the usual sizes of lists (`list-sizes.ts`) and what connections are asked for. */
  objects: 10_000,
  /** How often `readinessHistory` may occur: each point of a curve is worked out anew. */
  histories: 1,
  /** The same, of the schema itself: room for the standard introspection query, twice. */
  introspected: 250_000,
};

/** Acts that are expensive or allow guessing: a request may contain at most one of them. */
const ACTS_OF_THEIR_OWN: ReadonlySet<string> = new Set([
  'signIn',
  'signUp',
  'changePassword',
  'deleteAccount',
  'acceptInvitation',
  'invitationPreview',
  'exportMyData',
]);

/** The refusal of an operation that asks for too much: `found` is at least `limit + 1`. */
export const tooLarge = (message: string, limit: number, found: number, details: object = {}): DomainError =>
  new DomainError('QUERY_TOO_LARGE', message, { limit, found: Math.min(found, Number.MAX_SAFE_INTEGER), ...details });

/** Refuses a text of too many tokens before it is parsed. The parser reports what is not GraphQL. */
export function assertFewTokens(text: string): void {
  const lexer = new Lexer(new Source(text));
  const limit = documentLimits.tokens;
  for (let found = 1; ; found += 1) {
    if (nextKind(lexer) === TokenKind.EOF) return;
    if (found > limit) {
      throw tooLarge(
        `An operation may have at most ${limit.toLocaleString('en')} tokens. Split it into several requests.`,
        limit,
        found,
      );
    }
  }
}

function nextKind(lexer: Lexer): TokenKind {
  try {
    return lexer.advance().kind;
  } catch {
    return TokenKind.EOF;
  }
}

/** What a selection asks for, with its fragments spread out. Numbers may be infinite. */
interface Demand {
  depth: number;
  aliases: number;
  objects: number;
  histories: number;
  introspected: number;
  /** The names, in the answer, of acts that stand alone. */
  acts: ReadonlySet<string>;
}

const nothing: Demand = { depth: 0, aliases: 0, objects: 0, histories: 0, introspected: 0, acts: new Set() };

const both = (a: Demand, b: Demand): Demand => ({
  depth: Math.max(a.depth, b.depth),
  aliases: a.aliases + b.aliases,
  objects: a.objects + b.objects,
  histories: a.histories + b.histories,
  introspected: a.introspected + b.introspected,
  acts: b.acts.size === 0 ? a.acts : new Set([...a.acts, ...b.acts]),
});

/** Where a selection stands: of which type, and how many a page of the connection around it has. */
interface Place {
  type: GraphQLNamedType | undefined;
  page: number;
}

/**
 * Refuses a document of which any operation asks for too much. Each fragment is looked at once per page size, so that a
 * chain of fragments that spread each other twice costs no more than its length.
 */
export function judgeDocument(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
  limits = documentLimits,
): void {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const each of document.definitions)
    if (each.kind === Kind.FRAGMENT_DEFINITION) fragments.set(each.name.value, each);
  for (const each of document.definitions) {
    if (each.kind === Kind.OPERATION_DEFINITION || each.kind === Kind.FRAGMENT_DEFINITION) assertFewRepeats(each);
    if (each.kind !== Kind.OPERATION_DEFINITION) continue;
    refuseExcess(new Judge(schema, fragments, pageVariables(each, variables)).demandOf(each), limits);
  }
}

class Judge {
  private readonly known = new Map<string, Demand | null>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    private readonly variables: Readonly<Record<string, unknown>>,
  ) {}

  demandOf({ operation, selectionSet }: OperationDefinitionNode): Demand {
    return this.ofSelections(selectionSet, { type: this.schema.getRootType(operation) ?? undefined, page: 1 });
  }

  private ofSelections({ selections }: SelectionSetNode, place: Place): Demand {
    return selections.reduce((sum, selection) => {
      if (selection.kind === Kind.FIELD) return both(sum, this.ofField(selection, place));
      if (selection.kind === Kind.FRAGMENT_SPREAD) return both(sum, this.ofFragment(selection.name.value, place));
      const { typeCondition, selectionSet } = selection;
      const type = typeCondition ? typeFromAST(this.schema, typeCondition) : place.type;
      return both(sum, this.ofSelections(selectionSet, { ...place, type }));
    }, nothing);
  }

  private ofFragment(name: string, place: Place): Demand {
    const key = `${name} ${place.page}`;
    const before = this.known.get(key);
    if (before !== undefined) return before ?? nothing;
    // A fragment inside itself adds nothing here; validation refuses it.
    this.known.set(key, null);
    const fragment = this.fragments.get(name);
    if (!fragment) return nothing;
    const type = typeFromAST(this.schema, fragment.typeCondition);
    const demand = this.ofSelections(fragment.selectionSet, { ...place, type });
    this.known.set(key, demand);
    return demand;
  }

  private ofField(node: FieldNode, { type, page }: Place): Demand {
    const name = node.name.value;
    const definition = this.fieldOf(type, name);
    const of = definition && getNamedType(definition.type);
    const isObject = definition === undefined ? node.selectionSet !== undefined : isCompositeType(of);
    const first = definition?.args.some((arg) => arg.name === 'first') ? this.pageOf(node) : 1;
    const inner = node.selectionSet ? this.ofSelections(node.selectionSet, { type: of, page: first }) : nothing;
    const times = definition && isListType(getNullableType(definition.type)) ? sizeOf(type!.name, name, page) : 1;
    const introspects = definition === SchemaMetaFieldDef || definition === TypeMetaFieldDef;
    const objects = isObject ? times * (1 + inner.objects) : 0;
    return {
      // Introspection has its own limit on depth, MaxIntrospectionDepthRule.
      depth: introspects ? 1 : 1 + inner.depth,
      aliases: inner.aliases + (node.alias && node.alias.value !== name ? 1 : 0),
      objects: introspects ? 0 : objects,
      histories: inner.histories + (name === 'readinessHistory' ? 1 : 0),
      introspected: introspects ? objects : times * inner.introspected,
      acts: ACTS_OF_THEIR_OWN.has(name) ? new Set([node.alias?.value ?? name, ...inner.acts]) : inner.acts,
    };
  }

  private fieldOf(type: GraphQLNamedType | undefined, name: string): GraphQLField<unknown, unknown> | undefined {
    if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
    if (type === this.schema.getQueryType()) {
      if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
      if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
    }
    return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
  }

  /** What `first` asks for. A page is refused elsewhere when it asks for less than 1 or more than 100. */
  private pageOf({ arguments: given = [] }: FieldNode): number {
    const value = given.find((arg) => arg.name.value === 'first')?.value;
    const asked =
      value?.kind === Kind.INT
        ? Number(value.value)
        : value?.kind === Kind.VARIABLE
          ? this.variables[value.name.value]
          : undefined;
    return typeof asked === 'number' ? Math.min(100, Math.max(1, asked)) : 20;
  }
}

/** The variables that may be a page size, with their defaults. */
function pageVariables(
  { variableDefinitions = [] }: OperationDefinitionNode,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const defaults = variableDefinitions.flatMap(({ variable, defaultValue }) =>
    defaultValue?.kind === Kind.INT ? [[variable.name.value, Number(defaultValue.value)] as const] : [],
  );
  return { ...Object.fromEntries(defaults), ...given };
}

const sizeOf = (type: string, field: string, page: number): number =>
  type.endsWith('Connection') ? page : (listSizes[`${type}.${field}`] ?? 100);

function assertFewRepeats(definition: OperationDefinitionNode | FragmentDefinitionNode): void {
  const limit = documentLimits.repeats;
  const waiting: SelectionSetNode[] = [definition.selectionSet];
  for (let set = waiting.pop(); set; set = waiting.pop()) {
    const times = new Map<string, number>();
    for (const selection of set.selections) {
      if ('selectionSet' in selection && selection.selectionSet) waiting.push(selection.selectionSet);
      const name = nameInAnswer(selection);
      const found = (times.get(name) ?? 0) + 1;
      times.set(name, found);
      if (found > limit)
        throw tooLarge(`A field or fragment may occur ${limit} times in one place. Ask for it once.`, limit, found);
    }
  }
}

function nameInAnswer(selection: SelectionSetNode['selections'][number]): string {
  if (selection.kind === Kind.FIELD) return selection.alias?.value ?? selection.name.value;
  return selection.kind === Kind.FRAGMENT_SPREAD ? `...${selection.name.value}` : '...';
}

function refuseExcess(demand: Demand, limits: typeof documentLimits): void {
  const { depth, aliases, objects, histories, introspected, acts } = demand;
  const { depth: mostDepth, aliases: mostAliases, objects: mostObjects, introspected: mostIntrospected } = limits;
  if (depth > mostDepth) {
    const message = `Fields may be nested at most ${mostDepth} levels deep; these are nested ${depth}. Fetch deeper objects by id.`;
    throw tooLarge(message, mostDepth, depth);
  }
  if (aliases > mostAliases) {
    throw tooLarge(
      `An operation may have at most ${mostAliases} aliases. Split it into several requests.`,
      mostAliases,
      aliases,
    );
  }
  if (acts.size > 1) {
    const message = `A request may contain only one of ${[...ACTS_OF_THEIR_OWN].join(', ')}. Send the others in separate requests.`;
    throw tooLarge(message, 1, acts.size);
  }
  if (objects > mostObjects) {
    const message = `The operation asks for ${asMuchAs(objects)}. A request may ask for at most ${counted(mostObjects, 'object')}. Take smaller pages (first), fewer levels, or several requests.`;
    throw tooLarge(message, mostObjects, objects);
  }
  if (histories > limits.histories) {
    const message = 'A request may contain readinessHistory once. Send the others in separate requests.';
    throw tooLarge(message, limits.histories, histories);
  }
  if (introspected > mostIntrospected) {
    throw tooLarge(
      'The operation asks for too much of the schema. Split it into several requests.',
      mostIntrospected,
      introspected,
    );
  }
}

const asMuchAs = (objects: number) => (objects < 1e9 ? `about ${counted(objects, 'object')}` : 'billions of objects');
