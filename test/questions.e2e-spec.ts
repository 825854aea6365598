import { publicId } from '../src/common/ids.js';
import { gradedGroup } from './kit/graded-group.js';
import { ATTEND, card, LOG, PAIR_ROUND, seat, SOLO_ROUND, type Peer, type Seat } from './kit/seed.js';
import {
  coding,
  READ,
  COMPOSE,
  REPLACE,
  OPEN_KIT,
  ASKED,
  OPEN,
  DECLARE,
  ADD,
  UPDATE,
  IMPORT_MANY,
  RETIRE,
  BANK,
  SUPPLY,
  FORECAST,
  ATTENTION,
  MARCH,
  compose,
  kit,
  families,
  idsOf,
  bank,
  attention,
  rowOf,
  enlarge,
} from './kit/questions.js';
import { useService } from './kit/use-service.js';

const world = useService();

const EXPOSURES =
  'query ($id: ID!) { node(id: $id) { ... on Question { viewerExposures { kind session { id } } } } }' as const;

const at = (instant: string) => world.service.clock.set(instant);

const own = (guideId: string, more: object = {}) => ({
  input: {
    ...{
      guideId,
      topicKey: 'dynamic-programming',
      kinds: ['CODING'],
      title: 'Coins',
      prompt: 'Change 7 into coins.',
    },
    ...more,
  },
});

describe('a question set', () => {
  it('is composed of fresh questions of the round, each with its reason, and the same for the same state', async () => {
    const { bo, session } = await coding(world);
    const { kitStatus, questionSet } = await compose(bo, session);
    expect(kitStatus).toBe('OPEN');
    expect(questionSet).toMatchObject({ shortfall: null, composedBy: { id: bo.memberId } });
    expect(questionSet.items).toHaveLength(3);
    expect(new Set(families({ questionSet })).size).toBe(3);
    for (const { question, reason, asked } of questionSet.items) {
      expect(question.kinds).toContain('CODING');
      expect(reason).toMatch(/^[A-Z].*\.$/);
      expect(asked).toBeNull();
      expect([question.prompt, question.hints, question.lookFor]).toEqual([null, null, null]);
    }
    expect(idsOf(await compose(bo, session))).toEqual(idsOf({ questionSet }));
  });

  it('is opened by each member of the panel, who then reads it; the candidate and others read nothing', async () => {
    const { ana, bo, cy, dee, organizer, session } = await coding(world);
    await compose(bo, session);
    expect((await attention(bo))[0]!.text).toMatch(/^The questions were chosen\. Open the kit for Coding with Ana/);
    const opened = (await bo.ask(OPEN_KIT, { id: session })).openKit;
    for (const { question } of opened.questionSet.items) {
      expect(question.prompt.length).toBeGreaterThan(10);
      expect(question.lookFor.length).toBeGreaterThan(0);
      expect(question.viewerExposures).toEqual([{ kind: 'OPENED' }]);
    }
    expect(await attention(bo)).toEqual([]);
    expect((await kit(cy, session)).questionSet.items[0]!.question.prompt).toBeNull();
    await cy.ask(OPEN_KIT, { id: session });
    expect((await kit(cy, session)).questionSet.items[0]!.question.prompt).not.toBeNull();
    for (const peer of [ana, dee, organizer]) {
      expect(await kit(peer, session)).toMatchObject({ kitStatus: 'HIDDEN', questionSet: null });
      expect((await peer.refused(OPEN_KIT, { id: session })).extensions.code).toBe('FORBIDDEN');
    }
    expect((await bo.refused(COMPOSE, { input: { sessionId: session } })).extensions).toMatchObject({
      code: 'INVALID_STATE',
      state: 'OPENED',
    });
  });

  it('shows the candidate what was asked once the feedback is out, and never what was not', async () => {
    const { ana, bo, session } = await coding(world);
    const ids = idsOf(await compose(bo, session));
    await bo.ask(OPEN_KIT, { id: session });
    at('2027-03-02T18:00:00Z');
    await bo.ask(ASKED, { id: session, ids: ids.slice(0, 2) });
    expect(await kit(ana, session)).toMatchObject({ kitStatus: 'HIDDEN', questionSet: null });
    await bo.submits(card(session, 3));
    const shown = await kit(ana, session);
    expect(shown.kitStatus).toBe('OPEN');
    expect(idsOf(shown)).toEqual(ids.slice(0, 2));
    for (const { question, asked } of shown.questionSet.items) {
      expect(asked).toBe(true);
      expect(question.prompt).not.toBeNull();
      expect(question.viewerExposures).toEqual([{ kind: 'ASKED' }]);
    }
    expect((await kit(bo, session)).questionSet.items.map(({ asked }) => asked)).toEqual([true, true, false]);
    const late = await bo.refused(ASKED, { id: session, ids });
    expect(late.extensions).toMatchObject({ code: 'INVALID_STATE', state: 'COMPLETED' });
  });

  it('never repeats a family in a later session, however sessions end', async () => {
    const { ana, bo, organizer, book, session } = await coding(world);
    const first = families(await compose(bo, session, { count: 5 }));
    const second = await book('2027-03-03T17:00:00Z', [seat(bo)]);
    const next = families(await compose(bo, second, { count: 5 }));
    expect(next.filter((family) => first.includes(family))).toEqual([]);
    // A cancelled session gives its questions back.
    await ana.cancels({ sessionId: session, reason: 'Ill', expectedVersion: 1 });
    const third = await book('2027-03-04T17:00:00Z', [seat(bo)]);
    expect(families(await compose(bo, third, { count: 20 }))).toEqual(expect.arrayContaining(first));
    await compose(bo, third, { count: 1 });
    // So does a session that was not held. If it was held after all, it takes them back.
    at('2027-03-03T18:00:00Z');
    const absent = (attendance: string) => ({
      input: { sessionId: second, people: [{ memberId: ana.memberId, attendance }] },
    });
    await organizer.ask(ATTEND, absent('NO_SHOW'));
    const fourth = await book('2027-03-05T17:00:00Z', [seat(bo)]);
    expect(families(await compose(bo, fourth, { count: 20 }))).toEqual(expect.arrayContaining(next));
    await organizer.ask(ATTEND, absent('ATTENDED'));
    const yielded = families(await kit(bo, fourth));
    expect(yielded.filter((family) => next.includes(family))).toEqual([]);
    expect(yielded.length).toBeGreaterThan(3);
  });

  it('shares no family while 32 sets are composed at the same instant', async () => {
    const { bo, book } = await coding(world);
    const sessions: string[] = [];
    for (let day = 3; day < 11; day += 1)
      sessions.push(await book(`2027-03-${String(day).padStart(2, '0')}T17:00:00Z`, [seat(bo)]));
    const answers = await Promise.all(
      Array.from({ length: 32 }, (_, n) =>
        world.service.ask(COMPOSE, { input: { sessionId: sessions[n % 8], count: 2 } }, bo.token),
      ),
    );
    const codes = answers.flatMap(({ errors }) => errors?.map(({ extensions }) => extensions.code) ?? []);
    expect([...new Set(codes)].filter((code) => code !== 'QUESTION_EXPOSED')).toEqual([]);
    const all = (await Promise.all(sessions.map((id) => kit(bo, id)))).filter(
      ({ questionSet }) => questionSet !== null,
    );
    const held = all.flatMap(families);
    expect(held.length).toBeGreaterThan(8);
    expect(new Set(held).size).toBe(held.length);
  });

  it('drops a question that the candidate knows by now, and tells the panel but not the candidate', async () => {
    const { ana, bo, session } = await coding(world);
    const before = await compose(bo, session);
    await bo.ask(OPEN_KIT, { id: session });
    const [first, ...rest] = idsOf(before);
    const declared = (await ana.ask(DECLARE, { ids: [first!] })).declareQuestionsSeen;
    expect(declared).toEqual([{ id: first, prompt: null }]);
    const after = await kit(bo, session);
    expect(idsOf(after).slice(1)).toEqual(rest);
    expect(idsOf(after)).not.toContain(first);
    expect(idsOf(after)).toHaveLength(3);
    const [item] = await attention(bo);
    expect(item!.text).toMatch(/^A question was replaced or taken out\. Open the kit/);
    expect(await kit(ana, session)).toMatchObject({ kitStatus: 'HIDDEN', questionSet: null });
    await bo.ask(OPEN_KIT, { id: session });
    expect(await attention(bo)).toEqual([]);
  });

  it('keeps to the topics that it was composed for when questions are replaced, while there are fresh ones', async () => {
    const { ana, bo, groupId, session } = await coding(world);
    const topicKeys = ['data-structures'];
    const topicsOf = async (ids: string[]) => {
      const rows = await world.service.db.query<{ topic: string }[]>(
        'select topic_key as topic from question where group_id = $1 and id = any($2)',
        [rowOf(groupId), ids.map(rowOf)],
      );
      return new Set(rows.map(({ topic }) => topic));
    };
    const first = idsOf(await compose(bo, session, { count: 1, topicKeys }));
    await ana.ask(DECLARE, { ids: first });
    const second = idsOf(await kit(bo, session));
    expect(second).not.toEqual(first);
    expect(await topicsOf(second)).toEqual(new Set(topicKeys));
    // Without another fresh question of the topic, the set keeps its size.
    for (let n = 0; (await topicsOf(idsOf(await kit(bo, session)))).has('data-structures'); n += 1) {
      expect(n).toBeLessThan(20);
      await ana.ask(DECLARE, { ids: idsOf(await kit(bo, session)) });
    }
    expect(idsOf(await kit(bo, session))).toHaveLength(1);
  });

  it('has the difficulty that its composer asks for, while there are such questions', async () => {
    const { bo, groupId, session } = await coding(world);
    await enlarge(world, groupId, 3);
    for (const difficulty of ['EASY', 'MEDIUM']) {
      const [{ fresh }]: [{ fresh: number }] = await world.service.db.query(
        `select count(distinct family)::int as fresh from question
         where group_id = $1 and difficulty = $2 and 'CODING' = any(kinds)`,
        [rowOf(groupId), difficulty],
      );
      const count = Math.min(20, fresh + 2);
      const { items } = (await compose(bo, session, { difficulty, count })).questionSet;
      expect(items).toHaveLength(count);
      const others = items.filter(({ reason }) => reason.startsWith(`No fresh ${difficulty} question is left`));
      expect([difficulty, fresh > 1, others.length]).toEqual([difficulty, true, count - Math.min(count, fresh)]);
    }
  });

  it('records for both sessions that a kit was opened if two candidates share a question', async () => {
    const { bo, dee, planId, book, session } = await coding(world);
    const dees = await world.seed.enroll(dee, planId);
    const other = await book('2027-03-05T17:00:00Z', [seat(bo)], dees.id);
    const count = 20;
    const both = [await compose(bo, session, { count }), await compose(bo, other, { count })].map(idsOf);
    const question = both[0]!.find((id) => both[1]!.includes(id))!;
    for (const id of [session, other, other]) await bo.ask(OPEN_KIT, { id });
    await bo.ask(OPEN, { id: question });
    const exposures = (await bo.ask(EXPOSURES, { id: question })).node.viewerExposures;
    expect(exposures.map(({ kind, session: met }) => [kind, met?.id])).toEqual([
      ['OPENED', session],
      ['OPENED', other],
    ]);
  });

  it('follows the level of the candidate, unless a member of its panel still grades the candidate', async () => {
    const { members, organizer, groupId, rounds, candidates, mock } = await gradedGroup(world, {
      members: 4,
      mocks: 0,
    });
    await enlarge(world, groupId, 3);
    const [, bo, cy, dee] = members as [Peer, Peer, Peer, Peer];
    const interviewers = [bo, cy, dee];
    for (let n = 0; n < 9; n += 1)
      await mock(0, [interviewers[n % 3]!], SOLO_ROUND, `2027-03-${11 + n}T10:00:00Z`, () => 1, 'STRONG_NO_HIRE');
    // Cy has not graded a session whose feedback is out.
    const panel = [seat(bo), seat(cy, 'CO_INTERVIEWER')];
    const pair = { candidateId: candidates[0]!, roundId: rounds.get(PAIR_ROUND), startsAt: '2027-03-25T10:00:00Z' };
    const logSession = await organizer.logs({ ...pair, panel });
    await bo.submits(card(logSession.id, 1, 'STRONG_NO_HIRE', 'requirements'));
    at('2027-04-10T09:00:00Z');
    for (const each of [...members, organizer]) await each.signInAgain();
    const book = async (startsAt: string, seats: Seat[]) => {
      const input = { candidateId: candidates[0]!, roundId: rounds.get(SOLO_ROUND), startsAt, panel: seats };
      return (await organizer.schedules({ ...input, overrideReason: 'Test' })).id;
    };
    const mostly = async (startsAt: string, seats: Seat[]) => {
      const ids = idsOf(await compose(bo, await book(startsAt, seats), { count: 5 })).map(rowOf);
      const [{ difficulty }]: [{ difficulty: string }] = await world.service.db.query(
        'select mode() within group (order by difficulty) as difficulty from question where group_id = $1 and id = any($2)',
        [rowOf(groupId), ids],
      );
      return difficulty;
    };
    expect(await mostly('2027-04-12T17:00:00Z', [seat(bo), seat(dee, 'SHADOW')])).toBe('EASY');
    expect(await mostly('2027-04-14T17:00:00Z', [seat(bo), seat(cy, 'SHADOW')])).toBe('MEDIUM');
  });

  it('allows single questions to be replaced by the best fresh one, or by a fresh one that is named', async () => {
    const { ana, bo, session, guideId, candidate } = await coding(world);
    const ids = idsOf(await compose(bo, session));
    const after = idsOf(
      (await bo.ask(REPLACE, { input: { sessionId: session, questionId: ids[0]! } })).replaceQuestion,
    );
    expect(after).not.toContain(ids[0]);
    expect(after.slice(1)).toEqual(ids.slice(1));
    const fresh = await bank(bo, guideId, candidate.id);
    const taken = new Set([...families(await kit(bo, session)), fresh.find(({ id }) => id === ids[0])!.family]);
    const other = fresh.find(({ family }) => !taken.has(family))!;
    const input = { sessionId: session, questionId: after[0]!, byQuestionId: other.id };
    expect(idsOf((await bo.ask(REPLACE, { input })).replaceQuestion)[0]).toBe(other.id);
    await ana.ask(DECLARE, { ids: [ids[0]!] });
    const exposed = await bo.refused(REPLACE, { input: { ...input, questionId: other.id, byQuestionId: ids[0] } });
    expect(exposed.extensions.code).toBe('QUESTION_EXPOSED');
    const missing = await bo.refused(REPLACE, { input: { ...input, questionId: ids[0] } });
    expect(missing.extensions.fields!.map(({ path }) => path)).toEqual(['questionId']);
    at('2027-03-02T17:00:00Z');
    expect((await bo.refused(REPLACE, { input: { ...input, questionId: other.id } })).extensions.state).toBe('STARTED');
  });

  it('does not tell the candidate how many questions were fresh', async () => {
    const { ana, bo, cy, book, session } = await coding(world);
    await compose(cy, await book('2027-03-20T17:00:00Z', [seat(cy)]), { count: 3 });
    expect((await compose(bo, session, { count: 20 })).questionSet.shortfall).toMatch(
      /^Only \d+ fresh questions are left/,
    );
    world.service.clock.set('2027-03-02T18:30:00Z');
    await bo.submits(card(session, 3));
    expect((await kit(ana, session)).questionSet.shortfall).toBeNull();
    expect((await kit(bo, session)).questionSet.shortfall).not.toBeNull();
  });

  it('mentions the topics that were named if it is too small or empty', async () => {
    const { bo, session } = await coding(world);
    const input = { sessionId: session, topicKeys: ['data-structures'], count: 20 };
    expect((await bo.ask(COMPOSE, { input })).composeQuestionSet.questionSet.shortfall).toMatch(
      /^Only \d+ fresh questions are left for Coding.* in these topics, and 20 were asked for\. Name more topics, or add/,
    );
    const none = await bo.refused(COMPOSE, { input: { ...input, topicKeys: ['motivation'] } });
    expect(none.message).toMatch(/^No fresh question is left for Coding.* in these topics\. Name others, or add one/);
    const { extensions } = await bo.refused(COMPOSE, { input: { ...input, topicKeys: [] } });
    expect(extensions.fields!.map(({ path, found }) => [path, found])).toEqual([['topicKeys', 'an empty list']]);
  });

  it('refuses a replacement that cannot be asked, with every problem', async () => {
    const { bo, dee, guideId, groupId, candidate, session } = await coding(world);
    const [questionId] = idsOf(await compose(bo, session));
    const { addQuestion } = await dee.ask(ADD, own(guideId, { topicKey: 'data-structures', kinds: ['BEHAVIORAL'] }));
    await dee.ask(RETIRE, { id: addQuestion.id });
    const refused = async (input: object) => {
      const { extensions } = await bo.refused(REPLACE, { input: { sessionId: session, ...input } });
      return extensions.fields?.map(({ path, found }) => `${path}: ${found}`) ?? extensions.code;
    };
    expect(await refused({ questionId: addQuestion.id, byQuestionId: addQuestion.id })).toEqual([
      'questionId: another question',
      'byQuestionId: a retired question',
      'byQuestionId: one for BEHAVIORAL',
    ]);
    await world.service.db.query(
      `insert into guide select (jsonb_populate_record(g, '{"id": "01a00000-0000-7000-8000-000000000001", "key": "other"}')).*
       from guide g where group_id = $1`,
      [rowOf(groupId)],
    );
    await world.service.db.query(
      `update question set guide_id = '01a00000-0000-7000-8000-000000000001', retired_at = null, kinds = '{CODING}' where group_id = $1 and id = $2`,
      [rowOf(groupId), rowOf(addQuestion.id)],
    );
    expect(await refused({ questionId, byQuestionId: addQuestion.id })).toEqual([
      'byQuestionId: a question of another guide',
    ]);
    expect(await refused({ questionId, byQuestionId: questionId })).toBe('QUESTION_EXPOSED');
    // Questions of another guide are never fresh for a candidate, because their plan cannot use them.
    const other = publicId('Guide', { groupId: rowOf(groupId), id: '01a00000-0000-7000-8000-000000000001' });
    expect(await bank(bo, other)).toHaveLength(1);
    expect(await bank(bo, other, candidate.id)).toEqual([]);
  });

  it('uses the fresh questions that are left, and says what to add when none is left', async () => {
    const { ana, bo, session, guideId } = await coding(world);
    const all = await bank(ana, guideId);
    await ana.ask(DECLARE, { ids: all.slice(2).map(({ id }) => id) });
    const left = new Set(all.slice(0, 2).map(({ family }) => family));
    const { questionSet } = await compose(bo, session, { count: 20 });
    expect(questionSet.items.length).toBeLessThanOrEqual(left.size);
    expect(questionSet.shortfall).toMatch(/fresh .* left for Coding, and 20 were asked for/);
    await ana.ask(DECLARE, { ids: all.map(({ id }) => id) });
    // The set is empty, which its candidate must not learn.
    expect((await kit(ana, session)).kitStatus).toBe('HIDDEN');
    expect(await kit(bo, session)).toMatchObject({
      kitStatus: 'OPEN',
      questionSet: { items: [], shortfall: expect.stringMatching(/^A question was taken out/) },
    });
    const { extensions } = await bo.refused(COMPOSE, { input: { sessionId: session } });
    expect(extensions).toMatchObject({
      code: 'QUESTION_EXPOSED',
      remedies: [{ kind: 'ADD_QUESTION', roundKind: 'CODING' }],
    });
  });

  it('avoids the set of the opposite session; its composer can neither choose by hand nor get more than half of the bank', async () => {
    world.service.clock.set(MARCH);
    const { members, candidate, planId, guideId, groupId } = await world.seed.plan({ members: 2 });
    await enlarge(world, groupId, 2);
    const [ana, bo] = members as [Peer, Peer];
    const bos = await world.seed.enroll(bo, planId);
    const input = {
      ...{ firstLoopRoundId: candidate.loop.get(SOLO_ROUND), secondLoopRoundId: bos.loop.get(SOLO_ROUND) },
      startsAt: '2027-03-02T17:00:00Z',
    };
    const [anas, others] = await ana.booksExchange(input);
    const first = families(await compose(bo, anas!.id, { count: 4 }));
    const shown = (await bank(ana, guideId, bos.id)).length;
    await bo.ask(OPEN_KIT, { id: anas!.id });
    // Ana cannot see in the questions for Bo what Bo has opened for her.
    expect(await bank(ana, guideId, bos.id)).toHaveLength(shown);
    const by = await ana.refused(COMPOSE, { input: { sessionId: others!.id, topicKeys: ['dynamic-programming'] } });
    expect(['FORBIDDEN', 'INVALID_INPUT']).toContain(by.extensions.code);
    const second = families(await compose(ana, others!.id, { count: 20 }));
    expect(second.filter((family) => first.includes(family))).toEqual([]);
    expect(second.length).toBeLessThanOrEqual(Math.floor(shown / 2));
    const all = await bank(ana, guideId);
    const hand = { sessionId: others!.id, questionId: idsOf(await kit(ana, others!.id))[0], byQuestionId: all[0]!.id };
    expect((await ana.refused(REPLACE, { input: hand })).extensions.code).toBe('FORBIDDEN');
    // When Ana opens the other kit, the set for her own session does not change.
    const own = families(await kit(bo, anas!.id));
    await ana.ask(OPEN_KIT, { id: others!.id });
    expect(families(await kit(bo, anas!.id))).toEqual(own);
  });

  it('can be stored with a logged session, and its candidate is not asked the same questions again', async () => {
    const { bo, guideId, candidate, rounds, book, session } = await coding(world);
    const held = families(await compose(bo, session, { count: 2 }));
    const all = await bank(bo, guideId);
    const asked = [all.find(({ family }) => held.includes(family))!, all.find(({ family }) => !held.includes(family))!];
    const input = {
      ...{ candidateId: candidate.id, roundId: rounds.get(SOLO_ROUND), startsAt: '2027-02-20T17:00:00Z' },
      ...{ panel: [seat(bo)], askedQuestionIds: asked.map(({ id }) => id) },
    };
    const logSession = await bo.logs(input);
    expect(idsOf(await kit(bo, logSession.id))).toEqual(asked.map(({ id }) => id));
    expect(families(await kit(bo, session)).filter((family) => family === asked[0]!.family)).toEqual([]);
    const next = await book('2027-03-04T17:00:00Z', [seat(bo)]);
    const later = families(await compose(bo, next, { count: 20 }));
    for (const { family } of asked) expect(later).not.toContain(family);
    const wrong = await bo.refused(LOG, {
      input: { ...input, startsAt: '2027-02-21T17:00:00Z', askedQuestionIds: ['x'] },
    });
    expect(wrong.extensions.fields!.map(({ path }) => path)).toEqual(['askedQuestionIds']);
  });

  it('takes the same number of statements for any bank and any count', async () => {
    const { bo, groupId, session } = await coding(world);
    const count = async (more: object) => {
      await compose(bo, session, more);
      world.service.statements();
      await compose(bo, session, more);
      return world.service.statements().length;
    };
    const few = await count({ count: 1, difficulty: 'EASY' });
    await world.service.db.query(
      `insert into question (group_id, id, guide_id, key, title, topic_key, kinds, difficulty, family, prompt, hints, look_for)
       select group_id, gen_random_uuid(), guide_id, key || n, title, topic_key, kinds, difficulty, key || n, 'x', '{}', '{}'
       from question, generate_series(1, 20) n where group_id = $1`,
      [rowOf(groupId)],
    );
    expect(await count({ count: 20, difficulty: 'EASY' })).toBe(few);
    expect(few).toBeLessThan(60);
  });

  it('composing a question set is refused for wrong input, a wrong member and a wrong state, each with its reason', async () => {
    const { ana, bo, cy, dee, organizer, session } = await coding(world);
    const stranger = await world.seed.person('Stranger');
    const answer = async (by: { refused: Peer['refused'] }, more: object) => {
      const { extensions } = await by.refused(COMPOSE, { input: { sessionId: session, ...more } });
      return extensions.fields?.map(({ path }) => path) ?? extensions.code;
    };
    for (const count of [0, 1_000, -1]) expect(await answer(bo, { count })).toEqual(['count']);
    expect(await answer(bo, { topicKeys: ['nonsense'] })).toEqual(['topicKeys[0]']);
    for (const by of [ana, cy, dee, organizer]) expect(await answer(by, {})).toBe('FORBIDDEN');
    expect(await answer(stranger, {})).toBe('NOT_FOUND');
    expect((await bo.refused(OPEN_KIT, { id: session })).extensions.state).toBe('NOT_COMPOSED');
    at('2027-03-02T18:00:00Z');
    expect((await bo.refused(COMPOSE, { input: { sessionId: session } })).extensions.state).toBe('AWAITING_FEEDBACK');
  });
});

describe('what a candidate can see', () => {
  it('is the same whatever their own set holds, until the feedback is out', async () => {
    const { ana, bo, guideId, candidate, session, planId } = await coding(world);
    const look = async () => ({
      bank: await bank(ana, guideId),
      fresh: await bank(ana, guideId, candidate.id),
      supply: await ana.ask(SUPPLY, { id: candidate.loop.get(SOLO_ROUND) }),
      forecast: await ana.ask(FORECAST, { id: planId }),
      attention: (await ana.ask(ATTENTION)).viewer.attention,
    });
    const before = await look();
    expect(before.supply.node.questionSupply.fresh).toBeGreaterThan(5);
    const ids = idsOf(await compose(bo, session, { count: 3 }));
    await bo.ask(OPEN_KIT, { id: session });
    expect(await look()).toEqual(before);
    for (const id of [...ids, before.bank.find((question) => !ids.includes(question.id))!.id])
      expect((await ana.refused(OPEN, { id })).message).toMatch(/^You prepare with this guide/);
    at('2027-03-02T18:00:00Z');
    const after = await look();
    expect({ ...after, attention: [] }).toEqual({ ...before, attention: [] });
    await bo.submits(card(session, 3));
    const released = await look();
    expect(before.fresh.length - released.fresh.length).toBeGreaterThanOrEqual(3);
    expect((await ana.ask(OPEN, { id: ids[0]! })).openQuestion.prompt).not.toBeNull();
  });

  it('shows the text of a question only to people who may read it', async () => {
    const { ana, bo, cy, dee, organizer, guideId, groupId, session } = await coding(world);
    await world.service.db.query(
      `update question set prompt = 'CANARY ' || key, hints = array['CANARY'], look_for = array['CANARY'] where group_id = $1`,
      [rowOf(groupId)],
    );
    await compose(bo, session);
    await bo.ask(OPEN_KIT, { id: session });
    const said = async (peer: Peer) => {
      const asked = [
        world.service.ask(READ, { id: session }, peer.token),
        world.service.ask(BANK, { id: guideId }, peer.token),
        world.service.ask('{ exportMyData }', {}, peer.token),
        world.service.ask(ATTENTION, {}, peer.token),
        world.service.ask(
          'query ($id: ID!) { session(id: $id) { history { summary reason } } }',
          { id: session },
          peer.token,
        ),
        world.service.ask(COMPOSE, { input: { sessionId: session } }, peer.token),
        world.service.ask(REPLACE, { input: { sessionId: session, questionId: session } }, peer.token),
      ];
      return JSON.stringify(await Promise.all(asked));
    };
    for (const peer of [ana, cy, dee, organizer]) expect(await said(peer)).not.toContain('CANARY');
    expect(await said(bo)).toContain('CANARY');
    await cy.removes(cy.memberId);
    expect(await said(cy)).not.toContain('CANARY');
    const stranger = Object.assign(await world.seed.person('Stranger'), { memberId: '' });
    expect(await said(stranger)).not.toContain('CANARY');
  });
});

describe('the bank', () => {
  it('is open to members who only interview, and records that they have read a question', async () => {
    const { ana, dee, guideId, candidate } = await coding(world);
    const [first] = await bank(dee, guideId);
    const { openQuestion } = await dee.ask(OPEN, { id: first!.id });
    expect(openQuestion.prompt).not.toBeNull();
    expect(openQuestion.viewerExposures).toEqual([{ kind: 'OPENED' }]);
    // Members who may not compose for Ana learn nothing about what is fresh for her.
    expect(await bank(dee, guideId, candidate.id)).toEqual([]);
    expect((await bank(ana, guideId, candidate.id)).length).toBeGreaterThan(5);
    const all = await ana.ask(DECLARE, { ids: [first!.id] });
    expect(all.declareQuestionsSeen).toHaveLength(1);
    expect((await ana.ask(OPEN, { id: first!.id })).openQuestion.prompt).not.toBeNull();
  });

  it('members can add questions to the bank; the author knows them, and others can be asked them', async () => {
    const { ana, bo, dee, organizer, guideId, session } = await coding(world);
    const topicKey = await topicOf(dee, guideId);
    const { addQuestion } = await dee.ask(ADD, own(guideId, { topicKey }));
    expect(addQuestion).toMatchObject({ title: 'Coins', prompt: 'Change 7 into coins.', author: { id: dee.memberId } });
    expect((await bank(bo, guideId)).find(({ id }) => id === addQuestion.id)).toMatchObject({ prompt: null });
    const rest = (await bank(ana, guideId)).filter(({ id }) => id !== addQuestion.id).map(({ id }) => id);
    await ana.ask(DECLARE, { ids: rest });
    expect(idsOf(await compose(bo, session, { count: 1 }))).toEqual([addQuestion.id]);
    const { updateQuestion } = await dee.ask(UPDATE, {
      input: { questionId: addQuestion.id, prompt: 'Change 9 into coins.', hints: ['Try greedy first.'] },
    });
    expect(updateQuestion).toEqual({ title: 'Coins', prompt: 'Change 9 into coins.', hints: ['Try greedy first.'] });
    for (const by of [bo, organizer])
      expect((await by.refused(UPDATE, { input: { questionId: addQuestion.id, title: 'x' } })).extensions.code).toBe(
        'FORBIDDEN',
      );
    // A set keeps a question that was retired.
    expect((await organizer.ask(RETIRE, { id: addQuestion.id })).retireQuestion.retiredAt).not.toBeNull();
    expect(idsOf(await kit(bo, session))).toEqual([addQuestion.id]);
    expect((await bank(bo, guideId)).map(({ id }) => id)).not.toContain(addQuestion.id);
    const guides = await bank(dee, guideId);
    expect((await dee.refused(RETIRE, { id: guides[0]!.id })).extensions.code).toBe('FORBIDDEN');
  });

  it('refuses questions that cannot be asked, with every problem', async () => {
    const { dee, guideId } = await coding(world);
    const paths = async (more: object) => {
      const { extensions } = await dee.refused(ADD, own(guideId, { topicKey: 'nonsense', ...more }));
      return extensions.fields!.map(({ path }) => path);
    };
    expect(await paths({ kinds: [] })).toEqual(['topicKey', 'kinds']);
    expect(await paths({ prompt: ' \u200b ', title: 'x'.repeat(10_000) })).toEqual(['title', 'prompt']);
    expect(await paths({ hints: [''], lookFor: Array.from({ length: 11 }, () => 'x') })).toEqual(['hints', 'lookFor']);
    expect(await paths({ kinds: Array.from({ length: 11 }, () => 'CODING') })).toEqual(['kinds']);
    expect((await dee.refused(DECLARE, { ids: [] })).extensions.fields!.map(({ path }) => path)).toEqual([
      'questionIds',
    ]);
    expect((await dee.refused(DECLARE, { ids: ['x'] })).extensions.fields!.map(({ path }) => path)).toEqual([
      'questionIds[0]',
    ]);
  });

  it('refuses more than fifty topics because of their number, but not exactly fifty', async () => {
    const { bo, session } = await coding(world);
    const topics = async (count: number) => {
      const topicKeys = Array.from({ length: count }, (_, n) => `topic-${n}`);
      const { extensions } = await bo.refused(COMPOSE, { input: { sessionId: session, topicKeys } });
      return extensions.fields!.map(({ path, expected }) => `${path}: ${expected}`);
    };
    expect(await topics(51)).toEqual(['topicKeys: at most 50 entries']);
    expect((await topics(50)).join()).not.toContain('at most 50');
  });

  it('the bank says for each round how many fresh questions are left, and when they run out', async () => {
    const { ana, organizer, dee, guideId, candidate, planId } = await coding(world);
    const supply = async () => (await dee.ask(SUPPLY, { id: candidate.loop.get(SOLO_ROUND) })).node.questionSupply;
    const full = await supply();
    expect(full.fresh).toBe(full.total);
    const all = await bank(ana, guideId);
    await ana.ask(DECLARE, { ids: all.slice(1).map(({ id }) => id) });
    const left = await supply();
    expect(left.fresh).toBeLessThanOrEqual(1);
    expect(left.shortfall).toMatch(/Fresh questions for Coding: \d+\. The 2 sessions to come need 6/);
    const forecast = (await organizer.ask(FORECAST, { id: planId })).plan.supplyForecast;
    const line = forecast.find(({ loopRound }) => loopRound.id === candidate.loop.get(SOLO_ROUND));
    expect(line).toMatchObject({ fresh: left.fresh, needed: 6 });
    expect(line!.text).toMatch(/^Ana has \d fresh questions? for Coding and needs 6: they run out on/);
    expect((await dee.ask(FORECAST, { id: planId })).plan.supplyForecast).toEqual([]);
  });

  it('imports many questions at once from YAML, or stores none and names every problem', async () => {
    const { organizer, dee, guideId } = await coding(world);
    const topic = await topicOf(dee, guideId);
    const entry = (key: string, more = '') =>
      `- {key: ${key}, title: ${key}, topic: ${topic}, kinds: [CODING], difficulty: HARD, prompt: Say why., hints: [a], lookFor: [b]${more}}`;
    const source = [entry('one', ', family: twins'), entry('two', ', family: twins'), entry('three')].join('\n');
    const { importQuestions } = await organizer.ask(IMPORT_MANY, { id: guideId, source });
    expect(importQuestions.map(({ title }) => title)).toEqual(['one', 'two', 'three']);
    expect((await bank(dee, guideId)).filter(({ family }) => family === 'twins')).toHaveLength(2);
    const paths = async (text: string) => {
      const { extensions } = await organizer.refused(IMPORT_MANY, { id: guideId, source: text });
      return extensions.fields!.map(({ path }) => path);
    };
    expect(await paths('nonsense')).toEqual(['source']);
    // The same file again would make duplicates that nobody recognises.
    expect(await paths(source)).toEqual(['source: [0].key', 'source: [1].key', 'source: [2].key']);
    expect(await paths([entry('one'), entry('one')].join('\n'))).toEqual(['source: [1].key']);
    expect(await paths(entry('four').replace(topic, 'no-such-topic'))).toEqual(['source: [0].topic']);
    expect(await paths('- {key: x}\n- {title: y}')).toEqual(
      expect.arrayContaining(['source: [0].title', 'source: [1].key']),
    );
    expect(await paths('- {}\n'.repeat(30_000))).toEqual(['source']);
    expect((await dee.refused(IMPORT_MANY, { id: guideId, source })).extensions.code).toBe('FORBIDDEN');
  });

  it('tells how hard a question turned out after five released sessions, and not to everybody', async () => {
    world.service.clock.set(MARCH);
    const { members, organizer, planId, guideId, candidate, rounds } = await world.seed.plan({ members: 7 });
    const [, ...others] = members as [Peer, ...Peer[]];
    const [fay, gus] = [members[5]!, members[6]!];
    const candidates = [candidate.id];
    for (const peer of others.slice(0, 4)) candidates.push((await world.seed.enroll(peer, planId)).id);
    const [question] = await bank(organizer, guideId);
    const asks = async (by: Peer) =>
      (
        await by.ask('query ($id: ID!) { node(id: $id) { ... on Question { calibration { sessions difficulty } } } }', {
          id: question!.id,
        })
      ).node.calibration;
    for (const [n, candidateId] of candidates.entries()) {
      expect(await asks(organizer)).toBeNull();
      const startsAt = `2027-02-2${n}T17:00:00Z`;
      const input = {
        candidateId,
        roundId: rounds.get(SOLO_ROUND),
        startsAt,
        panel: [seat(fay)],
        askedQuestionIds: [question!.id],
      };
      const logSession = await fay.logs(input);
      await fay.submits(card(logSession.id, 1 + (n % 3)));
    }
    const { sessions, difficulty } = await asks(organizer);
    expect(sessions).toBe(5);
    expect(Math.abs(difficulty)).toBeLessThan(2);
    expect(difficulty * 10).toBeCloseTo(Math.round(difficulty * 10), 9);
    expect(await asks(gus)).toBeNull();
  });
});

const topicOf = async (peer: Peer, guideId: string): Promise<string> =>
  (await peer.ask('query ($id: ID!) { node(id: $id) { ... on Guide { topics { key } } } }', { id: guideId })).node
    .topics[0]!.key;
