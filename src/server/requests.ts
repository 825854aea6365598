import { Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify';
import { DomainError } from '../common/errors.js';

/** The longest body of a request, in bytes. */
export const MOST_BODY_BYTES = 256 * 1024;

/** The answer to a refused HTTP request, in the same form as that of a refused operation. */
export function refuseRequest(reply: FastifyReply, status: number, { message, code, details }: DomainError): void {
  void reply
    .code(status)
    .header('content-type', 'application/json; charset=utf-8')
    .send(JSON.stringify({ errors: [{ message, extensions: { code, ...details } }] }));
}

const badRequest = (message: string) => new DomainError('INVALID_INPUT', message, { fields: [] });

/** `application/json`, with no charset but UTF-8. */
const isJson = (contentType = '') => /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(contentType.trim());

/**
 * Runs on the route, so that it judges every request that reaches the handler, however its address was spelled.
 * A browser sends
 * forms and plain text anywhere without asking; for JSON it asks first. Operations are posted, so no link changes anything.
 */
export const wantPostedJson: onRequestHookHandler = (request, reply, done) => {
  if (request.method !== 'POST') {
    void reply.header('allow', 'POST');
    return refuseRequest(
      reply,
      405,
      badRequest('Send operations by POST, as JSON: { "query": "...", "variables": { } }.'),
    );
  }
  if (isJson(request.headers['content-type'])) return done();
  return refuseRequest(reply, 415, badRequest('Send operations as JSON, with "content-type: application/json".'));
};

/** What could not even be read: a body that is too long, too slow or not JSON. */
export function refuseUnreadable(error: Error & { code?: string }, request: FastifyRequest, reply: FastifyReply): void {
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    const sent = Number(request.headers['content-length']);
    const found = sent > MOST_BODY_BYTES ? sent : MOST_BODY_BYTES + 1;
    const message = `A request may be at most ${MOST_BODY_BYTES / 1024} KiB long. Send less at a time.`;
    return refuseRequest(reply, 413, new DomainError('QUERY_TOO_LARGE', message, { limit: MOST_BODY_BYTES, found }));
  }
  refuseRequest(reply, 400, badRequest('The body is not valid JSON. Send { "query": "...", "variables": { } }.'));
}

/** Warns once that the service seems to run behind a proxy that is not trusted. */
export function warnOfProxy(): onRequestHookHandler {
  let isSaid = false;
  return ({ headers }, _reply, done) => {
    if (!isSaid && (headers['x-forwarded-for'] ?? headers.forwarded) !== undefined) {
      isSaid = true;
      const message =
        'A request came with a forwarded address, which is ignored: all clients behind a proxy count as one. Set TRUST_PROXY if you run one.';
      new Logger('Requests').warn(message);
    }
    done();
  };
}
