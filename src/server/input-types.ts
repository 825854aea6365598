import { TypeMetadataStorage } from '@nestjs/graphql';
import {
  BREAK,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  Kind,
  typeFromAST,
  valueFromASTUntyped,
  visit,
  isInputType,
  GraphQLError,
  type ASTVisitor,
  type GraphQLInputType,
  type GraphQLLeafType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type ValidationContext,
  type ValueNode,
} from 'graphql';
import { fieldProblem, invalidInput, type FieldProblem } from '../common/errors.js';
import { MOST_PROBLEMS, problemsBeside, under } from '../common/input.js';

/** The longest list that any input takes: all sessions of a large proposal. Other inputs have smaller limits of their own. */
const MOST_ENTRIES = 2_000;

/** A value of a request, written in the document or sent as a variable, as far as the check of types needs it. */
interface Given {
  isNull: boolean;
  /** Read only as deep as the type goes: a value may be nested thousands of times. */
  items: () => Given[] | undefined;
  fields: () => Map<string, Given> | undefined;
  isOf: (type: GraphQLLeafType) => boolean;
  /** The plain value; undefined where a variable is part of it. */
  plain: () => unknown;
  /** A description of the value for a refusal. It repeats a wrong enum value, but no text that may be a password. */
  found: (type: GraphQLInputType) => string;
}

/** Collects what is wrong with a value by its type: each bad field with its path, what was expected and what was found. */
function check(given: Given | undefined, type: GraphQLInputType, path: string, problems: FieldProblem[]): void {
  if (given === undefined || problems.length >= MOST_PROBLEMS) return;
  const wrong = (expected: string) => problems.push(fieldProblem(path, expected, given.found(type)));
  if (given.isNull) {
    if (isNonNullType(type)) wrong(`a value of type ${type.toString()}`);
    return;
  }
  const of = getNullableType(type);
  if (isListType(of)) {
    const items = given.items();
    if (items && items.length > MOST_ENTRIES) return void wrong(`at most ${MOST_ENTRIES} entries`);
    if (!items) return check(given, of.ofType, path, problems);
    return items.forEach((item, n) => check(item, of.ofType, under(path, String(n)), problems));
  }
  if (isLeafType(of)) {
    if (given.isOf(of)) return;
    const values = isEnumType(of) ? of.getValues().map(({ name }) => name) : [];
    wrong(isEnumType(of) ? `one of ${values.join(', ')}` : `a value of type ${of.name}`);
    return;
  }
  const fields = given.fields();
  if (!fields) return void wrong(`an object of type ${of.name}`);
  for (const field of Object.values(of.getFields())) {
    if (fields.has(field.name)) check(fields.get(field.name), field.type, under(path, field.name), problems);
    else if (isRequiredInputField(field))
      problems.push(fieldProblem(under(path, field.name), `a value of type ${String(field.type)}`, 'nothing'));
  }
  for (const name of fields.keys()) {
    if (problems.length >= MOST_PROBLEMS) return;
    if (!of.getFields()[name]) problems.push(fieldProblem(under(path, name), `a field of ${of.name}`, 'another name'));
  }
}

/** A variable's value. */
function sent(value: unknown): Given {
  return {
    isNull: value === null,
    items: () => (Array.isArray(value) ? value.map(sent) : undefined),
    fields: () =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? new Map(Object.entries(value).map(([key, nested]) => [key, sent(nested)]))
        : undefined,
    isOf: (type) => read(() => type.parseValue(value)) !== undefined,
    plain: () => value,
    found: (type) => {
      if (Array.isArray(value)) return 'a list';
      if (typeof value === 'object' && value !== null) return 'an object';
      if (typeof value !== 'string') return String(value);
      return isEnumType(getNullableType(type)) && value.length <= 60 ? JSON.stringify(value) : 'text';
    },
  };
}

/** A value in the document; undefined for a variable, whose type is checked by where it stands. */
function written(node: ValueNode): Given | undefined {
  if (node.kind === Kind.VARIABLE) return undefined;
  return {
    isNull: node.kind === Kind.NULL,
    items: () => (node.kind === Kind.LIST ? node.values.map((each) => written(each)!) : undefined),
    fields: () =>
      node.kind === Kind.OBJECT
        ? new Map(node.fields.map(({ name, value }) => [name.value, written(value)!]))
        : undefined,
    isOf: (type) => read(() => type.parseLiteral(node, undefined)) !== undefined,
    plain: () => (hasVariable(node) ? undefined : valueFromASTUntyped(node)),
    found: (type) => {
      if (node.kind === Kind.LIST) return 'a list';
      if (node.kind === Kind.OBJECT) return 'an object';
      if (node.kind === Kind.NULL) return 'null';
      if (node.kind !== Kind.STRING) return String(node.value).slice(0, 60);
      return isEnumType(getNullableType(type)) && node.value.length <= 60 ? JSON.stringify(node.value) : 'text';
    },
  };
}

function hasVariable(node: ValueNode): boolean {
  let isFound = false;
  visit(node, {
    Variable() {
      isFound = true;
      return BREAK;
    },
  });
  return isFound;
}

/** What a scalar or an enum makes of a value; undefined where it throws. */
function read(parse: () => unknown): unknown {
  try {
    return parse();
  } catch {
    return undefined;
  }
}

/** A value as far as its type can read it, with defaults: other fields are undefined, other lists are empty. */
function readable(value: unknown, type: GraphQLInputType): unknown {
  const of = getNullableType(type);
  if (isListType(of)) {
    if (value == null && type === of) return value;
    const items = value == null ? [] : Array.isArray(value) ? value.slice(0, MOST_ENTRIES) : [value];
    return items.map((item) => readable(item, of.ofType));
  }
  if (isLeafType(of)) return value == null ? value : read(() => of.parseValue(value));
  if (value == null && type === of) return value;
  const given = (typeof value === 'object' ? value : null) as Record<string, unknown> | null;
  return Object.fromEntries(
    Object.values(of.getFields()).map(({ name, type: inside, defaultValue }) => {
      const isGiven = given !== null && Object.hasOwn(given, name);
      return [name, isGiven ? readable(given[name], inside) : (defaultValue ?? readable(undefined, inside))];
    }),
  );
}

/** The problems of an argument's types, and those of its class beside them: one refusal names both. */
function problemsWith(given: Given, name: string, type: GraphQLInputType): readonly FieldProblem[] {
  const problems: FieldProblem[] = [];
  check(given, type, rootOf(name, type), problems);
  const of = getNullableType(type);
  const plain = given.plain();
  if (problems.length === 0 || !isInputObjectType(of) || plain === undefined) return problems;
  const inputs = TypeMetadataStorage.getInputTypesMetadata();
  const metatype = inputs.find((each) => each.name === of.name)?.target;
  return problemsBeside(problems, metatype, readable(plain, type)).slice(0, MOST_PROBLEMS);
}

/** Paths begin inside an input object, and at the name of any other argument or variable. */
const rootOf = (name: string, type: GraphQLInputType): string => (isInputObjectType(getNullableType(type)) ? '' : name);

/** Takes the place of GraphQL's ValuesOfCorrectTypeRule: the same values pass, and a refusal has its fields. */
export function TypedLiteralsRule(context: ValidationContext): ASTVisitor {
  const judge = (node: ValueNode, name: string, type: GraphQLInputType) => {
    const given = written(node);
    const problems = given ? problemsWith(given, name, type) : [];
    if (problems.length > 0) context.reportError(refusal(problems, node));
  };
  return {
    Argument(node) {
      const argument = context.getArgument();
      if (argument) judge(node.value, node.name.value, argument.type);
    },
    VariableDefinition({ variable, type: of, defaultValue }) {
      const type = typeFromAST(context.getSchema(), of);
      if (defaultValue && isInputType(type)) judge(defaultValue, variable.name.value, type);
    },
  };
}

/** What is wrong with the variables of an operation, all of them in one refusal; null when nothing is. */
export function variablesRefusal(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): GraphQLError | null {
  const problems: FieldProblem[] = [];
  for (const { variable, type: of, defaultValue } of variableDefinitions) {
    const name = variable.name.value;
    const type = typeFromAST(schema, of);
    if (!isInputType(type)) continue;
    if (problems.length >= MOST_PROBLEMS) break;
    if (Object.hasOwn(variables, name)) problems.push(...problemsWith(sent(variables[name]), name, type));
    else if (isNonNullType(type) && !defaultValue)
      problems.push(fieldProblem(name, `a value of type ${type.toString()}`, 'nothing'));
  }
  return problems.length === 0 ? null : refusal(problems.slice(0, MOST_PROBLEMS));
}

function refusal(problems: readonly FieldProblem[], node?: ValueNode): GraphQLError {
  const originalError = invalidInput(problems);
  return new GraphQLError(originalError.message, { nodes: node, originalError });
}
