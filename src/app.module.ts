import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import type { FastifyRequest } from 'fastify';
import {
  Kind,
  NoSchemaIntrospectionCustomRule,
  OperationTypeNode,
  type DocumentNode,
  type ExecutionResult,
} from 'graphql';
import { DataSource } from 'typeorm';
import { CLOCK, Present, type Clock } from './common/clock.js';
import type { RequestContext } from './common/context.js';
import { InputPipe } from './common/input.js';
import { loading } from './common/loading.js';
import { NodeResolver } from './common/node.resolver.js';
import { formatErrors, PassOn } from './common/refusals.js';
import type { Config } from './config.js';
import { features, schemaOptions } from './features.js';
import { GraphiqlController } from './graphiql.controller.js';
import { HealthController } from './health.controller.js';
import { PASSWORD_COST, type PasswordCost } from './people/passwords.js';
import { actorOf } from './people/people.service.js';

/** What the service stands on: made before it, and shared with whoever started it. */
export interface Ground {
  config: Pick<Config, 'explorer' | 'passwordMemoryKib' | 'passwordPasses'>;
  db: DataSource;
  clock: Clock;
}

@Module({})
export class AppModule {
  static on(ground: Ground): DynamicModule {
    const { config, db, clock } = ground;
    const cost: PasswordCost = { memoryKib: config.passwordMemoryKib, passes: config.passwordPasses };
    return {
      module: AppModule,
      global: true,
      imports: [GraphQLModule.forRoot<MercuriusDriverConfig>(graphqlOptions(ground)), ...features],
      controllers: [HealthController, ...(config.explorer ? [GraphiqlController] : [])],
      providers: [
        NodeResolver,
        { provide: DataSource, useValue: db },
        { provide: CLOCK, useValue: clock },
        { provide: PASSWORD_COST, useValue: cost },
        { provide: APP_PIPE, useClass: InputPipe },
        { provide: APP_FILTER, useClass: PassOn },
      ],
      exports: [DataSource, CLOCK, PASSWORD_COST],
    };
  }
}

function graphqlOptions(ground: Ground): MercuriusDriverConfig {
  return {
    driver: MercuriusDriver,
    autoSchemaFile: true,
    sortSchema: true,
    buildSchemaOptions: schemaOptions,
    jit: 1,
    hooks: { preExecution: (_schema, document) => ({ document: isMutation(document) ? document : undefined }) },
    graphiql: false,
    subscription: false,
    allowBatchedQueries: false,
    validationRules: ground.config.explorer ? [] : [NoSchemaIntrospectionCustomRule],
    context: (request: FastifyRequest) => contextOf(request, ground),
    errorFormatter: (
      result: ExecutionResult,
      context: { reply?: { request: FastifyRequest }; requestId?: string },
    ) => ({
      statusCode: 200,
      response: formatErrors(
        result,
        context.requestId ?? context.reply?.request.id ?? 'unknown',
        ground.config.explorer,
      ),
    }),
  };
}

/**
 * Mutations are interpreted: compiled, they would lose the default values inside their inputs (docs/decisions/0001).
 * A document that a hook hands back is not compiled.
 */
const isMutation = ({ definitions }: DocumentNode): boolean =>
  definitions.some((each) => each.kind === Kind.OPERATION_DEFINITION && each.operation === OperationTypeNode.MUTATION);

async function contextOf(request: FastifyRequest, { db, clock }: Ground): Promise<RequestContext> {
  const present = new Present(clock);
  const token = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
  // A failure here is told by the first field that asks who acts: then it is an answer like any other.
  const found = await actorOf(db.manager, token, present).catch((error: Error) => error);
  const actor = found instanceof Error ? null : found;
  const fresh = () => loading({ db: db.manager, present, viewerId: actor?.personId ?? null });
  return {
    requestId: request.id,
    load: fresh(),
    tokenSent: token !== null,
    get now() {
      return present.now;
    },
    get actor() {
      if (found instanceof Error) throw found;
      return actor;
    },
    forget(this: RequestContext) {
      this.load = fresh();
    },
  };
}
