import { card, LOG, PAIR_ROUND, SCHEDULE, seat, SOLO_ROUND, type Peer } from './kit/seed.js';
import { useService } from './kit/use-service.js';

const world = useService();

const READ = `query ($id: ID!) { session(id: $id) {
  status startsAt endsAt version meetingUrl wish openSeats candidateAttendance feedbackDueAt
  panel { id role attendance member { id } } cancellation { at late reason by { id } onBehalfOf { id } } history { kind reason summary by { id } }
} }`;
const MOVE =
  'mutation ($input: RescheduleSessionInput!) { rescheduleSession(input: $input) { startsAt endsAt version feedbackDueAt } }';
const CHANGE = 'mutation ($input: UpdateSessionInput!) { updateSession(input: $input) { meetingUrl wish version } }';
const CANCEL =
  'mutation ($input: CancelSessionInput!) { cancelSession(input: $input) { status version cancellation { late reason } } }';

const aWorld = async (options = {}) => {
  world.service.clock.set('2027-03-01T09:00:00Z');
  const made = await world.seed.plan({ members: 4, ...options });
  const [ana, bo, cy, dee] = made.members as [Peer, Peer, Peer, Peer];
  const input = (startsAt: string, panel = [seat(bo)], more: object = {}) => ({
    input: { candidateId: made.candidate.id, roundId: made.rounds.get(SOLO_ROUND), startsAt, panel, ...more },
  });
  const schedule = async (startsAt = '2027-03-10T18:00:00Z', panel = [seat(bo)], more: object = {}) =>
    (await made.organizer.ask(SCHEDULE, input(startsAt, panel, more))).scheduleSession;
  return { ...made, ana, bo, cy, dee, input, schedule };
};

const codeOf = async (someone: Peer, query: string, variables: object) =>
  (await someone.refused(query, variables)).extensions.code;

describe('scheduling', () => {
  it('is possible only for the candidate, the panel and organizers', async () => {
    const { ana, bo, cy, organizer, input } = await aWorld();
    await ana.ask(SCHEDULE, input('2027-03-10T18:00:00Z'));
    await bo.ask(SCHEDULE, input('2027-03-11T18:00:00Z'));
    await organizer.ask(SCHEDULE, input('2027-03-12T18:00:00Z'));
    expect(await codeOf(cy, SCHEDULE, input('2027-03-13T18:00:00Z'))).toBe('FORBIDDEN');
    const stranger = (await world.seed.group({ members: 1 })).members[0]!;
    expect(await codeOf(stranger, SCHEDULE, input('2027-03-13T18:00:00Z'))).toBe('NOT_FOUND');
  });

  it('needs a full panel of present members without the candidate', async () => {
    const { ana, bo, cy, organizer, input, rounds } = await aWorld();
    const at = '2027-03-10T18:00:00Z';
    for (const panel of [
      [],
      [seat(bo), seat(cy)],
      [seat(ana)],
      [seat(bo, 'CO_INTERVIEWER')],
      [seat(bo), seat(bo, 'SHADOW')],
      [seat(bo), seat(ana, 'SHADOW')],
    ]) {
      expect(await codeOf(organizer, SCHEDULE, input(at, panel))).toBe('INVALID_INPUT');
    }
    const pair = { roundId: rounds.get(PAIR_ROUND) };
    expect(await codeOf(organizer, SCHEDULE, input('2027-04-10T18:00:00Z', [seat(bo)], pair))).toBe('INVALID_INPUT');
    expect(await codeOf(organizer, SCHEDULE, input('2027-04-10T18:00:00Z', [seat(bo), seat(cy)], pair))).toBe(
      'INVALID_INPUT',
    );
    const outsider = (await world.seed.group({ members: 1 })).members[0]!;
    expect(await codeOf(organizer, SCHEDULE, input(at, [seat(outsider)]))).toBe('NOT_FOUND');
    await organizer.removes(cy.memberId);
    expect(await codeOf(organizer, SCHEDULE, input(at, [seat(cy)]))).toBe('NOT_FOUND');
  });

  it('nobody is booked for two sessions at once, in any seat or group, and the refusal says who is busy but not why', async () => {
    const { ana, bo, cy, dee, organizer, schedule, planId, rounds } = await aWorld();
    const taken = await schedule('2027-03-10T18:00:00Z', [seat(bo), seat(cy, 'SHADOW')]);
    const dees = await world.seed.enroll(dee, planId);
    const clash = async (startsAt: string, panel: object[]) =>
      (
        await organizer.refused(SCHEDULE, {
          input: { candidateId: dees.id, roundId: rounds.get(SOLO_ROUND), startsAt, panel },
        })
      ).extensions;
    expect(await clash('2027-03-10T18:30:00Z', [seat(bo)])).toEqual({
      code: 'TIME_TAKEN',
      who: [bo.memberId],
      block: {
        reason: 'ALL_BOOKED',
        members: [bo.memberId],
        remedies: [
          expect.objectContaining({
            kind: 'MOVE_SESSION',
            choice: 1,
            member: bo.memberId,
            session: taken.id,
            text: 'Coding with Ana on 10 March is moved.',
          }),
        ],
      },
    });
    // If one session moves, both people are free.
    const both = await clash('2027-03-10T18:30:00Z', [seat(bo), seat(cy, 'SHADOW')]);
    expect(new Set(both.who as string[])).toEqual(new Set([bo.memberId, cy.memberId]));
    expect(both.block).toMatchObject({ remedies: [expect.anything()] });
    expect(await clash('2027-03-10T17:00:00Z', [seat(cy)])).toMatchObject({ code: 'TIME_TAKEN', who: [cy.memberId] });
    expect(await clash('2027-03-10T19:10:00Z', [seat(ana)])).toMatchObject({ code: 'TIME_TAKEN', who: [ana.memberId] });
    // The buffer of 15 minutes is over.
    const again = {
      candidateId: dees.id,
      roundId: rounds.get(SOLO_ROUND),
      startsAt: '2027-03-10T19:15:00Z',
      panel: [seat(bo)],
    };
    await organizer.schedules(again);

    // Bo joins another group, whose members learn only that Bo is busy.
    const other = await world.seed.plan({ members: 1 });
    const boThere = await world.seed.join(
      other.organizer,
      other.groupId,
      Object.assign({}, bo, { ask: bo.ask, refused: bo.refused }),
    );
    const elsewhere = {
      candidateId: other.candidate.id,
      roundId: other.rounds.get(SOLO_ROUND),
      startsAt: '2027-03-10T18:00:00Z',
      panel: [seat(boThere)],
    };
    const refusal = await other.organizer.refused(SCHEDULE, { input: elsewhere });
    const block = { reason: 'ALL_BOOKED', members: [boThere.memberId], remedies: [] };
    expect(refusal.extensions).toEqual({ code: 'TIME_TAKEN', who: [boThere.memberId], block });
  });

  it('time that a session took can be booked again after the session is cancelled or moved', async () => {
    const { organizer, schedule } = await aWorld();
    const session = await schedule('2027-03-10T18:00:00Z');
    await organizer.ask(MOVE, {
      input: { sessionId: session.id, startsAt: '2027-03-11T18:00:00Z', reason: 'Dentist', expectedVersion: 1 },
    });
    const second = await schedule('2027-03-10T18:00:00Z');
    await organizer.ask(CANCEL, { input: { sessionId: second.id, reason: 'Ill', expectedVersion: 1 } });
    await schedule('2027-03-10T18:00:00Z');
  });

  it('respects the dates of the plan, one session a day and the weekly limit; an organizer may override them, and the history records it', async () => {
    const { ana, bo, organizer, input, schedule } = await aWorld();
    const reason = { overrideReason: 'The real interview was moved up.' };
    // The window of the round is only advice, and does not block a booking.
    await schedule('2027-04-20T18:00:00Z');
    expect(await codeOf(ana, SCHEDULE, input('2027-05-02T18:00:00Z'))).toBe('OUT_OF_WINDOW');
    expect(await codeOf(organizer, SCHEDULE, input('2027-05-02T18:00:00Z'))).toBe('OUT_OF_WINDOW');
    expect(await codeOf(ana, SCHEDULE, input('2027-05-02T18:00:00Z', [seat(bo)], reason))).toBe('FORBIDDEN');
    const session = await schedule('2027-05-02T18:00:00Z', [seat(bo)], reason);
    const { session: read } = await ana.ask(READ, { id: session.id });
    expect(read.history).toMatchObject([
      { kind: 'SCHEDULED' },
      { kind: 'OVERRIDE', reason: 'The real interview was moved up.' },
    ]);

    await schedule('2027-03-09T08:00:00Z');
    expect(await codeOf(ana, SCHEDULE, input('2027-03-09T18:00:00Z'))).toBe('LIMIT_REACHED');
    await schedule('2027-03-10T08:00:00Z');
    await schedule('2027-03-11T08:00:00Z');
    const { extensions } = await ana.refused(SCHEDULE, input('2027-03-12T08:00:00Z'));
    expect(extensions).toMatchObject({ code: 'LIMIT_REACHED', who: [bo.memberId] });
    expect(extensions.block).toMatchObject({
      reason: 'WEEKLY_LIMIT',
      members: [bo.memberId],
      remedies: [{ kind: 'RAISE_LIMIT', limit: 4, member: bo.memberId, text: 'Bo raises their weekly limit to 4.' }],
    });
    await schedule('2027-03-15T08:00:00Z');
    expect(await codeOf(ana, SCHEDULE, input('2027-03-12T08:00:00Z', [seat(bo)], { overrideReason: 'x' }))).toBe(
      'FORBIDDEN',
    );
  });

  it('an organizer cannot override a double booking', async () => {
    const { bo, organizer, input, schedule } = await aWorld();
    await schedule('2027-03-10T18:00:00Z');
    expect(await codeOf(organizer, SCHEDULE, input('2027-03-10T18:00:00Z', [seat(bo)], { overrideReason: 'x' }))).toBe(
      'TIME_TAKEN',
    );
  });

  it('is possible only for the future; past sessions can be logged for up to a year', async () => {
    const { ana, bo, input } = await aWorld();
    expect(await codeOf(ana, SCHEDULE, input('2027-03-01T08:00:00Z'))).toBe('INVALID_INPUT');
    const { logSession } = await ana.ask(LOG, input('2027-02-20T18:00:00Z'));
    expect(logSession).toMatchObject({ status: 'AWAITING_FEEDBACK', feedbackDueAt: '2027-03-03T09:00:00.000Z' });
    for (const startsAt of ['2027-03-01T08:30:00Z', '2027-03-09T18:00:00Z', '2026-02-20T18:00:00Z']) {
      expect(await codeOf(ana, LOG, input(startsAt))).toBe('INVALID_INPUT');
    }
    expect(await codeOf(ana, LOG, input('2027-02-20T18:30:00Z', [seat(bo)]))).toBe('TIME_TAKEN');
  });

  it('refuses rounds that are skipped, foreign or of another guide, and candidates who withdrew', async () => {
    const { ana, bo, candidate, input } = await aWorld();
    const other = await world.seed.plan({ members: 1 });
    const foreign = input('2027-03-10T18:00:00Z', [seat(bo)], { roundId: other.rounds.get(SOLO_ROUND) });
    expect(await codeOf(ana, SCHEDULE, foreign)).toBe('NOT_FOUND');
    const wrongKind = await ana.refused(SCHEDULE, input('2027-03-10T18:00:00Z', [seat(bo)], { roundId: candidate.id }));
    expect(wrongKind.extensions.fields![0]!.path).toBe('roundId');
    await ana.updatesRound({ loopRoundId: candidate.loop.get(SOLO_ROUND), included: false });
    expect(await codeOf(ana, SCHEDULE, input('2027-03-10T18:00:00Z'))).toBe('INVALID_STATE');
    await ana.withdraws(candidate.id);
    expect(await codeOf(ana, SCHEDULE, input('2027-03-10T18:00:00Z'))).toBe('INVALID_STATE');
  });

  it('answers a repeated request with the first session, and refuses the key for another request', async () => {
    const { ana, bo, input } = await aWorld();
    const key = { idempotencyKey: 'evening-1' };
    const first = (await ana.ask(SCHEDULE, input('2027-03-10T18:00:00Z', [seat(bo)], key))).scheduleSession;
    const again = (await ana.ask(SCHEDULE, input('2027-03-10T18:00:00Z', [seat(bo)], key))).scheduleSession;
    expect(again.id).toBe(first.id);
    const { extensions } = await ana.refused(SCHEDULE, input('2027-03-11T18:00:00Z', [seat(bo)], key));
    expect(extensions.fields![0]!.path).toBe('idempotencyKey');
    const bos = (await bo.ask(SCHEDULE, input('2027-03-12T18:00:00Z', [seat(bo)], key))).scheduleSession;
    expect(bos.id).not.toBe(first.id);
  });

  it.each([
    ['America/New_York', '2027-03-14T18:00:00-04:00', '2027-03-14T22:00:00.000Z'],
    ['Europe/Berlin', '2027-03-28T18:00:00+02:00', '2027-03-28T16:00:00.000Z'],
    ['Asia/Kathmandu', '2027-03-28T18:00:00+05:45', '2027-03-28T12:15:00.000Z'],
    ['Australia/Lord_Howe', '2027-04-04T18:00:00+10:30', '2027-04-04T07:30:00.000Z'],
  ])('books a full hour on the day when the clocks change in %s', async (timeZone, startsAt, instant) => {
    const { ana, bo, schedule, candidate, rounds } = await aWorld({ timeZone, targetDate: '2027-06-01' });
    const session = await schedule(startsAt);
    expect(session.startsAt).toBe(instant);
    expect(new Date(session.endsAt).getTime() - new Date(session.startsAt).getTime()).toBe(3_600_000);
    // One session a day, by the candidate's own calendar: just before midnight is that day, just after is the next.
    const offset = startsAt.slice(19);
    const day = startsAt.slice(0, 10);
    const input = (at: string) => ({
      input: { candidateId: candidate.id, roundId: rounds.get(SOLO_ROUND), startsAt: at, panel: [seat(bo)] },
    });
    expect(await codeOf(ana, SCHEDULE, input(`${day}T23:00:00${offset}`))).toBe('LIMIT_REACHED');
    const next = new Date(new Date(`${day}T12:00:00Z`).getTime() + 86_400_000).toISOString().slice(0, 10);
    await ana.ask(SCHEDULE, input(`${next}T00:30:00${offset}`));
  });
});

describe('changing a session', () => {
  it('moving a session needs the current version, and stores a reason that only participants can read', async () => {
    const { ana, bo, cy, schedule } = await aWorld();
    const { id } = await schedule();
    const move = (expectedVersion: number, startsAt = '2027-03-11T18:00:00Z') => ({
      input: { sessionId: id, startsAt, reason: 'Dentist', expectedVersion },
    });
    expect((await ana.ask(MOVE, move(1))).rescheduleSession).toEqual({
      startsAt: '2027-03-11T18:00:00.000Z',
      endsAt: '2027-03-11T19:00:00.000Z',
      version: 2,
      feedbackDueAt: '2027-03-13T19:00:00.000Z',
    });
    expect((await bo.refused(MOVE, move(1))).extensions).toEqual({
      code: 'VERSION_CONFLICT',
      currentVersion: 2,
      session: id,
    });
    expect(await codeOf(cy, MOVE, move(2))).toBe('FORBIDDEN');
    expect(await codeOf(bo, MOVE, move(2, '2027-02-11T18:00:00Z'))).toBe('INVALID_INPUT');
    // A move to the time that it has would only count as late.
    expect(await codeOf(bo, MOVE, move(2, '2027-03-11T18:00:00Z'))).toBe('INVALID_INPUT');
    expect(await codeOf(bo, MOVE, move(2, '2027-05-28T18:00:00Z'))).toBe('OUT_OF_WINDOW');
    const { session } = await cy.ask(READ, { id });
    expect(session.history[1]).toMatchObject({ kind: 'RESCHEDULED', reason: null, by: { id: ana.memberId } });
    expect((await bo.ask(READ, { id })).session.history[1]!.reason).toBe('Dentist');
  });

  it('a session can be moved only to a time at which everybody in it is free', async () => {
    const { organizer, schedule } = await aWorld();
    const first = await schedule('2027-03-10T18:00:00Z');
    await schedule('2027-03-11T18:00:00Z');
    const input = {
      sessionId: first.id,
      startsAt: '2027-03-11T18:30:00Z',
      reason: 'x',
      expectedVersion: 1,
      overrideReason: 'x',
    };
    expect(await codeOf(organizer, MOVE, { input })).toBe('TIME_TAKEN');
    expect((await organizer.ask(READ, { id: first.id })).session).toMatchObject({
      version: 1,
      startsAt: '2027-03-10T18:00:00.000Z',
    });
  });

  it('the link and the wish are shown only to participants, and only a new link makes a new version', async () => {
    const { ana, bo, cy, organizer, schedule } = await aWorld();
    const { id } = await schedule('2027-03-10T18:00:00Z', [seat(bo), seat(cy, 'SHADOW')], { wish: 'Graphs, please.' });
    const change = (more: object, expectedVersion: number) => ({ input: { sessionId: id, expectedVersion, ...more } });
    const set = async (more: object, version: number) => (await bo.ask(CHANGE, change(more, version))).updateSession;
    expect(await set({ wish: 'Trees, please.' }, 1)).toEqual({ meetingUrl: null, wish: 'Trees, please.', version: 1 });
    expect(await set({ meetingUrl: 'https://meet.example.org/x' }, 1)).toMatchObject({
      meetingUrl: 'https://meet.example.org/x',
      version: 2,
    });
    expect(await set({ meetingUrl: 'https://meet.example.org/x' }, 2)).toMatchObject({ version: 2 });
    for (const someone of [ana, bo, cy]) expect((await someone.ask(READ, { id })).session.wish).toBe('Trees, please.');
    expect((await organizer.ask(READ, { id })).session).toMatchObject({ wish: null, meetingUrl: null });
    expect(await set({ meetingUrl: null, wish: null }, 2)).toEqual({ meetingUrl: null, wish: null, version: 3 });
    await bo.setsProfile({ memberId: bo.memberId, meetingUrl: 'https://meet.example.org/bo' });
    expect((await ana.ask(READ, { id })).session.meetingUrl).toBe('https://meet.example.org/bo');
    const { session: seen } = await organizer.ask(
      'query ($id: ID!) { session(id: $id) { panel { member { meetingUrl } } } }',
      { id },
    );
    expect(seen.panel.map(({ member }) => member.meetingUrl)).toEqual([null, null]);
    expect(await codeOf(bo, CHANGE, change({ meetingUrl: 'ftp://x' }, 3))).toBe('INVALID_INPUT');
  });

  it('a cancellation has a reason for participants only, is late once the notice has begun, and can be for another participant', async () => {
    const { ana, bo, cy, organizer, schedule } = await aWorld();
    const { id } = await schedule();
    const cancel = (more: object = {}) => ({ input: { sessionId: id, reason: 'Fever', expectedVersion: 1, ...more } });
    expect(await codeOf(organizer, CANCEL, cancel({ onBehalfOfMemberId: cy.memberId }))).toBe('INVALID_INPUT');
    expect(await codeOf(cy, CANCEL, cancel())).toBe('FORBIDDEN');
    world.service.clock.set('2027-03-10T07:00:00Z');
    for (const peer of [ana, bo, cy, organizer]) await peer.signInAgain();
    await organizer.ask(CANCEL, cancel({ onBehalfOfMemberId: bo.memberId }));
    const { session } = await ana.ask(READ, { id });
    expect(session).toMatchObject({ status: 'CANCELLED', version: 1 });
    expect(session.cancellation).toMatchObject({
      late: true,
      reason: 'Fever',
      by: { id: organizer.memberId },
      onBehalfOf: { id: bo.memberId },
    });
    expect((await cy.ask(READ, { id })).session.cancellation.reason).toBeNull();
    expect((await cy.ask(READ, { id })).session.history[1]!.reason).toBeNull();
    expect((await ana.refused(CANCEL, cancel())).extensions).toEqual({ code: 'INVALID_STATE', state: 'CANCELLED' });
  });

  it('a session that was cancelled says so to a second cancellation and to a move, whatever version they name', async () => {
    const { ana, schedule } = await aWorld();
    const { id } = await schedule();
    const common = { sessionId: id, reason: 'x' };
    await ana.ask(CANCEL, { input: { ...common, expectedVersion: 1 } });
    for (const [mutation, more] of [
      [CANCEL, {}],
      [MOVE, { startsAt: '2027-03-11T18:00:00Z' }],
    ] as const)
      expect((await ana.refused(mutation, { input: { ...common, expectedVersion: 2, ...more } })).extensions).toEqual({
        code: 'INVALID_STATE',
        state: 'CANCELLED',
      });
  });

  it('a session that has started can no longer be changed', async () => {
    const { ana, schedule } = await aWorld();
    const { id } = await schedule();
    world.service.clock.set('2027-03-10T18:00:00Z');
    await ana.signInAgain();
    const common = { sessionId: id, expectedVersion: 1 };
    for (const [mutation, more] of [
      [MOVE, { startsAt: '2027-03-11T18:00:00Z', reason: 'x' }],
      [CANCEL, { reason: 'x' }],
      [CHANGE, { wish: 'x' }],
    ] as const) {
      expect((await ana.refused(mutation, { input: { ...common, ...more } })).extensions).toEqual({
        code: 'INVALID_STATE',
        state: 'STARTED',
      });
    }
  });
});

interface Page {
  totalCount: number;
  nodes: { id: string }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string };
}

describe('lists of sessions', () => {
  it('are paged, filtered by span and state, and the same from group, plan, candidate and person', async () => {
    const { ana, bo, groupId, planId, candidate, organizer, schedule } = await aWorld();
    const ids: string[] = [];
    for (const day of ['08', '09', '10']) ids.push((await schedule(`2027-03-${day}T18:00:00Z`)).id);
    await organizer.ask(CANCEL, { input: { sessionId: ids[1]!, reason: 'x', expectedVersion: 1 } });
    const list = async (root: string, id: string, args: string) =>
      (
        (await ana.ask(
          `query ($id: ID!) { node(id: $id) { ... on ${root} { sessions(${args}) { totalCount nodes { id } pageInfo { hasNextPage hasPreviousPage endCursor } } } } }`,
          { id },
        )) as { node: { sessions: Page } }
      ).node.sessions;
    const idsOf = (page: Page) => page.nodes.map(({ id }) => id);
    for (const [root, id] of [
      ['Group', groupId],
      ['PrepPlan', planId],
      ['Candidate', candidate.id],
      ['Person', ana.personId],
      ['Person', bo.personId],
    ] as const) {
      expect(idsOf(await list(root, id, 'first: 10'))).toEqual(ids);
      expect(idsOf(await list(root, id, 'status: [CANCELLED]'))).toEqual([ids[1]]);
      expect(
        idsOf(await list(root, id, 'status: [SCHEDULED], from: "2027-03-08T18:30:00Z", to: "2027-03-10T18:00:00Z"')),
      ).toEqual([ids[0]]);
      const first = await list(root, id, 'first: 2');
      expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true, hasPreviousPage: false } });
      const rest = await list(root, id, `first: 2, after: "${first.pageInfo.endCursor}"`);
      expect([idsOf(rest), rest.totalCount, rest.pageInfo.hasNextPage, rest.pageInfo.hasPreviousPage]).toEqual([
        [ids[2]],
        3,
        false,
        true,
      ]);
    }
    const bad = await ana.refused(
      `query ($id: ID!) { group(id: $id) { sessions(first: 101, from: "soon") { totalCount } } }`,
      { id: groupId },
    );
    expect(bad.extensions.fields!.map(({ path }) => path)).toEqual(['from', 'first']);
  });

  it('a list filtered by a state has exactly the sessions in that state', async () => {
    const { ana, bo, organizer, groupId, schedule } = await aWorld();
    await schedule('2027-03-08T18:00:00Z');
    const missed = await schedule('2027-03-09T18:00:00Z');
    const graded = await schedule('2027-03-10T18:00:00Z');
    const cancelled = await schedule('2027-03-15T18:00:00Z');
    await schedule('2027-03-16T18:00:00Z');
    await organizer.ask(CANCEL, { input: { sessionId: cancelled.id, reason: 'x', expectedVersion: 1 } });
    world.service.clock.set('2027-03-10T19:30:00Z');
    for (const peer of [ana, bo, organizer]) await peer.signInAgain();
    await organizer.statesAttendance({
      sessionId: missed.id,
      people: [{ memberId: bo.memberId, attendance: 'NO_SHOW' }],
    });
    await bo.submits(card(graded.id, 3));
    const statuses = ['SCHEDULED', 'AWAITING_FEEDBACK', 'COMPLETED', 'NOT_HELD', 'CANCELLED'];
    for (const status of statuses) {
      const { group } = await ana.ask(
        'query ($id: ID!, $status: [SessionStatus!]) { group(id: $id) { sessions(status: $status) { nodes { status } } } }',
        { id: groupId, status: [status] },
      );
      expect(group.sessions.nodes).toEqual([{ status }]);
    }
  });

  it('lists of sessions begin now by default, and contain everything once a span or a status is given', async () => {
    const { ana, bo, input, schedule, groupId, planId, candidate } = await aWorld();
    await ana.ask(LOG, input('2027-02-20T18:00:00Z', [seat(bo)]));
    await schedule('2027-03-10T18:00:00Z');
    const counts = async (args: string) => {
      const {
        viewer,
        group,
        plan,
        candidate: own,
      } = (await ana.ask(
        `query ($group: ID!, $plan: ID!, $candidate: ID!) { ${['viewer', 'group(id: $group)', 'plan(id: $plan)', 'candidate(id: $candidate)'].map((root) => `${root} { sessions${args} { totalCount } }`).join(' ')} }`,
        { group: groupId, plan: planId, candidate: candidate.id },
      )) as Record<string, { sessions: { totalCount: number } }>;
      return [viewer, group, plan, own].map((root) => root!.sessions.totalCount);
    };
    expect(await counts('')).toEqual([1, 1, 1, 1]);
    expect(await counts('(to: "2027-05-01T00:00:00Z")')).toEqual([2, 2, 2, 2]);
    expect(await counts('(status: [SCHEDULED, AWAITING_FEEDBACK])')).toEqual([2, 2, 2, 2]);
    expect(await counts('(from: "2027-02-01T00:00:00Z")')).toEqual([2, 2, 2, 2]);
  });

  it('can be asked for several spans and states in one operation', async () => {
    const { ana, bo, input, schedule, candidate } = await aWorld();
    await ana.ask(LOG, input('2027-02-20T18:00:00Z', [seat(bo)]));
    await schedule('2027-03-10T18:00:00Z');
    const sessions = `
      soon: sessions { totalCount }
      late: sessions(from: "2027-03-11T00:00:00Z") { totalCount }
      early: sessions(to: "2027-03-01T00:00:00Z") { totalCount }
      all: sessions(from: "2027-02-01T00:00:00Z") { totalCount edges { cursor } }
      pages: sessions(from: "2027-02-01T00:00:00Z", first: 1) { totalCount edges { cursor } }
      none: sessions(status: []) { totalCount }`;
    const answer = (await ana.ask(`query ($id: ID!) { viewer { ${sessions} } candidate(id: $id) { ${sessions} } }`, {
      id: candidate.id,
    })) as Record<string, Record<string, { totalCount: number; edges?: unknown[] }>>;
    for (const lists of Object.values(answer)) {
      const counts = Object.values(lists).map(({ totalCount, edges = [] }) => [totalCount, edges.length]);
      expect(counts).toEqual([
        [1, 0],
        [0, 0],
        [1, 0],
        [2, 2],
        [2, 1],
        [0, 0],
      ]);
    }
  });
});

describe('the link', () => {
  const LINK = 'query ($id: ID!) { session(id: $id) { meetingUrl status } }';

  it("the candidate and the panel see the session's own link; organizers, too, see the lead's usual link until the session is over", async () => {
    const { ana, bo, cy, organizer, schedule } = await aWorld();
    await bo.setsProfile({ memberId: bo.memberId, meetingUrl: 'https://meet.example.org/bo' });
    const { id } = await schedule('2027-03-10T18:00:00Z');
    const linkFor = async (peer: Peer) => (await peer.ask(LINK, { id })).session.meetingUrl as string | null;
    const forAll = () => Promise.all([ana, bo, organizer, cy].map(linkFor));
    const usual = 'https://meet.example.org/bo';
    expect(await forAll()).toEqual([usual, usual, usual, null]);
    const own = 'https://meet.example.org/one';
    await ana.ask(CHANGE, { input: { sessionId: id, meetingUrl: own, expectedVersion: 1 } });
    expect(await forAll()).toEqual([own, own, null, null]);
    await ana.ask(CHANGE, { input: { sessionId: id, meetingUrl: null, expectedVersion: 2 } });
    world.service.clock.set('2027-03-10T18:30:00Z');
    for (const peer of [ana, bo, organizer, cy]) await peer.signInAgain();
    expect((await ana.ask(LINK, { id })).session).toEqual({ meetingUrl: usual, status: 'IN_PROGRESS' });
    world.service.clock.set('2027-03-10T19:00:00Z');
    expect(await forAll()).toEqual([null, null, null, null]);
  });
});
