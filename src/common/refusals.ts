import { Catch, Logger, type ExceptionFilter } from '@nestjs/common';
import { GraphQLError, type ExecutionResult, type GraphQLFormattedError } from 'graphql';
import { DomainError, ErrorCode, fieldProblem, invalidInput, postgresError } from './errors.js';

/** Lets every error through to the formatter below. Without it Nest would log each refusal as a fault. */
@Catch()
export class PassOn implements ExceptionFilter {
  catch(error: Error): never {
    throw error;
  }
}

const log = new Logger('Fault');

/** How an answer with errors leaves: refusals with their code, everything else masked, with an id to find it by. */
export function formatErrors(result: ExecutionResult, requestId: string, suggestions = true): ExecutionResult {
  // Mercurius wraps what validation refuses into one error; a client wants each of them.
  const each = (result.errors ?? []).flatMap((error) => wrappedIn(error) ?? [error]);
  const errors = each
    .map((error) => formatError(error, requestId))
    .map((error) => (suggestions ? error : withoutSuggestion(error)));
  return { data: result.data ?? null, errors: errors as unknown as GraphQLError[] };
}

/** Where the schema is not shown, a typing error must not tell of it either. */
const withoutSuggestion = (error: GraphQLFormattedError): GraphQLFormattedError => ({
  ...error,
  message: error.message.replace(/ Did you mean .*\?/s, ''),
});

function wrappedIn(error: GraphQLError): readonly GraphQLError[] | undefined {
  const { errors } = (error.originalError ?? error) as { errors?: readonly GraphQLError[] };
  return errors;
}

/** What lies behind an error of GraphQL; the error itself when GraphQL alone is behind it, whose outermost words say where. */
function causeOf(error: Error): Error {
  if (!(error instanceof GraphQLError) || !error.originalError) return error;
  return error.originalError instanceof GraphQLError ? error : error.originalError;
}

function formatError(error: GraphQLError, requestId: string): GraphQLFormattedError {
  const { code, message, details } = refusalOf(error) ?? masked(error, requestId);
  return { message, locations: error.locations, path: error.path, extensions: { code, ...details } };
}

/** The refusal that an error is or stands for; undefined for a fault of ours. */
function refusalOf(error: Error): DomainError | undefined {
  const cause = causeOf(error);
  if (cause instanceof DomainError) return cause;
  if (isDatabaseAway(cause)) {
    return new DomainError(
      'UNAVAILABLE',
      'The database cannot be reached just now. Look in a moment whether your request came through, and send it again if not.',
    );
  }
  // What GraphQL itself refuses: syntax, unknown fields, values of the wrong type. It has no cause outside of GraphQL.
  if (cause instanceof GraphQLError || isRequestError(cause)) return wrongDocument(cause.message);
  return undefined;
}

/**
 * GraphQL's own refusals, as fields where they speak of one. What came is never repeated: graphql-js quotes whole inputs,
 * and an input may hold a password.
 */
function wrongDocument(message: string): DomainError {
  const [, quoted, complaint] =
    /^Variable "\$(?:\w+)" got invalid value .*?(?: at "\w+?((?:\.|\[)[^"]+)")?; (.*)$/s.exec(message) ?? [];
  const said = complaint ?? message;
  const at = quoted?.replace(/^\./, '') ?? '';
  const missing = /^Field "?([\w.]+)"? of required type "?([^"]+?)"? was not provided/.exec(said);
  if (missing)
    return invalidInput([
      fieldProblem(within(at, missing[1]!.split('.').at(-1)!), `a value of type ${missing[2]}`, 'nothing'),
    ]);
  const unknown = /^Field "(\w+)" is not defined by type "(\w+)"/.exec(said);
  if (unknown) return invalidInput([fieldProblem(within(at, unknown[1]!), `no such field in ${unknown[2]}`, 'one')]);
  const absent = /^Value "(\w+)" does not exist in "(\w+)" enum/.exec(said);
  if (absent) return invalidInput([fieldProblem(at, `one of the values of ${absent[2]}`, absent[1]!)]);
  const wrong = /^(\w+) cannot represent (?:a )?(?:non[- ](.*?) )?value/.exec(said);
  if (wrong) return invalidInput([fieldProblem(at, `a value of type ${wrong[1]}`, 'something else')]);
  if (complaint !== undefined)
    return invalidInput([fieldProblem(at, 'a value that fits the schema', 'something else')]);
  return new DomainError('INVALID_INPUT', message, { fields: [] });
}

const within = (at: string, key: string) => (at === '' ? key : `${at}.${key}`);

/** Mercurius' own refusals of a request carry a code of theirs or a 4xx status. */
function isRequestError(error: Error): boolean {
  const { statusCode, code } = error as { statusCode?: number; code?: string };
  return (statusCode !== undefined && statusCode >= 400 && statusCode < 500) || /^(MER_ERR|FST_ERR)/.test(code ?? '');
}

/** Connection failures, exhausted pools, a server that starts, stops or has no connection left. */
function isDatabaseAway(error: Error): boolean {
  const code =
    postgresError(error)?.code ??
    (error as { driverError?: { code?: string }; code?: string }).driverError?.code ??
    (error as { code?: string }).code ??
    '';
  if (/^(ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|ETIMEDOUT|57P0[123]|53300|08\w{3})$/.test(code)) return true;
  return /timeout exceeded when trying to connect|Connection terminated|Cannot use a pool after/.test(error.message);
}

function masked(error: Error, requestId: string) {
  const cause = causeOf(error);
  log.error(`Request ${requestId}: ${cause.message}`, cause.stack);
  return {
    code: ErrorCode.INTERNAL,
    message:
      'Something went wrong on our side. Look whether your request came through before you try again, and tell the operator the request id.',
    details: { requestId },
  };
}
