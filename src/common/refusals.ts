import { Catch, Logger, type ExceptionFilter } from '@nestjs/common';
import { GraphQLError } from 'graphql';
import { DomainError, ErrorCode, fieldProblem, invalidInput, isDatabaseAway } from './errors.js';
import { CommitBroken } from './transaction.js';

/** Lets every error through to the answer. Without it Nest would log each refusal as a fault. */
@Catch()
export class PassOn implements ExceptionFilter {
  catch(error: Error): never {
    throw error;
  }
}

const log = new Logger('Fault');

/** What is known about an operation when its answer is sent. */
interface Outcome {
  errors: readonly GraphQLError[];
  requestId: string;
  /** The mutations of the document, by their names in the answer, that were done. */
  done?: ReadonlySet<string | number>;
}

/** How errors are sent: refusals with their code, and all others masked, with an id to find them by. */
export const refusalsOf = ({ errors, requestId, done = new Set() }: Outcome): GraphQLError[] =>
  withoutStacks(() => errors.map((error) => refusal(error, requestId, done)));

function refusal(error: GraphQLError, requestId: string, done: ReadonlySet<string | number>): GraphQLError {
  const { code, message, details } = refusalOf(error, done) ?? masked(error, requestId);
  const { nodes, source, positions, path } = error;
  return new GraphQLError(message, { nodes, source, positions, path, extensions: { code, ...details } });
}

/** Makes errors without a stack. The stack is their most expensive part, and a flood of refusals must stay cheap. */
export function withoutStacks<T>(work: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return work();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** The refusal of a request that is not an operation. */
export const refusalOfRequest = ({ message }: Error): GraphQLError =>
  new GraphQLError(`${message}. Send one operation as { "query": "...", "variables": { } }, with the query as text.`, {
    extensions: { code: ErrorCode.INVALID_INPUT, fields: [] },
  });

/** The cause of a GraphQL error, or the error itself if it has no other cause. The outermost message says where. */
function causeOf(error: GraphQLError): Error {
  const { originalError } = error;
  return originalError && !(originalError instanceof GraphQLError) ? originalError : error;
}

/** The refusal that an error is or causes; undefined if the error is our own fault. */
function refusalOf(error: GraphQLError, done: ReadonlySet<string | number>): DomainError | undefined {
  const cause = causeOf(error);
  const isDone = error.path !== undefined && done.has(error.path[0]!);
  if (cause instanceof DomainError) {
    // The mutation was done, even though its answer is too large.
    if (cause.code !== ErrorCode.QUERY_TOO_LARGE || !isDone) return cause;
    return new DomainError('QUERY_TOO_LARGE', `It was saved. ${cause.message}`, { ...cause.details, done: true });
  }
  if (cause instanceof CommitBroken) return unavailable(null);
  if (isDatabaseAway(cause)) return unavailable(isDone);
  // What GraphQL itself refuses: syntax, unknown fields, arguments that are missing. It has no cause outside of GraphQL.
  return cause instanceof GraphQLError ? wrongDocument(cause.message) : undefined;
}

/** `done` speaks of the root field in the error's path: false when nothing was done, null when that cannot be known. */
function unavailable(done: boolean | null): DomainError {
  const messages = {
    false: 'The database cannot be reached at the moment. Nothing was done. Try again in a moment.',
    true: 'It was saved, but the answer could not be read from the database. Read it in a moment.',
    null: 'The connection to the database broke while this was being saved. Check whether it was done, or send it again with the same idempotencyKey.',
  };
  return new DomainError('UNAVAILABLE', messages[`${done}`], { done });
}

/** GraphQL's own refusals. It reports a missing argument only in a sentence, once the operation runs. */
function wrongDocument(message: string): DomainError {
  const missing = /^Argument "(\w+)" of (?:required|non-null) type "([^"]+)" (must not be null)?/.exec(message);
  if (!missing) return new DomainError('INVALID_INPUT', message, { fields: [] });
  const [, name, type, isNull] = missing;
  return invalidInput([fieldProblem(name!, `a value of type ${type}`, isNull ? 'null' : 'nothing')]);
}

function masked(error: GraphQLError, requestId: string) {
  const cause = causeOf(error);
  log.error(`Request ${requestId}: ${cause.message}`, cause.stack);
  return {
    code: ErrorCode.INTERNAL,
    message:
      'Something went wrong on our side. Check whether your request was done before you try again, and tell the operator the request id.',
    details: { requestId },
  };
}
