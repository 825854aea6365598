import type { FastifyReply, FastifyRequest, onRequestHookHandler, preValidationHookHandler } from 'fastify';
import { ErrorCode } from './common/errors.js';

const isOperation = ({ url }: FastifyRequest) => /^\/graphql(\?|$)/.test(url);

function refuse(reply: FastifyReply, status: number, message: string): void {
  const errors = [{ message, extensions: { code: ErrorCode.INVALID_INPUT, fields: [] } }];
  void reply.code(status).send({ data: null, errors });
}

/**
 * A browser sends forms and plain text to anybody, with whatever it knows of them; about JSON it asks first. And
 * operations are posted, so that no link can change anything.
 */
export const wantPostedJson: onRequestHookHandler = (request, reply, done) => {
  if (!isOperation(request)) return done();
  if (request.method !== 'POST') {
    return refuse(reply, 405, 'Send operations by POST, as JSON: { "query": "...", "variables": { } }.');
  }
  const json = /^application\/json\b/i.test(request.headers['content-type'] ?? '');
  return json ? done() : refuse(reply, 415, 'Send operations as JSON, with "content-type: application/json".');
};

/** One operation a request, and its text as text. */
export const wantQuery: preValidationHookHandler = (request, reply, done) => {
  const query = (request.body as { query?: unknown } | null | undefined)?.query;
  if (!isOperation(request) || typeof query === 'string') return done();
  return refuse(reply, 400, 'Send one operation as { "query": "...", "variables": { } }, its query as text.');
};
