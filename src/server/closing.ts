import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Server } from 'node:http';
import { Server as Listener, type Socket } from 'node:net';
import { setImmediate as turnOfLoop, setTimeout as pause } from 'node:timers/promises';
import { stopping } from './stopping.js';

/** The longest that the port stays open during a stop, how long it must be quiet before it closes, and how recent the last look must be. */
const WAITING_MILLISECONDS = 500;
const QUIET_MILLISECONDS = 20;
const RECENT_MILLISECONDS = 1;

/** How long connections in use have to hear that the service stops. */
const FAREWELL_MILLISECONDS = 1_000;

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
  const isQuiet = () => lookedAt - lastCame > QUIET_MILLISECONDS && performance.now() - lookedAt < RECENT_MILLISECONDS;
  server.on('connection', heard);
  while (!isQuiet() && performance.now() < until) {
    lookedAt = performance.now();
    await turnOfLoop();
  }
  server.off('connection', heard);
  Listener.prototype.close.call(server);
}

/** The connections that have not sent a request yet, such as those that browsers open in advance. */
export function silentConnectionsOf(server: Server): ReadonlySet<Socket> {
  const silent = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  server.on('request', ({ socket }) => silent.delete(socket));
  return silent;
}

/**
 * Finishes the requests that run, for so long. Connections in use close with their next answer, because cutting them
 * would lose a request. Idle and silent connections are closed afterwards, because they would keep the server waiting.
 */
export async function closeService(
  app: NestFastifyApplication,
  silent: ReadonlySet<Socket>,
  seconds: number,
): Promise<void> {
  const server = app.getHttpServer();
  const portIsClosed = closePort(server);
  stopping.begin(server, portIsClosed);
  await portIsClosed;
  const until = performance.now() + FAREWELL_MILLISECONDS;
  while ((await countOf(server)) > 0 && performance.now() < until) await pause(10);
  const sweep = setInterval(() => {
    server.closeIdleConnections();
    for (const socket of silent) socket.destroy();
  }, 50);
  await Promise.race([app.close(), pause(seconds * 1_000, undefined, { ref: false })]);
  clearInterval(sweep);
}

const countOf = (server: Listener): Promise<number> =>
  new Promise((resolve) => server.getConnections((_, count) => resolve(count)));
