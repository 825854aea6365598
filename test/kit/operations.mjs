import {
  buildSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isScalarType,
  parse,
  typeFromAST,
  validate,
} from 'graphql';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/**
 * Writes the types of every operation that the tests send to `operations.d.ts`, by the operation's text: the variables
 * that it takes and the data that it answers. A test knows what it made, so the types of data promise more than the
 * schema does: no field is null, and the fields of all `... on Type` are there.
 *
 * GraphQL Code Generator makes exact types for clients (`test/client`). With exact types, tests would have to check every field for null.
 */
const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));
const scalars = { ID: 'string', String: 'string', Int: 'number', Float: 'number', Boolean: 'boolean' };

const paths = readdirSync('test', { recursive: true })
  .filter((path) => /(?<!\.d)\.ts$/.test(path) && !path.startsWith('client'))
  .map((path) => join('test', path));

/** Every source file of the tests, with the text constants that it declares, by name. */
const files = new Map(
  paths.map((path) => {
    const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
    return [path, { source, constants: new Map(), imports: new Map() }];
  }),
);

/** The value of an expression that consists of constant texts, or null if it depends on anything else. */
function textOf(node, path) {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (ts.isAsExpression(node)) return textOf(node.expression, path);
  if (ts.isIdentifier(node)) return textOfName(node.text, path);
  if (!ts.isTemplateExpression(node)) return null;
  const parts = node.templateSpans.map(({ expression, literal }) => {
    const text = textOf(expression, path);
    return text === null ? null : text + literal.text;
  });
  return parts.includes(null) ? null : node.head.text + parts.join('');
}

function textOfName(name, path) {
  const { constants, imports } = files.get(path);
  if (constants.has(name)) return textOf(constants.get(name), path);
  const from = imports.get(name);
  return from && files.has(from) ? textOfName(name, from) : null;
}

function walk(node, visit) {
  visit(node);
  node.forEachChild((child) => walk(child, visit));
}

for (const [path, { source, constants, imports }] of files) {
  walk(source, (node) => {
    if (ts.isVariableDeclaration(node) && node.initializer && ts.isIdentifier(node.name))
      constants.set(node.name.text, node.initializer);
    if (ts.isImportDeclaration(node) && node.moduleSpecifier.text.startsWith('.'))
      for (const { name } of node.importClause?.namedBindings?.elements ?? [])
        imports.set(name.text, join(dirname(path), node.moduleSpecifier.text.replace(/\.js$/, '.ts')));
  });
}

/** The TypeScript type of a field in an answer: an object of its fields or the type of its leaf, in as many lists as in the schema. */
function outputOf(type, selections, fragments) {
  if (isNonNullType(type)) return outputOf(type.ofType, selections, fragments);
  if (isListType(type)) return `${outputOf(type.ofType, selections, fragments)}[]`;
  if (isEnumType(type)) return `E['${type.name}']`;
  if (isScalarType(type)) return scalars[type.name] ?? 'string';
  return dataOf(type, selections, fragments);
}

function dataOf(type, selections, fragments) {
  const fields = new Map();
  const collect = (parent, list) => {
    for (const selection of list) {
      if (selection.kind === 'Field') {
        const key = (selection.alias ?? selection.name).value;
        const known = fields.get(key);
        const inner = selection.selectionSet?.selections ?? [];
        if (known) known.inner.push(...inner);
        else fields.set(key, { name: selection.name.value, parent, inner: [...inner] });
      } else {
        const fragment = selection.kind === 'FragmentSpread' ? fragments.get(selection.name.value) : selection;
        const condition = fragment.typeCondition ? schema.getType(fragment.typeCondition.name.value) : parent;
        collect(condition, fragment.selectionSet.selections);
      }
    }
  };
  collect(type, selections);
  const printed = [...fields].map(([key, { name, parent, inner }]) => {
    if (name.startsWith('__')) return `${key}: ${name === '__typename' ? 'string' : 'never'}`;
    return `${key}: ${outputOf(parent.getFields()[name].type, inner, fragments)}`;
  });
  return `{ ${printed.join('; ')} }`;
}

/** The TypeScript type of a variable. Enums are strings, because tests compute them and send wrong ones on purpose. */
function inputOf(type) {
  if (isNonNullType(type)) return inputOf(type.ofType);
  if (isListType(type)) return `readonly ${wrapped(inputOf(type.ofType))}[]`;
  if (isInputObjectType(type)) return `I['${type.name}']`;
  return isEnumType(type) ? 'string' : (scalars[type.name] ?? 'string');
}
const wrapped = (text) => (text.startsWith('readonly') ? `(${text})` : text);

const variableOf = (name, type, hasDefault = false) =>
  isNonNullType(type) && !hasDefault ? `${name}: ${inputOf(type)}` : `${name}?: ${inputOf(type)} | null`;

const operations = new Map();

function enter(text) {
  if (operations.has(text) || !/^\s*(query|mutation|\{)/.test(text)) return;
  let document;
  try {
    document = parse(text, { noLocation: true });
  } catch {
    return;
  }
  if (validate(schema, document).length > 0) return;
  const [operation, ...others] = document.definitions.filter(({ kind }) => kind === 'OperationDefinition');
  if (others.some(({ kind }) => kind === 'OperationDefinition')) return;
  const fragments = new Map(
    document.definitions.flatMap((each) => (each.kind === 'FragmentDefinition' ? [[each.name.value, each]] : [])),
  );
  const root = operation.operation === 'query' ? schema.getQueryType() : schema.getMutationType();
  const variables = operation.variableDefinitions.map(({ variable, type, defaultValue }) =>
    variableOf(variable.name.value, typeFromAST(schema, type), defaultValue !== undefined),
  );
  const data = dataOf(root, operation.selectionSet.selections, fragments);
  operations.set(text, `{ variables: { ${variables.join('; ')} }; data: ${data} }`);
}

/** The file that contains each mutation with variables. A mutation that two tests send belongs in the kit. */
const written = new Map();

for (const [path, { source }] of files)
  walk(source, (node) => {
    const text = textOf(node, path);
    if (text === null) return;
    enter(text);
    if (ts.isIdentifier(node) || ts.isAsExpression(node) || !/^\s*mutation \(/.test(text)) return;
    const before = written.get(text);
    if (before) throw new Error(`${path} and ${before} write the same mutation. Share it in test/kit: ${text}`);
    written.set(text, path);
  });

const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
const enums = types.filter(isEnumType).map(
  (type) =>
    `  ${type.name}: ${type
      .getValues()
      .map(({ name }) => `'${name}'`)
      .join(' | ')};`,
);
const inputs = types.filter(isInputObjectType).map((type) => {
  const fields = Object.values(type.getFields()).map((field) =>
    variableOf(field.name, field.type, field.defaultValue !== undefined),
  );
  return `  ${type.name}: { ${fields.join('; ')} };`;
});

writeFileSync(
  'test/kit/operations.d.ts',
  [
    '// Written by `npm run operations`.',
    `interface E {\n${enums.join('\n')}\n}`,
    `interface I {\n${inputs.join('\n')}\n}`,
    'export interface Operations {',
    ...[...operations].map(([text, type]) => `  ${JSON.stringify(text)}: ${type};`),
    '}\n',
  ].join('\n'),
);
