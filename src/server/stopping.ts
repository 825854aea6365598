import type { FastifyInstance, onRequestHookHandler, onSendHookHandler } from 'fastify';
import { DomainError } from '../common/errors.js';
import { refuseRequest } from './requests.js';

/** The servers that stop, each with a promise that ends when its port is closed. */
const servers = new WeakMap<object, Promise<void>>();

const isStopping = ({ server }: FastifyInstance): boolean => servers.has(server);

/**
 * Answers the requests that run when the service is told to stop. Refuses later ones on open connections with a code
 * that clients know.
 */
export const stopping = {
  begin(server: object, portIsClosed: Promise<void>): void {
    servers.set(server, portIsClosed);
  },

  /** Refuses only once the port is closed. Clients that hear earlier come back to the port, and closing it resets them. */
  refuse: function (_request, reply, done) {
    const closed = servers.get(reply.server.server);
    if (closed === undefined) return done();
    const message = 'This process is stopping. Nothing was done. Send the request again: another process answers.';
    const refusal = new DomainError('UNAVAILABLE', message, { done: false });
    void closed.then(() => refuseRequest(reply, 503, refusal));
  } satisfies onRequestHookHandler,

  close: function (_request, reply, payload, done) {
    if (isStopping(reply.server)) void reply.header('connection', 'close');
    done(null, payload);
  } satisfies onSendHookHandler,
};
