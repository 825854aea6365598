import { ResolveField, type ResolveFieldOptions, type ReturnTypeFunc } from '@nestjs/graphql';
import type { RequestContext } from './context.js';

type Read = (parent: never, context: RequestContext) => unknown;

interface PlainField {
  /** The resolver class, which knows the type of the field. */
  resolver: object;
  name: string;
  read: Read;
}

export const plainFields: PlainField[] = [];

/**
 * A field that is read from the request's state: a plain function of its parent and the context, without arguments. It
 * is called directly, because Nest's way to a resolver costs more than the field itself (docs/decisions/0007).
 */
export function ReadField(type: ReturnTypeFunc, options: ResolveFieldOptions = {}) {
  return (resolver: object, name: string, descriptor: PropertyDescriptor): void => {
    const read = descriptor.value as Read;
    if (read.length > 2) throw new Error(`${name} takes arguments: use ResolveField.`);
    ResolveField(type, options)(resolver, name, descriptor);
    plainFields.push({ resolver: resolver.constructor, name, read });
  };
}
