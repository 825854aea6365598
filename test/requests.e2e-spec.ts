import { auditServer } from 'graphql-http';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import request from 'supertest';
import { stopping } from '../src/server/stopping.js';
import { startTestApp, type Answer } from './kit/app.js';
import { useService } from './kit/use-service.js';

const world = useService();

type Sent = Omit<request.Response, 'body'> & { body: unknown };

const server = () => request(world.service.app.getHttpServer());

describe('a request', () => {
  it('passes the audit of GraphQL over HTTP without an error or a warning', async () => {
    await world.service.app.listen(0, '127.0.0.1');
    const url = `${await world.service.app.getUrl()}/graphql`;
    const results = await auditServer({ url, fetchFn: fetch });
    expect(results).toHaveLength(61);
    const wrong = results.filter(({ status }) => status === 'error' || status === 'warn');
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  it('has to contain GraphQL as text: a parsed document is refused, and nothing in it runs', async () => {
    const alias = { kind: 'Name', value: 'x": process.pid, "y' };
    const field = { kind: 'Field', alias, name: { kind: 'Name', value: '__typename' } };
    const operation = {
      kind: 'OperationDefinition',
      operation: 'query',
      selectionSet: { kind: 'SelectionSet', selections: [field] },
    };
    const tree = { kind: 'Document', definitions: [operation] };
    for (const query of [tree, JSON.stringify(tree), [tree], 5, null, true]) {
      for (let time = 0; time < 2; time += 1) {
        const { status, body, text } = (await server().post('/graphql').send({ query })) as Sent;
        expect(status).toBeGreaterThanOrEqual(200);
        expect((body as Answer<unknown>).data).toBeUndefined();
        expect((body as Answer<unknown>).errors![0]!.extensions.code).toBe('INVALID_INPUT');
        expect(text).not.toContain(String(process.pid));
      }
    }
  });

  it.each(['/graphql', '/%67raphql', '/graphq%6c', '/graphql?x=1', '/graphql#', '/graphql;'])(
    'to %s in an unsupported form is refused, however the path is spelled',
    async (path) => {
      const query = 'query={viewer{id}}';
      for (const sent of [
        () => server().get(`${path}${path.includes('?') ? '&' : '?'}${query}`),
        () => server().put(path).send({ query: '{ viewer { id } }' }),
        () => server().post(path).type('form').send(query),
        () => server().post(path).type('text/plain').send('{"query":"{ viewer { id } }"}'),
        () => server().post(path).type('application/graphql').send('{ viewer { id } }'),
        () =>
          server()
            .post(path)
            .set('content-type', 'application/json; charset=utf-16')
            .send(JSON.stringify({ query: '{ viewer { id } }' })),
        () =>
          server()
            .post(path)
            .send([{ query: '{ viewer { id } }' }]),
      ]) {
        const { status, body } = (await sent()) as Sent;
        expect([400, 404, 405, 415]).toContain(status);
        expect((body as Partial<Answer<unknown>>).data).toBeUndefined();
      }
    },
  );

  it.each([
    ['not JSON', '{"query":', 400, 'INVALID_INPUT'],
    ['empty', '', 400, 'INVALID_INPUT'],
    ['of 257 KiB', JSON.stringify({ query: `{ viewer { id } } #${'x'.repeat(257 * 1024)}` }), 413, 'QUERY_TOO_LARGE'],
  ])('that is %s gets a refusal of the usual shape', async (_, body, status, code) => {
    const answer = await server().post('/graphql').type('application/json').send(body);
    expect(answer.status).toBe(status);
    expect((answer.body as Answer<unknown>).errors![0]!.extensions.code).toBe(code);
  });

  it('from a page of another origin is allowed only if the settings name the origin', async () => {
    const preflight = (app = world.service) =>
      request(app.app.getHttpServer())
        .options('/graphql')
        .set('origin', 'https://mock.example.org')
        .set('access-control-request-method', 'POST');
    expect((await preflight()).headers['access-control-allow-origin']).toBeUndefined();
    const open = await startTestApp(world.service.url, { corsOrigins: ['https://mock.example.org'] });
    try {
      expect((await preflight(open)).headers).toMatchObject({
        'access-control-allow-origin': 'https://mock.example.org',
        'access-control-allow-methods': 'POST',
      });
      const other = await preflight(open).set('origin', 'https://other.example.org');
      expect(other.headers['access-control-allow-origin']).toBeUndefined();
    } finally {
      await open.close();
    }
  });

  it('that comes too slowly is cut off', async () => {
    const { hostname, port } = new URL(await world.service.app.getUrl());
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), hostname);
      let text = '';
      socket.on('data', (data) => (text += data.toString())).on('close', () => resolve(text));
      socket.on('error', reject);
      socket.write(
        'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{',
      );
    });
    expect(answer).toContain('408');
  }, 30_000);
});

describe('a process that is stopping', () => {
  it('refuses requests on open connections as UNAVAILABLE once its port is closed, and closes them', async () => {
    const service = await startTestApp();
    try {
      const server = service.app.getHttpServer();
      const steps: string[] = [];
      const arrived = new Promise<void>((resolve) => server.once('request', () => resolve()));
      const portIsClosed = arrived.then(() => pause(50)).then(() => void steps.push('closed'));
      stopping.begin(server, portIsClosed);
      const { status, headers, body } = (await request(server)
        .post('/graphql')
        .send({ query: '{ viewer { id } }' })) as Sent;
      steps.push('refused');
      expect(steps).toEqual(['closed', 'refused']);
      expect([status, headers.connection]).toEqual([503, 'close']);
      expect((body as Answer<unknown>).errors![0]!.extensions).toEqual({ code: 'UNAVAILABLE', done: false });
    } finally {
      await service.close();
    }
  });
});
