import { readFileSync } from 'node:fs';
import { parseId } from '../src/common/ids.js';
import type { Data } from './kit/app.js';
import { GROUP_LOCK, hold } from './kit/locks.js';
import { rowOf } from './kit/questions.js';
import { GUIDE, IMPORT } from './kit/seed.js';
import { useService } from './kit/use-service.js';

const world = useService();

const sony = readFileSync(`src/guides/library/${GUIDE}.yaml`, 'utf8');

describe('the library guide', () => {
  it('covers the whole interview process', async () => {
    const { groupId, organizer } = await world.seed.group({ members: 0 });
    await organizer.importsGuide({ groupId, libraryKey: GUIDE });
    const { group } = await organizer.ask(
      `query ($id: ID!) { group(id: $id) { guides {
        company role difficulty processWeeks { min max }
        stages { key position rounds { key } }
        rounds { key kind position minutes panelSize targetSessions weight pacing { from to } stage { key } areas { key } topics { key }
          criteria { key competency { key } anchors { level behavior } } }
        competencies { key } areas { key strongPerformance rounds { key } topics { key depth } }
        topics { key depth area { key } summary } skills { need }
        tracks { key emphasis { topic { key } weight } } notes { kind rounds { key } }
        questions(first: 1) { totalCount }
      } } }`,
      { id: groupId },
    );
    const [guide] = group.guides;
    expect(guide!.rounds.map(({ kind }) => kind)).toEqual([
      'RECRUITER_SCREEN',
      'PHONE_SCREEN',
      'CODING',
      'SYSTEM_DESIGN',
      'DOMAIN',
      'BEHAVIORAL',
      'HIRING_MANAGER',
    ]);
    expect(guide!.stages.map(({ key }) => key)).toEqual(['recruiter', 'phone', 'onsite', 'final']);
    expect(guide!.processWeeks).toEqual({ min: 3, max: 6 });
    expect([guide!.competencies.length, guide!.areas.length]).toEqual([4, 4]);
    expect(guide!.topics.filter(({ depth }) => depth === 'ADVANCED')).toHaveLength(3);
    for (const term of ['TF-IDF', 'BM25', 'two-tower', 'NDCG', 'Kafka', 'drift', 'A/B']) {
      expect(guide!.topics.some(({ summary }) => summary.includes(term))).toBe(true);
    }
    for (const { criteria } of guide!.rounds) {
      for (const { anchors } of criteria) expect(anchors.map(({ level }) => level)).toEqual([1, 2, 3, 4]);
    }
    expect(new Set(guide!.skills.map(({ need }) => need))).toEqual(new Set(['MUST_HAVE', 'NICE_TO_HAVE', 'SOFT']));
    expect(new Set(guide!.notes.map(({ kind }) => kind))).toEqual(new Set(['TIP', 'CULTURE', 'FAQ', 'ROLE']));
    expect(guide!.tracks[0]!.emphasis).toEqual([]);
    expect(guide!.tracks.some(({ key }) => key === 'search')).toBe(true);
    expect(guide!.questions.totalCount).toBeGreaterThanOrEqual(60);
  });

  it('hides its prompts, hints and answers, even from organizers', async () => {
    const { groupId, organizer } = await world.seed.group({ members: 0 });
    await organizer.importsGuide({ groupId, libraryKey: GUIDE });
    const { group } = await organizer.ask(
      'query ($id: ID!) { group(id: $id) { guides { questions(first: 100) { nodes { title family difficulty kinds prompt hints lookFor topic { key } author { id } } } } } }',
      { id: groupId },
    );
    const nodes = group.guides[0]!.questions.nodes;
    for (const question of nodes)
      expect(question).toMatchObject({ prompt: null, hints: null, lookFor: null, author: null });
    // The titles must not give a prompt away.
    const prompts = [...sony.matchAll(/^ {4}prompt: "(.*)"$/gm)].map(([, prompt]) => prompt);
    expect(prompts).toHaveLength(nodes.length);
    expect(prompts.some((prompt) => JSON.stringify(group).includes(prompt!))).toBe(false);
  });

  it('lists its questions in pages, and filters them', async () => {
    const { groupId, organizer } = await world.seed.group({ members: 0 });
    const importGuide = await organizer.importsGuide({ groupId, libraryKey: GUIDE });
    const query = `query ($id: ID!, $after: String) { node(id: $id) { ... on Guide {
      questions(first: 10, after: $after, kind: CODING, difficulty: EASY) { totalCount edges { cursor } nodes { id kinds difficulty } pageInfo { hasNextPage hasPreviousPage endCursor } }
    } } }`;
    const seen = new Set<string>();
    let after: string | null = null;
    let total: number;
    do {
      const { node }: Data<typeof query> = await organizer.ask(query, { id: importGuide.id, after });
      for (const { id, kinds, difficulty } of node.questions.nodes) {
        expect([kinds.includes('CODING'), difficulty]).toEqual([true, 'EASY']);
        seen.add(id);
      }
      total = node.questions.totalCount;
      after = node.questions.pageInfo.hasNextPage ? node.questions.pageInfo.endCursor : null;
    } while (after !== null);
    expect(seen.size).toBe(total);
    expect((await organizer.refused(query, { id: importGuide.id, after: 'nonsense' })).extensions.code).toBe(
      'INVALID_INPUT',
    );
  });
});

const memberIdOf = (id: string) => parseId('Member', id)!.id;

describe('importing', () => {
  it('importing the same guide again makes the next edition, even when three organizers import at the same instant', async () => {
    const { groupId, organizer } = await world.seed.group({ members: 0 });
    const others = [await world.seed.person('Ora'), await world.seed.person('Otto')];
    for (const other of others) await world.seed.join(organizer, groupId, other, 'ORGANIZER');
    const answers = await Promise.all(
      [organizer, ...others].map((each) => each.ask(IMPORT, { input: { groupId, libraryKey: GUIDE } })),
    );
    expect(answers.map(({ importGuide }) => importGuide.edition).sort()).toEqual([1, 2, 3]);
  });

  it('a person can run only one import at a time', async () => {
    const { groupId, organizer } = await world.seed.group({ members: 0 });
    // The group's lock keeps the first import running until the other two have an answer.
    const lock = await hold(world.service.db, GROUP_LOCK, [parseId('Group', groupId)!.id]);
    const imports = [1, 2, 3].map(() =>
      world.service.ask(IMPORT, { input: { groupId, source: sony } }, organizer.token),
    );
    await lock.waiting();
    let refused = 0;
    await new Promise<void>((both) => imports.forEach((each) => void each.then(() => (refused += 1) === 2 && both())));
    await lock.free();
    const answers = await Promise.all(imports);
    const codes = answers.map(({ errors }) => errors?.[0]?.extensions.code ?? 'done').sort();
    expect(codes).toEqual(['RATE_LIMITED', 'RATE_LIMITED', 'done']);
    expect((await organizer.importsGuide({ groupId, source: sony })).edition).toBe(2);
  });

  it('is refused once a group has 50 guides', async () => {
    const { groupId, organizer } = await world.seed.group({ members: 0 });
    await organizer.importsGuide({ groupId, libraryKey: GUIDE });
    await world.service.db.query(
      `insert into guide (group_id, id, key, edition, company, role, summary, difficulty, outline, imported_at, imported_by_id)
       select group_id, gen_random_uuid(), key, edition + n, company, role, summary, difficulty, outline, imported_at, imported_by_id
       from guide, generate_series(1, 49) as n where group_id = (select group_id from member where id = $1)`,
      [memberIdOf(organizer.memberId)],
    );
    const { extensions } = await organizer.refused(IMPORT, { input: { groupId, libraryKey: GUIDE } });
    expect(extensions.code).toBe('LIMIT_REACHED');
  });

  it.each([
    ['38,900 empty questions', `questions:\n${'- {}\n'.repeat(38_900)}`],
    [
      '40,960 keys, each twice',
      Array.from({ length: 40_960 }, (_, n) => `k${n >> 1}: `)
        .join('\n')
        .slice(0, 200_000),
    ],
    ['190,000 braces', '{'.repeat(190_000)],
    ['190,000 brackets and dashes', '- '.repeat(95_000)],
    ['60 levels', `${'['.repeat(60)}${']'.repeat(60)}`],
    ['50,000 unknown fields', `{${Array.from({ length: 20_000 }, (_, n) => `k${n}: 1`).join(', ')}}`],
    ['one key many times in many maps', `notes:\n${'- {a: 1, a: 2}\n'.repeat(12_000)}`],
  ])('does not stall others: %s', async (_, source) => {
    const { groupId, organizer } = await world.seed.group({ members: 0 });
    const answered: string[] = [];
    const importing = organizer
      .refused(IMPORT, { input: { groupId, source } })
      .finally(() => answered.push('the guide'));
    for (let n = 0; n < 5; n += 1) await organizer.ask('{ viewer { id } }');
    answered.push('the others');
    const { extensions } = await importing;
    expect(answered).toEqual(['the others', 'the guide']);
    expect(extensions.code).toBe('INVALID_INPUT');
    expect(extensions.fields!.length).toBeGreaterThan(0);
    expect(extensions.fields!.length).toBeLessThanOrEqual(100);
  });

  it('refuses a document that exceeds the budget, and says that it is too complex', async () => {
    const { groupId, organizer } = await world.seed.group({ members: 0 });
    const { extensions } = await organizer.refused(IMPORT, { input: { groupId, source: '{'.repeat(190_000) } });
    expect(extensions.fields).toMatchObject([{ path: 'source', found: 'one that is too complex' }]);
  });

  it('an import reports wrong fields and wrong references together', async () => {
    const { groupId, organizer } = await world.seed.group({ members: 0 });
    const source = sony
      .replace('company: Sony\n', '')
      .replace('topics: [motivation]', 'topics: [tea]')
      .replace('targetSessions: 2', 'targetSessions: 1');
    const { extensions } = await organizer.refused(IMPORT, { input: { groupId, source } });
    expect(extensions.fields!.map(({ path }) => path).sort()).toEqual([
      'source: company',
      'source: stages[0].rounds[0].targetSessions',
      'source: stages[0].rounds[0].topics',
    ]);
  });

  it("accepts a group's own guide, but only from organizers", async () => {
    const { groupId, organizer, members } = await world.seed.group({ members: 1 });
    const source = sony
      .replace('key: sony-machine-learning-engineer', 'key: acme-engineer')
      .replace('company: Sony', 'company: Acme');
    expect((await members[0]!.refused(IMPORT, { input: { groupId, source } })).extensions.code).toBe('FORBIDDEN');
    expect(
      (await (await world.seed.person('Stranger')).refused(IMPORT, { input: { groupId, source } })).extensions.code,
    ).toBe('NOT_FOUND');
    expect(await organizer.importsGuide({ groupId, source })).toMatchObject({
      key: 'acme-engineer',
      edition: 1,
    });
  });

  const replaced = (from: string | RegExp, to: string) => sony.replace(from, to);
  const laughs = `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n`;

  it.each<[string, string, string[]]>([
    [
      'a missing field and a wrong value',
      replaced('company: Sony\n', '').replace('minutes: 30', 'minutes: 3'),
      ['source: company', 'source: stages[0].rounds[0].minutes'],
    ],
    ['a field that does not exist', `${replaced('', '')}\nsurprise: 1\n`, ['source: surprise']],
    [
      'three anchors',
      replaced('              - "Gives reasons that would fit any employer, or none."\n', ''),
      ['source: stages[0].rounds[0].criteria[0].anchors'],
    ],
    ['an unknown kind', replaced('kind: RECRUITER_SCREEN', 'kind: TEA'), ['source: stages[0].rounds[0].kind']],
    [
      'wrong references',
      replaced('topics: [motivation]', 'topics: [tea]').replace('areas: [coding, ml-domain]', 'areas: [tea]'),
      ['source: stages[0].rounds[0].topics', 'source: stages[1].rounds[0].areas'],
    ],
    ['a duplicate key', `${sony}\nkey: twice\n`, ['source: line']],
    ['an escaped NUL', sony.replace('company: Sony', 'company: "So\\0ny"'), ['source: company']],
    ['half a character', sony.replace('company: Sony', 'company: "So\\uD800ny"'), ['source: company']],
    ['twenty thousand keys', Array.from({ length: 20_000 }, (_, n) => `k${n}: 1`).join('\n'), ['source: k0']],
    ['a billion laughs', laughs, ['source']],
    ['two documents', `${sony}\n---\nkey: x\n`, ['source: line']],
    ['broken YAML', 'key: [', ['source: line']],
    ['a text that is no mapping', 'hello', ['source']],
    ['an empty text', '', ['source']],
    ['a text that is too long', `#${'x'.repeat(200 * 1024)}`, ['source']],
    ['deep nesting', '['.repeat(20_000), ['source']],
  ])('refuses %s with every problem named, and stores nothing', async (_, source, paths) => {
    const { groupId, organizer } = await world.seed.group({ members: 0 });
    const { extensions } = await organizer.refused(IMPORT, { input: { groupId, source } });
    expect(extensions.code).toBe('INVALID_INPUT');
    const found = extensions.fields!.map(({ path }) => path);
    for (const path of paths) expect(found.some((each) => each.startsWith(path))).toBe(true);
    for (const field of extensions.fields!)
      expect([field.expected, field.found].every((text) => text.length > 0)).toBe(true);
    const [{ guides }] = await world.service.db.query<[{ guides: number }]>(
      'select count(*)::int as guides from guide where group_id = $1',
      [rowOf(groupId)],
    );
    expect(guides).toBe(0);
  });

  it.each([
    ['neither key nor source', {}],
    ['both a key and a source', { libraryKey: GUIDE, source: sony }],
    ['an unknown key', { libraryKey: 'nobody' }],
  ])('refuses an input with %s', async (_, input) => {
    const { groupId, organizer } = await world.seed.group({ members: 0 });
    expect((await organizer.refused(IMPORT, { input: { groupId, ...input } })).extensions.code).toBe('INVALID_INPUT');
  });
});
