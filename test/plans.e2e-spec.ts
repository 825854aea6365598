import { parseId } from '../src/common/ids.js';
import { CREATE_PLAN, ENROLL, seat, SOLO_ROUND, type Seat } from './kit/seed.js';
import { useService } from './kit/use-service.js';

const world = useService();

const UPDATE =
  'mutation ($input: UpdateCandidateInput!) { updateCandidate(input: $input) { targetDate readinessSharing track { key } loop { windowStart windowEnd round { key } } } }';
const LOOP_ROUND =
  'mutation ($input: UpdateLoopRoundInput!) { updateLoopRound(input: $input) { included targetSessions realInterviewOn windowStart windowEnd status } }';
const WITHDRAW =
  'mutation ($id: ID!) { withdrawCandidate(candidateId: $id) { withdrawnAt sessions { nodes { status cancellation { reason late } } } } }';
const CANDIDATES =
  'query ($id: ID!) { plan(id: $id) { candidates { id } all: candidates(includeWithdrawn: true) { id } viewerCandidate { id } } }';

describe('a plan', () => {
  it('is made by organizers, for a guide of the group', async () => {
    const { groupId, guideId, organizer, members } = await world.seed.plan();
    const input = { groupId, guideId, title: 'Autumn', startsOn: '2027-09-01', bar: 3.2 };
    expect(await organizer.createsPlan(input)).toMatchObject({
      title: 'Autumn',
      bar: 3.2,
      startsOn: '2027-09-01',
    });
    expect((await members[0]!.refused(CREATE_PLAN, { input })).extensions.code).toBe('FORBIDDEN');
    const other = await world.seed.plan();
    expect(
      (await organizer.refused(CREATE_PLAN, { input: { ...input, guideId: other.guideId } })).extensions.code,
    ).toBe('NOT_FOUND');
    expect((await other.organizer.refused(CREATE_PLAN, { input })).extensions.code).toBe('NOT_FOUND');
    const bad = await organizer.refused(CREATE_PLAN, {
      input: { ...input, guideId: groupId, title: '', startsOn: '2027-02-30', bar: 5 },
    });
    expect(bad.extensions.fields!.map(({ path }) => path).sort()).toEqual(['bar', 'guideId', 'startsOn', 'title']);
  });

  it('is refused once its group has 50 plans', async () => {
    const { groupId, guideId, organizer } = await world.seed.plan({ members: 1 });
    await world.service.db.query(
      `insert into plan (group_id, id, guide_id, title, starts_on, bar, created_at, created_by_id)
       select p.group_id, gen_random_uuid(), p.guide_id, p.title, p.starts_on, p.bar, p.created_at, p.created_by_id
       from plan p, generate_series(1, 48) where p.group_id = $1`,
      [parseId('Group', groupId)!.id],
    );
    const input = { groupId, guideId, title: 'One more', startsOn: '2027-09-01' };
    await organizer.createsPlan(input);
    expect((await organizer.refused(CREATE_PLAN, { input })).extensions.code).toBe('LIMIT_REACHED');
  });

  it('lets organizers change its title and bar', async () => {
    const { planId, organizer, members } = await world.seed.plan();
    const UPDATE_PLAN = 'mutation ($input: UpdatePlanInput!) { updatePlan(input: $input) { title bar } }';
    expect((await organizer.ask(UPDATE_PLAN, { input: { planId, bar: 2.8 } })).updatePlan).toEqual({
      title: 'Spring',
      bar: 2.8,
    });
    expect((await members[0]!.refused(UPDATE_PLAN, { input: { planId, bar: 1 } })).extensions.code).toBe('FORBIDDEN');
  });
});

describe('dates', () => {
  it.each(['0000-01-01', '1899-12-31', '2200-01-01', '9999-12-31'])('as far away as %s are refused', async (date) => {
    const { groupId, guideId, planId, organizer, members } = await world.seed.plan();
    const plan = { groupId, guideId, title: 'x', startsOn: date };
    const enrollment = { planId, memberId: members[1]!.memberId, targetDate: date };
    const refusals = [
      await organizer.refused(CREATE_PLAN, { input: plan }),
      await organizer.refused(ENROLL, { input: enrollment }),
    ];
    expect(refusals.map(({ extensions }) => extensions.code)).toEqual(['INVALID_INPUT', 'INVALID_INPUT']);
  });
});

describe('a candidate', () => {
  it.each([
    ['America/New_York', '2027-03-14T03:30:00Z', '2027-03-13'],
    ['America/New_York', '2027-03-14T05:30:00Z', '2027-03-14'],
    ['Europe/Berlin', '2027-03-27T22:30:00Z', '2027-03-27'],
    ['Europe/Berlin', '2027-03-27T23:30:00Z', '2027-03-28'],
    ['Asia/Kathmandu', '2027-03-27T18:00:00Z', '2027-03-27'],
    ['Asia/Kathmandu', '2027-03-27T18:30:00Z', '2027-03-28'],
    ['Australia/Lord_Howe', '2027-04-03T12:30:00Z', '2027-04-03'],
    ['Australia/Lord_Howe', '2027-04-03T13:30:00Z', '2027-04-04'],
  ])('in %s who enrolls at %s starts on the date of their own zone, %s', async (timeZone, now, today) => {
    world.service.clock.set('2027-02-27T12:00:00Z');
    const { planId, members } = await world.seed.plan({ timeZone, startsOn: '2027-03-01', targetDate: '2027-06-01' });
    world.service.clock.set(now);
    await members[1]!.signInAgain();
    const input = { planId, memberId: members[1]!.memberId, targetDate: '2027-05-01' };
    const enrollCandidate = await members[1]!.enrolls(input);
    expect(enrollCandidate.loop[0]!.windowStart).toBe(today);
    world.service.clock.set('2027-03-01T09:00:00Z');
  });

  it('gets a loop whose windows follow the guide, all before the target date', async () => {
    const { planId, members } = await world.seed.plan();
    const input = { planId, memberId: members[1]!.memberId, targetDate: '2027-04-10', trackKey: 'search' };
    const enrollCandidate = await members[1]!.enrolls(input);
    expect(enrollCandidate.track.key).toBe('search');
    expect(
      enrollCandidate.loop.map(({ round, windowStart, windowEnd }) => [round.key, windowStart, windowEnd]),
    ).toEqual([
      ['recruiter-screen', '2027-03-01', '2027-03-14'],
      ['technical-phone-screen', '2027-03-01', '2027-03-18'],
      ['coding', '2027-03-03', '2027-03-22'],
      ['ml-system-design', '2027-03-17', '2027-04-03'],
      ['ml-domain', '2027-03-05', '2027-03-26'],
      ['behavioral', '2027-03-25', '2027-04-07'],
      ['hiring-manager', '2027-03-31', '2027-04-09'],
    ]);
  });

  it('is refused a target that is too near, with the earliest date', async () => {
    const { planId, members } = await world.seed.plan();
    const enroll = (targetDate: string) => ({ input: { planId, memberId: members[1]!.memberId, targetDate } });
    for (const targetDate of ['2027-03-07', '2027-02-01', '1999-01-01']) {
      const { extensions } = await members[1]!.refused(ENROLL, enroll(targetDate));
      expect(extensions.code).toBe('INVALID_INPUT');
      expect(extensions.fields![0]).toMatchObject({
        path: 'targetDate',
        expected: expect.stringContaining('2027-03-08'),
      });
    }
    expect((await members[1]!.ask(ENROLL, enroll('2027-03-08'))).enrollCandidate.loop).toHaveLength(7);
  });

  it('can be enrolled by an organizer but not by another member, and only once', async () => {
    const { planId, organizer, members } = await world.seed.plan();
    const input = { planId, memberId: members[1]!.memberId, targetDate: '2027-05-01' };
    expect((await members[2]!.refused(ENROLL, { input })).extensions.code).toBe('FORBIDDEN');
    const answers = await Promise.all([1, 2, 3].map(() => world.service.ask(ENROLL, { input }, organizer.token)));
    expect(answers.filter(({ errors }) => !errors)).toHaveLength(1);
    expect(answers.flatMap(({ errors }) => errors?.map(({ extensions }) => extensions.code) ?? [])).toEqual([
      'ALREADY_EXISTS',
      'ALREADY_EXISTS',
    ]);
    const other = await world.seed.group({ members: 1 });
    expect(
      (await organizer.refused(ENROLL, { input: { ...input, memberId: other.members[0]!.memberId } })).extensions.code,
    ).toBe('NOT_FOUND');
    expect(
      (await members[2]!.refused(ENROLL, { input: { ...input, memberId: members[2]!.memberId, trackKey: 'none' } }))
        .extensions.fields![0]!.path,
    ).toBe('trackKey');
  });

  it('keeps the windows of its other rounds if a skipped round comes back, also after the target date', async () => {
    const { candidate, members } = await world.seed.plan();
    const [ana] = members;
    const [coding, screen] = [SOLO_ROUND, 'recruiter-screen'].map((key) => candidate.loop.get(key));
    const window = { windowStart: '2027-03-25', windowEnd: '2027-03-27' };
    const change = async (loopRoundId: string, input: object) =>
      (await ana!.ask(LOOP_ROUND, { input: { loopRoundId, ...input } })).updateLoopRound;
    await change(coding!, window);
    await change(screen!, { included: false });
    await change(screen!, { included: true });
    expect(await change(coding!, { targetSessions: 2 })).toMatchObject(window);
    await change(screen!, { included: false });
    world.service.clock.set('2027-09-01T09:00:00Z');
    await ana!.signInAgain();
    const { windowStart } = await change(screen!, { included: true });
    expect(windowStart).toBe('2027-09-01');
    world.service.clock.set('2027-03-01T09:00:00Z');
  });

  it('can move the target date, and is the only one who can change the sharing of the readiness', async () => {
    const { candidate, organizer, members } = await world.seed.plan();
    const { updateCandidate } = await members[0]!.ask(UPDATE, {
      input: { candidateId: candidate.id, targetDate: '2027-03-20', readinessSharing: 'FULL' },
    });
    expect(updateCandidate).toMatchObject({ targetDate: '2027-03-20', readinessSharing: 'FULL' });
    for (const { windowEnd } of updateCandidate.loop) expect(windowEnd < '2027-03-20').toBe(true);
    expect(
      (await organizer.refused(UPDATE, { input: { candidateId: candidate.id, readinessSharing: 'FULL' } })).extensions
        .code,
    ).toBe('FORBIDDEN');
    expect(
      (await members[1]!.refused(UPDATE, { input: { candidateId: candidate.id, targetDate: '2027-04-20' } })).extensions
        .code,
    ).toBe('FORBIDDEN');
    await organizer.ask(UPDATE, { input: { candidateId: candidate.id, targetDate: '2027-04-20' } });
    expect(
      (await organizer.refused(UPDATE, { input: { candidateId: candidate.id, targetDate: '2027-03-02' } })).extensions
        .code,
    ).toBe('INVALID_INPUT');
  });

  it('skips a round, asks for more sessions of another, and sets the date of the real interview', async () => {
    const { candidate, members } = await world.seed.plan();
    const set = async (key: string, input: object) =>
      (await members[0]!.ask(LOOP_ROUND, { input: { loopRoundId: candidate.loop.get(key), ...input } }))
        .updateLoopRound;
    expect(await set('coding', { included: false })).toMatchObject({ included: false, status: 'SKIPPED' });
    expect(await set('coding', { included: true, targetSessions: 4 })).toMatchObject({
      included: true,
      targetSessions: 4,
      status: 'TO_SCHEDULE',
    });
    expect(await set('coding', { realInterviewOn: '2027-03-12' })).toMatchObject({
      realInterviewOn: '2027-03-12',
      windowEnd: '2027-03-11',
    });
    expect(await set('coding', { realInterviewOn: null })).toMatchObject({
      realInterviewOn: null,
      windowEnd: '2027-04-03',
    });
    const loopRoundId = candidate.loop.get('coding');
    const bad = await members[0]!.refused(LOOP_ROUND, { input: { loopRoundId, targetSessions: 0 } });
    expect(bad.extensions.fields![0]!.path).toBe('targetSessions');
    expect(
      (await members[0]!.refused(LOOP_ROUND, { input: { loopRoundId, realInterviewOn: '2027-02-28' } })).extensions
        .code,
    ).toBe('INVALID_INPUT');
    expect((await members[1]!.refused(LOOP_ROUND, { input: { loopRoundId, included: false } })).extensions.code).toBe(
      'FORBIDDEN',
    );
    expect(
      (await (await world.seed.person('Stranger')).refused(LOOP_ROUND, { input: { loopRoundId, included: false } }))
        .extensions.code,
    ).toBe('NOT_FOUND');
  });

  it('loses upcoming sessions by withdrawing, and has the same loop after coming back', async () => {
    const { candidate, planId, rounds, members } = await world.seed.plan();
    const [ana, bo] = members;
    const startsAt = '2027-03-10T18:00:00Z';
    await ana!.schedules({ candidateId: candidate.id, roundId: rounds.get(SOLO_ROUND), startsAt, panel: [seat(bo!)] });
    expect((await bo!.refused(WITHDRAW, { id: candidate.id })).extensions.code).toBe('FORBIDDEN');
    const { withdrawCandidate } = await ana!.ask(WITHDRAW, { id: candidate.id });
    expect(withdrawCandidate.withdrawnAt).not.toBeNull();
    expect(withdrawCandidate.sessions.nodes).toEqual([
      { status: 'CANCELLED', cancellation: { reason: 'The candidate withdrew from the plan.', late: false } },
    ]);
    expect((await ana!.ask(CANDIDATES, { id: planId })).plan).toMatchObject({
      candidates: [],
      all: [{ id: candidate.id }],
    });
    expect((await ana!.refused(WITHDRAW, { id: candidate.id })).extensions).toMatchObject({
      code: 'INVALID_STATE',
      state: 'WITHDRAWN',
    });
    const again = await world.seed.enroll(ana!, planId);
    expect(again).toEqual(candidate);
  });
});

describe('a member who leaves the group', () => {
  it('stops being a candidate; sessions are cancelled and seats opened', async () => {
    const { candidate, planId, rounds, members } = await world.seed.plan();
    const [ana, bo, cy] = members;
    const bos = await world.seed.enroll(bo!, planId);
    const schedule = async (candidateId: string, round: string, startsAt: string, panel: Seat[]) =>
      await bo!.schedules({ candidateId, roundId: rounds.get(round), startsAt, panel });
    const own = await schedule(bos.id, 'coding', '2027-03-10T18:00:00Z', [seat(ana!)]);
    const pair = await schedule(candidate.id, 'ml-system-design', '2027-04-01T18:00:00Z', [
      seat(bo!),
      seat(cy!, 'CO_INTERVIEWER'),
    ]);
    const shadowed = await schedule(candidate.id, 'coding', '2027-03-11T18:00:00Z', [seat(cy!), seat(bo!, 'SHADOW')]);

    const removeMember = await bo!.removes(bo!.memberId);
    expect(removeMember.cancelled).toEqual([{ id: own.id, status: 'CANCELLED' }]);
    expect(removeMember.uncovered).toEqual([{ id: pair.id, openSeats: 1, version: 2 }]);
    const { session } = await ana!.ask(
      'query ($id: ID!) { session(id: $id) { openSeats panel { role member { id } } history { kind reason summary } } }',
      { id: pair.id },
    );
    expect(session).toMatchObject({ openSeats: 1, panel: [{ role: 'CO_INTERVIEWER', member: { id: cy!.memberId } }] });
    expect(session.history.at(-1)).toEqual({
      kind: 'REASSIGNED',
      reason: 'Bo left the group.',
      summary: 'An interviewer left the group, so a seat is open.',
    });
    const { session: learnt } = await ana!.ask('query ($id: ID!) { session(id: $id) { openSeats panel { role } } }', {
      id: shadowed.id,
    });
    expect(learnt).toEqual({ openSeats: 0, panel: [{ role: 'LEAD' }] });
    expect((await ana!.ask(CANDIDATES, { id: planId })).plan.candidates).toEqual([{ id: candidate.id }]);
    // The former member has no bookings left.
    const [{ count }] = await world.service.db.query<[{ count: number }]>(
      'select count(*)::int as count from booking where person_id = (select person_id from member where left_at is not null and group_id = (select group_id from session order by id desc limit 1))',
    );
    expect(count).toBe(0);
  });
});
