import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { exampleOperations } from './graphiql.examples.js';

let page: Promise<Buffer> | undefined;

/** One self-contained page of 9 MB: rendered and compressed at the first request. */
async function renderPage(): Promise<Buffer> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const html = renderGraphiQL({
    title: 'Mockloop',
    endpoint: '/graphql',
    defaultTabs: exampleOperations.map((query) => ({
      query,
      headers: '{ "Authorization": "Bearer PASTE-A-TOKEN-HERE" }',
    })),
    shouldPersistHeaders: true,
  });
  return promisify(gzip)(html);
}

/** GraphiQL, offline: nothing on the page comes from elsewhere. */
@Controller('graphiql')
export class GraphiqlController {
  @Get()
  async show(@Res() reply: FastifyReply): Promise<void> {
    const html = await (page ??= renderPage());
    await reply.header('content-type', 'text/html; charset=utf-8').header('content-encoding', 'gzip').send(html);
  }
}
