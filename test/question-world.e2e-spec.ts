import { describe, expect, it } from '@jest/globals';
import { seededRandom } from '../src/scheduling/solver/random.js';
import { ATTEND, CANCEL, SCHEDULE, seat, SOLO_ROUND, type Peer, REASSIGN, SWAP } from './kit/seed.js';
import { rowOf } from './kit/questions.js';
import { useService } from './kit/use-service.js';

const world = useService();

const COMPOSE = 'mutation ($input: ComposeQuestionSetInput!) { composeQuestionSet(input: $input) { id } }';
const REPLACE = 'mutation ($input: ReplaceQuestionInput!) { replaceQuestion(input: $input) { id } }';
const OPEN_KIT = 'mutation ($id: ID!) { openKit(sessionId: $id) { id } }';
const OPEN = 'mutation ($id: ID!) { openQuestion(questionId: $id) { id } }';
const DECLARE = 'mutation ($ids: [ID!]!) { declareQuestionsSeen(questionIds: $ids) { id } }';
const ASKED = 'mutation ($id: ID!, $ids: [ID!]!) { recordAsked(sessionId: $id, questionIds: $ids) { id } }';
const ACCEPT_SWAP = 'mutation ($id: ID!) { acceptSwap(swapId: $id) { id } }';
const SESSION = `query ($id: ID!) { session(id: $id) { version panel { id member { id } }
  questionSet { items { question { id } } } } }`;
const BANK = `query ($id: ID!, $candidate: ID) { node(id: $id) { ... on Guide {
  questions(first: 100, kind: CODING, freshFor: $candidate) { nodes { id family prompt viewerExposures { kind } } } } } }`;

/** Families that a candidate holds in sets to come, or was asked, more than once. The query reads sets and attendance, not claims. */
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

async function generated(seed: number) {
  world.service.clock.set('2027-03-01T09:00:00Z');
  const random = seededRandom(seed);
  const below = (n: number) => Math.floor(random() * n);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)]!;
  const made = await world.seed.plan({ members: 4 });
  const peers = made.members;
  const candidates = [made.candidate];
  for (const peer of peers.slice(1, 3)) candidates.push(await world.seed.enroll(peer, made.planId));
  const sessions: { id: string; candidate: number }[] = [];
  for (let n = 0; n < 6; n += 1) {
    const candidate = n % 3;
    const startsAt = `2027-03-0${2 + Math.floor(n / 3)}T${10 + 2 * (n % 3)}:00:00Z`;
    const lead = pick(peers.filter((_, at) => at !== candidate));
    const input = {
      candidateId: candidates[candidate]!.id,
      roundId: made.rounds.get(SOLO_ROUND),
      startsAt,
      panel: [seat(lead)],
    };
    const { scheduleSession } = await made.organizer.ask(SCHEDULE, {
      input: { ...input, overrideReason: 'Test' },
    });
    sessions.push({ id: scheduleSession.id, candidate });
  }
  return { ...made, peers, candidates, sessions, below, pick };
}

describe('a generated world of questions', () => {
  it('never gives a candidate a family twice, shows no prompt without a row, and tells candidates nothing', async () => {
    let done = 0;
    for (const seed of [1, 2, 3]) {
      const { groupId, peers, candidates, sessions, guideId, organizer, below, pick } = await generated(
        20_270_331 + seed,
      );
      const { service } = world;
      const bankOf = async (peer: Peer, candidate?: string) =>
        (await peer.ask(BANK, { id: guideId, candidate })).node.questions.nodes;
      const questions = await bankOf(organizer);
      const all = questions.map(({ id }) => id);
      const familyOf = new Map(questions.map(({ id, family }) => [id, family]));
      /** What the acts say that each member has opened and declared. */
      const acted = new Set<string>();
      const note = (by: Peer, kind: string, ids: readonly string[]) => {
        for (const id of ids) acted.add(`${by.name} ${kind} ${familyOf.get(id)}`);
      };
      const look = async (n: number) => JSON.stringify(await bankOf(peers[n]!, candidates[n]!.id));
      const acts: (() => Promise<{ errors?: unknown[] | undefined }>)[] = [];
      const send = (by: Peer, query: string, variables: object) => service.ask(query, variables, by.token);
      const sessionOf = async (id: string) => (await organizer.ask(SESSION, { id })).session;
      const leadOf = async (id: string): Promise<Peer> => {
        const { panel } = await sessionOf(id);
        return peers.find(({ memberId }) => memberId === panel[0]?.member.id) ?? organizer;
      };
      const itemsOf = async (by: Peer, id: string): Promise<string[]> =>
        ((await by.ask(SESSION, { id })).session.questionSet?.items ?? []).map(({ question }) => question.id);
      const compose = async () => {
        const { id } = pick(sessions);
        return send(await leadOf(id), COMPOSE, { input: { sessionId: id, count: 1 + below(4) } });
      };
      acts.push(compose, compose, async () => {
        const { id } = pick(sessions);
        const lead = await leadOf(id);
        const [questionId = all[0]] = await itemsOf(lead, id);
        return send(lead, REPLACE, { input: { sessionId: id, questionId, byQuestionId: below(2) ? pick(all) : null } });
      });
      acts.push(async () => {
        const { id } = pick(sessions);
        const lead = await leadOf(id);
        const answer = await send(lead, OPEN_KIT, { id });
        if (!answer.errors) note(lead, 'OPENED', await itemsOf(lead, id));
        return answer;
      });
      const byName = (kind: string, query: string, variables: (id: string) => object) => async () => {
        const [by, id] = [pick(peers), pick(all)];
        const answer = await send(by, query, variables(id));
        if (!answer.errors) note(by, kind, [id]);
        return answer;
      };
      acts.push(
        byName('OPENED', OPEN, (id) => ({ id })),
        byName('SELF_DECLARED', DECLARE, (id) => ({ ids: [id] })),
        async () => {
          const [one, other] = [pick(sessions).id, pick(sessions).id];
          const seats = [await sessionOf(one), await sessionOf(other)].map(({ panel }) => panel[0]?.id);
          const input = { giveAssignmentId: seats[0], takeAssignmentId: seats[1], reason: 'x' };
          const { data, errors } = await service.ask(SWAP, { input }, (await leadOf(one)).token);
          return errors ? { errors } : send(await leadOf(other), ACCEPT_SWAP, { id: data.proposeSwap.id });
        },
        async () => {
          const { id } = pick(sessions);
          const { version } = await sessionOf(id);
          return below(3) > 0
            ? {}
            : send(organizer, CANCEL, { input: { sessionId: id, reason: 'x', expectedVersion: version } });
        },
        async () => {
          const { id } = pick(sessions);
          const { version, panel } = await sessionOf(id);
          const input = {
            assignmentId: panel[0]?.id,
            toMemberId: pick(peers).memberId,
            reason: 'x',
            expectedVersion: version,
          };
          return send(organizer, REASSIGN, { input: { ...input, overrideReason: 'x' } });
        },
        async () => {
          const { id, candidate } = pick(sessions);
          const people = [{ memberId: peers[candidate]!.memberId, attendance: pick(['NO_SHOW', 'ATTENDED']) }];
          return send(organizer, ATTEND, { input: { sessionId: id, people } });
        },
        async () => {
          const { id } = pick(sessions);
          const lead = await leadOf(id);
          return send(lead, ASKED, { id, ids: (await itemsOf(lead, id)).slice(0, 1) });
        },
      );
      for (let step = 0; step < 60; step += 1) {
        if (step === 40) service.clock.set('2027-03-02T17:00:00Z');
        const { errors } = await pick(acts)();
        if (!errors) done += 1;
        const now = service.clock.now();
        expect([seed, step, await service.db.query(TWICE, [now, rowOf(groupId)])]).toEqual([seed, step, []]);
        expect([seed, step, await service.db.query(SPOILED, [now, rowOf(groupId)])]).toEqual([seed, step, []]);
        for (const peer of peers)
          for (const { prompt, viewerExposures } of await bankOf(peer)) {
            const kinds = viewerExposures.map(({ kind }) => kind as string);
            const lets = kinds.some((kind: string) => ['OPENED', 'AUTHORED', 'ASKED'].includes(kind));
            expect([seed, step, prompt === null || lets]).toEqual([seed, step, true]);
          }
      }
      // The ledger is what the acts have made it.
      const stored = new Set<string>();
      for (const peer of peers)
        for (const { family, viewerExposures } of await bankOf(peer))
          for (const { kind } of viewerExposures)
            if (['OPENED', 'SELF_DECLARED'].includes(kind)) stored.add(`${peer.name} ${kind} ${family}`);
      expect([...stored].toSorted()).toEqual([...acted].toSorted());
      // Composing a set changes nothing that its candidate can list.
      const open = sessions.find(({ id }) => id !== '')!;
      const before = await look(open.candidate);
      await send(await leadOf(open.id), COMPOSE, { input: { sessionId: open.id } });
      expect(await look(open.candidate)).toBe(before);
    }
    expect(done).toBeGreaterThan(60);
  });
});
