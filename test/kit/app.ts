import 'reflect-metadata';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'typeorm';
import request from 'supertest';
import type { DataSource } from 'typeorm';
import type { RemedyKind } from '../../src/availability/remedies.rules.js';
import type { RoundKind } from '../../src/guides/guide-document.js';
import { readConfig, type Config } from '../../src/server/config.js';
import { createApp } from '../../src/server/service.js';
import { freshDatabase, open } from './database.js';
import type { Operations } from './operations.js';

/** A clock that tests set. Its time does not pass by itself. */
export class TestClock {
  private instant = new Date('2027-03-01T09:00:00Z');

  now(): Date {
    return new Date(this.instant);
  }

  set(instant: string): void {
    this.instant = new Date(instant);
  }

  pass({ days = 0, hours = 0, minutes = 0 }: { days?: number; hours?: number; minutes?: number }): void {
    this.instant = new Date(this.instant.getTime() + ((days * 24 + hours) * 60 + minutes) * 60_000);
  }
}

export interface Refusal {
  message: string;
  path?: (string | number)[];
  extensions: {
    code: string;
    fields?: { path: string; expected: string; found: string }[];
    block?: RefusalBlock;
    [key: string]: unknown;
  };
}

/** Why a booking was refused, and what would help. A remedy has the fields of its kind. */
export interface RefusalBlock {
  reason: string;
  members: string[];
  remedies: {
    kind: keyof typeof RemedyKind;
    choice: number;
    member: string;
    roundKind: keyof typeof RoundKind;
    limit: number;
    date: string;
    window: { startsAt: string; endsAt: string };
    session: string;
    text: string;
  }[];
}

/** If the operation was refused, there is no data, and a test that reads it fails. */
export interface Answer<T> {
  data: T;
  errors?: Refusal[];
}

/** The type of an operation's data, by its text. It is `unknown` if a test builds the text at run time. */
export type Data<Q extends string> = Q extends keyof Operations ? Operations[Q]['data'] : unknown;

/** The type of an operation's variables, by its text. */
export type Variables<Q extends string> = Q extends keyof Operations ? Operations[Q]['variables'] : object;

/** The variables may be left out if the operation requires none of them. */
export type Optional<V> = object extends V ? [variables?: V] : [variables: V];

/** A service that runs inside the tests. */
export interface TestApp {
  app: NestFastifyApplication;
  db: DataSource;
  clock: TestClock;
  url: string;
  /** Sends one operation, and returns the whole answer. */
  ask: <const Q extends string>(query: Q, variables?: object, token?: string) => Promise<Answer<Data<Q>>>;
  /** Every SQL statement since the last call. */
  statements: () => string[];
  close: () => Promise<void>;
}

/** Starts a service on a fresh database, or on a database that another service already uses. */
export async function startTestApp(at?: string, settings: Partial<Config> = {}): Promise<TestApp> {
  const url = at ?? (await freshDatabase());
  const db = await open(url);
  const seen: string[] = [];
  const logger: Partial<Logger> = { logQuery: (query) => void seen.push(query) };
  Object.assign(db, { logger: { ...silent, ...logger } });
  const clock = new TestClock();
  const app = await createApp({ config: { ...testConfig, ...settings }, db, clock });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return {
    app,
    db,
    clock,
    url,
    async ask<const Q extends string>(query: Q, variables: object = {}, token?: string) {
      const sent = request(app.getHttpServer()).post('/graphql').send({ query, variables });
      if (token) sent.set('authorization', `Bearer ${token}`);
      return (await sent).body as Answer<Data<Q>>;
    },
    statements: () => seen.splice(0),
    async close() {
      await app.close();
      await db.destroy();
    },
  };
}

/** Cheap password hashes, and limits that are high enough for the people of many tests. */
export const testConfig: Config = {
  ...readConfig({}),
  passwordMemoryKib: 8,
  passwordPasses: 1,
  signUpsPerHour: 1_000_000,
  failuresPerHour: 1_000_000,
};

const silent: Logger = {
  logQuery: () => undefined,
  logQueryError: () => undefined,
  logQuerySlow: () => undefined,
  logSchemaBuild: () => undefined,
  logMigration: () => undefined,
  log: () => undefined,
};
