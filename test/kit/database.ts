import { randomUUID } from 'node:crypto';
import type { DataSource, LogLevel } from 'typeorm';
import { databaseAt } from '../../src/database/connection.js';

const serverUrl = () => process.env.MOCKLOOP_TEST_SERVER!;

/** Creates a database: a clone of the migrated template, or an empty one. */
export async function freshDatabase(
  template: 'template_mockloop' | 'template0' = 'template_mockloop',
): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const admin = await databaseAt(serverUrl(), { poolSize: 1 }).initialize();
  await admin.query(`create database ${name} template ${template}`);
  await admin.destroy();
  return serverUrl().replace(/postgres$/, name);
}

/** Connects to a database. Tests wait up to a minute for a connection, so that they do not fail on a busy machine. */
export const open = (url: string, logging: LogLevel[] = []): Promise<DataSource> =>
  databaseAt(url, { poolSize: 10, logging, connectionTimeout: 60_000, limited: false }).initialize();
