import { GraphQLSchemaHost } from '@nestjs/graphql';
import fc from 'fast-check';
import { execute, parse, specifiedRules, validate, type GraphQLSchema } from 'graphql';
import type { FastifyRequest } from 'fastify';
import request from 'supertest';
import { GroupStates } from '../src/common/group-state.js';
import { contextOf } from '../src/server/request-context.js';
import { judgeDocument } from '../src/server/judge-document.js';
import { touchedBy } from '../src/server/touched.js';
import type { Answer } from './kit/app.js';
import { generatedRequest, type GeneratedRequest } from './kit/generated-queries.js';
import { card, seat, type Peer, SIGN_IN } from './kit/seed.js';
import { useService } from './kit/use-service.js';

const world = useService();

let organizer: Peer;
let ids: Record<string, string>;
let schema: GraphQLSchema;

beforeAll(async () => {
  const { candidate, members, planId, groupId, rounds, ...made } = await world.seed.plan({ members: 2 });
  organizer = made.organizer;
  const [ana, bo] = members as [Peer, Peer];
  const logSession = await ana.logs({
    candidateId: candidate.id,
    roundId: rounds.get('coding'),
    startsAt: '2027-02-20T18:00:00Z',
    panel: [seat(bo)],
  });
  await bo.submits(card(logSession.id, 3));
  ids = { group: groupId, plan: planId, candidate: candidate.id, session: logSession.id, node: logSession.id };
  schema = world.service.app.get(GraphQLSchemaHost).schema;
});

/** Sends a whole request, with the name of its operation. */
async function send(body: object, token = organizer.token): Promise<Answer<unknown>> {
  const sent = request(world.service.app.getHttpServer()).post('/graphql');
  return (await sent.set('authorization', `Bearer ${token}`).send(body)).body as Answer<unknown>;
}

/** The answer of graphql-js itself. */
async function executed({ query, operationName, variables }: GeneratedRequest): Promise<Answer<unknown>> {
  const document = parse(query);
  const refused = validate(schema, document, specifiedRules);
  if (refused.length > 0) return { data: null, errors: refused as never };
  const { db, clock } = world.service;
  const sent = { id: 'here', ip: '127.0.0.1', headers: { authorization: `Bearer ${organizer.token}` } };
  const states = new GroupStates(db, { bytes: 1 << 20, loadsAtOnce: 1 });
  const touched = { ...touchedBy(schema, document), isMutation: false };
  const contextValue = await contextOf(sent as FastifyRequest, touched, variables ?? {}, { db, clock, states });
  const result = await execute({ schema, document, operationName, variableValues: variables, contextValue });
  return JSON.parse(JSON.stringify(result)) as Answer<unknown>;
}

/** The part of an answer that must be the same: the data, and the paths of errors. The messages may differ. */
const shapeOf = ({ data, errors }: Answer<unknown>) => ({ data: data ?? null, paths: errors?.map(({ path }) => path) });

function isWithinLimits({ query, variables }: GeneratedRequest): boolean {
  try {
    judgeDocument(schema, parse(query), variables ?? {});
    return true;
  } catch {
    return false;
  }
}

describe('generated queries', () => {
  it('always get the same answer as from graphql-js, the first time and from the cache', async () => {
    await fc.assert(
      fc.asyncProperty(fc.gen(), async (g) => {
        const asked = generatedRequest(schema, ids, g);
        // Some ask for two curves of readiness.
        fc.pre(isWithinLimits(asked));
        const expected = shapeOf(await executed(asked));
        for (let time = 0; time < 4; time += 1) expect(shapeOf(await send(asked))).toEqual(expected);
      }),
      { seed: 20270331, numRuns: 200 },
    );
  }, 120_000);
});

describe('a document', () => {
  it('runs the named operation of several', async () => {
    const query = 'query One { viewer { displayName } } query Two { group(id: "x") { id } }';
    expect((await send({ query, operationName: 'One' })).data).toEqual({ viewer: { displayName: 'Olga' } });
    for (const operationName of [undefined, null, 'Three', '']) {
      const { data, errors } = await send({ query, operationName });
      expect([data, errors![0]!.extensions.code]).toEqual([undefined, 'INVALID_INPUT']);
      expect(errors![0]!.extensions.fields).toMatchObject([
        { path: 'operationName', expected: 'the name of one of: One, Two' },
      ]);
    }
  });

  it('that has only fragments is refused, because it has no operation to run', async () => {
    const { errors } = await send({ query: 'fragment F on Person { id }' });
    expect(errors![0]!.extensions.code).toBe('INVALID_INPUT');
  });

  it.each([
    ['{ viewer { ...F @skip(if: true) ...F } } fragment F on Person { displayName }', { displayName: 'Olga' }],
    ['{ viewer { ...F ...F @include(if: false) } } fragment F on Person { displayName }', { displayName: 'Olga' }],
    [
      '{ viewer { ...F @include(if: false) timeZone } } fragment F on Person { displayName }',
      { timeZone: 'Europe/Berlin' },
    ],
    ['{ viewer { displayName @skip(if: true) displayName } }', { displayName: 'Olga' }],
    ['{ viewer { ... @skip(if: true) { displayName } timeZone } }', { timeZone: 'Europe/Berlin' }],
  ])('gives exactly the fields of %s', async (query, viewer) => {
    for (let time = 0; time < 3; time += 1) expect((await send({ query })).data).toEqual({ viewer });
  });

  it('can be run without a variable that has a default', async () => {
    const query = 'query ($n: Int! = 7, $id: ID!) { group(id: $id) { sessions(first: $n) { nodes { id } } } }';
    expect((await send({ query, variables: { id: ids.group } })).errors).toBeUndefined();
    const { errors } = await send({ query, variables: { id: ids.group, n: null } });
    expect(errors![0]!.extensions.fields).toEqual([
      { path: 'n', expected: 'a value of type Int!', found: 'null', message: expect.any(String) },
    ]);
  });
});

describe('a literal or variable of a wrong form', () => {
  const CASES: [string, string, object, string, RegExp][] = [
    ['DateTime', '{ viewer { sessions(from: "yesterday") { totalCount } } }', {}, 'from', /instant/],
    ['DateTime', '{ viewer { sessions(from: 5) { totalCount } } }', {}, 'from', /instant|DateTime/],
    ['DateTime', '{ viewer { sessions(from: {a: [1]}) { totalCount } } }', {}, 'from', /DateTime|instant/],
    ['an enum', '{ viewer { sessions(status: [WEIRD]) { totalCount } } }', {}, 'status[0]', /SCHEDULED/],
    ['an enum', '{ viewer { sessions(status: ["HELD"]) { totalCount } } }', {}, 'status[0]', /SCHEDULED/],
    ['Int', '{ viewer { sessions(first: "2") { totalCount } } }', {}, 'first', /Int/],
    ['TimeZone', 'mutation { updateProfile(input: { timeZone: "Mars" }) { id } }', {}, 'timeZone', /zone/],
    ['TimeZone', 'mutation { updateProfile(input: { timeZone: 7 }) { id } }', {}, 'timeZone', /zone|TimeZone/],
    [
      'Date',
      'mutation ($i: CreatePlanInput!) { createPlan(input: $i) { id } }',
      { i: { groupId: 'x', guideId: 'x', title: 'T', startsOn: '2027-02-30' } },
      'startsOn',
      /date/,
    ],
  ];

  it.each(CASES)('of %s is INVALID_INPUT every time: %s', async (_, query, variables, path, expected) => {
    for (let time = 0; time < 3; time += 1) {
      const { errors } = await send({ query, variables });
      expect(errors).toHaveLength(1);
      expect(errors![0]!.extensions.code).toBe('INVALID_INPUT');
      const field = errors![0]!.extensions.fields!.find((each) => each.path === path)!;
      expect(field.expected).toMatch(expected);
    }
  });

  it('is refused, however deeply it is nested', async () => {
    let [list, map]: unknown[] = ['x', 'x'];
    for (let n = 0; n < 5_000; n += 1) [list, map] = [[list], { a: map }];
    for (const asked of [
      { query: 'query ($id: ID!) { node(id: $id) { id } }', variables: { id: list } },
      { query: SIGN_IN, variables: { input: { email: map, password: list } } },
    ])
      expect((await send(asked)).errors![0]!.extensions.code).toBe('INVALID_INPUT');
  });

  it('is not judged in a subscription, which is refused as INVALID_INPUT', async () => {
    const { errors } = await send({ query: 'subscription { a }' });
    expect(errors![0]!.extensions.code).toBe('INVALID_INPUT');
  });

  it('that is null for a required argument is refused with its path', async () => {
    for (const query of ['{ group(id: null) { id } }', 'query ($id: ID!) { group(id: $id) { id } }']) {
      const { errors } = await send({ query, variables: { id: null } });
      expect(errors![0]!.extensions).toMatchObject({ code: 'INVALID_INPUT', fields: [{ path: 'id', found: 'null' }] });
    }
    const nullable = 'query ($id: ID!, $all: Boolean) { plan(id: $id) { candidates(includeWithdrawn: $all) { id } } }';
    const late = await send({ query: nullable, variables: { id: ids.plan, all: null } });
    expect(late.errors![0]!.extensions.fields).toMatchObject([{ path: 'includeWithdrawn', found: 'null' }]);
    const { errors } = await send({ query: 'mutation { createPlan(input: { title: null, groupId: "x" }) { id } }' });
    const paths = errors![0]!.extensions.fields!.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['title', 'guideId']));
  });
});

describe('the path of an error', () => {
  it('has integers for the positions in lists', async () => {
    // Only SQL can store a kind that does not exist, because every import refuses it.
    await world.service.db.query(`update round set kind = 'NONSENSE' where key = 'coding'`);
    const { errors } = await send({
      query: 'query ($id: ID!) { group(id: $id) { guides { rounds { key kind } } } }',
      variables: { id: ids.group },
    });
    expect(errors!.map(({ path }) => path)).toEqual([['group', 'guides', 0, 'rounds', expect.any(Number), 'kind']]);
  });
});
