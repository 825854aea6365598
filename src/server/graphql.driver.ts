import { AbstractGraphQLDriver, type GqlModuleOptions } from '@nestjs/graphql';
import type { FastifyInstance } from 'fastify';
import { operationHandler, type OperationOptions } from './operations.js';
import { MOST_BODY_BYTES, refuseUnreadable, wantPostedJson } from './requests.js';

export type GraphqlOptions = GqlModuleOptions & Omit<OperationOptions, 'schema'>;

/** Nest builds the schema; graphql-js executes it; graphql-http speaks HTTP (docs/decisions/0006). */
export class GraphqlHttpDriver extends AbstractGraphQLDriver<GraphqlOptions> {
  async start({ schema, explorer, writesAtOnce, contextOf, path }: GraphqlOptions): Promise<void> {
    const server = this.httpAdapterHost.httpAdapter.getInstance<FastifyInstance>();
    // CORS answers OPTIONS.
    const method = server.supportedMethods.filter((name) => name !== 'OPTIONS');
    server.route({
      method,
      url: path!,
      bodyLimit: MOST_BODY_BYTES,
      onRequest: wantPostedJson,
      errorHandler: refuseUnreadable,
      handler: operationHandler({ schema: schema!, explorer, writesAtOnce, contextOf }),
    });
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    // Its route closes with the server.
  }
}
