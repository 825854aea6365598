import { Logger } from '@nestjs/common';
import request from 'supertest';
import { startTestApp, type Answer, type Data, type TestApp } from './kit/app.js';
import { SIGN_IN, SIGN_UP } from './kit/seed.js';

const settings = { failuresPerHour: 20, signUpsPerHour: 12, trustProxy: 1 };

let one: TestApp;
let other: TestApp;

beforeAll(async () => {
  one = await startTestApp(undefined, settings);
  other = await startTestApp(one.url, settings);
});

afterAll(async () => {
  await other.close();
  await one.close();
});

let addresses = 0;
const freshAddress = () => `198.51.100.${(addresses += 1)}`;

const PASSWORD = 'a long sentence';

/** Sends an operation from an address, to one of the two processes. */
async function from<const Q extends string>(address: string, query: Q, input: object, { app = one, token = '' } = {}) {
  const sent = request(app.app.getHttpServer()).post('/graphql').set('x-forwarded-for', address);
  if (token) sent.set('authorization', `Bearer ${token}`);
  return (await sent.send({ query, variables: { input } })).body as Answer<Data<Q>>;
}

const codeOf = ({ errors }: Answer<unknown>) => errors?.[0]?.extensions.code ?? 'done';

let people = 0;
async function account(address = freshAddress()) {
  const email = `t${(people += 1)}@example.org`;
  const input = { email, password: PASSWORD, displayName: 'Ana', timeZone: 'UTC' };
  const { data } = await from(address, SIGN_UP, input);
  return { email, address, token: data.signUp.token };
}

const guess = (email: string, address: string, password = 'wrong', app = one) =>
  from(address, SIGN_IN, { email, password }, { app });

/** Moves both clocks. */
const pass = (time: Parameters<TestApp['clock']['pass']>[0]) => [one, other].forEach(({ clock }) => clock.pass(time));

describe('guessing the password of one account from one address', () => {
  it('has five free tries, whichever process answers and whether or not the account exists, and then a wait', async () => {
    const { email } = await account();
    for (const target of [email, 'nobody@example.org']) {
      const address = freshAddress();
      for (let n = 0; n < 5; n += 1)
        expect(codeOf(await guess(target, address, 'wrong', n % 2 ? one : other))).toBe('UNAUTHENTICATED');
      for (const app of [one, other]) {
        const { errors } = await guess(target, address, PASSWORD, app);
        expect(errors![0]!.extensions).toEqual({ code: 'RATE_LIMITED', retryAfterSeconds: 1 });
        expect(errors![0]!.message).toBe('Too many tries. Try again in 1 second.');
      }
    }
  });

  it('has to wait twice as long after each failure, and has free tries again after a success or a day', async () => {
    const { email } = await account();
    const address = freshAddress();
    for (let n = 0; n < 5; n += 1) await guess(email, address);
    pass({ minutes: 1 });
    await guess(email, address);
    expect((await guess(email, address)).errors![0]!.extensions.retryAfterSeconds).toBe(2);
    pass({ minutes: 1 });
    expect(codeOf(await guess(email, address, PASSWORD))).toBe('done');
    for (let n = 0; n < 5; n += 1) expect(codeOf(await guess(email, address))).toBe('UNAUTHENTICATED');
    expect(codeOf(await guess(email, address))).toBe('RATE_LIMITED');
    pass({ days: 1 });
    expect(codeOf(await guess(email, address))).toBe('UNAUTHENTICATED');
  });

  it('has at most five free tries even if a hundred arrive at the same instant', async () => {
    const { email } = await account();
    const address = freshAddress();
    const codes = await Promise.all(
      Array.from({ length: 100 }, async (_, n) =>
        codeOf(await guess(email, address, `guess ${n}`, n % 2 ? one : other)),
      ),
    );
    expect(codes.filter((code) => code === 'UNAUTHENTICATED').length).toBeLessThanOrEqual(5);
    expect(new Set(codes)).toEqual(new Set(['UNAUTHENTICATED', 'RATE_LIMITED']));
  });
});

describe('the hourly limits', () => {
  it('stop guesses at one account from many addresses, but do not stop its owner at a known address', async () => {
    const owner = await account();
    expect(codeOf(await guess(owner.email, owner.address, PASSWORD))).toBe('done');
    for (let n = 0; n < settings.failuresPerHour; n += 1)
      expect(codeOf(await guess(owner.email, freshAddress()))).toBe('UNAUTHENTICATED');
    const { errors } = await guess(owner.email, freshAddress(), PASSWORD);
    expect(errors![0]!.extensions).toEqual({ code: 'RATE_LIMITED', retryAfterSeconds: 3_600 });
    expect(codeOf(await guess(owner.email, owner.address, PASSWORD, other))).toBe('done');
    pass({ minutes: 60 });
    expect(codeOf(await guess(owner.email, freshAddress(), PASSWORD))).toBe('done');
  });

  it('stop an address that guesses many accounts, but do not stop the people who use it', async () => {
    const owner = await account();
    await guess(owner.email, owner.address, PASSWORD);
    for (let n = 0; n < settings.failuresPerHour; n += 1) await guess(`x${n}@example.org`, owner.address);
    expect(codeOf(await guess('y@example.org', owner.address))).toBe('RATE_LIMITED');
    expect(codeOf(await guess(owner.email, owner.address, PASSWORD))).toBe('done');
  });

  it('count the addresses of one IPv6 network as one', async () => {
    for (let n = 0; n < settings.failuresPerHour; n += 1)
      expect(codeOf(await guess(`z${n}@example.org`, `2001:db8::${n + 1}`))).toBe('UNAUTHENTICATED');
    expect(codeOf(await guess('z@example.org', '2001:db8::ffff'))).toBe('RATE_LIMITED');
    expect(codeOf(await guess('z@example.org', '2001:db8:0:1::1'))).toBe('UNAUTHENTICATED');
  });

  it('do not count sign-ins that succeed', async () => {
    const owner = await account();
    for (let n = 0; n < settings.failuresPerHour + 5; n += 1)
      expect(codeOf(await guess(owner.email, owner.address, PASSWORD))).toBe('done');
  });

  it('stop guesses of invitation codes', async () => {
    const { token } = await account();
    const address = freshAddress();
    const ACCEPT = 'mutation ($input: String!) { acceptInvitation(code: $input) { id } }';
    const PREVIEW = 'query ($input: String!) { invitationPreview(code: $input) { groupName } }';
    const code = 'mockloop_inv_nonsense' as never;
    for (let n = 0; n < settings.failuresPerHour / 2; n += 1) {
      expect(codeOf(await from(address, ACCEPT, code, { token }))).toBe('INVITATION_INVALID');
      expect((await from(address, PREVIEW, code, { token })).data).toEqual({ invitationPreview: null });
    }
    expect(codeOf(await from(address, PREVIEW, code, { token }))).toBe('RATE_LIMITED');
    expect(codeOf(await from(address, ACCEPT, code, { token, app: other }))).toBe('RATE_LIMITED');
  });

  it('restrict how many accounts can be opened from one address', async () => {
    const address = freshAddress();
    for (let n = 0; n < settings.signUpsPerHour; n += 1) await account(address);
    const input = { email: 'late@example.org', password: PASSWORD, displayName: 'Late', timeZone: 'UTC' };
    expect(codeOf(await from(address, SIGN_UP, input, { app: other }))).toBe('RATE_LIMITED');
    expect(codeOf(await from(freshAddress(), SIGN_UP, input))).toBe('done');
  });
});

describe('changing a password', () => {
  const CHANGE = 'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { signIns { current } } }';

  it('needs the old password, counts failures, and ends the other sign-ins', async () => {
    const owner = await account();
    const { data } = await guess(owner.email, owner.address, PASSWORD);
    const second = data.signIn.token;
    const change = (currentPassword: string, token: string) =>
      from(owner.address, CHANGE, { currentPassword, newPassword: 'quite another one' }, { token });
    expect(codeOf(await change('wrong', second))).toBe('UNAUTHENTICATED');
    expect((await change(PASSWORD, second)).data).toEqual({ changePassword: { signIns: [{ current: true }] } });
    const viewer = '{ viewer { email } }';
    expect(codeOf(await from(owner.address, viewer, {}, { token: owner.token }))).toBe('UNAUTHENTICATED');
    expect((await from(owner.address, viewer, {}, { token: second })).data).toEqual({ viewer: { email: owner.email } });
    expect(codeOf(await guess(owner.email, owner.address, PASSWORD))).toBe('UNAUTHENTICATED');
    for (let n = 0; n < 4; n += 1) await change('wrong', second);
    expect(codeOf(await change('wrong', second))).toBe('RATE_LIMITED');
  });

  it('refuses a new password that is not acceptable, and says only how long it is', async () => {
    const { token, address } = await account();
    const input = { currentPassword: PASSWORD, newPassword: 'password' };
    const { errors } = await from(address, CHANGE, input, { token });
    expect(errors![0]!.extensions.fields).toMatchObject([{ path: 'newPassword', found: '8 bytes' }]);
  });
});

describe('a forwarded address', () => {
  it('causes only one warning if it is not trusted', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const plain = await startTestApp(one.url, { trustProxy: false });
    try {
      for (let n = 0; n < 3; n += 1) await from(freshAddress(), '{ viewer { id } }', {}, { app: plain });
      expect(warn.mock.calls.map(([message]) => String(message))).toEqual([expect.stringContaining('Set TRUST_PROXY')]);
    } finally {
      warn.mockRestore();
      await plain.close();
    }
  });
});
