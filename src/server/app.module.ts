import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import { DataSource } from 'typeorm';
import { CLOCK, type Clock } from '../common/clock.js';
import { GroupStates } from '../common/group-state.js';
import { InputPipe } from '../common/input.js';
import { NodeResolver } from '../common/node.resolver.js';
import { PassOn } from '../common/refusals.js';
import type { Config } from './config.js';
import { features, schemaOptions } from './features.js';
import { GraphiqlController } from './graphiql.controller.js';
import { HealthController } from './health.controller.js';
import { PASSWORD_COST, type PasswordCost } from '../people/passwords.js';
import { THROTTLE_LIMITS } from '../people/throttle.js';
import { GraphqlHttpDriver, type GraphqlOptions } from './graphql.driver.js';
import { contextOf } from './request-context.js';

/** What the service needs: it is made first, and shared with the code that starts the service. */
export interface ServiceParts {
  config: Config;
  db: DataSource;
  clock: Clock;
}

@Module({})
export class AppModule {
  static on(parts: ServiceParts): DynamicModule {
    const { config, db, clock } = parts;
    const cost: PasswordCost = { memoryKib: config.passwordMemoryKib, passes: config.passwordPasses };
    return {
      module: AppModule,
      global: true,
      imports: [GraphQLModule.forRoot<GraphqlOptions>(graphqlOptions(parts)), ...features],
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

function graphqlOptions(parts: ServiceParts): GraphqlOptions {
  const { groupCacheMib, databasePoolSize } = parts.config;
  const half = Math.max(1, Math.floor(databasePoolSize / 2));
  const states = new GroupStates(parts.db, { bytes: groupCacheMib << 20, loadsAtOnce: half });
  return {
    driver: GraphqlHttpDriver,
    autoSchemaFile: true,
    sortSchema: true,
    buildSchemaOptions: schemaOptions,
    explorer: parts.config.explorer,
    writesAtOnce: half,
    contextOf: (request, touched, variables) => contextOf(request, touched, variables, { ...parts, states }),
  };
}
