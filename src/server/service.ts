import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Server as Listener } from 'node:net';
import { setImmediate as turnOfLoop, setTimeout as pause } from 'node:timers/promises';
import { AppModule, type Ground } from './app.module.js';
import { systemClock } from '../common/clock.js';
import { newId } from '../common/ids.js';
import { writeTroubleOf } from '../common/write-trouble.js';
import { ConfigError, type Config } from './config.js';
import { databaseAt, migrate, newestStamp } from '../database/connection.js';
import { warnOfProxy } from './requests.js';
import { stopping } from './stopping.js';
import { NoDatabaseError } from '../database/embedded/folders.js';
import { startEmbeddedPostgres } from '../database/embedded/server.js';

/** The longest that a client may take to send a request, and that a connection may idle. */
const REQUEST_MILLISECONDS = 10_000;
const IDLE_MILLISECONDS = 30_000;

/** How long the port stays open for connections that wait there, and how long none may come before it closes. */
const WAITING_MILLISECONDS = 500;
const QUIET_MILLISECONDS = 20;

/** How long connections in use have to hear that the service stops. */
const FAREWELL_MILLISECONDS = 1_000;

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
export async function createApp(ground: Ground): Promise<NestFastifyApplication> {
  const { trustProxy, corsOrigins } = ground.config;
  const adapter = new FastifyAdapter({
    genReqId: newId,
    trustProxy: typeof trustProxy === 'number' ? (_, hop) => hop < trustProxy : trustProxy,
    requestTimeout: REQUEST_MILLISECONDS,
    keepAliveTimeout: IDLE_MILLISECONDS,
    // While it stops, a new request on an open connection is refused like any other (server/requests.ts).
    return503OnClosing: false,
    http: { headersTimeout: REQUEST_MILLISECONDS, connectionsCheckingInterval: 1_000 },
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.on(ground), adapter, {
    logger: ['warn', 'error'],
    abortOnError: false,
  });
  if (corsOrigins.length > 0)
    app.enableCors({ origin: corsOrigins, methods: ['POST'], allowedHeaders: ['authorization', 'content-type'] });
  app.getHttpAdapter().getInstance().addHook('onRequest', stopping.refuse).addHook('onSend', stopping.close);
  if (trustProxy === false) app.getHttpAdapter().getInstance().addHook('onRequest', warnOfProxy());
  return app;
}

/**
 * Accepts the connections that wait at the port, because closing it would reset them with their requests. The port is
 * closed after a while without a new connection, and right after a check for new ones: a turn of the event loop that takes long
 * may hide connections that came meanwhile.
 */
async function closePort(server: Listener): Promise<void> {
  const until = performance.now() + WAITING_MILLISECONDS;
  let lastCame = performance.now();
  let lookedAt = 0;
  const heard = () => (lastCame = performance.now());
  const isQuiet = () => lookedAt - lastCame > QUIET_MILLISECONDS && performance.now() - lookedAt < 1;
  server.on('connection', heard);
  while (!isQuiet() && performance.now() < until) {
    lookedAt = performance.now();
    await turnOfLoop();
  }
  server.off('connection', heard);
  Listener.prototype.close.call(server);
}

/**
 * Finishes the requests that run, for so long. Connections in use close with their next answer, because cutting them
 * would lose a request. Idle connections are closed afterwards, because they would keep the server waiting.
 */
async function close(app: NestFastifyApplication, seconds: number): Promise<void> {
  const server = app.getHttpServer();
  const portIsClosed = closePort(server);
  stopping.begin(server, portIsClosed);
  await portIsClosed;
  const until = performance.now() + FAREWELL_MILLISECONDS;
  while ((await countOf(server)) > 0 && performance.now() < until) await pause(10);
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  await Promise.race([app.close(), pause(seconds * 1_000, undefined, { ref: false })]);
  clearInterval(sweep);
}

const countOf = (server: Listener): Promise<number> =>
  new Promise((resolve) => server.getConnections((_, count) => resolve(count)));

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
    stops.push(() => close(app, config.stopSeconds));
    await app.listen(config.port, config.host);
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
