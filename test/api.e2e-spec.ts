import request from 'supertest';
import { DateTime } from '../src/common/scalars.js';
import { ErrorCode } from '../src/common/errors.js';
import { newId, parseId, publicId } from '../src/common/ids.js';
import type { Answer } from './kit/app.js';
import { INVITE, seat, SOLO_ROUND, UPDATE_PROFILE } from './kit/seed.js';
import { useService } from './kit/use-service.js';

const world = useService();

describe('ids', () => {
  const ref = { groupId: newId(), id: newId() };

  it('are opaque, and contain their type and the group', () => {
    const id = publicId('Session', ref);
    expect(id).toMatch(/^ses_[\w-]{43}$/);
    expect(parseId('Session', id)).toEqual(ref);
    expect(parseId('Member', id)).toBeNull();
    expect(parseId('Session', publicId('Member', ref))).toBeNull();
  });

  it.each([
    '',
    'ses_',
    'ses_x',
    `ses_${'A'.repeat(44)}`,
    publicId('Session', ref).slice(0, -1),
    `${publicId('Session', ref)}=`,
    ref.id,
    7,
    null,
  ])('%j is not an id', (text) => expect(parseId('Session', text)).toBeNull());

  it('lead to every object through node, for viewers who may read it', async () => {
    const { organizer, groupId, planId, guideId, rounds, candidate, members } = await world.seed.plan();
    const input = {
      candidateId: candidate.id,
      roundId: rounds.get(SOLO_ROUND),
      startsAt: '2027-03-10T18:00:00Z',
      panel: [seat(members[1]!)],
    };
    const scheduleSession = await organizer.schedules(input);
    const { session } = await organizer.ask('query ($id: ID!) { session(id: $id) { panel { id } } }', {
      id: scheduleSession.id,
    });
    const createInvitation = await organizer.invites({ groupId });
    const { node: guide } = await organizer.ask(
      'query ($id: ID!) { node(id: $id) { ... on Guide { questions(first: 1) { nodes { id } } } } }',
      { id: guideId },
    );
    const things = {
      Person: organizer.personId,
      Group: groupId,
      Member: organizer.memberId,
      Invitation: createInvitation.invitation.id,
      Guide: guideId,
      Round: rounds.get(SOLO_ROUND),
      Question: guide.questions.nodes[0]!.id,
      PrepPlan: planId,
      Candidate: candidate.id,
      LoopRound: candidate.loop.get(SOLO_ROUND),
      Session: scheduleSession.id,
      Assignment: session.panel[0]!.id,
    };
    const NODE = 'query ($id: ID!) { node(id: $id) { __typename id } }';
    const stranger = await world.seed.person('Stranger');
    for (const [typename, id] of Object.entries(things)) {
      expect((await organizer.ask(NODE, { id })).node).toEqual({ __typename: typename, id });
      expect((await stranger.refused(NODE, { id })).extensions.code).toBe('NOT_FOUND');
    }
    expect((await members[0]!.refused(NODE, { id: things.Invitation })).extensions.code).toBe('FORBIDDEN');
    for (const id of ['', 'nonsense', 'ses_nonsense', `${things.Session}x`])
      expect((await organizer.refused(NODE, { id })).extensions.code).toBe('INVALID_INPUT');
  });
});

describe('inputs', () => {
  it('have their default values on every call', async () => {
    const { organizer, groupId } = await world.seed.group({ members: 0 });
    for (let call = 0; call < 4; call += 1) await organizer.invites({ groupId });
  });

  it('are refused with the same code for wrong types, unknown fields and broken documents', async () => {
    const { organizer, groupId } = await world.seed.group({ members: 0 });
    const refusals = [
      await organizer.refused(INVITE, { input: { groupId, role: 'BOSS' } }),
      await organizer.refused(INVITE, { input: { groupId, expiresInDays: 2.5 } }),
      await organizer.refused(INVITE, { input: { groupId, expiresInDays: 2 ** 40 } }),
      await organizer.refused(INVITE, { input: { groupId, surprise: 1 } }),
      await organizer.refused('{ viewer { passwordHash } }'),
      await organizer.refused('{ viewer {'),
    ];
    expect(refusals.map(({ extensions }) => extensions.code)).toEqual(Array.from({ length: 6 }, () => 'INVALID_INPUT'));
    const fields = refusals.slice(0, 4).map(({ extensions }) => extensions.fields![0]);
    expect(fields).toMatchObject([
      { path: 'role', expected: 'one of MEMBER, ORGANIZER', found: '"BOSS"' },
      { path: 'expiresInDays', expected: 'a value of type Int' },
      { path: 'expiresInDays', expected: 'a value of type Int' },
      { path: 'surprise', expected: 'a field of CreateInvitationInput' },
    ]);
    expect(refusals[4]!.message).toBe('Cannot query field "passwordHash" on type "Person".');
    expect(JSON.stringify(refusals[4])).not.toMatch(/node_modules|\.js/);
  });

  it('are never repeated in a refusal, because an input may contain a password', async () => {
    const secret = 'my very secret phrase';
    const wrong: [string, object][] = [
      ['signUp', { email: 'ana@example.org', password: secret, displayName: 'Ana' }],
      ['signUp', { email: 5, password: secret, displayName: 'Ana', timeZone: 'UTC' }],
      ['signUp', { email: 'ana', password: secret, displayName: '', timeZone: 'Mars', surprise: 1 }],
      ['signIn', { password: secret }],
      ['signIn', { email: 'ana@example.org', password: [secret, secret] }],
      ['signIn', { email: 'ana@example.org', password: { secret } }],
    ];
    for (const [mutation, input] of wrong) {
      const type = mutation === 'signUp' ? 'SignUpInput' : 'SignInInput';
      const { errors } = await world.service.ask(
        `mutation ($input: ${type}!) { ${mutation}(input: $input) { token } }`,
        {
          input,
        },
      );
      expect(errors![0]!.extensions.code).toBe('INVALID_INPUT');
      expect(JSON.stringify(errors)).not.toContain(secret);
    }
  });

  it('are accepted only as JSON, by POST, and one request at a time', async () => {
    const server = world.service.app.getHttpServer();
    const SIGN_UP =
      'mutation { signUp(input: { email: "x@example.org", password: "a long sentence", displayName: "X", timeZone: "UTC" }) { token } }';
    const answers = [
      await request(server).post('/graphql').type('form').send({ query: SIGN_UP }),
      await request(server).post('/graphql').type('text/plain').send(SIGN_UP),
      await request(server).post('/graphql').type('application/graphql').send(SIGN_UP),
      await request(server).get('/graphql').query({ query: SIGN_UP }),
      await request(server)
        .post('/graphql')
        .send([{ query: SIGN_UP }]),
      await request(server).post('/graphql').send({ query: 5 }),
      await request(server).post('/graphql').send({}),
      await request(server).post('/graphql').type('json').send('{ broken'),
    ];
    expect(answers.map(({ body }) => (body as Answer<unknown>).errors![0]!.extensions.code)).toEqual(
      answers.map(() => 'INVALID_INPUT'),
    );
    const [{ count }] = await world.service.db.query<[{ count: number }]>(
      `select count(*)::int as count from person where email = 'x@example.org'`,
    );
    expect(count).toBe(0);
  });

  it('never cause an internal error, with thousands of odd values in their fields', async () => {
    const { organizer, groupId, planId, candidate, rounds, members } = await world.seed.plan();
    const { input: session } = {
      input: {
        candidateId: candidate.id,
        roundId: rounds.get(SOLO_ROUND),
        startsAt: '2027-03-10T18:00:00Z',
        panel: [seat(members[1]!)],
      },
    };
    const foreign = await world.seed.plan({ members: 1 });
    const odd = [
      '',
      'x',
      '\0',
      '\ud800',
      'x'.repeat(10_000),
      '🎉',
      -1,
      0,
      2 ** 31 - 1,
      2.5,
      null,
      [],
      {},
      '9999-12-31',
      '0001-01-01',
      '2027-02-30T00:00:00Z',
      '+275760-09-13',
      foreign.groupId,
      foreign.planId,
      foreign.candidate.id,
      foreign.members[0]!.memberId,
      groupId,
      planId,
    ];
    const bases: [string, string, Record<string, unknown>][] = [
      ['createGroup', 'CreateGroupInput', { name: 'x', timeZone: 'UTC' }],
      ['updateGroup', 'UpdateGroupInput', { groupId, name: 'Evening loop', timeZone: 'UTC', bufferMinutes: 15 }],
      ['createInvitation', 'CreateInvitationInput', { groupId, expiresInDays: 3, role: 'MEMBER' }],
      ['importGuide', 'ImportGuideInput', { groupId, libraryKey: null, source: null }],
      ['createPlan', 'CreatePlanInput', { groupId, guideId: groupId, title: 'x', startsOn: '2027-03-01', bar: 3 }],
      ['updatePlan', 'UpdatePlanInput', { planId, title: 'x', bar: 3, guideId: foreign.guideId }],
      [
        'enrollCandidate',
        'EnrollCandidateInput',
        { planId, memberId: members[1]!.memberId, targetDate: '2027-05-01', trackKey: null },
      ],
      [
        'updateCandidate',
        'UpdateCandidateInput',
        { candidateId: candidate.id, targetDate: '2027-05-01', trackKey: null },
      ],
      [
        'updateLoopRound',
        'UpdateLoopRoundInput',
        { loopRoundId: candidate.loop.get(SOLO_ROUND), targetSessions: 2, realInterviewOn: null },
      ],
      [
        'scheduleSession',
        'ScheduleSessionInput',
        { ...session, meetingUrl: null, wish: null, overrideReason: null, idempotencyKey: null },
      ],
      ['logSession', 'LogSessionInput', { ...session, idempotencyKey: null }],
      ['updateProfile', 'UpdateProfileInput', { displayName: 'Olga', timeZone: 'UTC' }],
      [
        'setInterviewerProfile',
        'SetInterviewerProfileInput',
        { memberId: organizer.memberId, weeklyInterviewLimit: 3, meetingUrl: null },
      ],
    ];
    const codes = new Map<string, number>();
    for (const [mutation, type, base] of bases) {
      for (const key of Object.keys(base)) {
        for (const value of odd) {
          const { errors } = await world.service.ask(
            `mutation ($input: ${type}!) { ${mutation}(input: $input) { __typename } }`,
            { input: { ...base, [key]: value } },
            organizer.token,
          );
          const code = errors?.[0]?.extensions.code ?? 'OK';
          if (code === 'INTERNAL') throw new Error(`${mutation}.${key} = ${JSON.stringify(value)?.slice(0, 80)}`);
          codes.set(code, (codes.get(code) ?? 0) + 1);
        }
      }
    }
    expect([...codes.keys()].filter((code) => code !== 'OK' && !(code in ErrorCode))).toEqual([]);
    expect(codes.get('INVALID_INPUT')).toBeGreaterThan(300);
    for (const query of [
      'invitationPreview(code: $v) { role }',
      'node(id: $v) { id }',
      'group(id: $v) { id }',
      'session(id: $v) { id }',
      'plan(id: $v) { id }',
      'candidate(id: $v) { id }',
    ]) {
      for (const v of odd.filter((value) => typeof value === 'string')) {
        const kind = query.startsWith('invitation') ? 'String!' : 'ID!';
        const { errors } = await world.service.ask(`query ($v: ${kind}) { ${query} }`, { v }, organizer.token);
        expect(['INVALID_INPUT', 'NOT_FOUND', undefined]).toContain(errors?.[0]?.extensions.code);
      }
    }
  }, 120_000);

  it('never cause an internal error with odd cursors and filters of lists', async () => {
    const { organizer, groupId, guideId } = await world.seed.plan();
    const cursor = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');
    for (const after of [
      'x',
      '',
      cursor(),
      cursor('2027-13-45T99:99:99Z', newId()),
      cursor('2027-03-01T00:00:00.000Z', 'x'),
      cursor(1, 2),
      cursor('x'.repeat(9_999), newId()),
    ]) {
      const refusal = await organizer.refused(
        'query ($id: ID!, $after: String) { group(id: $id) { sessions(after: $after) { totalCount } } }',
        { id: groupId, after },
      );
      expect(refusal.extensions.code).toBe('INVALID_INPUT');
    }
    for (const topicKey of ['\0', 'none']) {
      const { errors } = await world.service.ask(
        'query ($id: ID!, $t: String) { node(id: $id) { ... on Guide { questions(topicKey: $t) { totalCount } } } }',
        { id: guideId, t: topicKey },
        organizer.token,
      );
      expect([undefined, 'INVALID_INPUT']).toContain(errors?.[0]?.extensions.code);
    }
  });
});

describe('several mutations in one document', () => {
  it('each answer with the state right after that mutation', async () => {
    const { organizer, members, groupId } = await world.seed.group({ members: 1 });
    const answer = await organizer.ask(
      'mutation ($group: ID!, $member: ID!) { one: updateGroup(input: { groupId: $group, name: "One" }) { name members { id } } removeMember(memberId: $member) { member { leftAt } } two: updateGroup(input: { groupId: $group, name: "Two" }) { name members { id } } }',
      { group: groupId, member: members[0]!.memberId },
    );
    expect([answer.one.name, answer.one.members.length]).toEqual(['One', 2]);
    expect([answer.two.name, answer.two.members.length]).toEqual(['Two', 1]);
  });
});

describe('faults', () => {
  it('are masked, and include the request id', async () => {
    const { organizer, groupId } = await world.seed.group({ members: 0 });
    const { manager } = world.service.db;
    const query = manager.query.bind(manager);
    manager.query = () => Promise.reject(new Error('select secret from nowhere'));
    const refusal = await organizer.refused('query ($id: ID!) { group(id: $id) { id } }', { id: groupId });
    manager.query = query;
    expect(refusal.extensions).toEqual({ code: 'INTERNAL', requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(JSON.stringify(refusal)).not.toContain('secret');
  });
});

describe('a token', () => {
  it('that is not valid gets a different message from a missing token', async () => {
    const message = async (token?: string) =>
      (await world.service.ask('mutation { signOut }', {}, token)).errors![0]!.message;
    expect(await message()).toContain('Sign in first');
    expect(await message('mockloop_nonsense')).toBe('This token is not valid or has expired. Sign in again.');
  });
});

describe('instants', () => {
  it('are accepted with any offset and returned in UTC', () => {
    expect(DateTime.serialize(DateTime.parseValue('2027-03-02T18:30:00+05:45'))).toBe('2027-03-02T12:45:00.000Z');
  });
});

describe('texts and zones', () => {
  it('are stored in one normal form', async () => {
    const ana = await world.seed.person('Ana');
    const input = { displayName: 'Jose\u0301 👩‍💻', timeZone: 'asia/kolkata' };
    expect(await ana.updatesProfile(input)).toEqual({
      displayName: 'Jos\u00e9 👩‍💻',
      timeZone: 'Asia/Kolkata',
    });
  });

  it.each(['\u200b', '\u2060\u00ad', '\u3164', '\u2800', 'Ana\u202e', 'Ana\u2028Bo', 'Ana\nBo'])(
    'of one line are refused if they are invisible, change the direction of text or break the line: %j',
    async (displayName) => {
      const ana = await world.seed.person('Ana');
      const { extensions } = await ana.refused(UPDATE_PROFILE, { input: { displayName, timeZone: 'PST' } });
      expect(extensions.fields!.map(({ path }) => path).sort()).toEqual(['displayName', 'timeZone']);
    },
  );
});
