import 'reflect-metadata';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { lexicographicSortSchema, printSchema, type GraphQLSchema } from 'graphql';
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { systemClock } from './common/clock.js';
import { readConfig } from './server/config.js';
import { databaseAt } from './database/connection.js';
import { createApp } from './server/service.js';

/** A schema as it is committed: sorted, with a line break at the end. */
export const printed = (schema: GraphQLSchema) => `${printSchema(lexicographicSortSchema(schema))}\n`;

/** `npm run schema` writes schema.graphql from the code. It needs no database. */
async function writeSchema(): Promise<void> {
  const db = databaseAt('postgres://nowhere', { poolSize: 1 });
  const app = await createApp({ config: readConfig({}), db, clock: systemClock });
  await app.init();
  writeFileSync('schema.graphql', printed(app.get(GraphQLSchemaHost).schema));
  await app.close();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await writeSchema();
