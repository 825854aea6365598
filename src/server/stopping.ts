import type { FastifyInstance, onRequestHookHandler, onSendHookHandler } from 'fastify';
import { DomainError } from '../common/errors.js';
import { refuseRequest } from './requests.js';

const servers = new WeakSet<object>();

const isStopping = ({ server }: FastifyInstance): boolean => servers.has(server);

/** What runs when the service is told to stop is answered; what comes after it on open connections is refused in words that a client knows. */
export const stopping = {
  begin(server: object): void {
    servers.add(server);
  },

  refuse: function (_request, reply, done) {
    if (!isStopping(reply.server)) return done();
    const message = 'This process is stopping. Nothing was done. Send it again: another one answers.';
    refuseRequest(reply, 503, new DomainError('UNAVAILABLE', message, { done: false }));
  } satisfies onRequestHookHandler,

  close: function (_request, reply, payload, done) {
    if (isStopping(reply.server)) void reply.header('connection', 'close');
    done(null, payload);
  } satisfies onSendHookHandler,
};
