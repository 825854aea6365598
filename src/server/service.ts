import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule, type ServiceParts } from './app.module.js';
import { systemClock } from '../common/clock.js';
import { newId } from '../common/ids.js';
import { writeTroubleOf } from '../common/write-trouble.js';
import { ConfigError, type Config } from './config.js';
import { databaseAt, migrate, newestStamp } from '../database/connection.js';
import { warnOfProxy } from './requests.js';
import { closeService, silentConnectionsOf } from './closing.js';
import { stopping } from './stopping.js';
import { NoDatabaseError } from '../database/embedded/folders.js';
import { startEmbeddedPostgres } from '../database/embedded/server.js';

/** The longest that a client may take to send a request, and that a connection may idle. */
const REQUEST_MILLISECONDS = 10_000;
const IDLE_MILLISECONDS = 30_000;

export interface Service {
  /** Where it listens, such as http://127.0.0.1:3000. */
  url: string;
  /** Finishes the requests that run, then closes everything that was opened. */
  stop: () => Promise<void>;
}

/** What was opened last is closed first. A signal may come twice; it is closed once. */
async function inReverse(stops: (() => Promise<unknown>)[]): Promise<void> {
  for (const each of stops.toReversed()) await each();
}

/** The application on an open database, not listening yet. */
export async function createApp(parts: ServiceParts): Promise<NestFastifyApplication> {
  const { trustProxy, corsOrigins } = parts.config;
  const adapter = new FastifyAdapter({
    genReqId: newId,
    trustProxy: typeof trustProxy === 'number' ? (_, hop) => hop < trustProxy : trustProxy,
    requestTimeout: REQUEST_MILLISECONDS,
    keepAliveTimeout: IDLE_MILLISECONDS,
    // While it stops, a new request on an open connection is refused like any other (server/requests.ts).
    return503OnClosing: false,
    http: { headersTimeout: REQUEST_MILLISECONDS, connectionsCheckingInterval: 1_000 },
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.on(parts), adapter, {
    logger: ['warn', 'error'],
    abortOnError: false,
  });
  if (corsOrigins.length > 0)
    app.enableCors({ origin: corsOrigins, methods: ['POST'], allowedHeaders: ['authorization', 'content-type'] });
  app.getHttpAdapter().getInstance().addHook('onRequest', stopping.refuse).addHook('onSend', stopping.close);
  if (trustProxy === false) app.getHttpAdapter().getInstance().addHook('onRequest', warnOfProxy());
  return app;
}

/** Starts the whole service: a database if none is given, the migrations, and the server. */
export async function startService(config: Config): Promise<Service> {
  const embedded = config.databaseUrl === null ? await startEmbeddedPostgres(config.dataDir) : null;
  const url = config.databaseUrl ?? embedded!.url;
  const db = databaseAt(url, { poolSize: config.databasePoolSize });
  const stops: (() => Promise<unknown>)[] = [async () => embedded?.stop()];
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= inReverse(stops));
  try {
    await migrate(url);
    await db.initialize();
    stops.push(() => db.destroy());
    systemClock.startFrom(await newestStamp(db));
    const app = await createApp({ config, db, clock: systemClock });
    const silent = silentConnectionsOf(app.getHttpServer());
    stops.push(() => closeService(app, silent, config.stopSeconds));
    // Fastify would listen at each address of localhost with a server of its own, which a stop would not close.
    await app.listen(config.port, config.host === 'localhost' ? '127.0.0.1' : config.host);
    return { url: await app.getUrl(), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Why the service does not start, for the operator: a sentence where we know one, else the whole error. */
export function startFailure(error: unknown): unknown {
  const { code, message, path } = error as NodeJS.ErrnoException;
  if (error instanceof ConfigError || error instanceof NoDatabaseError) return message;
  if (code === 'EADDRINUSE') return 'The port is taken. Set PORT to another one, or to 0 for any.';
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `This machine cannot listen or connect: ${message}. Check HOST and DATABASE_URL.`;
  if (code === 'ECONNREFUSED')
    return 'The database does not answer. Check DATABASE_URL, and whether the database runs.';
  if (code === '28P01' || code === '28000' || code === '3D000')
    return `The database refuses the connection: ${message}. Check DATABASE_URL.`;
  if (code === 'ENOSPC') return 'The disk of DATA_DIR is full. Make room, then start again.';
  if (
    code !== undefined &&
    ['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR', 'EEXIST'].includes(code) &&
    path !== undefined
  )
    return `This machine does not let the service write to ${path} (${code}). Check DATA_DIR.`;
  return writeTroubleOf(error) ?? error;
}
