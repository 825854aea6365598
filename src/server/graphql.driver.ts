import { AbstractGraphQLDriver, type GqlModuleOptions } from '@nestjs/graphql';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { RequestContext } from '../common/context.js';
import { operationHandler } from './operations.js';
import { MOST_BODY_BYTES, refuseUnreadable, wantPostedJson } from './requests.js';

export interface GraphqlOptions extends GqlModuleOptions {
  explorer: boolean;
  writesAtOnce: number;
  contextOf: (request: FastifyRequest) => Promise<RequestContext>;
}

/** Nest builds the schema; graphql-js executes it; graphql-http speaks HTTP (docs/decisions/0006). */
export class GraphqlHttpDriver extends AbstractGraphQLDriver<GraphqlOptions> {
  async start({ schema, explorer, writesAtOnce, contextOf, path }: GraphqlOptions): Promise<void> {
    const server = this.httpAdapterHost.httpAdapter.getInstance<FastifyInstance>();
    // What OPTIONS answers is for CORS to say.
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
