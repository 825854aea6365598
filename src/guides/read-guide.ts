import { Ajv, type ErrorObject } from 'ajv';
import { parseDocument, visit, type ParsedNode, type Scalar } from 'yaml';
import { fieldProblem, isStorable, shown, STORABLE, type FieldProblem } from '../common/errors.js';
import { allComposed } from '../common/text.rules.js';
import { MOST_NESTING, tangled } from './guide-budget.js';
import schema from './guide-document.schema.json' with { type: 'json' };
import type { GuideDocument, QuestionDocument } from './guide-document.js';
import { referenceProblems } from './guide-document.rules.js';
import { outlineOf } from './guide-outline.js';

const MOST_BYTES = 200 * 1024;
const MOST_PROBLEMS = 100;
const MOST_QUESTIONS = 500;

const ajv = new Ajv({ allErrors: true, strict: true, verbose: true });
const validate = ajv.compile<GuideDocument>(schema);
const validateQuestions = ajv.compile<QuestionDocument[]>({
  type: 'array',
  minItems: 1,
  items: { $ref: `${schema.$id}#/definitions/question` },
});

/** What was read, or every problem. */
export type Read<T> = { document: T; problems: [] } | { document: null; problems: FieldProblem[] };

/** What a member may send as a document. */
export interface Documents {
  guide: GuideDocument;
  questions: QuestionDocument[];
}

const refused = (problems: FieldProblem[]): { document: null; problems: FieldProblem[] } => ({
  document: null,
  problems: problems.slice(0, MOST_PROBLEMS),
});

/** Reads a guide document whole: either everything in it is right, or every problem is named. */
export function readGuide(source: string): Read<GuideDocument> {
  const { value, problems } = readPlain(source);
  if (problems.length > 0) return refused(problems);
  const isShaped = validate(value);
  const shape = distinct((validate.errors ?? []).map(schemaProblem));
  const isTold = new Set(shape.map(({ path }) => path));
  const broken = referenceProblems(isShaped ? value : outlineOf(value)).filter(({ path }) => !isTold.has(path));
  return isShaped && broken.length === 0 ? { document: value, problems: [] } : refused([...shape, ...broken]);
}

/** Reads a list of questions in the form of a guide's: either all of them are right, or every problem is named. */
export function readQuestions(source: string): Read<QuestionDocument[]> {
  const { value, problems } = readPlain(source);
  if (problems.length > 0) return refused(problems);
  // A list that is too long is not checked further, because each broken entry would be a problem.
  if (Array.isArray(value) && value.length > MOST_QUESTIONS)
    return refused([fieldProblem('', `at most ${MOST_QUESTIONS} questions`, `${value.length} questions`)]);
  if (!validateQuestions(value)) return refused(distinct((validateQuestions.errors ?? []).map(schemaProblem)));
  const keys = value.map(({ key }) => key);
  const repeated = keys.flatMap((key, n) =>
    keys.indexOf(key) < n ? [fieldProblem(`[${n}].key`, 'each key once', `${shown(key)} again`)] : [],
  );
  return repeated.length > 0 ? refused(repeated) : { document: value, problems: [] };
}

/** A document as plain values, within the limits of size and depth. */
function readPlain(source: string): { value: unknown; problems: FieldProblem[] } {
  const bytes = Buffer.byteLength(source);
  const tooLong = fieldProblem('', `at most ${MOST_BYTES / 1024} KiB`, `${Math.ceil(bytes / 1024)} KiB`);
  if (bytes > MOST_BYTES) return { value: null, problems: [tooLong] };
  const read = readYaml(source);
  if (read.problems.length > 0 || depthOf(read.value) <= MOST_NESTING) return read;
  return { value: null, problems: [tangled] };
}

/** How deeply lists and maps are nested. */
function depthOf(value: unknown): number {
  let depth = 0;
  for (let level: unknown[] = [value]; level.length > 0; depth += 1) {
    level = level.flatMap((each) =>
      typeof each === 'object' && each !== null ? (Object.values(each) as unknown[]) : [],
    );
    if (depth > MOST_NESTING) break;
  }
  return depth;
}

/** Plain YAML 1.2: no duplicate keys, no aliases (a few of them can expand without limit), one document. */
function readYaml(source: string): { value: unknown; problems: FieldProblem[] } {
  try {
    // The library compares every pair of keys, so two large maps would take seconds. We look for repeated keys ourselves.
    const yaml = parseDocument<ParsedNode>(source, { uniqueKeys: false, prettyErrors: true, stringKeys: true });
    const problems = [...yaml.errors, ...yaml.warnings].map(({ message, linePos }) =>
      fieldProblem(`line ${linePos?.[0].line ?? 1}`, 'plain YAML', message.split('\n')[0]!),
    );
    problems.push(...repeatedKeys(yaml.contents, source));
    if (problems.length > 0) return { value: null, problems };
    const value: unknown = yaml.toJS({ maxAliasCount: 0 });
    return { value: allComposed(value), problems: unstorable(value, '') };
  } catch (error) {
    const found =
      error instanceof ReferenceError ? 'an alias (*): write the value out instead' : 'something that cannot be read';
    return { value: null, problems: [fieldProblem('', 'plain YAML without aliases', found)] };
  }
}

/** Keys that occur twice in one map, which is ambiguous. */
function repeatedKeys(contents: ParsedNode | null, source: string): FieldProblem[] {
  const problems: FieldProblem[] = [];
  visit(contents, {
    Map(_, { items }) {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        const { value, range } = key as Scalar.Parsed;
        if (seen.has(value))
          problems.push(fieldProblem(`line ${lineAt(source, range[0])}`, 'each key once', `${shown(value)} again`));
        seen.add(value);
      }
    },
  });
  return problems.slice(0, MOST_PROBLEMS);
}

const lineAt = (source: string, offset: number) => source.slice(0, offset).split('\n').length;

/** Texts in which an escape hides a NUL or half a character, which the database cannot store. */
function unstorable(value: unknown, path: string): FieldProblem[] {
  if (typeof value === 'string') return isStorable(value) ? [] : [fieldProblem(path, STORABLE, 'one of them')];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, nested]) => [
    ...(isStorable(key) ? [] : [fieldProblem(path, STORABLE, 'one of them in a key')]),
    ...unstorable(nested, /^\d+$/.test(key) ? `${path}[${key}]` : within(path, key)),
  ]);
}

/** What the patterns of the schema require, by the definition that contains them. */
const patterns: Record<string, string> = {
  key: 'lower-case letters and digits, with hyphens between',
  title: 'text in one line with a visible character',
  text: 'text with a visible character',
};

function schemaProblem({ instancePath, schemaPath, keyword, params, message, data }: ErrorObject): FieldProblem {
  const parameters = params as {
    missingProperty?: string;
    additionalProperty?: string;
    allowedValues?: unknown[];
    allowedValue?: unknown;
  };
  const path = instancePath
    .slice(1)
    .replaceAll('/', '.')
    .replace(/(^|\.)(\d+)(?=\.|$)/g, '[$2]');
  if (keyword === 'required') return fieldProblem(within(path, parameters.missingProperty!), 'a value', 'nothing');
  if (keyword === 'additionalProperties') {
    return fieldProblem(within(path, parameters.additionalProperty!), 'a field of the guide format', 'another name');
  }
  if (keyword === 'enum') return fieldProblem(path, `one of ${parameters.allowedValues!.join(', ')}`, shown(data));
  if (keyword === 'const') return fieldProblem(path, shown(parameters.allowedValue), shown(data));
  if (keyword === 'pattern') return fieldProblem(path, patterns[schemaPath.split('/').at(-2)!]!, shown(data));
  return fieldProblem(
    path,
    (message ?? 'something else').replace(/^must (be|have|NOT have) /, expectedWords),
    shown(data),
  );
}

const expectedWords = (_: string, verb: string) => ({ 'NOT have': 'not ' })[verb] ?? '';

const within = (path: string, key: string) => (path === '' ? key : `${path}.${key}`);

const distinct = (problems: FieldProblem[]) => [
  ...new Map(problems.map((problem) => [problem.path + problem.expected, problem])).values(),
];
