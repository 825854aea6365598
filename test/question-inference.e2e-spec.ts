import {
  ADD,
  attention,
  COMPOSE,
  OPEN,
  OPEN_KIT,
  REPLACE,
  rowOf,
  bank,
  coding,
  compose,
  DECLARE,
  families,
  idsOf,
  kit,
  type Kit,
  bothWays,
  enlarge,
} from './kit/questions.js';
import { card, PAIR_ROUND, seat, type Peer, type Seat } from './kit/seed.js';
import { useService } from './kit/use-service.js';
import { isAllowedBeside } from '../src/questions/opposite-sets.js';

const world = useService();
const SEATS = 'query ($id: ID!) { session(id: $id) { version panel { id member { id } } } }';

const at = (instant: string) => world.service.clock.set(instant);
const shared = (a: readonly string[], b: readonly string[]) => a.filter((each) => b.includes(each)).toSorted();
const saying = ({ questionSet }: Pick<Kit, 'questionSet'>, text: string): string[] =>
  questionSet.items
    .filter(({ reason }) => reason.includes(text))
    .map(({ question }) => question.family)
    .toSorted();

/** Bo interviews Ana (session). Dee has a session in which Ana has a seat (other), and Bo may be its lead. */
async function thirdPerson(role: 'SHADOW' | 'LEAD', lead: 'bo' | null) {
  const made = await coding(world);
  const dees = await world.seed.enroll(made.dee, made.planId);
  const panel = [...(lead === null ? [] : [seat(made[lead])]), seat(made.ana, role)];
  return { ...made, other: await made.book('2027-03-08T17:00:00Z', panel, dees.id) };
}

/** Which families the group's secret gives to one of two people who interview each other. */
async function halfOf(groupId: string, own: Peer, other: Peer): Promise<(set: readonly string[]) => string[]> {
  const [{ secret }]: [{ secret: string }] = await world.service.db.query(
    'select question_secret as secret from "group" where id = $1',
    [rowOf(groupId)],
  );
  const setCase = { secret, candidate: { memberId: rowOf(own.memberId) } };
  const opposites = [{ memberId: rowOf(other.memberId) }];
  return (set) => set.filter((family) => isAllowedBeside(opposites, setCase, family));
}

describe('a candidate cannot infer the questions of their own set', () => {
  it('from the reasons in a set that the same lead prepares for another candidate', async () => {
    const { ana, bo, session, other } = await thirdPerson('SHADOW', 'bo');
    await compose(bo, session);
    await bo.ask(OPEN_KIT, { id: session });
    await compose(bo, other, { count: 20 });
    expect(saying(await kit(ana, other), 'the lead knows it')).toEqual([]);
  });

  it.each(['SHADOW', 'CO_INTERVIEWER'])(
    'from the reasons in another set of a lead who has opened the questions one by one, as %s of that session',
    async (role) => {
      const { ana, bo, cy, dee, planId, organizer, rounds, session } = await coding(world);
      const dees = await world.seed.enroll(dee, planId);
      const panel = [seat(bo), seat(role === 'SHADOW' ? cy : ana, 'CO_INTERVIEWER')];
      if (role === 'SHADOW') panel.push(seat(ana, role));
      const input = { candidateId: dees.id, roundId: rounds.get(PAIR_ROUND), startsAt: '2027-03-08T17:00:00Z', panel };
      const scheduleSession = await organizer.schedules({ ...input, overrideReason: 'x' });
      const composer = role === 'SHADOW' ? bo : ana;
      for (const id of idsOf(await compose(bo, session))) await bo.ask(OPEN, { id });
      await compose(composer, scheduleSession.id, { count: 20 });
      expect(saying(await kit(ana, scheduleSession.id), 'the lead knows it')).toEqual([]);
    },
  );

  it('from the reasons in a set that the candidate composes as co-interviewer of the same lead', async () => {
    const { ana, bo, cy, dee, planId, candidate, organizer, rounds } = await coding(world);
    const dees = await world.seed.enroll(dee, planId);
    const pair = async (candidateId: string, startsAt: string, panel: Seat[]) => {
      const input = { candidateId, roundId: rounds.get(PAIR_ROUND), startsAt, panel, overrideReason: 'x' };
      return (await organizer.schedules(input)).id;
    };
    const one = await pair(candidate.id, '2027-03-05T17:00:00Z', [seat(bo), seat(cy, 'CO_INTERVIEWER')]);
    const two = await pair(dees.id, '2027-03-06T17:00:00Z', [seat(bo), seat(ana, 'CO_INTERVIEWER')]);
    await compose(cy, one);
    await bo.ask(OPEN_KIT, { id: one });
    expect(saying(await compose(ana, two, { count: 20 }), 'the lead knows it')).toEqual([]);
  });

  it('from the reasons in another set, which do not change when their own session begins', async () => {
    const { ana, bo, session, other } = await thirdPerson('LEAD', null);
    await compose(bo, session, { count: 4 });
    const before = saying(await compose(ana, other, { count: 20 }), 'not used it yet');
    expect(before.length).toBeGreaterThan(4);
    at('2027-03-02T17:01:00Z');
    expect(saying(await compose(ana, other, { count: 20 }), 'not used it yet')).toEqual(before);
  });

  it('from the set of another newcomer, because equal questions are in a different order in each session', async () => {
    const made = await thirdPerson('LEAD', null);
    await enlarge(world, made.groupId, 5);
    const sets = new Set<string>();
    sets.add(families(await compose(made.bo, made.session, { count: 6 })).join());
    sets.add(families(await compose(made.ana, made.other, { count: 6 })).join());
    expect(sets.size).toBe(2);
    expect(families(await compose(made.ana, made.other, { count: 6 })).join()).toBe([...sets][1]);
  });

  it('a candidate cannot infer their set by choosing by hand between the end of the session and the release', async () => {
    const { ana, bo, guideId, bos, session, other } = await bothWays(world);
    await compose(bo, session, { count: 4 });
    await bo.ask(OPEN_KIT, { id: session });
    at('2027-03-02T18:30:00Z');
    const [questionId] = idsOf(await compose(ana, other, { count: 1 }));
    for (const { id } of await bank(ana, guideId, bos.id)) {
      const input = { sessionId: other, questionId, byQuestionId: id };
      expect((await ana.refused(REPLACE, { input })).extensions.code).toBe('FORBIDDEN');
    }
  });

  it('by composing first: both sets take at most half of the bank, and never the same questions', async () => {
    const { ana, bo, guideId, bos, session, other } = await bothWays(world);
    const shown = new Set((await bank(ana, guideId, bos.id)).map(({ family }) => family)).size;
    const own = new Set<string>();
    for (const count of [20, 12, 3]) {
      const set = families(await compose(ana, other, { count }));
      expect(set.length).toBeLessThanOrEqual(shown / 2);
      for (const family of set) own.add(family);
    }
    expect(shared(families(await compose(bo, session, { count: 20 })), [...own])).toEqual([]);
  });

  it('by joining a panel later: the set there moves to another half of the bank', async () => {
    const { ana, bo, cy, guideId, bos, organizer, book, session } = await bothWays(world);
    const secret = families(await compose(bo, session, { count: 4 }));
    await bo.ask(OPEN_KIT, { id: session });
    const later = await book('2027-03-07T17:00:00Z', [seat(cy)], bos.id);
    const before = families(await compose(cy, later, { count: 20 }));
    const { version, panel } = (await organizer.ask(SEATS, { id: later })).session;
    const input = { assignmentId: panel[0]!.id, toMemberId: ana.memberId, reason: 'x', expectedVersion: version };
    await organizer.reassigns(input);
    const set = families(await kit(ana, later));
    const missing = (await bank(ana, guideId, bos.id))
      .map(({ family }) => family)
      .filter((each) => !set.includes(each));
    expect(new Set(missing).size).toBeGreaterThan(2 * secret.length);
    expect(shared(set, secret)).toEqual([]);
    expect(shared(set, before).length).toBeLessThan(before.length);
  });

  it('from what is missing in their choices, even if the kit was opened before the opposite session was booked', async () => {
    const { ana, bo, planId, groupId, book, session } = await coding(world);
    await enlarge(world, groupId, 2);
    const before = families(await compose(bo, session, { count: 12 }));
    await bo.ask(OPEN_KIT, { id: session });
    const bos = await world.seed.enroll(bo, planId);
    await compose(ana, await book('2027-03-09T17:00:00Z', [seat(ana)], bos.id));
    // Choices for Bo come from one half of the bank. The questions for Ana are in the other half now.
    const inHalfOfBo = await halfOf(groupId, bo, ana);
    const after = families(await kit(bo, session));
    expect(inHalfOfBo(before).length).toBeGreaterThan(0);
    expect(inHalfOfBo(after)).toEqual([]);
    expect(after).toHaveLength(12);
    expect(shared(after, before).length).toBeGreaterThan(0);
    expect((await attention(bo)).map(({ session: each }) => each.id)).toEqual([session]);
  });

  it('from what is missing in their choices, even if a new seat made the session opposite', async () => {
    const { ana, bo, cy, organizer, planId, groupId, book, session } = await coding(world);
    await enlarge(world, groupId, 2);
    await compose(bo, session, { count: 12 });
    await bo.ask(OPEN_KIT, { id: session });
    const bos = await world.seed.enroll(bo, planId);
    const other = await book('2027-03-09T17:00:00Z', [seat(cy)], bos.id);
    await compose(cy, other);
    const { version, panel } = (await organizer.ask(SEATS, { id: other })).session;
    const input = { assignmentId: panel[0]!.id, toMemberId: ana.memberId, reason: 'x', expectedVersion: version };
    await organizer.reassigns(input);
    const inHalfOfBo = await halfOf(groupId, bo, ana);
    expect(inHalfOfBo(families(await kit(bo, session)))).toEqual([]);
    expect(inHalfOfBo(families(await kit(ana, other)))).toHaveLength(3);
  });

  it('from what is missing in their choices, even if their own set used the whole bank and is already fixed', async () => {
    const { ana, bo, planId, groupId, book, session } = await coding(world);
    await enlarge(world, groupId, 2);
    const bos = await world.seed.enroll(bo, planId);
    await compose(bo, session, { count: 12 });
    await bo.ask(OPEN_KIT, { id: session });
    at('2027-03-02T17:30:00Z');
    const later = await book('2027-03-21T17:00:00Z', [seat(ana)], bos.id);
    const refusal = await ana.refused(COMPOSE, { input: { sessionId: later } });
    expect(refusal.message).toMatch(/compose this set once the feedback on the other session is out/);
    at('2027-03-02T18:30:00Z');
    await bo.submits(card(session, 3));
    await compose(ana, later);
  });

  it('a cancelled session does not limit the choice of questions', async () => {
    const { ana, bo, bos, organizer, book, session } = await bothWays(world);
    await compose(bo, session);
    await bo.ask(OPEN_KIT, { id: session });
    await ana.cancels({ sessionId: session, reason: 'Ill', expectedVersion: 1 });
    at('2027-04-20T18:30:00Z');
    for (const each of [ana, bo, organizer]) await each.signInAgain();
    const next = await book('2027-04-25T17:00:00Z', [seat(ana)], bos.id);
    await compose(ana, next, { count: 1, topicKeys: ['data-structures'] });
  });
});

const EVERYTHING = `query ($guide: ID!, $plan: ID!, $bos: ID!, $own: ID!, $session: ID!) {
  viewer { attention { kind text } }
  guide: node(id: $guide) { ... on Guide {
    bos: questions(first: 100, freshFor: $bos) { totalCount nodes { id prompt viewerExposures { kind } calibration { sessions } } }
    own: questions(first: 100, freshFor: $own) { totalCount nodes { id } } } }
  plan(id: $plan) { supplyForecast { fresh needed text } candidates { loop { questionSupply { fresh total shortfall } } } }
  session(id: $session) { kitStatus questionSet { shortfall items { reason } } version history { kind summary } }
  exportMyData }`;

describe('everything that a candidate can list, count or try', () => {
  it('a candidate sees the same in two worlds that differ only in the questions of their own open set', async () => {
    const { ana, bo, candidate, bos, guideId, planId, groupId, session, other } = await bothWays(world);
    const all = idsOf(await compose(bo, session, { count: 4 }));
    const held = idsOf(await compose(bo, session, { count: 2 }));
    const instead = all.filter((id) => !held.includes(id)).slice(0, 2);
    await bo.ask(OPEN_KIT, { id: session });
    const look = async () => {
      const variables = { guide: guideId, plan: planId, bos: bos.id, own: candidate.id, session };
      const lists = await ana.ask(EVERYTHING, variables);
      const tries: unknown[] = [];
      for (const difficulty of ['EASY', 'HARD'])
        tries.push((await compose(ana, other, { count: 20, difficulty })).questionSet.items);
      const [questionId] = idsOf(await kit(ana, other));
      for (const { id } of lists.guide.bos.nodes) {
        const input = { sessionId: other, questionId, byQuestionId: id };
        tries.push((await ana.refused(REPLACE, { input })).message);
      }
      return { lists, tries };
    };
    await compose(ana, other);
    const seen = await look();
    // In the other world, the kit has other questions that the service could have chosen.
    for (const [n, from] of held.entries())
      for (const statement of [
        'update question_set_item set question_id = $3 where group_id = $1 and session_id = $4 and question_id = $2',
        'update question_exposure e set question_id = $3, family = (select family from question where id = $3) where group_id = $1 and session_id = $4 and question_id = $2',
        'update question_claim set family = (select family from question where id = $3) where group_id = $1 and session_id = $4 and family = (select family from question where id = $2)',
      ])
        await world.service.db.query(statement, [rowOf(groupId), rowOf(from), rowOf(instead[n]!), rowOf(session)]);
    expect(idsOf(await kit(bo, session))).toEqual(instead);
    expect(await look()).toEqual(seen);
  });
});

describe('a question is never asked twice', () => {
  it('a question is never asked twice, even if the kit is opened for the first time after the start', async () => {
    const { bo, cy, dee, planId, book, session } = await coding(world);
    const cys = await world.seed.enroll(cy, planId);
    const heard = families(await compose(bo, session, { count: 12 }));
    const own = await book('2027-03-03T17:00:00Z', [seat(dee)], cys.id);
    const chosen = families(await compose(dee, own, { count: 12 }));
    expect(shared(chosen, heard)).not.toEqual([]);
    at('2027-03-03T17:00:10Z');
    const opened = families((await dee.ask(OPEN_KIT, { id: own })).openKit);
    expect(shared(opened, heard)).toEqual([]);
    // What Cy has not heard stays in the set.
    const unheard = chosen.filter((family) => !heard.includes(family));
    expect(shared(opened, unheard)).toEqual(unheard.toSorted());
  });

  it('even if people say, after the candidate has read it, that the session was not held', async () => {
    const { ana, bo, book, session } = await coding(world);
    const read = families(await compose(bo, session));
    at('2027-03-02T18:30:00Z');
    await bo.submits({ sessionId: session, recommendation: 'NO_DECISION', strengths: 'No time.' });
    const absence = { sessionId: session, people: [{ memberId: ana.memberId, attendance: 'NO_SHOW' }] };
    for (const by of [ana, bo] as Peer[]) await by.statesAttendance(absence);
    const next = await book('2027-03-06T17:00:00Z', [seat(bo)]);
    expect(shared(families(await compose(bo, next, { count: 20 })), read)).toEqual([]);
    const { kitStatus, questionSet } = await kit(ana, session);
    expect(kitStatus).toBe('OPEN');
    for (const { question } of questionSet.items) expect(question.prompt).not.toBeNull();
  });
});

describe('a set that has lost all of its questions', () => {
  it('is listed under attention for the interviewers until it is composed again, and then as a kit to open', async () => {
    const { ana, bo, cy, guideId, session } = await coding(world);
    await compose(bo, session);
    await bo.ask(OPEN_KIT, { id: session });
    await ana.ask(DECLARE, { ids: (await bank(ana, guideId)).map(({ id }) => id) });
    expect((await attention(bo)).map(({ text }) => text)).toEqual([
      expect.stringMatching(/^No question is left in the set\. Compose the set for Coding.* again before /),
    ]);
    expect(await attention(cy)).toEqual([]);
    expect(await attention(ana)).toEqual([]);
    expect((await bo.refused(OPEN_KIT, { id: session })).message).toMatch(/^This session has no questions\. Compose/);
    const input = { guideId, topicKey: 'data-structures', kinds: ['CODING'], title: 'New', prompt: 'New one' };
    await cy.ask(ADD, { input });
    await bo.ask(COMPOSE, { input: { sessionId: session, count: 1 } });
    expect((await attention(bo)).map(({ text }) => text)).toEqual([
      expect.stringMatching(/^The questions were chosen\./),
    ]);
    await bo.ask(COMPOSE, { input: { sessionId: session, count: 1 } });
  });
});

describe('declaring many questions', () => {
  it('takes a constant number of statements, however many of them a set holds', async () => {
    const cost = async (count: number) => {
      const { ana, bo, groupId, session } = await coding(world);
      await enlarge(world, groupId, 5);
      const ids = idsOf(await compose(bo, session, { count }));
      expect(ids).toHaveLength(count);
      world.service.statements();
      await ana.ask(DECLARE, { ids });
      return world.service.statements().length;
    };
    expect(await cost(20)).toBe(await cost(1));
  });
});
