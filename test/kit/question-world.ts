import fc, { type GeneratorValue } from 'fast-check';
import { ASKED, COMPOSE, DECLARE, enlarge, OPEN, OPEN_KIT, REPLACE, rowOf } from './questions.js';
import { ATTEND, CANCEL, card, REASSIGN, seat, SOLO_ROUND, SUBMIT, SWAP, type Peer } from './seed.js';
import type { World } from './use-service.js';

const ACCEPT_SWAP = 'mutation ($id: ID!) { acceptSwap(swapId: $id) { id } }';
const SESSION = `query ($id: ID!) { session(id: $id) { version panel { id member { id } }
  questionSet { items { question { id } } } } }`;
const FAMILIES = `query ($id: ID!, $candidate: ID) { node(id: $id) { ... on Guide {
  questions(first: 100, kind: CODING, freshFor: $candidate) { nodes { id family prompt viewerExposures { kind } } } } } }`;

export type QuestionWorld = Awaited<ReturnType<typeof questionWorld>>;

/**
 * Ana, Bo and Cy prepare, and Dee only interviews. Each candidate has a session on 2 March and one on 3 March. The leads are random, but on
 * 3 March each lead is another candidate.
 */
export async function questionWorld(world: World, generate: GeneratorValue) {
  const { service } = world;
  service.clock.set('2027-03-01T09:00:00Z');
  const below = (n: number) => generate(fc.nat, n - 1);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)]!;
  const made = await world.seed.plan({ members: 4 });
  const { organizer, guideId, members: peers } = made;
  await enlarge(world, made.groupId, 1);
  const candidates = [made.candidate];
  for (const peer of peers.slice(1, 3)) candidates.push(await world.seed.enroll(peer, made.planId));
  const sessions: { id: string; candidate: number }[] = [];
  for (let n = 0; n < 6; n += 1) {
    const candidate = n % 3;
    const startsAt = `2027-03-0${2 + Math.floor(n / 3)}T${10 + 2 * (n % 3)}:00:00Z`;
    const leads = n < 3 ? peers : peers.slice(0, 3);
    const panel = [seat(pick(leads.filter((_, at) => at !== candidate)))];
    const input = { candidateId: candidates[candidate]!.id, roundId: made.rounds.get(SOLO_ROUND), startsAt, panel };
    const scheduleSession = await organizer.schedules({ ...input, overrideReason: 'Test' });
    sessions.push({ id: scheduleSession.id, candidate });
  }

  const send = <const Q extends string>(by: Peer, query: Q, variables: object) =>
    service.ask(query, variables, by.token);
  const bankOf = async (peer: Peer, candidate?: string) =>
    (await peer.ask(FAMILIES, { id: guideId, candidate })).node.questions.nodes;
  const questions = await bankOf(organizer);
  const all = questions.map(({ id }) => id);
  const familyOf = new Map(questions.map(({ id, family }) => [id, family]));
  const sessionOf = async (id: string) => (await organizer.ask(SESSION, { id })).session;
  const leadOf = async (id: string): Promise<Peer> => {
    const { panel } = await sessionOf(id);
    return peers.find(({ memberId }) => memberId === panel[0]?.member.id) ?? organizer;
  };
  const itemsOf = async (by: Peer, id: string): Promise<string[]> =>
    ((await by.ask(SESSION, { id })).session.questionSet?.items ?? []).map(({ question }) => question.id);

  /** What members have opened and declared, according to the acts that succeeded. */
  const acted = new Set<string>();
  const note = (by: Peer, kind: string, ids: readonly string[]) => {
    for (const id of ids) acted.add(`${by.name} ${kind} ${familyOf.get(id)}`);
  };
  type Act = () => Promise<{ errors?: unknown[] | undefined }>;
  const compose: Act = async () => {
    const { id } = pick(sessions);
    return send(await leadOf(id), COMPOSE, { input: { sessionId: id, count: 1 + below(4) } });
  };
  const replace: Act = async () => {
    const { id } = pick(sessions);
    const lead = await leadOf(id);
    const [questionId = all[0]] = await itemsOf(lead, id);
    return send(lead, REPLACE, { input: { sessionId: id, questionId, byQuestionId: below(2) ? pick(all) : null } });
  };
  const openKit: Act = async () => {
    const { id } = pick(sessions);
    const lead = await leadOf(id);
    const answer = await send(lead, OPEN_KIT, { id });
    if (!answer.errors) note(lead, 'OPENED', await itemsOf(lead, id));
    return answer;
  };
  const meet = (kind: string, query: string, variables: (id: string) => object) => async () => {
    const [by, id] = [pick(peers), pick(all)];
    const answer = await send(by, query, variables(id));
    if (!answer.errors) note(by, kind, [id]);
    return answer;
  };
  const swap: Act = async () => {
    const [one, other] = [pick(sessions).id, pick(sessions).id];
    const seats = [await sessionOf(one), await sessionOf(other)].map(({ panel }) => panel[0]?.id);
    const input = { giveAssignmentId: seats[0], takeAssignmentId: seats[1], reason: 'x' };
    const { data, errors } = await send(await leadOf(one), SWAP, { input });
    return errors ? { errors } : send(await leadOf(other), ACCEPT_SWAP, { id: data.proposeSwap.id });
  };
  const cancel: Act = async () => {
    const { id } = pick(sessions);
    const { version } = await sessionOf(id);
    const input = { sessionId: id, reason: 'x', expectedVersion: version };
    return below(4) > 0 ? {} : send(organizer, CANCEL, { input });
  };
  const reassign: Act = async () => {
    const { id } = pick(sessions);
    const { version, panel } = await sessionOf(id);
    const input = { assignmentId: panel[0]?.id, toMemberId: pick(peers).memberId, expectedVersion: version };
    return send(organizer, REASSIGN, { input: { ...input, reason: 'x', overrideReason: 'x' } });
  };
  const attend: Act = async () => {
    const { id, candidate } = pick(sessions);
    const people = [{ memberId: peers[candidate]!.memberId, attendance: pick(['NO_SHOW', 'ATTENDED']) }];
    return send(organizer, ATTEND, { input: { sessionId: id, people } });
  };
  const recordAsked: Act = async () => {
    const { id } = pick(sessions);
    const lead = await leadOf(id);
    return send(lead, ASKED, { id, ids: (await itemsOf(lead, id)).slice(0, 1) });
  };
  const submit: Act = async () => {
    const { id } = pick(sessions);
    return send(await leadOf(id), SUBMIT, { input: card(id, 3) });
  };
  const open = meet('OPENED', OPEN, (id) => ({ id }));
  const declare = meet('SELF_DECLARED', DECLARE, (id) => ({ ids: [id] }));
  const acts = [compose, compose, replace, openKit, open, declare, swap, cancel, reassign, attend, recordAsked, submit];

  /** Makes sure that a candidate's upcoming sessions have sets, and that their leads have opened them. */
  const prepare = async (candidate: number): Promise<void> => {
    for (const { id } of sessions.filter((session) => session.candidate === candidate)) {
      const lead = await leadOf(id);
      await send(lead, COMPOSE, { input: { sessionId: id, count: 4 } });
      await send(lead, OPEN_KIT, { id });
    }
  };

  /** Does one random act, and returns whether it was allowed. */
  const act = async (): Promise<boolean> => !(await pick(acts)()).errors;
  return { ...made, peers, candidates, sessions, all, acted, act, prepare, bankOf, leadOf, itemsOf, send };
}

/** The tables that acts with questions write. Tables that others refer to come first. */
const TABLES = ['question_set', 'question_set_item', 'question_claim', 'question_exposure', 'question_kit_opening'];

/** Saves what a group has stored about sets and exposures, and returns a function that restores it. */
export async function keepQuestions({ service: { db } }: World, groupId: string): Promise<() => Promise<void>> {
  const kept = new Map<string, string>();
  for (const table of TABLES) {
    const [{ rows }]: [{ rows: string }] = await db.query(
      `select coalesce(json_agg(t), '[]')::text as rows from ${table} t where group_id = $1`,
      [rowOf(groupId)],
    );
    kept.set(table, rows);
  }
  return async () => {
    for (const table of TABLES.toReversed())
      await db.query(`delete from ${table} where group_id = $1`, [rowOf(groupId)]);
    for (const table of TABLES)
      await db.query(`insert into ${table} select * from json_populate_recordset(null::${table}, $1)`, [
        kept.get(table),
      ]);
  };
}
