import type { FastifyInstance, onRequestHookHandler, onSendHookHandler } from 'fastify';
import { DomainError } from '../common/errors.js';
import { refuseRequest } from './requests.js';

const servers = new WeakSet<object>();

const isStopping = ({ server }: FastifyInstance): boolean => servers.has(server);

/**
 * Answers the requests that run when the service is told to stop. Refuses later ones on open connections with a code
 * that clients know.
 */
export const stopping = {
  begin(server: object): void {
    servers.add(server);
  },

  refuse: function (_request, reply, done) {
    if (!isStopping(reply.server)) return done();
    const message = 'This process is stopping. Nothing was done. Send the request again: another process answers.';
    refuseRequest(reply, 503, new DomainError('UNAVAILABLE', message, { done: false }));
  } satisfies onRequestHookHandler,

  close: function (_request, reply, payload, done) {
    if (isStopping(reply.server)) void reply.header('connection', 'close');
    done(null, payload);
  } satisfies onSendHookHandler,
};
