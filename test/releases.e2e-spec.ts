import { parseId } from '../src/common/ids.js';
import { startTestApp, type Answer } from './kit/app.js';
import { hold } from './kit/locks.js';
import { panelSession } from './kit/panel-session.js';
import {
  AMEND,
  ATTEND,
  CANCEL,
  EXCHANGE,
  LOCK_SELF,
  PAIR_ROUND,
  SCHEDULE,
  seat,
  SOLO_ROUND,
  SUBMIT,
  type Peer,
} from './kit/seed.js';
import { useService } from './kit/use-service.js';

const RESCHEDULE = 'mutation ($input: RescheduleSessionInput!) { rescheduleSession(input: $input) { id status } }';

const world = useService();

/** Sends a request that has to wait for a lock. The lock is freed only after `meanwhile` has run. */
async function heldUp<T>(
  send: () => Promise<T>,
  meanwhile: () => void | Promise<void>,
  lock = 'select id from session for update',
): Promise<T> {
  const held = await hold(world.service.db, lock);
  const answer = send();
  await held.waiting();
  await meanwhile();
  await held.free();
  return answer;
}

const READ = `query ($id: ID!, $asOf: DateTime) { candidate(id: $id) { readiness(asOf: $asOf) { rounds { round { key } evidenceCount } } } }`;
const evidenceOf = async (peer: Peer, id: string, asOf: string | null = null): Promise<number> => {
  const { candidate } = await peer.ask(READ, { id, asOf });
  return candidate.readiness.rounds.find(({ round }) => round.key === PAIR_ROUND)!.evidenceCount;
};

const stateOf = ({ errors }: Answer<unknown>) => errors?.map(({ extensions }) => extensions.state ?? extensions.code);

describe('a request that waits while feedback comes out', () => {
  it('does not replace a scorecard that others have read by then', async () => {
    const { ana, bo, grade, cardsFor, end } = await panelSession(world);
    end();
    await bo.submits(grade(2));
    world.service.clock.set('2027-04-04T10:59:59.999Z');
    const answer = await heldUp(
      () => world.service.ask(SUBMIT, { input: grade(4) }, bo.token),
      () => world.service.clock.pass({ minutes: 1 }),
    );
    expect(stateOf(answer)).toEqual(['SCORECARD_LOCKED']);
    expect((await cardsFor(ana)).scorecards[0]!.ratings[0]!.level).toBe(2);
  });

  it('a self-assessment that waits while feedback comes out is not locked', async () => {
    const { ana, bo, session, grade, end } = await panelSession(world);
    end();
    await bo.submits(grade(2));
    world.service.clock.set('2027-04-04T10:59:59.999Z');
    const self = { input: { sessionId: session, ratings: [{ criterionKey: 'requirements', level: 3 }] } };
    const answer = await heldUp(
      () => world.service.ask(LOCK_SELF, self, ana.token),
      () => world.service.clock.pass({ minutes: 1 }),
    );
    expect(stateOf(answer)).toEqual(['COMPLETED']);
  });

  it.each<[string, (made: Awaited<ReturnType<typeof panelSession>>) => [string, object, Peer]]>([
    ['cancelled', ({ session, bo }) => [CANCEL, { sessionId: session, reason: 'Ill', expectedVersion: 1 }, bo]],
    [
      'moved',
      ({ session, bo }) => {
        const startsAt = '2027-04-09T10:00:00Z';
        return [RESCHEDULE, { sessionId: session, startsAt, reason: 'Ill', expectedVersion: 1 }, bo];
      },
    ],
  ])('a session that has started meanwhile is not %s', async (_, request) => {
    const made = await panelSession(world);
    world.service.clock.set('2027-04-02T09:59:59.999Z');
    const [query, input, { token }] = request(made);
    const answer = await heldUp(
      () => world.service.ask(query, { input }, token),
      () => world.service.clock.pass({ minutes: 1 }),
    );
    expect(stateOf(answer)).toEqual(['STARTED']);
  });

  it('cancels no half of an exchange that starts while it waits for the other half', async () => {
    world.service.clock.set('2027-03-01T09:00:00Z');
    const made = await world.seed.plan({ members: 2 });
    const [ana, bo] = made.members as [Peer, Peer];
    const other = await world.seed.enroll(bo, made.planId);
    const [first, second] = [made.candidate.loop.get(SOLO_ROUND), other.loop.get(SOLO_ROUND)];
    const startsAt = '2027-03-10T17:00:00Z';
    const input = { firstLoopRoundId: first, secondLoopRoundId: second, startsAt };
    const [one, two] = (await ana.ask(EXCHANGE, { input })).scheduleExchange;
    world.service.clock.set('2027-03-10T16:59:59.999Z');
    await ana.signInAgain();
    const cancel = { sessionId: one!.id, reason: 'Ill', expectedVersion: 1, alsoOther: true, otherExpectedVersion: 1 };
    const answer = await heldUp(
      () => world.service.ask(CANCEL, { input: cancel }, ana.token),
      () => world.service.clock.pass({ minutes: 1 }),
      `select id from session where id = '${parseId('Session', two!.id)!.id}' for update`,
    );
    expect(stateOf(answer)).toEqual(['STARTED']);
  });

  it('books nothing for a time that has passed meanwhile', async () => {
    const { bo, organizer, candidate, rounds } = await panelSession(world);
    const input = {
      candidateId: candidate.id,
      roundId: rounds.get(SOLO_ROUND),
      panel: [seat(bo)],
      overrideReason: 'x',
    };
    const answer = await heldUp(
      () => organizer.refused(SCHEDULE, { input: { ...input, startsAt: '2027-04-03T10:00:00Z' } }),
      () => world.service.clock.set('2027-04-03T10:01:00Z'),
      `select pg_advisory_xact_lock(hashtextextended(id::text, 0)) from "group"`,
    );
    expect([answer.extensions.code, answer.extensions.fields?.[0]?.path]).toEqual(['INVALID_INPUT', 'startsAt']);
  });

  it('answers with the state after its own change', async () => {
    const { bo, grade, end } = await panelSession(world, { pair: false });
    end();
    const submit =
      'mutation ($input: ScorecardInput!) { submitScorecard(input: $input) { submittedAt session { status feedbackReleasedAt } } }';
    const { data } = await heldUp(
      () => world.service.ask(submit, { input: grade(3) }, bo.token),
      () => world.service.clock.pass({ minutes: 1 }),
    );
    const at = '2027-04-02T11:01:00.000Z';
    expect(data.submitScorecard).toEqual({ submittedAt: at, session: { status: 'COMPLETED', feedbackReleasedAt: at } });
  });

  it('changes nobody’s presence, not even in a process whose clock is behind', async () => {
    const { ana, bo, session, grade, cardsFor, end } = await panelSession(world, { pair: false });
    const late = await startTestApp(world.service.url);
    try {
      end();
      late.clock.set('2027-04-02T11:00:00Z');
      world.service.clock.pass({ minutes: 1 });
      await bo.submits(grade(1));
      const absent = { sessionId: session, people: [{ memberId: bo.memberId, attendance: 'NO_SHOW' }] };
      expect(stateOf(await late.ask(ATTEND, { input: absent }, ana.token))).toBeUndefined();
      world.service.clock.set('2027-04-20T11:00:00Z');
      await ana.signInAgain();
      expect((await cardsFor(ana)).scorecards).toHaveLength(1);
    } finally {
      await late.close();
    }
  });
});

describe('presence and the past', () => {
  const mark = (session: string, attendance: string, ...peers: Peer[]) => ({
    input: { sessionId: session, people: peers.map(({ memberId }) => ({ memberId, attendance })) },
  });

  it('a scorecard that counts again later was not out before', async () => {
    const { ana, bo, organizer, session, candidate, grade, cardsFor, end } = await panelSession(world);
    end();
    await bo.submits(grade(1));
    await organizer.ask(ATTEND, mark(session, 'NO_SHOW', bo));
    world.service.clock.set('2027-04-05T11:00:00Z');
    expect(await cardsFor(ana)).toMatchObject({
      status: 'AWAITING_FEEDBACK',
      feedbackReleasedAt: null,
      scorecards: [],
    });
    expect(await evidenceOf(ana, candidate.id)).toBe(0);
    world.service.clock.set('2027-04-06T11:00:00Z');
    await organizer.ask(ATTEND, mark(session, 'ATTENDED', bo));
    expect(await cardsFor(ana)).toMatchObject({ feedbackReleasedAt: '2027-04-06T11:00:00.000Z' });
    expect(await evidenceOf(ana, candidate.id)).toBe(1);
    expect(await evidenceOf(ana, candidate.id, '2027-04-05T11:00:00Z')).toBe(0);
  });

  it('an interviewer who was wrongly decided to be absent counts from the new decision on, even after the release', async () => {
    const { ana, bo, cy, organizer, session, candidate, grade, cardsFor, end } = await panelSession(world);
    end();
    await bo.submits(grade(1));
    await organizer.ask(ATTEND, mark(session, 'NO_SHOW', bo));
    await cy.submits(grade(4));
    expect(await evidenceOf(ana, candidate.id)).toBe(1);
    const scorecardId = (await cardsFor(bo)).scorecards[0]!.id;
    for (const [mutation, input] of [
      [SUBMIT, { input: grade(1) }],
      [AMEND, { input: { scorecardId, reason: 'x', strengths: 'x' } }],
    ] as const) {
      const refusal = await bo.refused(mutation, input);
      expect(refusal.extensions).toEqual({ code: 'INVALID_STATE', state: 'ABSENT' });
      expect(refusal.message).toContain('ask another participant to say so');
    }
    // A decision stands until everybody who took part says otherwise.
    for (const peer of [ana, cy]) await peer.ask(ATTEND, mark(session, 'ATTENDED', bo));
    expect(await evidenceOf(ana, candidate.id)).toBe(1);
    world.service.clock.set('2027-04-03T11:00:00Z');
    await organizer.ask(ATTEND, mark(session, 'LATE', bo));
    for (const peer of [ana, bo, cy]) expect((await cardsFor(peer)).scorecards).toHaveLength(2);
    expect(await evidenceOf(ana, candidate.id)).toBe(2);
    expect(await evidenceOf(ana, candidate.id, '2027-04-02T12:00:00Z')).toBe(1);
    await bo.amends({ scorecardId, reason: 'More words.', strengths: 'Calm.' });
    // The scorecard still proves that its author and the candidate came.
    await ana.ask(ATTEND, mark(session, 'NO_SHOW', bo));
    for (const peer of [ana, bo, cy]) expect((await cardsFor(peer)).scorecards).toHaveLength(2);
  });

  it('an interviewer who never came owes nothing, even if nobody said so in time', async () => {
    const { ana, bo, cy, organizer, groupId, session, candidate, grade, cardsFor, end } = await panelSession(world);
    const OVERDUE = 'query ($id: ID!) { group(id: $id) { overdueFeedback { member { id } } } }';
    const overdue = async () => (await organizer.ask(OVERDUE, { id: groupId })).group.overdueFeedback.length;
    const seesReadiness = async () => (await cy.ask(READ, { id: candidate.id })).candidate.readiness !== null;
    end();
    await bo.submits(grade(3));
    world.service.clock.set('2027-04-05T11:00:00Z');
    expect([await overdue(), await seesReadiness()]).toEqual([1, false]);
    const released = (await cardsFor(ana)).feedbackReleasedAt;
    // What is said after the due time needs a second person, or a decision.
    await ana.ask(ATTEND, mark(session, 'NO_SHOW', cy));
    expect(await overdue()).toBe(1);
    await organizer.ask(ATTEND, mark(session, 'NO_SHOW', cy));
    expect([await overdue(), await seesReadiness()]).toEqual([0, true]);
    expect((await cardsFor(ana)).feedbackReleasedAt).toBe(released);
  });

  it('time in which interviewers counted as absent does not make them late, and former members owe nothing', async () => {
    const { ana, bo, cy, organizer, groupId, session, grade, end } = await panelSession(world);
    const OVERDUE = 'query ($id: ID!) { group(id: $id) { overdueFeedback { member { id } } } }';
    const overdue = async () => (await organizer.ask(OVERDUE, { id: groupId })).group.overdueFeedback.length;
    end();
    for (const peer of [ana, cy]) await peer.ask(ATTEND, mark(session, 'NO_SHOW', bo));
    await cy.submits(grade(3));
    world.service.clock.set('2027-04-25T11:00:00Z');
    for (const peer of [ana, bo, cy, organizer]) await peer.signInAgain();
    await cy.ask(ATTEND, mark(session, 'ATTENDED', bo));
    const { viewer } = await bo.ask('{ viewer { attention { kind dueAt } } }');
    expect(viewer.attention).toContainEqual({ kind: 'SCORECARD_OWED', dueAt: '2027-04-25T11:00:00.000Z' });
    expect(await overdue()).toBe(0);
    world.service.clock.pass({ minutes: 1 });
    expect(await overdue()).toBe(1);
    await bo.removes(bo.memberId);
    expect(await overdue()).toBe(0);
  });

  it('a scorecard does not get a later due time when the candidate is called absent and then present', async () => {
    const { ana, bo, cy, session, end } = await panelSession(world);
    end();
    for (const peer of [bo, cy]) await peer.ask(ATTEND, mark(session, 'NO_SHOW', ana));
    world.service.clock.set('2027-04-25T11:00:00Z');
    for (const peer of [bo, cy]) await peer.signInAgain();
    await bo.ask(ATTEND, mark(session, 'ATTENDED', ana));
    for (const peer of [bo, cy]) {
      const { viewer } = await peer.ask('{ viewer { attention { kind dueAt } } }');
      expect(viewer.attention).toContainEqual({ kind: 'SCORECARD_OWED', dueAt: '2027-04-04T11:00:00.000Z' });
    }
  });

  it('a member who comes back and may still grade has to grade before reading', async () => {
    const { ana, bo, cy, organizer, groupId, candidate, grade, end } = await panelSession(world);
    end();
    await bo.submits(grade(1));
    await cy.removes(cy.memberId);
    world.service.clock.set('2027-04-04T11:00:00Z');
    expect(await evidenceOf(ana, candidate.id)).toBe(1);
    await world.seed.join(organizer, groupId, cy);
    const readiness = async () => (await cy.ask(READ, { id: candidate.id })).candidate.readiness as unknown;
    expect(await readiness()).toBeNull();
    await cy.submits(grade(3));
    expect(await readiness()).not.toBeNull();
  });
});

describe('a round whose session has only NO_DECISION so far', () => {
  it('counts the session until the last scorecard is in, so that its author learns nothing about the others', async () => {
    const { ana, bo, cy, candidate, session, grade, end } = await panelSession(world);
    await ana.updatesRound({ loopRoundId: candidate.loop.get(PAIR_ROUND), targetSessions: 1 });
    const STATUS = 'query ($id: ID!) { session(id: $id) { status loopRound { status } } }';
    const seenBy = async (peer: Peer) => (await peer.ask(STATUS, { id: session })).session;
    end();
    const undecided = grade(3, 'NO_DECISION', { strengths: 'The call broke off.' });
    await cy.submits(undecided);
    world.service.clock.pass({ days: 3 });
    for (const peer of [ana, bo])
      expect(await seenBy(peer)).toEqual({ status: 'COMPLETED', loopRound: { status: 'PRACTISED' } });
    await bo.submits(undecided);
    for (const peer of [ana, bo]) expect((await seenBy(peer)).loopRound.status).toBe('TO_SCHEDULE');
  });

  it('no longer counts the session once the member who owes the last scorecard has left', async () => {
    const { ana, bo, cy, candidate, session, grade, end } = await panelSession(world);
    await ana.updatesRound({ loopRoundId: candidate.loop.get(PAIR_ROUND), targetSessions: 1 });
    end();
    await cy.submits(grade(3, 'NO_DECISION', { strengths: 'The call broke off.' }));
    world.service.clock.pass({ days: 3 });
    await bo.removes(bo.memberId);
    const STATUS_NOW = 'query ($id: ID!) { session(id: $id) { loopRound { status } } }';
    expect((await ana.ask(STATUS_NOW, { id: session })).session.loopRound.status).toBe('TO_SCHEDULE');
  });
});
