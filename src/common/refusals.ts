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
export function formatErrors(result: ExecutionResult, requestId: string): ExecutionResult {
  // Mercurius wraps what validation refuses into one error; a client wants each of them.
  const each = (result.errors ?? []).flatMap((error) => wrappedIn(error) ?? [error]);
  const errors = each.map((error) => formatError(error, requestId));
  return { data: result.data ?? null, errors: errors as unknown as GraphQLError[] };
}

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
      'The database cannot be reached just now. It is safe to try again in a moment.',
    );
  }
  // What GraphQL itself refuses: syntax, unknown fields, values of the wrong type. It has no cause outside of GraphQL.
  if (cause instanceof GraphQLError || isRequestError(cause)) return wrongDocument(cause.message);
  return undefined;
}

function wrongDocument(message: string): DomainError {
  const invalid = /^Variable "\$(\w+)" got invalid value (.*?)(?: at "\w+((?:\.|\[).+?)")?; (.*)$/s.exec(message);
  if (!invalid) return new DomainError('INVALID_INPUT', message, { fields: [] });
  const [, variable, found, path, expected] = invalid;
  const at = path?.replace(/^\./, '') ?? variable!;
  return invalidInput([fieldProblem(at, expected!.replace(/\.$/, ''), found!)]);
}

/** Mercurius' own refusals of a request carry their code and a 4xx status. */
function isRequestError(error: Error): boolean {
  const { statusCode } = error as { statusCode?: number };
  return statusCode !== undefined && statusCode >= 400 && statusCode < 500;
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
    message: 'Something went wrong on our side. Nothing was changed. Tell the operator the request id.',
    details: { requestId },
  };
}
