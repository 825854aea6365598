import { Kind, GraphQLScalarType } from 'graphql';
import { shown } from './errors.js';
import { instantFrom, isLocalDate, timeZoneFrom } from './time.js';

/**
 * A value that is not what its scalar wants. Parsing does not throw: the input pipe collects these together with every
 * other bad field, so that one answer names them all.
 */
export class Malformed {
  constructor(
    readonly expected: string,
    readonly found: string,
  ) {}
}

interface ScalarShape {
  name: string;
  description: string;
  expected: string;
  parse: (text: string) => unknown;
  serialize: (value: unknown) => unknown;
}

function scalar({ name, description, expected, parse, serialize }: ScalarShape): GraphQLScalarType {
  const parseValue = (value: unknown) =>
    (typeof value === 'string' ? parse(value) : null) ?? new Malformed(expected, shown(value));
  return new GraphQLScalarType({
    name,
    description,
    serialize,
    parseValue,
    parseLiteral: (node) => parseValue(node.kind === Kind.STRING ? node.value : 'value' in node ? node.value : null),
  });
}

const same = (holds: (text: string) => boolean) => (text: string) => (holds(text) ? text : null);

export const DateTime = scalar({
  name: 'DateTime',
  description:
    'An instant: RFC 3339, such as `2027-03-02T18:30:00+01:00`. Any offset is accepted; answers are in UTC with a `Z`.',
  expected: 'an instant of a date that exists, 1900 to 2199, with an offset, such as 2027-03-02T18:30:00Z',
  parse: instantFrom,
  serialize: (value) => (value instanceof Date ? value : new Date(value as string)).toISOString(),
});

export const LocalDate = scalar({
  name: 'LocalDate',
  description: 'A date of the calendar, such as `2027-03-02`.',
  expected: 'a date that exists, 1900 to 2199, such as 2027-03-02',
  parse: same(isLocalDate),
  serialize: (value) => value,
});

export const LocalTime = scalar({
  name: 'LocalTime',
  description: 'A wall-clock time, such as `18:30`. `24:00` is allowed as the end of a window.',
  expected: 'a wall-clock time from 00:00 to 24:00, such as 18:30',
  parse: same((text) => /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/.test(text)),
  serialize: (value) => value,
});

export const TimeZone = scalar({
  name: 'TimeZone',
  description: 'The IANA name of a time zone, such as `Europe/Berlin`; kept in IANA’s own casing.',
  expected: 'an IANA time zone, such as Europe/Berlin',
  parse: timeZoneFrom,
  serialize: (value) => value,
});
