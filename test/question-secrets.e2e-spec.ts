import { inspect } from 'node:util';
import { Logger } from '@nestjs/common';
import { ATTEND, CANCEL, card, PAIR_ROUND, seat, SOLO_ROUND, type Peer, type Seat } from './kit/seed.js';
import {
  ADD,
  ASKED,
  attention,
  bank,
  BANK,
  coding,
  compose,
  COMPOSE,
  DECLARE,
  families,
  idsOf,
  kit,
  OPEN,
  OPEN_KIT,
  READ,
  REPLACE,
  rowOf,
  bothWays,
} from './kit/questions.js';
import { useService } from './kit/use-service.js';

const world = useService();
const SEATS = 'query ($id: ID!) { session(id: $id) { version panel { id role member { id } } } }';

const at = (instant: string) => world.service.clock.set(instant);
const seats = async (by: Peer, id: string) => (await by.ask(SEATS, { id })).session;
const shared = (a: readonly string[], b: readonly string[]) => a.filter((each) => b.includes(each));
const freshOf = async (by: Peer, guideId: string, candidate: string): Promise<string[]> =>
  (await bank(by, guideId, candidate)).map(({ family }) => family);

async function reassigned(by: Peer, id: string, from: Peer, to: Peer) {
  const { version, panel } = await seats(by, id);
  const seatOf = panel.find(({ member }) => member.id === from.memberId)!.id;
  const input = { assignmentId: seatOf, toMemberId: to.memberId, reason: 'x', expectedVersion: version };
  await by.reassigns(input);
}

const absence = (sessionId: string, peer: Peer, attendance: string) => ({
  input: { sessionId, people: [{ memberId: peer.memberId, attendance }] },
});

const AROUND = `query ($id: ID!) { viewer { attention { text } } session(id: $id) {
  history { kind summary reason } panel { member { id } } } }`;

/** Collects everything that the service logs until the returned function is called. */
function collectLogs(): () => string {
  const lines: string[] = [];
  const collect = (...parts: unknown[]) => void lines.push(parts.map((part) => inspect(part, { depth: 9 })).join(' '));
  Logger.overrideLogger({ log: collect, error: collect, warn: collect, debug: collect, verbose: collect });
  return () => {
    Logger.overrideLogger(['warn', 'error']);
    return lines.join('\n');
  };
}

describe('what an interviewer has opened for a candidate', () => {
  const changes: Record<string, (made: Awaited<ReturnType<typeof bothWays>>) => Promise<unknown>> = {
    'the interviewer is replaced': ({ organizer, session, bo, dee }) => reassigned(organizer, session, bo, dee),
    'the candidate cancels the session': ({ ana, session }) =>
      ana.ask(CANCEL, { input: { sessionId: session, reason: 'Ill', expectedVersion: 1 } }),
  };
  it.each(Object.keys(changes))('stays hidden from that candidate when %s', async (change) => {
    const made = await bothWays(world, '2027-03-06T17:00:00Z');
    const { ana, bo, guideId, bos, session } = made;
    await compose(bo, session, { count: 3 });
    const before = await freshOf(ana, guideId, bos.id);
    await bo.ask(OPEN_KIT, { id: session });
    await changes[change]!(made);
    expect(await freshOf(ana, guideId, bos.id)).toEqual(before);
  });

  it('stays hidden from a candidate who says that they know all questions', async () => {
    const { ana, bo, dee, organizer, guideId, bos, session } = await bothWays(world, '2027-03-06T17:00:00Z');
    await compose(bo, session, { count: 3 });
    await bo.ask(OPEN_KIT, { id: session });
    await reassigned(organizer, session, bo, dee);
    const before = await freshOf(ana, guideId, bos.id);
    await ana.ask(DECLARE, { ids: (await bank(ana, guideId)).map(({ id }) => id) });
    expect(await freshOf(ana, guideId, bos.id)).toEqual(before);
  });

  it('stays hidden from that candidate between the end of the session and the release, if it was declared and opened by name', async () => {
    const { ana, bo, guideId, bos, session } = await bothWays(world);
    const ids = idsOf(await compose(bo, session, { count: 3 }));
    const before = await freshOf(ana, guideId, bos.id);
    await bo.ask(DECLARE, { ids });
    for (const id of ids) await bo.ask(OPEN, { id });
    at('2027-03-02T18:30:00Z');
    expect(await freshOf(ana, guideId, bos.id)).toEqual(before);
  });

  it('stays hidden from that candidate if it was opened by name, and the interviewer is replaced', async () => {
    const { ana, bo, dee, organizer, planId, guideId, book, session } = await coding(world);
    const ids = idsOf(await compose(bo, session, { count: 3 }));
    // Bo does not prepare yet, so he may open questions as he likes.
    for (const id of ids) await bo.ask(OPEN, { id });
    await reassigned(organizer, session, bo, dee);
    const bos = await world.seed.enroll(bo, planId);
    const other = await book('2027-03-09T17:00:00Z', [seat(ana)], bos.id);
    expect((await bank(ana, guideId, bos.id)).map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
    const [questionId] = idsOf(await compose(ana, other));
    const input = { sessionId: other, questionId, byQuestionId: ids.find((id) => id !== questionId) };
    expect((await ana.refused(REPLACE, { input })).extensions.code).toBe('FORBIDDEN');
  });

  it('cannot be found by composing again and again: at most half of the bank ever appears, and never that set', async () => {
    const { ana, bo, guideId, bos, session, other } = await bothWays(world, '2027-03-06T17:00:00Z');
    const secret = families(await compose(bo, session, { count: 4 }));
    const shown = new Set(await freshOf(ana, guideId, bos.id));
    const seen = new Set<string>();
    for (const difficulty of ['EASY', 'MEDIUM', 'HARD'])
      for (const count of [20, 3, 1])
        for (const family of families(await compose(ana, other, { difficulty, count }))) seen.add(family);
    for (let n = 0; n < 6; n += 1) {
      const [questionId] = idsOf(await kit(ana, other));
      const { data } = await world.service.ask(REPLACE, { input: { sessionId: other, questionId } }, ana.token);
      for (const family of data?.replaceQuestion ? families(data.replaceQuestion) : []) seen.add(family);
    }
    expect(shared([...seen], secret)).toEqual([]);
    // Families outside the set are also missing, so a missing family may just be in the other half of the bank.
    expect([...shown].filter((family) => !seen.has(family) && !secret.includes(family)).length).toBeGreaterThan(1);
  });

  it('cannot be found through another member of the panel', async () => {
    const made = await coding(world);
    const { ana, bo, cy, dee, organizer, planId, rounds, candidate } = made;
    const bos = await world.seed.enroll(bo, planId);
    const pair = async (candidateId: string, startsAt: string, panel: Seat[]) => {
      const input = { candidateId, roundId: rounds.get(PAIR_ROUND), startsAt, panel, overrideReason: 'x' };
      return (await organizer.schedules(input)).id;
    };
    const one = await pair(candidate.id, '2027-03-05T17:00:00Z', [seat(bo), seat(cy, 'CO_INTERVIEWER')]);
    const two = await pair(bos.id, '2027-03-06T17:00:00Z', [seat(ana), seat(dee, 'CO_INTERVIEWER')]);
    await compose(bo, one, { count: 3 });
    const all = families(await compose(dee, two, { count: 20 }));
    const { node } = await dee.ask(
      'query ($id: ID!) { node(id: $id) { ... on LoopRound { questionSupply { total } } } }',
      { id: bos.loop.get(PAIR_ROUND) },
    );
    expect(all.length).toBeLessThanOrEqual(Math.floor(node.questionSupply.total / 2));
    const input = {
      sessionId: two,
      questionId: idsOf(await kit(dee, two))[0],
      byQuestionId: idsOf(await kit(bo, one))[0],
    };
    expect((await dee.refused(REPLACE, { input })).extensions.code).toBe('FORBIDDEN');
  });

  it('does not change a set of a session that the candidate shadows', async () => {
    const { ana, bo, cy, bos, book, session } = await bothWays(world, '2027-03-06T17:00:00Z');
    const shadowed = await book('2027-03-07T17:00:00Z', [seat(cy), seat(ana, 'SHADOW')], bos.id);
    const secret = families(await compose(bo, session, { count: 3 }));
    const before = families(await compose(cy, shadowed, { count: 5 }));
    expect(shared(before, secret)).toEqual([]);
    await bo.ask(OPEN_KIT, { id: session });
    expect(families(await kit(ana, shadowed))).toEqual(before);
  });

  it('is not in a set whose panel the candidate joins later: the set changes before they can look', async () => {
    const { ana, bo, cy, dee, bos, book, organizer, session } = await bothWays(world, '2027-03-06T17:00:00Z');
    const later = await book('2027-03-07T17:00:00Z', [seat(cy)], bos.id);
    const secret = families(await compose(bo, session, { count: 6 }));
    await compose(cy, later, { count: 6 });
    await reassigned(organizer, later, cy, ana);
    expect(shared(families(await kit(ana, later)), secret)).toEqual([]);
    expect(dee.memberId).not.toBe(ana.memberId);
  });
});

describe('a family', () => {
  it('that an act makes known does not replace another family that the same act makes known', async () => {
    const { bo, guideId, candidate, rounds, session } = await coding(world);
    const held = families(await compose(bo, session, { count: 1 }));
    const all = await bank(bo, guideId);
    // All families except two are logged as asked, including the one in the set.
    const kept = new Set(
      all
        .map(({ family }) => family)
        .filter((family) => !held.includes(family))
        .slice(-2),
    );
    const asked = all.filter(({ family }) => !kept.has(family));
    const input = {
      ...{
        candidateId: candidate.id,
        roundId: rounds.get(SOLO_ROUND),
        startsAt: '2027-02-20T17:00:00Z',
        panel: [seat(bo)],
      },
      askedQuestionIds: asked.map(({ id }) => id),
    };
    await bo.logs(input);
    for (const family of families(await kit(bo, session))) expect([...kept]).toContain(family);
  });

  it('of a session that counts as held after all is known at once, with all of its questions', async () => {
    const { ana, bo, organizer, book, session } = await coding(world);
    const first = families(await compose(bo, session, { count: 12 }));
    at('2027-03-02T18:30:00Z');
    await organizer.ask(ATTEND, absence(session, ana, 'NO_SHOW'));
    const next = await book('2027-03-06T17:00:00Z', [seat(bo)]);
    expect(shared(families(await compose(bo, next, { count: 8 })), first)).not.toEqual([]);
    await organizer.ask(ATTEND, absence(session, ana, 'ATTENDED'));
    expect(shared(families(await kit(bo, next)), first)).toEqual([]);
  });

  it('that was asked in two sessions stays known when one of them records that it was not asked', async () => {
    const { bo, candidate, rounds, book, session } = await coding(world);
    const set = await compose(bo, session, { count: 1 });
    const [family] = families(set);
    at('2027-03-02T17:30:00Z');
    const input = { candidateId: candidate.id, roundId: rounds.get(SOLO_ROUND), startsAt: '2027-02-20T17:00:00Z' };
    await bo.logs({ ...input, panel: [seat(bo)], askedQuestionIds: idsOf(set) });
    await bo.ask(ASKED, { id: session, ids: [] });
    const next = await book('2027-03-06T17:00:00Z', [seat(bo)]);
    expect(families(await compose(bo, next, { count: 20 }))).not.toContain(family);
  });

  it('that a shadow has heard is not asked of the shadow, whether or not they have opened the kit', async () => {
    const { bo, cy, dee, planId, book, session } = await coding(world);
    const cys = await world.seed.enroll(cy, planId);
    const heard = families(await compose(bo, session, { count: 10 }));
    const own = await book('2027-03-08T17:00:00Z', [seat(dee)], cys.id);
    await compose(dee, own, { count: 10 });
    expect(shared(families(await kit(dee, own)), heard)).not.toEqual([]);
    await dee.ask(OPEN_KIT, { id: own });
    // Cy has heard them once the session has begun. Dee is told that a question is out of date, and opening replaces it.
    at('2027-03-02T18:30:00Z');
    expect((await attention(dee)).map(({ text }) => text)).toEqual([
      expect.stringMatching(/^A question can no longer be asked, so opening the kit replaces it\./),
    ]);
    await dee.ask(OPEN_KIT, { id: own });
    expect(shared(families(await kit(dee, own)), heard)).toEqual([]);
    expect(await attention(dee)).toEqual([]);
  });

  it('stays fresh after a session that was not held', async () => {
    const { ana, bo, organizer, session } = await coding(world);
    const ids = idsOf(await compose(bo, session, { count: 1 }));
    at('2027-03-02T18:30:00Z');
    await organizer.ask(ATTEND, absence(session, ana, 'NO_SHOW'));
    expect((await bo.refused(ASKED, { id: session, ids })).extensions).toMatchObject({
      code: 'INVALID_STATE',
      state: 'NOT_HELD',
    });
  });
});

describe('a kit of questions that the panel knows', () => {
  it('is opened like any other: it is news until then, and is not composed again afterwards', async () => {
    const { ana, bo, guideId, session } = await coding(world);
    for (const { id } of await bank(bo, guideId)) await bo.ask(OPEN, { id });
    await compose(bo, session);
    expect((await attention(bo)).map(({ text }) => text)).toEqual([
      expect.stringMatching(/^The questions were chosen\./),
    ]);
    await bo.ask(OPEN_KIT, { id: session });
    expect(await attention(bo)).toEqual([]);
    expect((await bo.refused(COMPOSE, { input: { sessionId: session } })).extensions.state).toBe('OPENED');
    await ana.ask(DECLARE, { ids: [idsOf(await kit(bo, session))[0]!] });
    expect((await attention(bo)).map(({ text }) => text)).toEqual([
      expect.stringMatching(/^A question was replaced or taken out\./),
    ]);
  });
});

describe('a prompt', () => {
  it('is in no log, even if storing it fails', async () => {
    const { bo, guideId } = await coding(world);
    const logged = collectLogs();
    await world.service.db.query('alter table question rename column prompt to renamed');
    const input = { guideId, topicKey: 'data-structures', kinds: ['CODING'], title: 'CANARY', prompt: 'CANARY' };
    const refusal = await bo.refused(ADD, { input });
    await world.service.db.query('alter table question rename column renamed to prompt');
    expect(refusal.extensions.code).toBe('INTERNAL');
    const lines = logged();
    expect(lines).toContain('column "prompt"');
    expect(lines).not.toContain('CANARY');
    expect(JSON.stringify(refusal)).not.toContain('CANARY');
  });
});

describe('who reads what of a set', () => {
  const states = ['absent', 'composed', 'opened', 'running', 'over', 'released', 'not held', 'cancelled'] as const;
  /** What each person reads in each of the states: titles (t), prompts (p), nothing (-), or not even the session (!). */
  const table = {
    lead: ['-', 't', 'tp', 'tp', 'tp', 'tp', 'tp', 'tp'],
    shadow: ['-', 't', 't', 't', 't', 't', 't', 't'],
    candidate: ['-', '-', '-', '-', '-', 'tp', '-', '-'],
    member: ['-', '-', '-', '-', '-', '-', '-', '-'],
    organizer: ['-', '-', '-', '-', '-', '-', '-', '-'],
    'former shadow': ['!', '!', '!', '-', '-', '-', '-', '-'],
    stranger: ['!', '!', '!', '!', '!', '!', '!', '!'],
  };

  it.each(states)('is as the table says when the set is %s', async (state) => {
    const made = await coding(world);
    const { ana, bo, cy, dee, organizer, groupId, session, guideId } = made;
    const eli = await world.seed.join(organizer, groupId, await world.seed.person('Eli'));
    const { version } = await seats(organizer, session);
    const input = {
      sessionId: session,
      role: 'SHADOW',
      toMemberId: eli.memberId,
      reason: 'x',
      expectedVersion: version,
    };
    await organizer.reassigns(input);
    await world.service.db.query(
      `update question set prompt = 'CANARY', hints = array['CANARY'], look_for = array['CANARY'] where group_id = $1`,
      [rowOf(groupId)],
    );
    const logged = collectLogs();
    if (state !== 'absent') await compose(bo, session);
    if (state !== 'absent' && state !== 'composed') await bo.ask(OPEN_KIT, { id: session });
    if (state === 'cancelled') await ana.cancels({ sessionId: session, reason: 'x', expectedVersion: version + 1 });
    if (state === 'running') at('2027-03-02T17:30:00Z');
    if (['over', 'released', 'not held'].includes(state)) at('2027-03-02T18:30:00Z');
    if (state === 'released') await bo.submits(card(session, 3));
    if (state === 'not held') for (const by of [ana, bo]) await by.ask(ATTEND, absence(session, ana, 'NO_SHOW'));
    await eli.removes(eli.memberId);
    const stranger = await world.seed.person('Stranger');
    const people = { lead: bo, shadow: cy, candidate: ana, member: dee, organizer, 'former shadow': eli, stranger };
    for (const [who, peer] of Object.entries(people)) {
      const wanted = table[who as keyof typeof table][states.indexOf(state)]!;
      const { data } = await world.service.ask(READ, { id: session }, peer.token);
      const items = data?.session?.questionSet?.items ?? [];
      const read = items.some(({ question }) => question.prompt !== null) ? 'tp' : 't';
      const found = !data?.session ? '!' : items.length === 0 ? '-' : read;
      expect([who, found]).toEqual([who, wanted]);
      // The bank, the export, the history and refusals show no more than the set does.
      const rest: unknown[] = [
        await world.service.ask(BANK, { id: guideId }, peer.token),
        await world.service.ask(AROUND, { id: session }, peer.token),
        await world.service.ask('{ exportMyData }', {}, peer.token),
      ];
      if (who !== 'lead' && who !== 'shadow') rest.push(await world.service.ask(OPEN_KIT, { id: session }, peer.token));
      expect([who, JSON.stringify(rest).includes('CANARY')]).toEqual([who, wanted.endsWith('p')]);
    }
    expect(logged()).not.toContain('CANARY');
  });
});
