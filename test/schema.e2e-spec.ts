import { setTimeout as pause } from 'node:timers/promises';
import { codegen } from '@graphql-codegen/core';
import * as typedDocumentNode from '@graphql-codegen/typed-document-node';
import * as typescriptOperations from '@graphql-codegen/typescript-operations';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import {
  buildSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  parse,
  validate,
  type GraphQLSchema,
} from 'graphql';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { exampleOperations } from '../src/server/graphiql.examples.js';
import { printed } from '../src/print-schema.js';
import { startTestApp, type TestApp } from './kit/app.js';
import type { Json } from './kit/seed.js';

let service: TestApp;
let schema: GraphQLSchema;
const committed = readFileSync('schema.graphql', 'utf8');

beforeAll(async () => {
  service = await startTestApp();
  schema = service.app.get(GraphQLSchemaHost).schema;
});

afterAll(() => service.close());

describe('the schema', () => {
  it('is the committed one: run npm run schema after changing it', () => {
    expect(printed(schema)).toBe(committed);
  });

  it('describes every type, query and mutation', () => {
    const types = Object.values(schema.getTypeMap()).filter(
      (type) =>
        !type.name.startsWith('__') &&
        (isObjectType(type) ||
          isInputObjectType(type) ||
          isEnumType(type) ||
          isInterfaceType(type) ||
          isScalarType(type)),
    );
    const roots = [schema.getQueryType()!, schema.getMutationType()!];
    const bare = [
      ...types.filter((type) => !type.description && !roots.includes(type as never)).map(({ name }) => name),
      ...roots
        .flatMap((root) => Object.values(root.getFields()).filter(({ description }) => !description))
        .map(({ name }) => name),
    ];
    expect(bare).toEqual([]);
  });

  it('answers a refused root field with null: every query and mutation is nullable, or open to all', () => {
    const fields = [schema.getQueryType()!, schema.getMutationType()!].flatMap((root) =>
      Object.values(root.getFields()),
    );
    const strict = fields.filter(({ type }) => String(type).endsWith('!')).map(({ name }) => name);
    expect(strict).toEqual(['guideLibrary']);
  });

  it('accepts the operations that GraphiQL offers', () => {
    for (const operation of exampleOperations) expect(validate(schema, parse(operation))).toEqual([]);
  });
});

describe('the README', () => {
  it('shows a whole loop that can be played as it is written', async () => {
    const blocks = [...readFileSync('README.md', 'utf8').matchAll(/```graphql\n(.*?)```/gs)].map(([, block]) => block!);
    const text = blocks.join('\n');
    expect(validate(schema, parse(text))).toEqual([]);
    const operations = text.split('\n').filter((line) => /^(mutation|query) /.test(line));
    expect(operations).toHaveLength(21);

    const day = (days: number) =>
      new Date(service.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);
    const dated = operations.map((line) =>
      line.replaceAll('LAST_WEEK', day(-7)).replaceAll('NEXT_WEEK', day(7)).replace('IN_SIX_WEEKS', day(42)),
    );
    const known: Record<string, string> = {};
    const filled = (line: string) =>
      line
        .replace('"ses_… (scheduled)"', `"${known.scheduled}"`)
        .replace(/"mem_… \((\w+)\)"/, (_, name: string) => `"${known[name]}"`)
        .replace(/"(grp|gde|pln|can|rnd|ses|lpr|prp)_…"/g, (_, kind: string) => `"${known[kind]}"`)
        .replace('code: "…"', `code: "${known.code}"`)
        .replace('startsAt: "…"', `startsAt: "${known.startsAt}"`);
    const play = async (name: string, token?: string, change = (line: string) => line) => {
      const line = dated.find((each) => new RegExp(`^\\w+ ${name} `).test(each))!;
      const { data, errors } = await service.ask(change(filled(line)), {}, token);
      expect([name, errors]).toEqual([name, undefined]);
      return Object.values(data as Record<string, Json>)[0];
    };
    const ana = (await play('OpenAccount')).token as string;
    const bo = (await play('OpenAccount', undefined, (line) => line.replace('ana@', 'bo@').replace('"Ana"', '"Bo"')))
      .token as string;
    const group = await play('FoundGroup', ana);
    Object.assign(known, { grp: group.id, Ana: group.viewerMember.id });
    known.code = (await play('Invite', ana)).code;
    known.Bo = (await play('Join', bo)).id;
    const guide = await play('Import', ana);
    known.gde = guide.id;
    known.pln = (await play('Plan', ana)).id;
    const candidate = await play('Enroll', ana);
    known.can = candidate.id;
    known.lpr = candidate.loop.find(({ round }: Json) => round.key === 'coding').id;
    known.rnd = guide.rounds.find(({ key }: Json) => key === 'coding').id;
    const hours = await play('Hours', bo);
    expect(hours.availability.windows).toHaveLength(4);
    await play('Hours', ana, (line) => line.replace(known.Bo!, known.Ana!));
    const { slots } = (await play('Slots', ana)).slots;
    expect(slots[0].panel).toEqual([{ role: 'LEAD', member: { person: { displayName: 'Bo' } } }]);
    known.startsAt = slots[0].startsAt;
    known.scheduled = (await play('Schedule', ana)).id;
    known.ses = (await play('Log', ana)).id;
    expect((await play('Compose', bo)).questionSet.items).toHaveLength(3);
    expect((await play('Kit', bo)).questionSet.items[0].question.prompt).not.toBeNull();
    await play('Grade', bo);
    expect(await play('Feedback', ana)).toMatchObject({
      status: 'COMPLETED',
      scorecards: [{ recommendation: 'HIRE' }],
    });
    expect((await play('Ready', ana)).readiness.explanation).toContain('not enough evidence yet');
    known.prp = (await play('Propose', ana)).id;
    let proposal = await play('Proposal', ana);
    while (proposal.status === 'SOLVING') {
      await pause(50);
      proposal = await play('Proposal', ana);
    }
    expect(proposal.sessions.length).toBe(proposal.quality.placed);
    expect((await play('Publish', ana)).status).toBe('PUBLISHED');
    expect((await play('Waiting', ana)).attention).toMatchObject([
      { kind: 'FEEDBACK_OUT', dueAt: null, text: expect.stringContaining("Bo's scorecard is out.") },
    ]);
    expect((await play('Board', bo)).readinessBoard.rows).toMatchObject([
      { candidate: { member: { person: { displayName: 'Ana' } } }, level: 'NOT_ENOUGH_EVIDENCE' },
    ]);
  });
});

describe('a client', () => {
  it('generated by GraphQL Code Generator compiles against the schema untouched', async () => {
    const source = readFileSync('test/client/operations.graphql', 'utf8');
    const generated = await codegen({
      schema: parse(committed),
      schemaAst: buildSchema(committed),
      documents: [{ location: 'operations.graphql', document: parse(source) }],
      filename: 'generated.ts',
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        strictScalars: true,
        scalars: { DateTime: 'string', LocalDate: 'string', LocalTime: 'string', TimeZone: 'string' },
      },
      plugins: [{ typescriptOperations: {} }, { typedDocumentNode: {} }],
      pluginMap: { typescriptOperations, typedDocumentNode },
    });
    const folder = mkdtempSync(resolve('test/client/generated-'));
    try {
      writeFileSync(join(folder, 'generated.ts'), generated);
      writeFileSync(join(folder, 'client.ts'), readFileSync('test/client/client.ts', 'utf8'));
      const program = ts.createProgram([join(folder, 'client.ts')], {
        strict: true,
        noEmit: true,
        skipLibCheck: true,
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.NodeNext,
        moduleResolution: ts.ModuleResolutionKind.NodeNext,
        types: [],
      });
      const problems = ts
        .getPreEmitDiagnostics(program)
        .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
      expect(problems).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
