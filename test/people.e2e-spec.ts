import type { DomainError } from '../src/common/errors.js';
import { Passwords } from '../src/people/passwords.js';
import { PeopleService } from '../src/people/people.service.js';
import { Throttle } from '../src/people/throttle.js';
import { testConfig } from './kit/app.js';
import { hold } from './kit/locks.js';
import { SIGN_IN, SIGN_UP } from './kit/seed.js';
import { useService } from './kit/use-service.js';

const world = useService();

const signUp = (changes: object = {}) =>
  world.service.ask(SIGN_UP, {
    input: {
      email: 'ana@example.org',
      password: 'a long sentence',
      displayName: 'Ana',
      timeZone: 'Europe/Berlin',
      ...changes,
    },
  });

describe('an account', () => {
  it('is opened, signed in to and signed out of', async () => {
    const { data } = await signUp({ email: 'Ana@Example.org' });
    const token = data.signUp.token;
    const me = await world.service.ask('{ viewer { displayName email timeZone memberships { id } } }', {}, token);
    expect(me.data.viewer).toEqual({
      displayName: 'Ana',
      email: 'ana@example.org',
      timeZone: 'Europe/Berlin',
      memberships: [],
    });

    expect((await world.service.ask('mutation { signOut }', {}, token)).data).toEqual({ signOut: true });
    for (const query of ['{ viewer { id } }', 'mutation { signOut }']) {
      const { errors } = await world.service.ask(query, {}, token);
      expect(errors![0]!.extensions.code).toBe('UNAUTHENTICATED');
    }
  });

  it('has one owner: the same address is refused, in upper or lower case', async () => {
    await signUp({ email: 'twice@example.org' });
    const { errors } = await signUp({ email: 'TWICE@example.org' });
    expect(errors![0]!.extensions.code).toBe('ALREADY_EXISTS');
  });

  it('is opened once when twenty requests arrive at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => signUp({ email: 'race@example.org' })));
    expect(answers.filter(({ errors }) => !errors)).toHaveLength(1);
    const codes = answers.flatMap(({ errors }) => errors?.map(({ extensions }) => extensions.code) ?? []);
    expect(new Set(codes)).toEqual(new Set(['ALREADY_EXISTS']));
  });

  it('keeps names exactly: emoji, right-to-left, blanks', async () => {
    for (const displayName of ['Zoë 🎉👩‍💻', 'عائشة', ' two  blanks ', '山田太郎']) {
      const person = await world.seed.person(displayName);
      const { viewer } = await person.ask('{ viewer { displayName } }');
      expect(viewer.displayName).toBe(displayName);
    }
  });

  it('is refused with every bad field named at once', async () => {
    const { errors } = await signUp({
      email: 'nobody',
      password: 'abc',
      displayName: 'x'.repeat(10_000),
      timeZone: 'Mars/Olympus',
    });
    const { code, fields } = errors![0]!.extensions;
    expect(code).toBe('INVALID_INPUT');
    expect(fields!.map(({ path }) => path).sort()).toEqual(['displayName', 'email', 'password', 'timeZone']);
    expect(fields!.find(({ path }) => path === 'displayName')!.found).toBe('10,000 characters');
    expect(JSON.stringify(errors)).not.toContain('"abc"');
  });

  it.each([
    ['a NUL character', { displayName: 'A\0na' }],
    ['a lone surrogate', { displayName: 'A\ud800na' }],
    ['only blanks', { displayName: '   ' }],
    ['a line break', { displayName: 'Ana\nBo' }],
    ['a common password', { password: 'password1' }],
    ['a password of 257 bytes', { password: 'x'.repeat(257) }],
    ['an offset for a zone', { timeZone: '+02:00' }],
  ])('cannot be opened with %s', async (_, changes) => {
    const { errors } = await signUp({ email: 'bad@example.org', ...changes });
    expect(errors![0]!.extensions.code).toBe('INVALID_INPUT');
  });

  it('is refused in the same way for a wrong password and for an unknown address', async () => {
    await signUp({ email: 'known@example.org' });
    const [wrong, unknown] = await Promise.all(
      ['known@example.org', 'unknown@example.org'].map((email) =>
        world.service.ask(SIGN_IN, { input: { email, password: 'not the password' } }),
      ),
    );
    expect(wrong).toEqual(unknown);
    expect(wrong!.errors![0]!.extensions).toEqual({ code: 'UNAUTHENTICATED' });
  });

  it('refuses an address with a NUL at sign-in', async () => {
    const { errors } = await world.service.ask(SIGN_IN, { input: { email: 'a\0@b.cd', password: 'x' } });
    expect(errors![0]!.extensions.code).toBe('INVALID_INPUT');
  });
});

describe('a sign-in', () => {
  it('ends after a week without use, and lasts while it is used', async () => {
    const idle = await world.seed.person('Idle');
    const busy = await world.seed.person('Busy');
    world.service.clock.pass({ days: 4 });
    await busy.ask('{ viewer { id } }');
    world.service.clock.pass({ days: 4 });
    expect((await idle.refused('{ viewer { id } }')).extensions.code).toBe('UNAUTHENTICATED');
    expect((await busy.ask('{ viewer { id } }')).viewer).not.toBeNull();
  });

  it('stores only the hash of its token', async () => {
    const person = await world.seed.person('Secret');
    const [row] = await world.service.db.query<[{ hashes: string }]>(
      `select string_agg(encode(token_hash, 'escape'), ' ') as hashes from sign_in`,
    );
    expect(row.hashes).not.toContain(person.token);
    expect(person.token).toMatch(/^mockloop_[\w-]{43}$/);
  });
});

describe('the queue for passwords', () => {
  it('hashes four at a time, lets 32 wait, and refuses the rest for some seconds', async () => {
    const passwords = new Passwords({ memoryKib: 1024, passes: 1 });
    const hashes = await Promise.allSettled(Array.from({ length: 50 }, () => passwords.hash('a long sentence')));
    const refused = hashes.flatMap((each) => (each.status === 'rejected' ? [each.reason as DomainError] : []));
    expect(refused).toHaveLength(50 - 4 - 32);
    expect(refused[0]).toMatchObject({ code: 'RATE_LIMITED', details: { retryAfterSeconds: 5 } });
  });

  it('refuses unknown accounts as often as known ones, from the first request on', async () => {
    const cost = { memoryKib: 1024, passes: 1 };
    const stored = await new Passwords(cost).hash('a long sentence');
    const fresh = new Passwords(cost);
    await fresh.onApplicationBootstrap();
    const accounts = Array.from({ length: 100 }, (_, n) => (n % 2 ? stored : null));
    const tries = await Promise.allSettled(accounts.map((account) => fresh.matches(account, 'wrong', false)));
    const refused = accounts.filter((_, n) => tries[n]!.status === 'rejected');
    expect(refused).toHaveLength(100 - 4 - 32);
    expect(refused.filter(Boolean)).toHaveLength(refused.length / 2);
  });

  it('accepts a password in either compatibility form, and refuses both forms for an unknown account', async () => {
    const passwords = new Passwords({ memoryKib: 8, passes: 1 });
    const stored = await passwords.hash('ﬁne long sentence');
    expect(await passwords.matches(stored, 'fine long sentence', false)).toBe(true);
    expect(await passwords.matches(stored, 'ﬁne long sentence', false)).toBe(true);
    expect(await passwords.matches(null, 'fine long sentence', false)).toBe(false);
    expect(await passwords.matches(null, 'ﬁne long sentence', false)).toBe(false);
  });
});

describe('a profile', () => {
  it('changes only the fields that are given', async () => {
    const ana = await world.seed.person('Ana');
    const updateProfile = await ana.updatesProfile({ timeZone: 'Asia/Kathmandu' });
    expect(updateProfile).toEqual({ displayName: 'Ana', timeZone: 'Asia/Kathmandu' });
  });

  it('hides the e-mail address from other members, and hides everything from strangers', async () => {
    const { organizer, members } = await world.seed.group({ members: 1 });
    const query = 'query ($id: ID!) { node(id: $id) { ... on Person { displayName email } } }';
    const { node } = await organizer.ask(query, { id: members[0]!.personId });
    expect(node).toEqual({ displayName: 'Ana', email: null });
    const stranger = await world.seed.person('Stranger');
    expect((await stranger.refused(query, { id: members[0]!.personId })).extensions.code).toBe('NOT_FOUND');
  });
});

describe('a reset password', () => {
  it('is set by the operator, re-hashed at another cost on the next sign-in, and ends every sign-in', async () => {
    const { data } = await signUp({ email: 'forgot@example.org' });
    const throttle = new Throttle(world.service.db, testConfig);
    const people = new PeopleService(world.service.db, new Passwords({ memoryKib: 16, passes: 2 }), throttle);
    await people.resetPassword('Forgot@example.org', 'quite another one');
    const { errors } = await world.service.ask('{ viewer { id } }', {}, data.signUp.token);
    expect(errors![0]!.extensions.code).toBe('UNAUTHENTICATED');

    const hashOf = async () => {
      const rows = await world.service.db.query<{ hash: string }[]>(
        `select password_hash as hash from person where email = 'forgot@example.org'`,
      );
      return rows[0]!.hash;
    };
    expect(await hashOf()).toContain('$argon2id$v=19$m=16,t=2,p=1$');
    const signIn = await world.service.ask(SIGN_IN, {
      input: { email: 'forgot@example.org', password: 'quite another one' },
    });
    expect(signIn.errors).toBeUndefined();
    expect(await hashOf()).toContain('$argon2id$v=19$m=8,t=1,p=1$');
  });
});

describe('a person who has just signed up or signed in', () => {
  it('is the viewer in the rest of the same request', async () => {
    const me =
      'person { displayName email memberships { id } attention { text } sessions { totalCount } signIns { current } }';
    const seen = { displayName: 'Ana', memberships: [], attention: [], sessions: { totalCount: 0 } };
    const input = { email: 'same@example.org', password: 'a long sentence', displayName: 'Ana', timeZone: 'UTC' };
    const up = await world.service.ask(
      `mutation ($input: SignUpInput!) { signUp(input: $input) { ${me} } createGroup(input: { name: "Same", timeZone: "UTC" }) { name } }`,
      { input },
    );
    expect(up.errors).toBeUndefined();
    expect(up.data.signUp.person).toEqual({ ...seen, email: 'same@example.org', signIns: [{ current: true }] });
    expect(up.data.createGroup).toEqual({ name: 'Same' });
    const { email, password } = input;
    const signIn = await world.service.ask(`mutation ($input: SignInInput!) { signIn(input: $input) { ${me} } }`, {
      input: { email, password },
    });
    expect(signIn.data.signIn.person).toMatchObject({ email, memberships: [{ id: expect.any(String) }] });
    expect(signIn.data.signIn.person.signIns).toHaveLength(2);
  });
});

describe('sign-ins', () => {
  it('are listed for their owner, and ended one by one', async () => {
    const ana = await world.seed.person('Ana');
    const first = ana.token;
    await ana.signInAgain();
    const LIST = '{ viewer { signIns { id current createdAt lastUsedAt expiresAt } } }';
    const { viewer } = await ana.ask(LIST);
    expect(viewer.signIns).toHaveLength(2);
    const old = viewer.signIns.find(({ current }) => !current);
    const REVOKE = 'mutation ($id: ID!) { revokeSignIn(signInId: $id) { signIns { current } } }';
    const bo = await world.seed.person('Bo');
    expect((await bo.refused(REVOKE, { id: old!.id })).extensions.code).toBe('NOT_FOUND');
    expect((await bo.refused('query ($id: ID!) { node(id: $id) { id } }', { id: old!.id })).extensions.code).toBe(
      'NOT_FOUND',
    );
    expect((await ana.ask(REVOKE, { id: old!.id })).revokeSignIn).toEqual({ signIns: [{ current: true }] });
    expect((await ana.refused(REVOKE, { id: old!.id })).extensions.code).toBe('NOT_FOUND');
    const { errors } = await world.service.ask(LIST, {}, first);
    expect(errors![0]!.extensions.code).toBe('UNAUTHENTICATED');
  });

  it('end at once: a field after signOut in the same document is UNAUTHENTICATED', async () => {
    const ana = await world.seed.person('Ana');
    const { data, errors } = await world.service.ask(
      'mutation { signOut updateProfile(input: { displayName: "Late" }) { id } }',
      {},
      ana.token,
    );
    expect(data).toEqual({ signOut: true, updateProfile: null });
    expect(errors!.map(({ path, extensions }) => [path![0], extensions.code])).toEqual([
      ['updateProfile', 'UNAUTHENTICATED'],
    ]);
  });
});

describe('an address', () => {
  it.each([
    ['jose\u0301@example.org', 'jos\u00e9@example.org'],
    ['ana@b\u00fccher.example', 'Ana@xn--bcher-kva.example'],
  ])('%j and %j are one account', async (one, same) => {
    expect((await signUp({ email: one })).errors).toBeUndefined();
    expect((await signUp({ email: same })).errors![0]!.extensions.code).toBe('ALREADY_EXISTS');
    const { errors } = await world.service.ask(SIGN_IN, { input: { email: same, password: 'a long sentence' } });
    expect(errors).toBeUndefined();
  });

  it('that became equal to another address can still sign in with its exact form', async () => {
    await signUp({ email: 'x@b\u00fccher.example', displayName: 'First' });
    await signUp({ email: 'second@example.org', displayName: 'Second', password: 'quite another one' });
    await world.service.db.query(
      `update person set email = 'x@xn--bcher-kva.example', email_key = null where email = 'second@example.org'`,
    );
    const ask = (email: string, password: string) =>
      world.service.ask('mutation ($input: SignInInput!) { signIn(input: $input) { person { displayName } } }', {
        input: { email, password },
      });
    expect((await ask('x@b\u00fccher.example', 'a long sentence')).data.signIn.person.displayName).toBe('First');
    expect((await ask('x@xn--bcher-kva.example', 'quite another one')).data.signIn.person.displayName).toBe('Second');
  });
});

describe('an account that is deleted while other requests wait', () => {
  const DELETE = 'mutation { deleteAccount(password: "a long sentence") }';

  it('refuses its password, and cannot be renamed', async () => {
    const email = 'racer@example.org';
    const { data } = await signUp({ email });
    const token = data.signUp.token;
    const { db } = world.service;
    const lock = await hold(db, `select id from person where email = $1 for update`, [email]);
    const deleting = world.service.ask(DELETE, {}, token);
    await lock.waiting();
    const signingIn = world.service.ask(SIGN_IN, { input: { email, password: 'a long sentence' } });
    const renaming = world.service.ask(
      'mutation { updateProfile(input: { displayName: "Real Name" }) { id } }',
      {},
      token,
    );
    await lock.waiting(3);
    await lock.free();
    expect((await deleting).data).toEqual({ deleteAccount: true });
    for (const { errors } of await Promise.all([signingIn, renaming]))
      expect(errors![0]!.extensions.code).toBe('UNAUTHENTICATED');
    const rows = await db.query<unknown[]>(`select 1 from person where display_name = 'Real Name'`);
    expect(rows).toEqual([]);
  });
});
