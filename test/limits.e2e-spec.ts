import { GraphQLSchemaHost } from '@nestjs/graphql';
import { getNamedType, getNullableType, isCompositeType, isListType, isObjectType, parse, validate } from 'graphql';
import { readFileSync } from 'node:fs';
import { MOST_OBJECTS } from '../src/common/answer.js';
import { assertFewTokens, documentLimits, judgeDocument } from '../src/server/judge-document.js';
import { listSizes } from '../src/server/list-sizes.js';
import { type Peer } from './kit/seed.js';
import { useService } from './kit/use-service.js';

const world = useService();

let organizer: Peer;
let groupId: string;

beforeAll(async () => {
  ({ organizer, groupId } = await world.seed.plan({ members: 1 }));
});

const nested = (depth: number, inner = 'id') => {
  let selection = inner;
  for (let level = 1; level < depth; level += 2) selection = `memberships { person { ${selection} } }`;
  return `{ viewer { ${selection} } }`;
};

describe('an operation', () => {
  const aliased = (count: number, field: string) =>
    Array.from({ length: count }, (_, n) => `a${n}: ${field}`).join(' ');

  it.each<[string, string, number]>([
    ['of too many tokens', `{ viewer { ${'id '.repeat(2_000)} } }`, 2_000],
    [
      'with too many fields that do not exist',
      `{ ${Array.from({ length: 30_000 }, (_, n) => `x${n}`).join(' ')} }`,
      2_000,
    ],
    ['that is too deep', nested(12), 12],
    [
      'that is too deep by way of fragments',
      `{ viewer { ...A } } fragment A on Person { ${nested(14).slice(11, -4)} }`,
      12,
    ],
    ['with too many aliases', `{ viewer { ${aliased(31, 'id')} } }`, 30],
    [
      'with too many aliases by way of fragments',
      `{ viewer { ...A } b: viewer { ...A } } fragment A on Person { ${aliased(16, 'id')} }`,
      30,
    ],
    ['with an alias on __typename', `{ ${aliased(31, '__typename')} }`, 30],
    [
      'with two curves of readiness',
      '{ viewer { memberships { group { plans { viewerCandidate { ...C } } } } } } fragment C on Candidate { readinessHistory(from: "2027-01-01", to: "2027-02-01") { level } older: readinessHistory(from: "2026-01-01", to: "2026-02-01") { level } }',
      1,
    ],
    [
      'of many pages',
      `{ viewer { ${aliased(30, 'sessions(first: 100) { nodes { panel { id } history { at } } }')} } }`,
      10_000,
    ],
    [
      'of groups within sessions within groups',
      'query ($id: ID!) { group(id: $id) { sessions(first: 100) { nodes { group { sessions(first: 100) { nodes { group { sessions(first: 100) { nodes { id } } } } } } } } } }',
      10_000,
    ],
    [
      'of topics within areas within topics',
      'query ($id: ID!) { node(id: $id) { ... on Guide { rounds { areas { topics { area { rounds { areas { topics { area { title } } } } } } } } } } }',
      10_000,
    ],
    [
      'of rounds within areas within rounds',
      'query ($id: ID!) { group(id: $id) { guides { rounds { topics { area { rounds { topics { area { rounds { topics { key } } } } } } } } } } }',
      10_000,
    ],
    [
      'of members within memberships within members',
      '{ viewer { memberships { group { members { person { memberships { group { members { person { memberships { group { id } } } } } } } } } } } }',
      10_000,
    ],
    [
      'of the schema within the schema',
      `{ __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } }`,
      250_000,
    ],
    ['of one field many times', `{ viewer { ${'id '.repeat(61)} } }`, 60],
  ])('%s is refused with the limit and what was found', async (_, query, limit) => {
    const { data, errors } = await world.service.ask(query, { id: groupId }, organizer.token);
    expect(data).toBeUndefined();
    expect(errors).toHaveLength(1);
    const { code, ...extensions } = errors![0]!.extensions;
    // A rule of graphql-js refuses introspection that is too deep.
    if (code === 'INVALID_INPUT') return expect(errors![0]!.message).toContain('introspection depth');
    expect([code, extensions.limit]).toEqual(['QUERY_TOO_LARGE', limit]);
    expect(extensions.found).toBeGreaterThan(limit);
  });

  it('is judged again for each page size in its variables', async () => {
    const query =
      'query ($id: ID!, $n: Int! = 2) { group(id: $id) { sessions(first: $n) { nodes { group { sessions(first: $n) { nodes { panel { id } } } } } } } }';
    expect((await organizer.ask(query, { id: groupId })).group).not.toBeNull();
    const { extensions } = await organizer.refused(query, { id: groupId, n: 100 });
    expect(extensions).toMatchObject({ code: 'QUERY_TOO_LARGE', limit: 10_000 });
  });

  it.each([
    [
      'signIn',
      'mutation { a: signIn(input: { email: "a@b.c", password: "x" }) { token } b: signIn(input: { email: "a@b.c", password: "y" }) { token } }',
    ],
    ['exportMyData', '{ exportMyData again: exportMyData }'],
    [
      'two kinds',
      'mutation { acceptInvitation(code: "x") { id } signIn(input: { email: "a@b.c", password: "x" }) { token } }',
    ],
    [
      'a fragment',
      'query { ...A ...B } fragment A on Query { a: invitationPreview(code: "x") { role } } fragment B on Query { b: invitationPreview(code: "y") { role } }',
    ],
  ])('may have only one field that guesses, hashes or collects: %s', async (_, query) => {
    const { extensions } = await organizer.refused(query);
    expect(extensions).toMatchObject({ code: 'QUERY_TOO_LARGE', limit: 1, found: 2 });
  });

  it('of almost 256 KiB passes if most of its text is a comment', async () => {
    expect((await world.service.ask(`{ viewer { id } } #${'x'.repeat(250_000)}`)).data).toEqual({ viewer: null });
  });
});

describe('the operations of a client', () => {
  it('stay below half of the limits', () => {
    const { schema } = world.service.app.get(GraphQLSchemaHost);
    const document = parse(readFileSync('test/client/operations.graphql', 'utf8'));
    const { objects, aliases, introspected } = documentLimits;
    const half = { ...documentLimits, objects: objects / 2, aliases: aliases / 2, introspected: introspected / 2 };
    expect(validate(schema, document)).toEqual([]);
    expect(() => judgeDocument(schema, document, {}, half)).not.toThrow();
    // Lower limits refuse the same operations, so the check works.
    expect(() => judgeDocument(schema, document, {}, { ...half, objects: 100 })).toThrow('100 objects');
  });

  it('stay below the limit of tokens', () => {
    for (const each of readFileSync('test/client/operations.graphql', 'utf8').split(/^(?=query|mutation|fragment)/m))
      expect(() => assertFewTokens(each + each)).not.toThrow();
  });
});

describe('an answer', () => {
  it('that would be too large is refused, because members choose how long their lists are', async () => {
    const { extensions, path } = await organizer.refused(TOPICS, { id: await bigGuide() });
    expect(extensions).toEqual({ code: 'QUERY_TOO_LARGE', limit: MOST_OBJECTS, found: MOST_OBJECTS + 1 });
    expect(path).toEqual(['node']);
  });

  it('says that a mutation was done when only its answer is too large', async () => {
    const input = { groupId, guideId: await bigGuide(), title: 'Large', startsOn: '2027-03-01' };
    const { data, errors } = await world.service.ask(
      `mutation ($input: CreatePlanInput!) { createPlan(input: $input) { id guide ${ROUNDS} } second: updateGroup(input: { groupId: "${groupId}", name: "Late" }) { name } }`,
      { input },
      organizer.token,
    );
    expect(data).toEqual({ createPlan: null, second: null });
    expect(errors!.map(({ path, extensions }) => [path, extensions.done])).toEqual([
      [['createPlan'], true],
      [['second'], undefined],
    ]);
    const { group } = await organizer.ask('query ($id: ID!) { group(id: $id) { name plans { title } } }', {
      id: groupId,
    });
    expect(group.name).not.toBe('Late');
    expect(group.plans).toContainEqual({ title: 'Large' });
  });
});

const ROUNDS = '{ rounds { areas { topics { key } } topics { area { key } } } }';
const TOPICS = `query ($id: ID!) { node(id: $id) { ... on Guide ${ROUNDS} } }` as const;

/** A small guide whose rounds make a very large answer, because all of them refer to an area with all topics. */
async function bigGuide(): Promise<string> {
  const keyed = (count: number, more: object) =>
    Array.from({ length: count }, (_, n) => ({ key: `k${n}`, title: 'T', summary: 'S', ...more }));
  const topics = keyed(100, { area: 'k0', depth: 'CORE' });
  const criteria = [{ key: 'q', title: 'Q', competency: 'k0', weight: 1, anchors: ['1', '2', '3', '4'] }];
  const rounds = keyed(10, {
    kind: 'CODING',
    minutes: 60,
    panelSize: 1,
    targetSessions: 2,
    weight: 1,
    pacing: { from: 0, to: 1 },
    areas: ['k0'],
    criteria,
  });
  const stages = Array.from({ length: 10 }, (_, s) => ({
    key: `s${s}`,
    title: 'S',
    rounds: rounds.map((round) => ({ ...round, key: `s${s}-${round.key}` })),
  }));
  const source = JSON.stringify({
    format: 'mockloop-guide/1',
    key: `big-${Math.random().toString(36).slice(2)}`,
    company: 'Example',
    role: 'Engineer',
    summary: 'Big.',
    difficulty: 'Hard.',
    processWeeks: { min: 1, max: 8 },
    competencies: keyed(1, {}),
    areas: keyed(1, { strongPerformance: 'S' }),
    topics,
    tracks: keyed(1, { emphasis: [] }),
    stages,
    skills: [],
    notes: [],
    questions: [],
  });
  const importGuide = await organizer.importsGuide({ groupId, source });
  return importGuide.id;
}

describe('the declared sizes', () => {
  it('name every plain list of objects, and nothing else', () => {
    const { schema } = world.service.app.get(GraphQLSchemaHost);
    const lists = Object.values(schema.getTypeMap())
      .filter(isObjectType)
      .filter(({ name }) => !name.endsWith('Connection'))
      .flatMap((type) => Object.values(type.getFields()).map((field) => ({ name: type.name, field })))
      .filter(({ field }) => isListType(getNullableType(field.type)) && isCompositeType(getNamedType(field.type)))
      .map(({ name, field }) => `${name}.${field.name}`);
    expect(Object.keys(listSizes).sort()).toEqual([...new Set(lists)].sort());
  });
});
