import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { parseId } from '../src/common/ids.js';
import { migrate } from '../src/database/connection.js';
import { startEmbeddedPostgres } from '../src/database/embedded/server.js';
import { ask, start, stop, type Peer } from './services.js';
import { seedWorld } from './world.js';

/**
 * `npm run bench:scheduling` measures how much processor time a search for slots and a choice of questions take in groups of 100 and 200
 * members, and how long other requests wait while the largest proposal is solved.
 */
const { values } = parseArgs({
  options: {
    members: { type: 'string', default: '100' },
    questions: { type: 'string', default: '5000' },
    times: { type: 'string', default: '100' },
  },
});
const [members, questions, times] = [values.members, values.questions, values.times].map(Number) as [
  number,
  number,
  number,
];

const VIEWER = '{ viewer { id displayName } }';
const SLOTS = `query ($id: ID!, $to: DateTime) { node(id: $id) { ... on LoopRound { slots(to: $to) {
  slots { startsAt panel { role } } block { reason remedies { text } } } } } }`;
const EXCHANGES = `query ($id: ID!, $with: ID!, $to: DateTime) { node(id: $id) { ... on LoopRound {
  exchangeSlots(withLoopRoundId: $with, to: $to) { slots { startsAt } block { reason } } } } }`;
const PLAN = `query ($id: ID!) { plan(id: $id) { group { id viewerMember { id } } candidates { id member { id }
  loop { id round { id kind panelSize } } } } }`;
const PROPOSE = 'mutation ($input: ProposeScheduleInput!) { proposeSchedule(input: $input) { id } }';
const STATUS =
  'query ($id: ID!) { node(id: $id) { ... on ScheduleProposal { status quality { placed placedBound solveMilliseconds stoppedEarly } } } }';
const SCHEDULE = 'mutation ($input: ScheduleSessionInput!) { scheduleSession(input: $input) { id } }';
const COMPOSE = `mutation ($input: ComposeQuestionSetInput!) { composeQuestionSet(input: $input) {
  questionSet { items { question { title } } } } }`;

interface Row {
  id: string;
  member: { id: string };
  loop: { id: string; round: { id: string; kind: string; panelSize: number } }[];
}

/** The processor time that a process has taken so far, all threads included, in milliseconds. */
function processorTime({ child }: Peer): number {
  const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** A group whose members have all stated hours, with a plan for the next 60 days and a bank of questions. */
async function seedGroup(size: number, n: number): Promise<{ token: string; plan: string }> {
  const [group] = await seedWorld(db, { groups: 1, members: size, sessions: 0 }, new Date(), n);
  const { token, plan } = group!;
  const own = 'group_id = (select group_id from plan where id = $1)';
  const planId = parseId('PrepPlan', plan)!.id;
  await db.query(
    `insert into availability (group_id, member_id, weekly, exceptions, stated_at, version)
     select group_id, id, $2, '[]', now(), 1 from member where ${own}`,
    [planId, JSON.stringify(['MONDAY', 'WEDNESDAY', 'SATURDAY'].map((day) => ({ day, start: '18:00', end: '22:00' })))],
  );
  await db.query(`update plan set starts_on = current_date - 1 where ${own}`, [planId]);
  await db.query(`update candidate set target_date = current_date + 60 where ${own}`, [planId]);
  await db.query(`update loop_round set window_start = current_date, window_end = current_date + 60 where ${own}`, [
    planId,
  ]);
  await db.query(
    `insert into question (group_id, id, guide_id, key, title, topic_key, kinds, difficulty, family, prompt, hints, look_for)
     select group_id, gen_random_uuid(), id, 'bench-' || n, 'Bench ' || n,
       outline #>> array['topics', (n % jsonb_array_length(outline -> 'topics'))::text, 'key'],
       (array['CODING', 'DOMAIN', 'SYSTEM_DESIGN', 'BEHAVIORAL'])[1 + n % 4 : 1 + n % 4],
       (array['EASY', 'MEDIUM', 'HARD'])[1 + n % 3], 'bench-' || n, repeat('Why? ', 100), '{}', '{}'
     from guide, generate_series(1, $2) n where ${own}`,
    [planId, questions],
  );
  return { token, plan };
}

const folder = mkdtempSync(join(tmpdir(), 'mockloop-scheduling-'));
chmodSync(folder, 0o711);
const embedded = await startEmbeddedPostgres(join(folder, 'data'));
const db = new pg.Client({ connectionString: embedded.url });
try {
  await migrate(embedded.url);
  await db.connect();
  const group = await seedGroup(members, 0);
  const larger = await seedGroup(2 * members, 1);
  const service = await start('Mockloop', 'dist/src/main.js', { DATABASE_URL: embedded.url });
  try {
    const sending =
      (token: string) =>
      async <T>(query: string, variables: object = {}): Promise<T> => {
        const answer = await ask(service.url, token, { query, variables });
        const { data, errors } = JSON.parse(answer) as { data: T; errors?: unknown };
        if (errors) throw new Error(answer.slice(0, 500));
        return data;
      };
    /** The processor time of one request of each kind in a group after a warm-up, in milliseconds. */
    const costsIn = async ({ token, plan }: { token: string; plan: string }): Promise<Record<string, number>> => {
      const send = sending(token);
      const cost = async (query: string, variables: object = {}): Promise<number> => {
        for (let n = 0; n < times / 5; n += 1) await send(query, variables);
        const before = processorTime(service);
        for (let n = 0; n < times; n += 1) await send(query, variables);
        return (processorTime(service) - before) / times;
      };
      const { plan: read } = await send<{ plan: { group: { viewerMember: { id: string } }; candidates: Row[] } }>(
        PLAN,
        { id: plan },
      );
      const viewer = read.group.viewerMember.id;
      const [one, other] = read.candidates.filter(({ member }) => member.id !== viewer) as [Row, Row];
      const solo = ({ loop }: Row) => loop.find(({ round }) => round.panelSize === 1 && round.kind === 'CODING')!;
      const to = new Date(Date.now() + 28 * 86_400_000).toISOString();
      const idle = await cost(VIEWER);
      const slots = await cost(SLOTS, { id: solo(one).id, to });
      const exchanges = await cost(EXCHANGES, { id: solo(one).id, with: solo(other).id, to });
      await db.query(`delete from availability where member_id = $1`, [parseId('Member', one.member.id)!.id]);
      const blocked = await cost(SLOTS, { id: solo(one).id, to });
      const startsAt = new Date(Date.now() + 7 * 86_400_000).toISOString();
      const input = { candidateId: one.id, roundId: solo(one).round.id, startsAt, overrideReason: 'Bench' };
      const { scheduleSession } = await send<{ scheduleSession: { id: string } }>(SCHEDULE, {
        input: { ...input, panel: [{ memberId: viewer, role: 'LEAD' }] },
      });
      const compose = await cost(COMPOSE, { input: { sessionId: scheduleSession.id, difficulty: 'MEDIUM' } });
      return { viewer: idle, slots, exchanges, blocked, compose };
    };
    for (const [size, seeded] of [
      [members, group],
      [2 * members, larger],
    ] as const) {
      console.log(`Processor time of one request in a group of ${size} members, with ${questions} questions:`);
      for (const [name, value] of Object.entries(await costsIn(seeded)))
        console.log(`  ${name.padEnd(10)} ${value.toFixed(1)} ms`);
    }

    const send = sending(group.token);
    const waits = async (goesOn: () => Promise<boolean>): Promise<number[]> => {
      const found: number[] = [];
      while (await goesOn())
        for (let n = 0; n < 50; n += 1) {
          const before = performance.now();
          await send(VIEWER);
          found.push(performance.now() - before);
        }
      return found.toSorted((a, b) => a - b);
    };
    let turns = 0;
    const quiet = await waits(() => Promise.resolve((turns += 1) <= 40));
    const { proposeSchedule } = await send<{ proposeSchedule: { id: string } }>(PROPOSE, {
      input: { planId: group.plan },
    });
    interface Status {
      node: {
        status: string;
        quality: { placed: number; placedBound: number; solveMilliseconds: number; stoppedEarly: boolean } | null;
      };
    }
    const status = () => send<Status>(STATUS, { id: proposeSchedule.id });
    const busy = await waits(async () => (await status()).node.status === 'SOLVING');
    const { node } = await status();
    const at = (list: number[], share: number) => list[Math.floor(list.length * share)]!;
    const told = (list: number[]) =>
      `p50 ${at(list, 0.5).toFixed(2)}, p99 ${at(list, 0.99).toFixed(2)}, longest ${list.at(-1)!.toFixed(0)} ms`;
    console.log(
      `A simple query: ${told(quiet)} when idle; ${told(busy)} while a plan for ${members} members is solved:`,
    );
    const { placed, placedBound, solveMilliseconds, stoppedEarly } = node.quality!;
    const end = stoppedEarly ? 'the time limit ended it' : 'it ended by itself';
    console.log(
      `  ${(at(busy, 0.99) / at(quiet, 0.99)).toFixed(1)} times the p99. ${placed} of ${placedBound} sessions placed in ${(solveMilliseconds / 1_000).toFixed(0)} s; ${end}.`,
    );
  } finally {
    await stop(service);
  }
} finally {
  await db.end();
  await embedded.stop();
  rmSync(folder, { recursive: true, force: true });
}
