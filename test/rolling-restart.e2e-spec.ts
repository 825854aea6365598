import { once } from 'node:events';
import { Agent } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Answer, Variables } from './kit/app.js';
import { freshDatabase, open } from './kit/database.js';
import { ask, SIGN_UP, start, stop, useProcesses } from './kit/processes.js';
import { ACCEPT, CREATE_GROUP, CREATE_PLAN, ENROLL, GUIDE, IMPORT, INVITE, LOG } from './kit/seed.js';

useProcesses();

const isRefused = (error: NodeJS.ErrnoException) => error.code === 'ECONNREFUSED';
const isUndone = ({ errors }: Answer<unknown>) => errors?.[0]!.extensions.done === false;

describe('a process that is told to stop', () => {
  it('answers each request that waits at its port, or refuses the connection', async () => {
    const settings = { DATABASE_URL: await freshDatabase() };
    for (let round = 0; round < 2; round += 1) {
      const service = await start(settings);
      const came = Array.from({ length: 60 }, (_, n) =>
        ask(service.url, '{ viewer { displayName } }', {}, `token ${n}`).then(
          () => 'answered',
          (error: NodeJS.ErrnoException) => (isRefused(error) ? 'refused' : error.code),
        ),
      );
      await Promise.race(came);
      expect(await stop(service)).toBe(0);
      const outcomes = new Set(await Promise.all(came));
      expect([...outcomes].filter((outcome) => outcome !== 'answered' && outcome !== 'refused')).toEqual([]);
    }
  });

  it('does not wait for connections that have sent no request', async () => {
    const service = await start({ DATABASE_URL: await freshDatabase(), STOP_SECONDS: '300' });
    const silent = connect(Number(new URL(service.url).port), '127.0.0.1');
    await once(silent, 'connect');
    // Without an end of its own it would wait for five minutes.
    expect(await Promise.race([stop(service), pause(120_000, 'it waits', { ref: false })])).toBe(0);
    silent.destroy();
  });

  it('resets no connection of clients that come back at once when they are refused', async () => {
    const settings = { DATABASE_URL: await freshDatabase() };
    for (let round = 0; round < 3; round += 1) {
      const service = await start(settings);
      const ends = Array.from({ length: 20 }, () => askUntilRefused(service.url));
      await pause(100);
      expect(await stop(service)).toBe(0);
      expect([...new Set(await Promise.all(ends))]).toEqual(['refused']);
    }
  });
});

/** Sends requests one after the other until the connection is refused. Returns why it ended. */
async function askUntilRefused(url: string): Promise<string | undefined> {
  try {
    for (;;) await ask(url, '{ viewer { displayName } }');
  } catch (error) {
    return isRefused(error as NodeJS.ErrnoException) ? 'refused' : (error as NodeJS.ErrnoException).code;
  }
}

/** A client that tries the processes in turn until one answers. It counts its failed requests by their cause. */
function persistentClient(urls: readonly string[]) {
  const agent = new Agent({ keepAlive: true });
  const repeats = new Map<string, number>();
  const note = (why: string) => repeats.set(why, (repeats.get(why) ?? 0) + 1);
  async function persist<const Q extends string>(
    turn: number,
    query: Q,
    variables: Variables<Q>,
    token: string,
    hasKey = false,
  ) {
    for (let n = turn; ; n += 1) {
      try {
        const answer = await ask(urls[n % 2]!, query, variables, token, agent);
        if (!isUndone(answer) && !(hasKey && answer.errors?.[0]!.extensions.code === 'UNAVAILABLE')) return answer;
        note('undone');
      } catch (error) {
        if (!isRefused(error as NodeJS.ErrnoException) && !hasKey) throw error;
        note(isRefused(error as NodeJS.ErrnoException) ? 'refused' : 'cut');
      }
      await pause(5);
    }
  }
  return { persist, repeats, close: () => agent.destroy() };
}

const days = (n: number) => new Date(Date.now() + n * 86_400_000);
const date = (n: number) => days(n).toISOString().slice(0, 10);

/** Ana, and a plan in which Bo is a candidate whose sessions she logs. */
async function aLoop(url: string) {
  const token = (await ask(url, SIGN_UP)).data.signUp.token;
  const bos = (await ask<typeof SIGN_UP>(url, SIGN_UP.replace('ana@', 'bo@') as typeof SIGN_UP)).data.signUp.token;
  const did = async <const Q extends string>(query: Q, variables: Variables<Q>, who = token) => {
    const { data, errors } = await ask(url, query, variables, who);
    expect(errors).toBeUndefined();
    return data;
  };
  const { createGroup } = await did(CREATE_GROUP, { input: { name: 'Loop', timeZone: 'UTC' } });
  const groupId = createGroup.id;
  const { createInvitation } = await did(INVITE, { input: { groupId } });
  const { acceptInvitation: bo } = await did(ACCEPT, { code: createInvitation.code }, bos);
  const { importGuide } = await did(IMPORT, { input: { groupId, libraryKey: GUIDE } });
  const plan = { groupId, guideId: importGuide.id, title: 'Spring', startsOn: date(-300) };
  const { createPlan } = await did(CREATE_PLAN, { input: plan });
  const enrollment = { planId: createPlan.id, memberId: bo.id, targetDate: date(60) };
  const { enrollCandidate } = await did(ENROLL, { input: enrollment }, bos);
  const mock = {
    candidateId: enrollCandidate.id,
    roundId: importGuide.rounds.find(({ key }) => key === 'coding')!.id,
    panel: [{ memberId: createGroup.viewerMember.id, role: 'LEAD' }],
  };
  return { token, mock };
}

describe('a rolling restart of two processes under load', () => {
  it('loses no request of a client that repeats refused connections, requests that were not done, and requests with a key', async () => {
    const databaseUrl = await freshDatabase();
    const settings = { DATABASE_URL: databaseUrl, DATABASE_POOL_SIZE: '4' };
    const services = [await start(settings), await start(settings)];
    const urls = services.map(({ url }) => url);
    const { persist, repeats, close } = persistentClient(urls);
    const { token, mock } = await aLoop(urls[0]!);

    const isOver = { yes: false };
    const logged: string[] = [];
    const created: string[] = [];
    const wrong: unknown[] = [];
    const clients = [
      async (turn: number) => {
        const { data } = await persist(turn, '{ viewer { displayName } }', {}, token);
        if (data?.viewer?.displayName !== 'Ana') wrong.push(data);
      },
      async (turn: number) => {
        const startsAt = days(-2 - turn / 12).toISOString();
        const input = { ...mock, startsAt, idempotencyKey: `mock ${turn}` };
        const answer = await persist(turn, LOG, { input }, token, true);
        if (answer.errors) wrong.push(answer.errors);
        else logged.push(answer.data.logSession.id);
      },
      async (turn: number) => {
        const name = `Group ${turn}`;
        const answer = await persist(turn, CREATE_GROUP, { input: { name, timeZone: 'UTC' } }, token);
        if (answer.errors) wrong.push(answer.errors);
        else created.push(name);
      },
    ];
    const working = clients.flatMap((client) =>
      [0, 1, 2].map(async (part) => {
        for (let turn = part; !isOver.yes; turn += 3) await client(turn);
      }),
    );
    const restarting = (async () => {
      for (const at of [0, 1]) {
        await pause(150);
        expect(await stop(services[at]!)).toBe(0);
        services[at] = await start({ ...settings, PORT: new URL(urls[at]!).port });
      }
    })();
    await Promise.race([restarting, Promise.all(working)]).finally(() => (isOver.yes = true));
    await Promise.all([restarting, ...working]);

    expect(wrong).toEqual([]);
    const db = await open(databaseUrl);
    const stored = await db.query<{ count: number }[]>('select count(*)::int as count from session');
    const names = await db.query<{ name: string }[]>(`select name from "group" where name like 'Group %'`);
    await db.destroy();
    expect([new Set(logged).size, stored[0]!.count]).toEqual([logged.length, logged.length]);
    expect(names.map(({ name }) => name).sort()).toEqual(created.toSorted());
    // If no connection was refused, the test has not tried what it should.
    expect(repeats.get('refused')).toBeGreaterThan(0);
    expect(Math.min(logged.length, created.length)).toBeGreaterThan(20);
    close();
    for (const service of services) expect(await stop(service)).toBe(0);
  });
});
