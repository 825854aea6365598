import fc from 'fast-check';
import { isAllowedBeside } from '../src/questions/opposite-sets.js';
import { COMPOSE, DECLARE, OPEN, OPEN_KIT, REPLACE, rowOf } from './kit/questions.js';
import { keepQuestions, questionWorld, type QuestionWorld } from './kit/question-world.js';
import { useService } from './kit/use-service.js';

const world = useService();

/** Families that a candidate has in upcoming sets, or was asked, more than once. The query reads sets and attendance, not claims. */
const TWICE = `
  select c.member_id, q.family from question_set_item i
    join session s on s.group_id = i.group_id and s.id = i.session_id
    join candidate c on c.group_id = s.group_id and c.id = s.candidate_id
    join question q on q.group_id = i.group_id and q.id = i.question_id
  where i.group_id = $2 and s.cancelled_at is null and i.asked is distinct from false
    and (s.starts_at > $1 or coalesce(s.candidate_attendance, 'ATTENDED') in ('ATTENDED', 'LATE'))
  group by 1, 2 having count(*) > 1`;

/** Families in sets of sessions that have not started, which their candidate has opened, written or declared. */
const SPOILED = `
  select q.family from question_set_item i
    join session s on s.group_id = i.group_id and s.id = i.session_id
    join candidate c on c.group_id = s.group_id and c.id = s.candidate_id
    join question q on q.group_id = i.group_id and q.id = i.question_id
    join question_exposure e on e.group_id = i.group_id and e.member_id = c.member_id and e.family = q.family
  where i.group_id = $2 and s.cancelled_at is null and s.starts_at > $1`;

/** Runs worlds with sixty acts each. After two thirds of the acts, the sessions of the first day are over. */
const sixtyActs = (
  numRuns: number,
  check: (made: QuestionWorld, step: number) => Promise<void>,
  atTheEnd: (made: QuestionWorld) => Promise<void> = () => Promise.resolve(),
) =>
  fc.assert(
    fc.asyncProperty(fc.gen(), async (generate) => {
      const made = await questionWorld(world, generate);
      for (let step = 1; step <= 60; step += 1) {
        if (step === 41) world.service.clock.set('2027-03-02T17:00:00Z');
        await check(made, step);
      }
      await atTheEnd(made);
    }),
    { numRuns, seed: 20_270_331, endOnFailure: true },
  );

describe('a generated world of questions', () => {
  it('gives no candidate a family twice, and shows no prompt without a row that allows it', async () => {
    let done = 0;
    await sixtyActs(
      3,
      async ({ groupId, peers, act, bankOf }) => {
        if (await act()) done += 1;
        const values = [world.service.clock.now(), rowOf(groupId)];
        expect(await world.service.db.query(TWICE, values)).toEqual([]);
        expect(await world.service.db.query(SPOILED, values)).toEqual([]);
        for (const peer of peers)
          for (const { prompt, viewerExposures } of await bankOf(peer)) {
            const lets = viewerExposures.some(({ kind }) => ['OPENED', 'AUTHORED', 'ASKED'].includes(kind));
            expect(prompt === null || lets).toBe(true);
          }
      },
      isLedgerOfActs,
    );
    expect(done).toBeGreaterThan(45);
  });

  it('tells candidates nothing about what their open sets hold, whatever they list or try', async () => {
    let compared = 0;
    await sixtyActs(2, async (made, step) => {
      await made.act();
      if (step % 8 !== 0) return;
      const candidate = (step / 8) % 3;
      await made.prepare(candidate);
      if (await isSameElsewhere(made, candidate)) compared += 1;
    });
    expect(compared).toBeGreaterThan(3);
  });
});

/** Checks that the stored exposures are exactly those that the acts have made. */
async function isLedgerOfActs({ peers, acted, bankOf }: QuestionWorld): Promise<void> {
  const stored = new Set<string>();
  for (const peer of peers)
    for (const { family, viewerExposures } of await bankOf(peer))
      for (const { kind } of viewerExposures)
        if (['OPENED', 'SELF_DECLARED'].includes(kind)) stored.add(`${peer.name} ${kind} ${family}`);
  expect([...stored].toSorted()).toEqual([...acted].toSorted());
}

interface HeldRow {
  sessionId: string;
  questionId: string;
  family: string;
  /** Who sits on the panel, or has opened the kit. */
  readers: string[];
}

/**
 * Compares what a candidate sees and achieves in this world and in one that differs only in the questions of their open sets. Returns
 * whether any question could be changed.
 */
async function isSameElsewhere(made: QuestionWorld, candidate: number): Promise<boolean> {
  const [here, restore] = [await lookOf(made, candidate), await keepQuestions(world, made.groupId)];
  const changed = await changeOpenSets(made, candidate);
  if (changed === 0) return false;
  const elsewhere = await lookOf(made, candidate);
  await restore();
  expect(elsewhere).toEqual(here);
  return true;
}

/** Replaces questions in a candidate's open sets with others that the service could have chosen. Returns the number of changes. */
async function changeOpenSets({ groupId, peers }: QuestionWorld, candidate: number): Promise<number> {
  const { db } = world.service;
  const own = rowOf(peers[candidate]!.memberId);
  const [{ secret }]: [{ secret: string }] = await db.query(
    'select question_secret as secret from "group" where id = $1',
    [rowOf(groupId)],
  );
  const held: HeldRow[] = await db.query(
    `select i.session_id as "sessionId", i.question_id as "questionId", q.family, array(
       select member_id from assignment where group_id = $1 and session_id = s.id
       union select member_id from question_kit_opening where group_id = $1 and session_id = s.id) as readers
     from question_set_item i
       join session s on s.group_id = i.group_id and s.id = i.session_id
       join candidate c on c.group_id = s.group_id and c.id = s.candidate_id
       join question q on q.group_id = i.group_id and q.id = i.question_id
     where i.group_id = $1 and c.member_id = $2 and s.starts_at > $3 and s.cancelled_at is null
     order by s.starts_at, i.position`,
    [rowOf(groupId), own, world.service.clock.now()],
  );
  /** In which half of the bank a family is, for each person who reads the set. */
  const sides = (family: string, readers: string[]) =>
    readers.map((memberId) => isAllowedBeside([{ memberId }], { secret, candidate: { memberId: own } }, family));
  let changed = 0;
  for (const { sessionId, questionId, family, readers } of held) {
    const free: { id: string; family: string }[] = await db.query(
      `select id, family from question q where group_id = $1 and 'CODING' = any(kinds)
         and not exists (select 1 from question_exposure e where e.group_id = $1 and e.family = q.family and e.member_id = any($2))
         and not exists (select 1 from question_claim c where c.group_id = $1 and c.family = q.family and c.member_id = any($2))
         and not exists (select 1 from question_set_item i join question other on other.group_id = i.group_id and other.id = i.question_id
           where i.group_id = $1 and other.family = q.family)
       order by id`,
      [rowOf(groupId), [own, ...readers]],
    );
    const other = free.find((each) => sides(each.family, readers).join() === sides(family, readers).join());
    if (!other) continue;
    const values = [rowOf(groupId), sessionId, questionId, other.id, other.family];
    for (const statement of [
      "update question_set_item set question_id = $4 where group_id = $1 and session_id = $2 and question_id = $3 and $5 <> ''",
      'update question_exposure set question_id = $4, family = $5 where group_id = $1 and session_id = $2 and question_id = $3',
      `update question_claim set family = $5 where group_id = $1 and session_id = $2
         and family = (select family from question where group_id = $1 and id = $3) and $4::uuid is not null`,
    ])
      await db.query(statement, values);
    changed += 1;
  }
  return changed;
}

const LISTS = `query ($guide: ID!, $plan: ID!, $c0: ID!, $c1: ID!, $c2: ID!) {
  viewer { attention { kind text } }
  guide: node(id: $guide) { ... on Guide {
    all: questions(first: 100) { nodes { id prompt viewerExposures { kind } calibration { sessions } } }
    c0: questions(first: 100, freshFor: $c0) { totalCount nodes { id } }
    c1: questions(first: 100, freshFor: $c1) { totalCount nodes { id } }
    c2: questions(first: 100, freshFor: $c2) { totalCount nodes { id } } } }
  plan(id: $plan) { supplyForecast { fresh needed text } candidates {
    loop { questionSupply { fresh total shortfall } }
    sessions(first: 20) { nodes { kitStatus version questionSet { shortfall items { reason asked question { id } } } history { kind summary } } } } } }`;

/** Everything that a candidate can list, and the result of everything that they can try. Restores the group's questions afterwards. */
async function lookOf(made: QuestionWorld, candidate: number): Promise<unknown[]> {
  const { groupId, guideId, planId, peers, candidates, sessions, all, leadOf, itemsOf, send } = made;
  const viewer = peers[candidate]!;
  const restore = await keepQuestions(world, groupId);
  const [c0, c1, c2] = candidates.map(({ id }) => id);
  const lists = () => viewer.ask(LISTS, { guide: guideId, plan: planId, c0: c0!, c1: c1!, c2: c2! });
  const seen: unknown[] = [await lists(), await viewer.ask('{ exportMyData }')];
  const attempt = async (query: string, variables: object) => {
    const { data, errors } = await send(viewer, query, variables);
    seen.push(errors ? errors.map(({ message }) => message) : data);
  };
  for (const { id: sessionId } of sessions) {
    if ((await leadOf(sessionId)) !== viewer) continue;
    for (const difficulty of ['EASY', 'HARD']) await attempt(COMPOSE, { input: { sessionId, count: 20, difficulty } });
    await attempt(COMPOSE, { input: { sessionId, count: 1 } });
    const [questionId = all[0]] = await itemsOf(viewer, sessionId);
    for (const byQuestionId of all.filter((_, n) => n % 4 === 0))
      await attempt(REPLACE, { input: { sessionId, questionId, byQuestionId } });
    await attempt(OPEN_KIT, { id: sessionId });
  }
  seen.push(await lists());
  for (const id of all.filter((_, n) => n % 6 === 0)) await attempt(OPEN, { id });
  await attempt(DECLARE, { ids: all.slice(0, all.length / 2) });
  seen.push(await lists());
  await restore();
  return seen;
}
