import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  execute,
  getOperationAST,
  GraphQLError,
  isIntrospectionType,
  isObjectType,
  Kind,
  NoSchemaIntrospectionCustomRule,
  OperationTypeNode,
  parse,
  recommendedRules,
  specifiedRules,
  validate,
  ValuesOfCorrectTypeRule,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import { createHandler, type OperationArgs, type Request, type RequestParams } from 'graphql-http';
import { LRUCache } from 'lru-cache';
import type { RequestContext } from '../common/context.js';
import { freshRows, groupsOfRows } from '../common/nodes.js';
import { plainFields } from '../common/read-field.js';
import { fieldProblem, invalidInput } from '../common/errors.js';
import { writeTrouble } from '../common/write-trouble.js';
import { refusalOfRequest, refusalsOf, withoutStacks } from '../common/refusals.js';
import { TypedLiteralsRule, variablesRefusal } from './input-types.js';
import { GroupTurns, groupOf } from './group-turns.js';
import { assertFewTokens, judgeDocument } from './judge-document.js';
import { touchedBy, type Asked, type Touched } from './touched.js';

export interface OperationOptions {
  schema: GraphQLSchema;
  /** Whether the schema may be introspected, and whether refusals may suggest names from it. */
  explorer: boolean;
  /** How many connections the writes of one group may take. */
  writesAtOnce: number;
  contextOf: (request: FastifyRequest, asked: Asked, variables: Record<string, unknown>) => Promise<RequestContext>;
}

/** The context as graphql-http types it. */
type Carried = RequestContext & Record<PropertyKey, unknown>;

/** The most problems that one answer reports for an invalid document. */
const MOST_ERRORS = 10;

/** Documents that passed, by their text. Its size is a guess at bytes: a text, and a tree of some hundred bytes a token. */
const CACHE_BYTES = 8 << 20;
const bytesOf = (text: string) => 2 * text.length + 300 * (text.match(/\w+|[^\s\w,]/g)?.length ?? 0) + 1_000;

type Ready = OperationArgs<Carried> | readonly GraphQLError[];

/** A document that passed, and what it may reach. */
interface Known {
  document: DocumentNode;
  touched: Touched;
}

/** The document of a text, judged and valid; else what is wrong with it. Nothing is cached before it is judged. */
function documentReader(schema: GraphQLSchema, explorer: boolean) {
  const cache = new LRUCache<string, Known>({
    maxSize: CACHE_BYTES,
    sizeCalculation: (_, text) => bytesOf(text),
  });
  const rules = [
    ...specifiedRules.map((rule) => (rule === ValuesOfCorrectTypeRule ? TypedLiteralsRule : rule)),
    ...recommendedRules,
    ...(explorer ? [] : [NoSchemaIntrospectionCustomRule]),
  ];
  return (query: string, variables: Record<string, unknown>): Known | readonly GraphQLError[] => {
    const known = cache.get(query);
    if (!known) assertFewTokens(query);
    const document = known?.document ?? parse(query);
    // Variables set the sizes of pages, so each request is judged again.
    judgeDocument(schema, document, variables);
    if (known) return known;
    const errors = withoutStacks(() =>
      validate(schema, document, rules, { maxErrors: MOST_ERRORS, hideSuggestions: !explorer }),
    );
    if (errors.length > 0) return errors;
    const made = { document, touched: touchedBy(schema, document) };
    cache.set(query, made);
    return made;
  };
}

/** What one request executes: judged, valid, with the state that it may read. Else why it is refused. */
function argumentsReader({ schema, explorer, contextOf }: OperationOptions) {
  const read = documentReader(schema, explorer);

  async function readyArgs(raw: FastifyRequest, { query, operationName, variables }: RequestParams): Promise<Ready> {
    const given = variables ?? {};
    const known = read(query, given);
    if (!('document' in known)) return known;
    const { document, touched } = known;
    const operation = getOperationAST(document, operationName);
    if (!operation) throw unknownOperation(document, operationName);
    if (!schema.getRootType(operation.operation))
      throw invalidInput([fieldProblem('query', 'a query or a mutation', `a ${operation.operation}`)]);
    const refused = variablesRefusal(schema, operation, given);
    if (refused) return [refused];
    const isMutation = operation.operation === OperationTypeNode.MUTATION;
    const contextValue = (await contextOf(raw, { ...touched, isMutation }, given)) as Carried;
    return { schema, document, operationName, variableValues: given, contextValue };
  }

  return async ({ raw }: Request<FastifyRequest, undefined>, params: RequestParams): Promise<Ready> => {
    const ready = await readyArgs(raw, params).catch((error: Error) => [
      error instanceof GraphQLError ? error : new GraphQLError('', { originalError: error }),
    ]);
    return 'schema' in ready ? ready : refusalsOf({ errors: ready, requestId: raw.id });
  };
}

/**
 * Answers operations over HTTP as the specification has it (graphql-http). Only graphql-js executes, only text is parsed, and
 * the database is asked nothing before the document and its variables are right.
 */
export function operationHandler(options: OperationOptions) {
  const { schema, explorer, writesAtOnce } = options;
  prepare(schema, new GroupTurns(writesAtOnce));
  readPlainly(schema);

  const handle = createHandler<FastifyRequest, undefined, Carried>({
    execute: (args) => execute({ ...args, hideSuggestions: !explorer }),
    onSubscribe: argumentsReader(options),
    onOperation: (_, { contextValue }, result) => finished(result, contextValue!),
    formatError: (error) => (error instanceof GraphQLError ? error : refusalOfRequest(error)),
  });

  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const { method, url, headers, body } = request;
    const [text, { status, headers: answered }] = await handle({
      method,
      url,
      headers,
      raw: request,
      body: () => body as never,
      context: undefined,
    });
    await reply
      .code(status)
      .headers(answered ?? {})
      .send(text);
  };
}

/** A document with several operations needs an operationName that is one of them. */
function unknownOperation({ definitions }: DocumentNode, operationName: string | null | undefined): Error {
  const names = definitions.flatMap((each) =>
    each.kind === Kind.OPERATION_DEFINITION ? [each.name?.value ?? 'one without a name'] : [],
  );
  const expected = names.length === 0 ? 'an operation in the document' : `the name of one of: ${names.join(', ')}`;
  return invalidInput([fieldProblem('operationName', expected, operationName == null ? 'nothing' : 'another name')]);
}

/**
 * Lets every answer count its objects and note which mutations were done. `isTypeOf` is what graphql-js calls once for
 * each object that it is about to hand out.
 */
function prepare(schema: GraphQLSchema, turns: GroupTurns): void {
  const roots = [schema.getQueryType(), schema.getMutationType()];
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || isIntrospectionType(type) || roots.includes(type)) continue;
    type.isTypeOf = (_, { answer }: RequestContext) => answer.count();
  }
  for (const field of Object.values(schema.getMutationType()!.getFields())) {
    const act = field.resolve!;
    field.resolve = async (source, args, context: RequestContext, info) => {
      context.answer.assertRoom();
      const done = await turns.take(context.actor && groupOf(args), () =>
        Promise.resolve(act(source, args, context, info)),
      );
      context.answer.done.add(info.path.key);
      if (typeof done !== 'object' || done === null) return done;
      await context.renew(groupsOfRows(done));
      return freshRows(context.state, done);
    };
  }
}

/** Calls what is a plain function of parent and context as it is. */
function readPlainly(schema: GraphQLSchema): void {
  for (const { resolver, name, read } of plainFields) {
    const type = schema.getType(Reflect.getMetadata('graphql:resolver_type', resolver) as string);
    if (!isObjectType(type)) throw new Error(`No type has the field ${name}.`);
    type.getFields()[name]!.resolve = (parent, _, context) => read(parent as never, context as RequestContext);
  }
}

/** The answer with its refusals; root fields whose answer would be too large are null. */
function finished({ data, errors }: ExecutionResult, context: RequestContext): ExecutionResult {
  if (!errors) return { data };
  for (const { originalError } of errors) writeTrouble.note(originalError, context.now);
  const { answer, requestId } = context;
  const isExcess = (error: GraphQLError) => error.originalError === answer.excess;
  const tooLarge = new Set(errors.filter(isExcess).map(({ path }) => path![0]!));
  const kept = [...tooLarge].map((key) => errors.find((error) => isExcess(error) && error.path![0] === key)!);
  const others = errors.filter(({ path }) => !tooLarge.has(path?.[0] ?? ''));
  const cleared = Object.fromEntries([...tooLarge].map((key) => [key, null]));
  const shortened = kept.map(
    ({ nodes, path, message }) =>
      new GraphQLError(message, { nodes, path: path!.slice(0, 1), originalError: answer.excess }),
  );
  return {
    data: data && { ...data, ...cleared },
    errors: refusalsOf({ errors: [...others, ...shortened], requestId, done: answer.done }),
  };
}
