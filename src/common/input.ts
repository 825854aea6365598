import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { Args, Field, ID, Int } from '@nestjs/graphql';
import { plainToInstance, Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsOptional,
  ValidateBy,
  ValidateNested,
  validateSync,
  type ValidationError,
  type ValidatorOptions,
} from 'class-validator';
import { fieldProblem, invalidInput, isStorable, shown, STORABLE, type FieldProblem } from './errors.js';
import { idShape, parseId, type NodeType } from './ids.js';
import { Malformed } from './scalars.js';
import { composed, isLines, isOneLine, isVisible } from './text.rules.js';

/** A decorator that says what a value must be, in the words of the refusal. */
export const must = (name: string, expected: string, holds: (value: unknown) => boolean, secret = false) =>
  ValidateBy(
    { name, validator: { validate: (value) => holds(value), defaultMessage: () => expected } },
    { context: { secret } },
  );

interface TextLimits {
  min?: number;
  max: number;
  lines?: boolean;
}

/** Text of a limited length. It is stored as it was sent, in the Unicode form NFC. */
export function Text({ min = 1, max, lines = false }: TextLimits): PropertyDecorator {
  const length = min === 0 ? `at most ${max.toLocaleString('en')}` : `${min} to ${max.toLocaleString('en')}`;
  const shape = lines ? 'without control characters' : 'in one line, without control characters';
  const expected = `${length} characters of text${min > 0 ? ', one of them visible' : ''}, ${shape}`;
  const check = must('text', expected, (value) => {
    if (typeof value !== 'string' || value.length > max * 2) return false;
    const characters = [...value].length;
    const isAllowed = lines ? isLines(value) : isOneLine(value);
    return characters >= min && characters <= max && isAllowed && (min === 0 || isVisible(value));
  });
  return (target, key) => {
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? composed(value) : value))(target, key);
    check(target, key);
  };
}

/** A list of texts. Their number and their length are limited. */
export function Texts({ max, most }: { max: number; most: number }): PropertyDecorator {
  const expected = `at most ${most} texts, each of 1 to ${max.toLocaleString('en')} characters with a visible one`;
  return must('texts', expected, (value) => {
    if (!Array.isArray(value) || value.length > most) return false;
    return value.every((each) => typeof each === 'string' && each.length <= max && isLines(each) && isVisible(each));
  });
}

export const Email = () =>
  must('email', 'an e-mail address, such as ana@example.org', (value) => {
    return (
      typeof value === 'string' &&
      value.length <= 254 &&
      /^[^\s@\p{Cc}\p{Cf}]+@[^\s@\p{Cc}\p{Cf}]+\.[^\s@\p{Cc}\p{Cf}]+$/u.test(value)
    );
  });

/** A link that a browser may open. */
export const WebLink = () =>
  must('webLink', 'an http or https link of at most 500 characters', (value) => {
    return typeof value === 'string' && value.length <= 500 && /^https?:\/\//.test(value) && URL.canParse(value);
  });

const isBetween = (value: unknown, min: number, max: number): value is number =>
  typeof value === 'number' && value >= min && value <= max;

export const WholeNumber = (min: number, max: number) =>
  must(
    'wholeNumber',
    `a whole number from ${min} to ${max}`,
    (value) => Number.isInteger(value) && isBetween(value, min, max),
  );

/** In tenths, as levels are shown. */
export const Tenths = (min: number, max: number) =>
  must(
    'tenths',
    `a number from ${min} to ${max} with at most one decimal`,
    (value) => isBetween(value, min, max) && Math.abs(value * 10 - Math.round(value * 10)) < 1e-9,
  );

export const Optional = IsOptional;

/** A list with a limited number of entries. */
export const AtMost = (max: number) => ArrayMaxSize(max, { message: `at most ${max} entries` });

/** A list of nested inputs. */
export function Nested(type: () => new () => object, max: number): PropertyDecorator {
  return (target, key) => {
    Type(type)(target, key);
    AtMost(max)(target, key);
    ValidateNested({ each: true })(target, key);
  };
}

const parsedId = (type: NodeType, value: unknown) => parseId(type, value) ?? new Malformed(idShape(type), shown(value));

/** An id field of an input; the property holds the `Ref` that it names. */
export function IdField(type: NodeType, options: { nullable?: boolean; description?: string } = {}): PropertyDecorator {
  return (target, key) => {
    Field(() => ID, { nullable: options.nullable ?? false, description: options.description })(target, key);
    Transform(({ value }: { value: unknown }) => (value == null ? value : parsedId(type, value)))(target, key);
    must(
      'id',
      idShape(type),
      (value) => !(value instanceof Malformed) && (value != null || options.nullable === true),
    )(target, key);
  };
}

/** A field with ids of one type that may be left out, at most 100; the property holds the `Ref`s that they name. */
export function IdsField(type: NodeType, options: { description?: string } = {}): PropertyDecorator {
  return (target, key) => {
    Field(() => [ID], { nullable: true, ...options })(target, key);
    IsOptional()(target, key);
    Transform(({ value }: { value: unknown }) =>
      Array.isArray(value) ? value.map((each: unknown) => parsedId(type, each)) : value,
    )(target, key);
    must('ids', `at most 100 ids, each ${idShape(type)}`, (value) => {
      if (!Array.isArray(value) || value.length > 100) return false;
      return value.every((each) => !(each instanceof Malformed));
    })(target, key);
  };
}

/** An id argument; the parameter holds the `Ref` that it names. */
export const IdArg = (name: string, type: NodeType, description?: string) =>
  Args(name, { type: () => ID, description }, {
    transform(value: unknown) {
      const id = parsedId(type, value);
      if (id instanceof Malformed) throw invalidInput([fieldProblem(name, id.expected, id.found)]);
      return id;
    },
  } satisfies PipeTransform);

/** An argument with ids of one type, at most 1,000; the parameter holds the `Ref`s that they name. */
export const IdsArg = (name: string, type: NodeType) =>
  Args(name, { type: () => [ID] }, {
    transform(values: unknown[]) {
      if (values.length > MOST_IDS)
        throw invalidInput([fieldProblem(name, `at most ${MOST_IDS} ids`, `${values.length} ids`)]);
      const ids = values.map((value) => parsedId(type, value));
      const problems = ids.flatMap((id, n) =>
        id instanceof Malformed ? [fieldProblem(`${name}[${n}]`, id.expected, id.found)] : [],
      );
      if (problems.length > 0) throw invalidInput(problems);
      return ids;
    },
  } satisfies PipeTransform);

const MOST_IDS = 1_000;

/** The page size of a connection. */
export const FirstArg = () =>
  Args('first', { type: () => Int, nullable: true, defaultValue: 20, description: 'How many at most, 1 to 100.' }, {
    transform(value: number | null) {
      const first = value ?? 20;
      if (!isBetween(first, 1, 100))
        throw invalidInput([fieldProblem('first', 'a whole number from 1 to 100', shown(first))]);
      return first;
    },
  } satisfies PipeTransform);

/** The most problems that one answer names. */
export const MOST_PROBLEMS = 100;

const validation: ValidatorOptions = { forbidUnknownValues: false, stopAtFirstError: false };

/** Checks every argument whole: what scalars could not read and what an input's decorators refuse, in one answer. */
@Injectable()
export class InputPipe implements PipeTransform {
  transform(value: unknown, { type, metatype, data }: ArgumentMetadata): unknown {
    if (type !== 'body') return value;
    const malformed = malformedIn(value, data === 'input' ? '' : (data ?? ''));
    if (!isInputClass(metatype) || typeof value !== 'object' || value === null) {
      if (malformed.length > 0) throw invalidInput(malformed);
      return value;
    }
    const input = plainToInstance(metatype, value);
    const problems = problemsOfInput(input, malformed);
    if (problems.length > 0) throw invalidInput(problems);
    return input;
  }
}

/** An input whose fields have to fit together. A field that could not be read is undefined or `Malformed`; lists are always there. */
export interface JudgedWhole {
  problems: () => FieldProblem[];
}

/** What is wrong with an input: what is known so far, and what its class refuses elsewhere. */
function problemsOfInput(input: object, known: readonly FieldProblem[]): FieldProblem[] {
  const isKnown = ({ path }: FieldProblem) =>
    known.some(({ path: bad }) => path === bad || path.startsWith(`${bad}.`) || path.startsWith(`${bad}[`));
  const refused = validateSync(input, validation).flatMap((error) => problemsOf(error, ''));
  const paths = new Set(refused.map(({ path }) => path));
  const asAWhole = 'problems' in input ? (input as JudgedWhole).problems() : [];
  const all = [...refused, ...asAWhole.filter(({ path }) => !paths.has(path))].slice(0, MOST_PROBLEMS);
  return [...known, ...all.filter((problem) => !isKnown(problem))].slice(0, MOST_PROBLEMS);
}

/** What is wrong with an input that has values of wrong types: these, and what its class refuses elsewhere. */
export function problemsBeside(
  wrongTypes: readonly FieldProblem[],
  metatype: unknown,
  value: unknown,
): readonly FieldProblem[] {
  if (!isInputClass(metatype)) return wrongTypes;
  return problemsOfInput(plainToInstance<object, unknown>(metatype, value), [...wrongTypes, ...malformedIn(value, '')]);
}

type InputClass = new () => object;

const isInputClass = (metatype: unknown): metatype is InputClass =>
  typeof metatype === 'function' && ![String, Number, Boolean, Array, Object, Date].includes(metatype as never);

/** The path of a field or of an item of a list inside another. */
export const under = (parent: string, key: string) => {
  if (/^\d+$/.test(key)) return `${parent}[${key}]`;
  return parent === '' ? key : `${parent}.${key}`;
};

function malformedIn(value: unknown, path: string): FieldProblem[] {
  if (value instanceof Malformed) return [fieldProblem(path, value.expected, value.found)];
  if (typeof value === 'string' && !isStorable(value)) return [fieldProblem(path, STORABLE, 'one of them')];
  if (typeof value !== 'object' || value === null || value instanceof Date) return [];
  return Object.entries(value).flatMap(([key, nested]) => malformedIn(nested, under(path, key)));
}

function problemsOf(error: ValidationError, parent: string): FieldProblem[] {
  const path = under(parent, error.property);
  const nested = (error.children ?? []).flatMap((child) => problemsOf(child, path));
  const names = Object.keys(error.constraints ?? {});
  if (names.length === 0) return nested;
  const expected = names.map((name) => error.constraints![name]).join(', and ');
  const secret = names.some((name) => (error.contexts?.[name] as { secret?: boolean } | undefined)?.secret);
  return [fieldProblem(path, expected, found(error.value, secret)), ...nested];
}

function found(value: unknown, secret: boolean): string {
  if (value instanceof Malformed) return value.found;
  return secret && typeof value === 'string' ? `${Buffer.byteLength(value)} bytes` : shown(value);
}
