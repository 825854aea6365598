import fc, { type GeneratorValue } from 'fast-check';
import {
  getNamedType,
  isCompositeType,
  isEnumType,
  isInterfaceType,
  isListType,
  isNonNullType,
  getNullableType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';

export interface GeneratedRequest {
  query: string;
  operationName: string;
  variables: Record<string, unknown>;
}

type Composite = GraphQLObjectType | GraphQLInterfaceType;

/** These fields are left out: a request may have only one of them, and an export would only repeat the whole world. */
const left = new Set(['exportMyData', 'invitationPreview']);

/** A valid, modest query over the schema: fragments, conditions, aliases, defaults, several operations, literals and variables. */
export function generatedRequest(
  schema: GraphQLSchema,
  ids: Readonly<Record<string, string>>,
  g: GeneratorValue,
): GeneratedRequest {
  const operations = g(fc.integer, { min: 1, max: 3 });
  const written: string[] = [];
  const fragments: string[] = [];
  const variables: Record<string, unknown> = {};
  const chosen = g(fc.integer, { min: 0, max: operations - 1 });
  for (let n = 0; n < operations; n += 1) {
    const writer = new Writer(schema, ids, g, `F${n}x`);
    const selection = writer.selections(schema.getQueryType()!, 5);
    const declared = [...writer.declared].map(([name, { declaration }]) => `$${name}: ${declaration}`);
    written.push(`query Q${n}${declared.length > 0 ? `(${declared.join(', ')})` : ''} ${selection}`);
    fragments.push(...writer.fragments.values());
    if (n !== chosen) continue;
    for (const [name, { value }] of writer.declared) if (value !== undefined) variables[name] = value;
  }
  return { query: [...written, ...fragments].join('\n'), operationName: `Q${chosen}`, variables };
}

class Writer {
  readonly fragments = new Map<string, string>();
  readonly declared = new Map<string, { declaration: string; value: unknown }>();
  private readonly fragmentTypes = new Map<string, Composite>();
  private aliases = 0;
  private fields = 0;
  private spreads = 0;
  private named = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly ids: Readonly<Record<string, string>>,
    private readonly g: GeneratorValue,
    private readonly prefix: string,
  ) {}

  selections(type: Composite, depth: number): string {
    const count = this.upTo(3) + 1;
    const parts = Array.from({ length: count }, () => this.selection(type, depth));
    return `{ ${parts.join(' ')} }`;
  }

  private selection(type: Composite, depth: number): string {
    const kind = this.upTo(9);
    if (kind === 0) return '__typename';
    if (kind === 1 && depth > 1) return `...${this.on(type)}${this.condition()} ${this.selections(type, depth - 1)}`;
    if (kind === 2 && depth > 1) return this.spread(type, depth - 1);
    if (kind === 3 && isInterfaceType(type) && depth > 1) {
      const possible = this.one(this.schema.getPossibleTypes(type));
      return `... on ${possible.name} ${this.selections(possible, depth - 1)}`;
    }
    return this.field(type, depth);
  }

  private on(type: Composite): string {
    return this.upTo(1) === 0 ? '' : ` on ${type.name}`;
  }

  private spread(type: Composite, depth: number): string {
    this.spreads += 1;
    if (this.spreads > 2) return '__typename';
    const known = [...this.fragmentTypes].find(([, of]) => of === type)?.[0];
    const name = known ?? `${this.prefix}${(this.named += 1)}`;
    if (known === undefined) {
      const body = this.selections(type, depth);
      this.fragments.set(name, `fragment ${name} on ${type.name} ${body}`);
      // Other selections can use the fragment only once it is complete, so that no fragment contains itself.
      this.fragmentTypes.set(name, type);
    }
    const spread = `...${name}${this.condition()}`;
    return this.upTo(2) === 0 ? `${spread} ...${name}` : spread;
  }

  private field(type: Composite, depth: number): string {
    this.fields += 1;
    if (this.fields > 50) return '__typename';
    const usable = Object.values(type.getFields()).filter((each) => {
      if (left.has(each.name) || !this.isWithin(each, depth)) return false;
      return each.args.length === 0 || this.aliases < 5;
    });
    if (usable.length === 0) return '__typename';
    const field = this.one(usable);
    // A document is not valid if two fields have the same name but different arguments.
    const isAliased = field.args.length > 0 || (this.aliases < 5 && this.upTo(4) === 0);
    const alias = isAliased ? `a${(this.aliases += 1)}: ` : '';
    const args = field.args.flatMap((arg) => this.argument(field.name, arg));
    const given = args.length > 0 ? `(${args.join(', ')})` : '';
    const of = getNamedType(field.type);
    const inner = isCompositeType(of) ? ` ${this.selections(of as Composite, depth - 1)}` : '';
    return `${alias}${field.name}${given}${this.condition()}${inner}`;
  }

  private isWithin({ type }: GraphQLField<unknown, unknown>, depth: number): boolean {
    if (!isCompositeType(getNamedType(type))) return true;
    return depth > (isListType(getNullableType(type)) ? 2 : 1);
  }

  private argument(field: string, { name, type }: GraphQLArgument): string[] {
    const value = this.valueFor(field, name, type);
    if (value === undefined || (!isNonNullType(type) && this.upTo(2) === 0)) return [];
    if (this.upTo(1) === 0) return [`${name}: ${literal(value, type)}`];
    const variable = `v${this.declared.size}`;
    const way = this.upTo(2);
    const declaration = `${String(type)}${way === 0 ? '' : ` = ${literal(value, type)}`}`;
    this.declared.set(variable, { declaration, value: way === 1 ? undefined : value });
    return [`${name}: $${variable}`];
  }

  private valueFor(field: string, name: string, type: GraphQLInputType): unknown {
    if (name === 'id') return this.upTo(8) === 0 ? 'ses_nonsense' : (this.ids[field] ?? this.ids.node);
    if (name === 'first') return this.upTo(2) + 1;
    const of = getNamedType(type);
    if (of.name === 'Boolean') return this.upTo(1) === 0;
    if (of.name === 'DateTime') return this.one(['2027-02-01T00:00:00Z', '2027-03-01T00:00:00+01:00']);
    if (of.name === 'LocalDate') return name === 'from' ? '2027-02-20' : '2027-03-01';
    if (isEnumType(of)) {
      const value = this.one(of.getValues()).name;
      return isListType(getNullableType(type)) ? [value] : value;
    }
    return undefined;
  }

  private condition(): string {
    if (this.upTo(4) > 0) return '';
    const directive = this.one(['skip', 'include']);
    if (this.upTo(1) === 0) return ` @${directive}(if: ${this.upTo(1) === 0})`;
    const variable = `v${this.declared.size}`;
    const way = this.upTo(1);
    this.declared.set(variable, {
      declaration: way === 0 ? 'Boolean!' : `Boolean! = ${this.upTo(1) === 0}`,
      value: way === 0 ? this.upTo(1) === 0 : undefined,
    });
    return ` @${directive}(if: $${variable})`;
  }

  private upTo(max: number): number {
    return this.g(fc.integer, { min: 0, max });
  }

  private one<T>(items: readonly T[]): T {
    return items[this.upTo(items.length - 1)]!;
  }
}

function literal(value: unknown, type: GraphQLInputType): string {
  if (Array.isArray(value)) return `[${value.map((each) => literal(each, getNamedType(type))).join(', ')}]`;
  return isEnumType(getNamedType(type)) ? String(value) : JSON.stringify(value);
}
