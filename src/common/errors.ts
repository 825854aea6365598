/** The codes of all refusals. The list is closed, so clients may switch on it. */
export enum ErrorCode {
  UNAUTHENTICATED = 'UNAUTHENTICATED',
  FORBIDDEN = 'FORBIDDEN',
  NOT_FOUND = 'NOT_FOUND',
  INVALID_INPUT = 'INVALID_INPUT',
  INVALID_STATE = 'INVALID_STATE',
  ALREADY_EXISTS = 'ALREADY_EXISTS',
  VERSION_CONFLICT = 'VERSION_CONFLICT',
  TIME_TAKEN = 'TIME_TAKEN',
  NOT_AVAILABLE = 'NOT_AVAILABLE',
  OUT_OF_WINDOW = 'OUT_OF_WINDOW',
  TOO_SOON = 'TOO_SOON',
  NOT_QUALIFIED = 'NOT_QUALIFIED',
  LIMIT_REACHED = 'LIMIT_REACHED',
  FEEDBACK_OVERDUE = 'FEEDBACK_OVERDUE',
  QUESTION_EXPOSED = 'QUESTION_EXPOSED',
  INVITATION_INVALID = 'INVITATION_INVALID',
  SCORECARD_LOCKED = 'SCORECARD_LOCKED',
  STALE = 'STALE',
  RATE_LIMITED = 'RATE_LIMITED',
  QUERY_TOO_LARGE = 'QUERY_TOO_LARGE',
  UNAVAILABLE = 'UNAVAILABLE',
  INTERNAL = 'INTERNAL',
}

/** Why something is not in a state that allows an act. */
export enum RefusalState {
  ABSENT = 'ABSENT',
  ACCEPTED = 'ACCEPTED',
  ARCHIVED = 'ARCHIVED',
  AWAITING_FEEDBACK = 'AWAITING_FEEDBACK',
  CANCELLED = 'CANCELLED',
  COMPLETED = 'COMPLETED',
  DECLINED = 'DECLINED',
  DISCARDED = 'DISCARDED',
  DRAFT = 'DRAFT',
  EXPIRED = 'EXPIRED',
  FAILED = 'FAILED',
  LAST_ORGANIZER = 'LAST_ORGANIZER',
  NOT_COMPOSED = 'NOT_COMPOSED',
  NOT_HELD = 'NOT_HELD',
  OPENED = 'OPENED',
  PUBLISHED = 'PUBLISHED',
  SCHEDULED = 'SCHEDULED',
  SKIPPED = 'SKIPPED',
  SOLVING = 'SOLVING',
  STARTED = 'STARTED',
  SUBMITTED = 'SUBMITTED',
  WITHDRAWN = 'WITHDRAWN',
}

/** One bad field of an input: where it is, what was wanted, what came. */
export interface FieldProblem {
  path: string;
  message: string;
  expected: string;
  found: string;
}

/**
 * A refusal: its code is for programs, its message tells a person what to do next, and its details become
 * `extensions` of the GraphQL error. Anything that is not a DomainError is our own error.
 */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly details: Record<string, unknown>;

  constructor(code: keyof typeof ErrorCode, message: string, details: Record<string, unknown> = {}) {
    super(message);
    this.name = 'DomainError';
    this.code = ErrorCode[code];
    this.details = details;
  }
}

/** It exists, but not in a state that allows this. */
export const invalidState = (state: keyof typeof RefusalState, message: string) =>
  new DomainError('INVALID_STATE', message, { state });

/** The refusal for a thing that does not exist, and for a thing that strangers may not know of. */
export const notFound = (what: string) =>
  new DomainError('NOT_FOUND', `There is no such ${what}, or you are not in its group.`);

/** INVALID_INPUT with one problem per bad field. */
export const invalidInput = (fields: readonly FieldProblem[]) =>
  new DomainError(
    'INVALID_INPUT',
    fields.length === 1
      ? sentence(fields[0]!)
      : `${fields.length} fields are not valid: ${fields.map(sentence).join(' ')}`,
    { fields },
  );

/** Refuses an input that has problems, with all of them. */
export function refuse(problems: FieldProblem[]): void {
  if (problems.length > 0) throw invalidInput(problems);
}

const sentence = ({ path, message }: FieldProblem) => (path === '' ? message : `${path}: ${message}`);

/** A problem in the words that every refused field uses. */
export const fieldProblem = (path: string, expected: string, found: string): FieldProblem => ({
  path,
  expected,
  found,
  message: `expected ${expected}, found ${found}.`,
});

/** Postgres stores neither NUL nor half a surrogate pair, and no name contains them. */
export const isStorable = (text: string): boolean => !/[\0\p{Surrogate}]/u.test(text);
export const STORABLE = 'text without NUL characters or lone surrogates';

/** A value as a refusal shows it: short, and recognisable. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') {
    const characters = [...value];
    return characters.length > 60 ? `${characters.length.toLocaleString('en')} characters` : JSON.stringify(value);
  }
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'object' && value !== null) return 'an object';
  return JSON.stringify(value) ?? typeof value;
}

interface PostgresError {
  code: string;
  constraint?: string;
}

/** The driver's own error inside any wrapper, if it came from Postgres. */
export function postgresError(error: unknown): PostgresError | undefined {
  const inner = (error as { driverError?: unknown } | null)?.driverError ?? error;
  const code = (inner as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? (inner as PostgresError) : undefined;
}

/**
 * Connection failures, exhausted pools, timeouts, and a server that starts, stops, is full or accepts no writes. The drivers
 * give some of these a code and some only a sentence.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const inner = (error as { driverError?: unknown }).driverError;
  const code = (inner as { code?: string } | undefined)?.code ?? (error as { code?: string }).code ?? '';
  if (
    /^(ECONN\w+|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|08\w{3}|53\w{3}|57\w{3}|58\w{3}|25006|25P03|55P03)$/.test(
      code,
    )
  )
    return true;
  if (/^QueryRunner(Provider)?AlreadyReleasedError$/.test(error.name)) return true;
  return /timeout exceeded when trying to connect|Connection terminated|Cannot use a pool after|not queryable|Client was closed|Query read timeout|Connection ended/i.test(
    error.message,
  );
}

/**
 * Turns the violation of a named constraint into its refusal and rethrows everything else: the database decides
 * races, and the loser is told in the product's words. A trailing `_<digits>` (a shard of Citus) is ignored.
 */
export const onConstraint =
  (refusals: Record<string, () => Error>) =>
  (error: unknown): never => {
    const constraint = postgresError(error)?.constraint?.replace(/_\d+$/, '');
    const refusal = constraint === undefined ? undefined : refusals[constraint];
    throw refusal ? refusal() : error;
  };
