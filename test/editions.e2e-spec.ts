import type { GuideDocument } from '../src/guides/guide-document.js';
import { drop, edition, library, roundOf, UPDATE_PLAN } from './kit/editions.js';
import { gradedGroup } from './kit/graded-group.js';
import { hold } from './kit/locks.js';
import { panelSession } from './kit/panel-session.js';
import { card, ENROLL, GUIDE, PAIR_ROUND, SCHEDULE, seat, SOLO_ROUND, SUBMIT, UPDATE_ROUND } from './kit/seed.js';
import { useService } from './kit/use-service.js';

const world = useService();

const LOOP = `query ($id: ID!) { candidate(id: $id) { track { key } loop {
  id included targetSessions windowStart windowEnd status round { id key title } sessions { id round { id } }
} } }`;
const SESSION = `query ($id: ID!) { session(id: $id) {
  startsAt endsAt openSeats version round { id minutes criteria { key } } loopRound { id round { id } }
} }`;
const READINESS = `query ($id: ID!, $asOf: DateTime) { candidate(id: $id) { readiness(asOf: $asOf) {
  level probability explanation rounds { round { key } level rawMean explanation }
} } }`;

function addRound(document: GuideDocument): void {
  const stage = document.stages.at(-1)!;
  stage.rounds.push({
    ...roundOf(library(), SOLO_ROUND),
    key: 'take-home',
    title: 'Take-home',
    pacing: { from: 0.2, to: 0.5 },
  });
}

describe('a plan that moves to a later edition', () => {
  it('keeps loop rounds with their windows, adds new rounds, and updates targets that nobody set', async () => {
    world.service.clock.set('2027-04-01T09:00:00Z');
    const { organizer, members, groupId, planId, candidate } = await world.seed.plan({ targetDate: '2027-05-01' });
    const ana = members[0]!;
    const set = { loopRoundId: candidate.loop.get(PAIR_ROUND), targetSessions: 3 };
    await ana.updatesRound(set);
    const { candidate: before } = await ana.ask(LOOP, { id: candidate.id });
    const later = await edition(organizer, groupId, (document) => {
      addRound(document);
      for (const key of [SOLO_ROUND, PAIR_ROUND])
        Object.assign(roundOf(document, key), { title: 'New', targetSessions: 4 });
    });
    world.service.clock.set('2027-04-11T09:00:00Z');
    for (const peer of [organizer, ana]) await peer.signInAgain();
    const { updatePlan } = await organizer.ask(UPDATE_PLAN, {
      input: { planId, guideId: later.id, title: 'Two' },
    });
    expect(updatePlan).toEqual({ id: planId, title: 'Two', guide: { id: later.id, edition: 2 } });

    const { candidate: after } = await ana.ask(LOOP, { id: candidate.id });
    const old = after.loop.filter(({ round }) => round.key !== 'take-home');
    expect(old).toEqual(
      before.loop.map((loopRound) => {
        const { key, title } = loopRound.round;
        const changed = [SOLO_ROUND, PAIR_ROUND].includes(key);
        const round = { id: later.rounds.get(key), key, title: changed ? 'New' : title };
        return { ...loopRound, round, targetSessions: key === SOLO_ROUND ? 4 : loopRound.targetSessions };
      }),
    );
    expect(old.find(({ round }) => round.key === PAIR_ROUND)!.targetSessions).toBe(3);
    // The window covers the part from a fifth to a half of the twenty days that are left.
    expect(after.loop.find(({ round }) => round.key === 'take-home')).toMatchObject({
      included: true,
      windowStart: '2027-04-15',
      windowEnd: '2027-04-20',
      status: 'TO_SCHEDULE',
    });
    const again = await organizer.ask(UPDATE_PLAN, { input: { planId, guideId: later.id } });
    expect(again.updatePlan).toEqual(updatePlan);
  });

  it('gives a new round one day if the target date has passed', async () => {
    world.service.clock.set('2027-04-01T09:00:00Z');
    const { organizer, groupId, planId, candidate } = await world.seed.plan({ targetDate: '2027-04-20' });
    const later = await edition(organizer, groupId, addRound);
    world.service.clock.set('2027-05-01T09:00:00Z');
    await organizer.signInAgain();
    await organizer.ask(UPDATE_PLAN, { input: { planId, guideId: later.id } });
    const { candidate: after } = await organizer.ask(LOOP, { id: candidate.id });
    expect(after.loop.find(({ round }) => round.key === 'take-home')).toMatchObject({
      windowStart: '2027-05-01',
      windowEnd: '2027-05-01',
    });
  });

  it('moves upcoming sessions but not their times, opens the seats that the edition adds, and leaves sessions that have begun', async () => {
    const made = await panelSession(world, { pair: false });
    const { organizer, ana, bo, groupId, planId, candidate, rounds, session } = made;
    const entry = { candidateId: candidate.id, roundId: rounds.get(SOLO_ROUND), panel: [seat(bo)] };
    const input = { ...entry, startsAt: '2027-04-10T10:00:00Z' };
    const upcoming = await organizer.schedules(input);
    const later = await edition(organizer, groupId, (document) => {
      const { criteria } = roundOf(document, SOLO_ROUND);
      Object.assign(roundOf(document, SOLO_ROUND), {
        minutes: 90,
        panelSize: 2,
        criteria: [{ ...criteria[0]!, key: 'newer' }],
      });
    });
    world.service.clock.set('2027-04-02T10:00:00Z');
    await organizer.ask(UPDATE_PLAN, { input: { planId, guideId: later.id } });

    const loopRound = { id: candidate.loop.get(SOLO_ROUND), round: { id: later.rounds.get(SOLO_ROUND) } };
    expect((await ana.ask(SESSION, { id: session })).session).toMatchObject({
      openSeats: 0,
      round: { id: rounds.get(SOLO_ROUND), minutes: 60 },
      loopRound,
    });
    expect((await ana.ask(SESSION, { id: upcoming.id })).session).toEqual({
      startsAt: upcoming.startsAt,
      endsAt: upcoming.endsAt,
      version: upcoming.version,
      openSeats: 1,
      round: { id: later.rounds.get(SOLO_ROUND), minutes: 90, criteria: [{ key: 'newer' }] },
      loopRound,
    });
    const { candidate: after } = await ana.ask(LOOP, { id: candidate.id });
    const ids = after.loop.find(({ round }) => round.key === SOLO_ROUND)!.sessions.map(({ id }) => id);
    expect(ids).toEqual([session, upcoming.id]);

    made.end();
    await bo.submits(card(session, 3));
    world.service.clock.set('2027-04-10T11:00:00Z');
    await bo.signInAgain();
    expect((await bo.refused(SUBMIT, { input: card(upcoming.id, 3) })).extensions.code).toBe('INVALID_INPUT');
    await bo.submits(card(upcoming.id, 3, 'HIRE', 'newer'));
  });

  it('counts the scorecards of earlier editions, and keeps the numbers of the past', async () => {
    const { organizer, members, groupId, planId, candidates } = await gradedGroup(world, { mocks: 20 });
    const ana = members[0]!;
    const skipped = candidates[0]!;
    const { candidate: loop } = await ana.ask(LOOP, { id: skipped });
    const dropped = loop.loop.find(({ round }) => round.key === PAIR_ROUND);
    const past = { id: skipped, asOf: '2027-04-01T09:00:00Z' };
    const before = await ana.ask(READINESS, past);
    expect(before.candidate.readiness.rounds.map(({ round }) => round.key)).toContain(PAIR_ROUND);
    world.service.clock.set('2027-04-02T09:00:00Z');
    for (const id of candidates) {
      const { candidate } = await organizer.ask(LOOP, { id });
      const loopRoundId = candidate.loop.find(({ round }) => round.key === PAIR_ROUND)!.id;
      await organizer.updatesRound({ loopRoundId, included: false });
    }
    const later = await edition(organizer, groupId, (document) => {
      drop(document, PAIR_ROUND);
      addRound(document);
    });
    world.service.clock.set('2027-04-03T09:00:00Z');
    await organizer.ask(UPDATE_PLAN, { input: { planId, guideId: later.id } });
    world.service.clock.set('2027-04-03T10:00:00Z');
    expect(await ana.ask(READINESS, past)).toEqual(before);
    const keys = (readiness: { rounds: { round: { key: string } }[] }) =>
      readiness.rounds.map(({ round }) => round.key);
    const afterSkipping = await ana.ask(READINESS, { id: skipped, asOf: '2027-04-02T10:00:00Z' });
    expect(keys(afterSkipping.candidate.readiness)).not.toContain(PAIR_ROUND);
    expect(keys(afterSkipping.candidate.readiness)).not.toContain('take-home');

    const now = (await ana.ask(READINESS, { id: skipped })).candidate.readiness;
    expect(keys(now)).toContain('take-home');
    const coding = ({ rounds }: typeof now) => rounds.find(({ round }) => round.key === SOLO_ROUND)!;
    expect([coding(now).rawMean, coding(now).level]).toEqual([
      coding(before.candidate.readiness).rawMean,
      coding(before.candidate.readiness).level,
    ]);
    const include = { input: { loopRoundId: dropped!.id, included: true } };
    expect((await ana.refused(UPDATE_ROUND, include)).extensions.fields).toMatchObject([{ path: 'loopRoundId' }]);
    const { node } = await ana.ask('query ($id: ID!) { node(id: $id) { id } }', { id: dropped!.id });
    expect(node).toEqual({ id: dropped!.id });

    const third = await edition(organizer, groupId);
    const toThird = { input: { planId, guideId: third.id } };
    expect((await organizer.refused(UPDATE_PLAN, toThird)).extensions.fields).toMatchObject([
      { expected: expect.stringMatching(/the round take-home: it is in the loop of Ana, Bo, Cy, Dee, Eli\./) },
    ]);
    const fourth = await edition(organizer, groupId, addRound);
    const toFourth = { input: { planId, guideId: fourth.id } };
    expect((await organizer.refused(UPDATE_PLAN, toFourth)).extensions.code).toBe('LIMIT_REACHED');
    world.service.clock.set('2027-04-04T09:00:00Z');
    await organizer.ask(UPDATE_PLAN, { input: { planId, guideId: fourth.id } });
    const { candidate: back } = await ana.ask(LOOP, { id: skipped });
    expect(back.loop.find(({ round }) => round.key === PAIR_ROUND)).toMatchObject({
      id: dropped!.id,
      included: false,
    });
  });

  it('is refused for plain members, for other guides, and if something in use is missing', async () => {
    const made = await panelSession(world, { pair: false });
    const { organizer, bo, ana, groupId, planId, guideId, candidate, session } = made;
    const without = await edition(organizer, groupId, (document) => {
      drop(document, SOLO_ROUND);
      document.tracks = document.tracks.slice(0, 1);
    });
    const move = { input: { planId, guideId: without.id } };
    const stranger = await world.seed.person('Stranger');
    expect((await stranger.refused(UPDATE_PLAN, move)).extensions.code).toBe('NOT_FOUND');
    expect((await bo.refused(UPDATE_PLAN, move)).extensions.code).toBe('FORBIDDEN');
    const elsewhere = await world.seed.group({ members: 0 });
    const theirs = await edition(elsewhere.organizer, elsewhere.groupId);
    expect((await organizer.refused(UPDATE_PLAN, { input: { planId, guideId: theirs.id } })).extensions.code).toBe(
      'NOT_FOUND',
    );
    const other = await edition(organizer, groupId, (document) => Object.assign(document, { key: 'other' }));
    const found = async (id: string) =>
      (await organizer.refused(UPDATE_PLAN, { input: { planId, guideId: id, title: 'X' } })).extensions.fields!;
    expect(await found(other.id)).toMatchObject([
      { path: 'guideId', expected: `a later edition of ${GUIDE} than edition 1`, found: 'edition 1 of other' },
    ]);

    const { tracks } = library();
    await ana.updatesCandidate({ candidateId: candidate.id, trackKey: tracks[1]!.key });
    expect((await found(without.id)).map(({ expected }) => expected)).toEqual([
      expect.stringContaining(`the round ${SOLO_ROUND}: sessions of this round are booked`),
      expect.stringContaining(`the round ${SOLO_ROUND}: it is in the loop of Ana`),
      expect.stringContaining(`the track ${tracks[1]!.key}`),
    ]);
    await ana.updatesCandidate({ candidateId: candidate.id, trackKey: tracks[0]!.key });
    await ana.updatesRound({ loopRoundId: candidate.loop.get(SOLO_ROUND), included: false });
    expect(await found(without.id)).toHaveLength(1);
    await organizer.cancels({ sessionId: session, reason: 'x', expectedVersion: 1 });
    await organizer.ask(UPDATE_PLAN, move);
    expect(await found(guideId)).toMatchObject([
      { path: 'guideId', expected: `a later edition of ${GUIDE} than edition 2`, found: `edition 1 of ${GUIDE}` },
    ]);
    const cancelled = await ana.ask(SESSION, { id: session });
    expect(cancelled.session.round.id).toBe(made.rounds.get(SOLO_ROUND));
    const { candidate: after } = await ana.ask(LOOP, { id: candidate.id });
    expect(after.loop.map(({ round }) => round.key)).not.toContain(SOLO_ROUND);
  });

  it('refuses a booking from an old page, and says to read the loop again', async () => {
    const { organizer, bo, groupId, planId, candidate, rounds } = await panelSession(world);
    const later = await edition(organizer, groupId);
    await organizer.ask(UPDATE_PLAN, { input: { planId, guideId: later.id } });
    const entry = { candidateId: candidate.id, startsAt: '2027-04-10T10:00:00Z', panel: [seat(bo)] };
    const { extensions } = await bo.refused(SCHEDULE, { input: { ...entry, roundId: rounds.get(SOLO_ROUND) } });
    expect(extensions.fields).toMatchObject([
      {
        path: 'roundId',
        expected: "a round of the plan's current edition; read the candidate's loop again",
        found: 'a round of an earlier edition',
      },
    ]);
    await bo.schedules({ ...entry, roundId: later.rounds.get(SOLO_ROUND)! });
  });

  it('lets withdrawn candidates come back, even if the edition lacks their track or adds rounds', async () => {
    const { organizer, ana, groupId, planId, candidate, session } = await panelSession(world);
    const { tracks } = library();
    await ana.updatesCandidate({ candidateId: candidate.id, trackKey: tracks[1]!.key });
    await organizer.cancels({ sessionId: session, reason: 'x', expectedVersion: 1 });
    await ana.withdraws(candidate.id);
    const later = await edition(organizer, groupId, (document) => {
      document.tracks = document.tracks.slice(0, 1);
      drop(document, SOLO_ROUND);
      addRound(document);
    });
    await organizer.ask(UPDATE_PLAN, { input: { planId, guideId: later.id } });
    const { candidate: away } = await ana.ask(LOOP, { id: candidate.id });
    expect(away.track.key).toBe(tracks[0]!.key);
    await ana.enrolls({ planId, memberId: ana.memberId, targetDate: '2027-05-15' });
    const { candidate: back } = await ana.ask(LOOP, { id: candidate.id });
    expect(back.loop.map(({ round }) => round.id)).toEqual([...later.rounds.values()]);
    expect(back.loop.map(({ round }) => round.key)).toContain('take-home');
  });

  it('still answers with the readiness of a round at an instant before the move', async () => {
    const { organizer, members, groupId, planId, candidates } = await gradedGroup(world, { mocks: 10 });
    const ROUNDS =
      'query ($id: ID!) { candidate(id: $id) { loop { readiness(asOf: "2027-04-01T10:00:00Z") { level rawMean } } } }';
    world.service.clock.set('2027-04-02T09:00:00Z');
    const before = await members[0]!.ask(ROUNDS, { id: candidates[0]! });
    const later = await edition(organizer, groupId);
    await organizer.ask(UPDATE_PLAN, { input: { planId, guideId: later.id } });
    expect(await members[0]!.ask(ROUNDS, { id: candidates[0]! })).toEqual(before);
    expect(before.candidate.loop.every(({ readiness }) => readiness !== null)).toBe(true);
  });

  it('shows each loop in the edition of its own plan', async () => {
    const { organizer, members, groupId, guideId, planId, candidate } = await world.seed.plan();
    const input = { groupId, guideId, title: 'Other', startsOn: '2027-02-01' };
    const createPlan = await organizer.createsPlan(input);
    await world.seed.enroll(members[1]!, createPlan.id);
    await members[0]!.updatesRound({ loopRoundId: candidate.loop.get(PAIR_ROUND), included: false });
    const later = await edition(organizer, groupId, (document) => drop(document, PAIR_ROUND));
    await organizer.ask(UPDATE_PLAN, { input: { planId, guideId: later.id } });
    const { group } = await organizer.ask(
      'query ($id: ID!) { group(id: $id) { plans { id candidates { loop { round { key } } } } } }',
      { id: groupId },
    );
    const sizes = group.plans.map((plan) => [plan.id, plan.candidates[0]!.loop.length]);
    expect(sizes).toEqual([
      [createPlan.id, 7],
      [planId, 6],
    ]);
  });

  it('can drop rounds that only withdrawn candidates had, and bring them back with new windows', async () => {
    world.service.clock.set('2027-04-01T09:00:00Z');
    const { organizer, members, groupId, planId, candidate } = await world.seed.plan({ targetDate: '2027-08-01' });
    const ana = members[0]!;
    await ana.withdraws(candidate.id);
    const again = { input: { planId, memberId: ana.memberId, targetDate: '2027-08-01' } };
    const second = await edition(organizer, groupId, (document) => drop(document, PAIR_ROUND));
    await organizer.ask(UPDATE_PLAN, { input: { planId, guideId: second.id } });
    world.service.clock.set('2027-04-02T10:00:00Z');
    await ana.ask(ENROLL, again);
    const third = await edition(organizer, groupId, (document) => drop(document, PAIR_ROUND));
    await organizer.ask(UPDATE_PLAN, { input: { planId, guideId: third.id } });
    world.service.clock.set('2027-06-15T09:00:00Z');
    for (const peer of [organizer, ana]) await peer.signInAgain();
    const fourth = await edition(organizer, groupId);
    await organizer.ask(UPDATE_PLAN, { input: { planId, guideId: fourth.id } });
    const { candidate: back } = await ana.ask(LOOP, { id: candidate.id });
    const found = back.loop.find(({ round }) => round.key === PAIR_ROUND);
    expect(found).toMatchObject({ id: candidate.loop.get(PAIR_ROUND), included: true });
    expect(found!.windowStart >= '2027-06-15').toBe(true);
  });

  it('does not add new rounds to the past of a candidate who comes back', async () => {
    const { organizer, members, groupId, planId, candidates } = await gradedGroup(world, { mocks: 10 });
    const ana = members[0]!;
    world.service.clock.set('2027-04-02T09:00:00Z');
    await ana.withdraws(candidates[0]!);
    const later = await edition(organizer, groupId, addRound);
    world.service.clock.set('2027-04-03T09:00:00Z');
    await organizer.ask(UPDATE_PLAN, { input: { planId, guideId: later.id } });
    world.service.clock.set('2027-04-05T09:00:00Z');
    const past = { id: candidates[0]!, asOf: '2027-04-04T09:00:00Z' };
    const before = await ana.ask(READINESS, past);
    await ana.enrolls({ planId, memberId: ana.memberId, targetDate: '2027-05-15' });
    world.service.clock.set('2027-04-05T10:00:00Z');
    expect(await ana.ask(READINESS, past)).toEqual(before);
  });

  it('does not move a session that begins while the plan waits for its lock', async () => {
    const made = await panelSession(world, { pair: false });
    const { organizer, bo, ana, groupId, planId, candidate, rounds, session } = made;
    const entry = { candidateId: candidate.id, roundId: rounds.get(SOLO_ROUND), panel: [seat(bo)] };
    await organizer.schedules({ ...entry, startsAt: '2027-04-10T10:00:00Z' });
    const later = await edition(organizer, groupId);
    world.service.clock.set('2027-04-02T09:59:59Z');
    const lock = await hold(
      world.service.db,
      `select 1 from session where starts_at = '2027-04-10T10:00:00Z' for update`,
    );
    const moving = organizer.ask(UPDATE_PLAN, { input: { planId, guideId: later.id } });
    await lock.waiting();
    world.service.clock.set('2027-04-02T10:00:01Z');
    await lock.free();
    await moving;
    expect((await ana.ask(SESSION, { id: session })).session.round.id).toBe(rounds.get(SOLO_ROUND));
  });

  it('has the same edition as sessions that are booked at the same instant', async () => {
    const { organizer, bo, groupId, planId, candidate, rounds } = await panelSession(world);
    const later = await edition(organizer, groupId);
    const entry = { candidateId: candidate.id, roundId: rounds.get(SOLO_ROUND), panel: [seat(bo)] };
    await Promise.all([
      organizer.ask(UPDATE_PLAN, { input: { planId, guideId: later.id } }),
      ...[10, 17, 24].map((day) =>
        world.service.ask(SCHEDULE, { input: { ...entry, startsAt: `2027-04-${day}T10:00:00Z` } }, bo.token),
      ),
    ]);
    const { candidate: after } = await organizer.ask(LOOP, { id: candidate.id });
    const sessions = after.loop.flatMap((each) => each.sessions.map(({ round }) => [round.id, each.round.id]));
    expect(sessions.length).toBeGreaterThan(0);
    for (const [ofSession, ofLoop] of sessions) expect(ofSession).toBe(ofLoop);
  });
});
