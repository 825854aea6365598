import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import type { FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { CLOCK, Present, type Clock } from './common/clock.js';
import { RequestContext } from './common/context.js';
import { InputPipe } from './common/input.js';
import { NodeResolver } from './common/node.resolver.js';
import { PassOn } from './common/refusals.js';
import type { Config } from './config.js';
import { features, schemaOptions } from './features.js';
import { GraphiqlController } from './graphiql.controller.js';
import { HealthController } from './health.controller.js';
import { PASSWORD_COST, type PasswordCost } from './people/passwords.js';
import { THROTTLE_LIMITS } from './people/throttle.js';
import { actorOf } from './people/people.service.js';
import { GraphqlHttpDriver, type GraphqlOptions } from './server/graphql.driver.js';

/** What the service stands on: made before it, and shared with whoever started it. */
export interface Ground {
  config: Config;
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
      imports: [GraphQLModule.forRoot<GraphqlOptions>(graphqlOptions(ground)), ...features],
      controllers: [HealthController, ...(config.explorer ? [GraphiqlController] : [])],
      providers: [
        NodeResolver,
        { provide: DataSource, useValue: db },
        { provide: CLOCK, useValue: clock },
        { provide: PASSWORD_COST, useValue: cost },
        { provide: THROTTLE_LIMITS, useValue: config },
        { provide: APP_PIPE, useClass: InputPipe },
        { provide: APP_FILTER, useClass: PassOn },
      ],
      exports: [DataSource, CLOCK, PASSWORD_COST, THROTTLE_LIMITS],
    };
  }
}

function graphqlOptions(ground: Ground): GraphqlOptions {
  return {
    driver: GraphqlHttpDriver,
    autoSchemaFile: true,
    sortSchema: true,
    buildSchemaOptions: schemaOptions,
    explorer: ground.config.explorer,
    writesAtOnce: Math.max(1, Math.floor(ground.config.databasePoolSize / 2)),
    contextOf: (request) => contextOf(request, ground),
  };
}

async function contextOf(request: FastifyRequest, { db, clock }: Ground): Promise<RequestContext> {
  const present = new Present(clock);
  const token = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
  // A failure here is told by the first field that asks who acts: then it is an answer like any other.
  const found = await actorOf(db.manager, token, present).catch((error: Error) => error);
  const arrival = { requestId: request.id, address: request.ip, tokenSent: token !== null, db: db.manager, present };
  return new RequestContext(arrival, found);
}
