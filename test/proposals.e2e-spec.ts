import { setTimeout as pause } from 'node:timers/promises';
import { PAIR_ROUND, seat, SOLO_ROUND, type Peer, HOURS, PROFILE, UPDATE_ROUND } from './kit/seed.js';
import { startTestApp } from './kit/app.js';
import { drop, edition, UPDATE_PLAN } from './kit/editions.js';
import { ask as askAt, start, useProcesses } from './kit/processes.js';
import { useService } from './kit/use-service.js';

useProcesses();

const world = useService();

const FIELDS = `id status progress { phase placed placedBound } quality { placed placedBound loadSpread loadSpreadBound
  repeatedPairs repeatedPairsBound exchanges exchangesBound waitingDays waitingDaysBound stoppedEarly }
  sessions { id startsAt endsAt exchangedWith loopRound { id } panel { role member { id } } session { id status startsAt } }
  unplaced { loopRound { id } block { reason members { id } remedies { kind choice member { id } roundKind text } } }`;
const PROPOSE = `mutation ($input: ProposeScheduleInput!) { proposeSchedule(input: $input) { ${FIELDS} } }` as const;
const READ = `query ($id: ID!) { node(id: $id) { ... on ScheduleProposal { ${FIELDS} } } }` as const;
const PUBLISH =
  `mutation ($id: ID!, $except: [ID!]) { publishProposal(proposalId: $id, except: $except) { ${FIELDS} } }` as const;
const DISCARD = 'mutation ($id: ID!) { discardProposal(proposalId: $id) { status } }';
const LIST = 'query ($id: ID!) { plan(id: $id) { proposals { id } } }';
const SLOT = `query ($id: ID!, $from: DateTime, $to: DateTime, $panel: [ID!]) { node(id: $id) { ... on LoopRound {
  slots(from: $from, to: $to, panel: $panel) { slots { startsAt panel { role member { id } } } } } } }`;
const BOOKED =
  'query ($id: ID!) { plan(id: $id) { sessions(first: 100) { totalCount nodes { id startsAt endsAt exchangedWith { id startsAt } candidate { member { id } } panel { member { id } } } } } }';

const DAY = 86_400_000;
const weekly = (...days: string[]) => days.map((day) => ({ day, start: '18:00', end: '21:00' }));
const states = (peer: Peer, windows: ReturnType<typeof weekly>, expectedVersion?: number) =>
  peer.ask(HOURS, { input: { memberId: peer.memberId, weekly: windows, exceptions: [], expectedVersion } });

/** Three candidates, and an organizer who only interviews. All have hours in the evening. */
async function group() {
  const made = await world.seed.plan({ members: 3 });
  const [ana, bo, cy] = made.members as [Peer, Peer, Peer];
  const enrolled = [made.candidate];
  for (const peer of [bo, cy]) enrolled.push(await world.seed.enroll(peer, made.planId));
  const loops = enrolled.map(({ loop }) => loop);
  await states(ana, weekly('MONDAY', 'TUESDAY', 'THURSDAY', 'SATURDAY'));
  await states(bo, weekly('MONDAY', 'WEDNESDAY', 'THURSDAY', 'SUNDAY'));
  await states(cy, weekly('TUESDAY', 'WEDNESDAY', 'THURSDAY', 'SATURDAY'));
  await states(made.organizer, weekly('MONDAY', 'WEDNESDAY', 'SATURDAY'));
  return { ...made, ana, bo, cy, enrolled, loops };
}

type Group = Awaited<ReturnType<typeof group>>;

async function solved(viewer: Peer, id: string) {
  for (;;) {
    const { node } = await viewer.ask(READ, { id });
    if (node.status !== 'SOLVING') return node;
    await pause(50);
  }
}

async function proposes({ organizer, planId }: Pick<Group, 'organizer' | 'planId'>, input: object = {}) {
  const { proposeSchedule } = await organizer.ask(PROPOSE, { input: { planId, effort: 'QUICK', ...input } });
  expect(proposeSchedule).toMatchObject({ status: 'SOLVING', quality: null, sessions: [], unplaced: [] });
  return solved(organizer, proposeSchedule.id);
}

type Proposal = Awaited<ReturnType<typeof solved>>;

describe('a proposal', () => {
  it('is answered at once, is solved in the background, and has a place or a reason for every open sitting', async () => {
    const made = await group();
    const proposal = await proposes(made);
    expect(proposal.status).toBe('OPEN');
    const { quality, sessions, unplaced } = proposal;
    expect(quality.placed).toBe(sessions.length);
    expect(quality.placed).toBeGreaterThan(10);
    expect(quality.placed).toBeLessThanOrEqual(quality.placedBound);
    // Each of the three candidates has seven rounds, and each round wants as many sessions as the guide says.
    const wanted = await made.organizer.ask(
      'query ($id: ID!) { plan(id: $id) { candidates { loop { targetSessions } } } }',
      { id: made.planId },
    );
    const open = wanted.plan.candidates.flatMap(({ loop }) => loop.map(({ targetSessions }) => targetSessions));
    expect(sessions.length + unplaced.length).toBe(open.reduce((sum: number, each: number) => sum + each, 0));
    for (const { block } of unplaced) expect(block.reason).toMatch(/^[A-Z_]+$/);
    // The same input gives the same plan.
    const plan = ({ sessions: each }: Proposal) =>
      each.map(({ startsAt, loopRound, panel }) => ({ startsAt, loopRound, panel }));
    const again = await proposes(made);
    expect(plan(again)).toEqual(plan(proposal));
    const { plan: listed } = await made.ana.ask(LIST, { id: made.planId });
    expect(listed.proposals.map(({ id }) => id)).toEqual([again.id, proposal.id]);
  });

  it('has only sessions that slots offer, and publishing books them all without double bookings', async () => {
    const made = await group();
    const proposal = await proposes(made);
    for (const { loopRound, startsAt, panel } of proposal.sessions) {
      const to = new Date(Date.parse(startsAt) + 1).toISOString();
      const asked = { id: loopRound.id, from: startsAt, to, panel: panel.map(({ member }) => member.id) };
      const { slots } = (await made.ana.ask(SLOT, asked)).node.slots;
      expect(slots).toEqual([{ startsAt, panel }]);
    }
    const [first, ...rest] = proposal.sessions;
    world.service.statements();
    const { publishProposal } = await made.organizer.ask(PUBLISH, { id: proposal.id, except: [first!.id] });
    // The number of statements does not depend on the number of sessions.
    expect(rest.length).toBeGreaterThan(20);
    expect(world.service.statements().length).toBeLessThan(60);
    expect(publishProposal.status).toBe('PUBLISHED');
    expect(publishProposal.sessions.filter(({ session }) => session !== null)).toHaveLength(rest.length);
    const { sessions } = (await made.ana.ask(BOOKED, { id: made.planId })).plan;
    expect(sessions.totalCount).toBe(rest.length);
    // The first half of an exchange needs no buffer, because the second half follows.
    const isFollowed = ({ endsAt, exchangedWith }: (typeof sessions.nodes)[number]) =>
      exchangedWith?.startsAt === endsAt;
    const seats = sessions.nodes.flatMap((session) =>
      [session.candidate, ...session.panel].map(({ member }) => ({
        id: member.id,
        from: Date.parse(session.startsAt),
        until: Date.parse(session.endsAt) + (isFollowed(session) ? 0 : 15 * 60_000),
      })),
    );
    for (const [n, one] of seats.entries())
      for (const other of seats.slice(n + 1))
        expect(one.id === other.id && one.from < other.until && other.from < one.until).toBe(false);
    const days = sessions.nodes.map(({ startsAt, candidate }) => `${candidate.member.id} ${startsAt.slice(0, 10)}`);
    expect(new Set(days).size).toBe(days.length);
    // A second proposal keeps what is booked, and proposes the rest.
    const again = await proposes(made);
    expect(again.sessions.map(({ loopRound }) => loopRound.id)).toContain(first!.loopRound.id);
    expect((await made.organizer.refused(PUBLISH, { id: proposal.id })).extensions).toMatchObject({
      code: 'INVALID_STATE',
      state: 'PUBLISHED',
    });
  });

  it('puts two members who interview each other back to back, and publishing books this as an exchange', async () => {
    const made = await group();
    const proposal = await proposes(made);
    const { exchanges, exchangesBound } = proposal.quality;
    const halves = proposal.sessions.filter(({ exchangedWith }) => exchangedWith !== null);
    expect(halves).toHaveLength(2 * exchanges);
    expect(exchanges).toBeGreaterThan(0);
    expect(exchangesBound).toBeGreaterThanOrEqual(exchanges);
    const byId = new Map(proposal.sessions.map((each) => [each.id, each]));
    for (const half of halves) {
      const other = byId.get(half.exchangedWith)!;
      expect(other.exchangedWith).toBe(half.id);
      expect(half.endsAt === other.startsAt || other.endsAt === half.startsAt).toBe(true);
    }
    // A session is booked alone if its other half is left out.
    const [alone] = halves;
    const { publishProposal } = await made.organizer.ask(PUBLISH, {
      id: proposal.id,
      except: [alone!.exchangedWith],
    });
    const booked = new Map<string, string>(publishProposal.sessions.map(({ id, session }) => [id, session?.id]));
    const { nodes } = (await made.ana.ask(BOOKED, { id: made.planId })).plan.sessions;
    const linked = new Map<string, string>(nodes.map(({ id, exchangedWith }) => [id, exchangedWith?.id]));
    for (const half of halves.filter(({ id }) => id !== alone!.exchangedWith))
      expect(linked.get(booked.get(half.id)!)).toBe(half === alone ? undefined : booked.get(half.exchangedWith));
  });

  it('is stale once a session is no longer allowed, and can then be published only without that session', async () => {
    const made = await group();
    const { organizer, ana, rounds, candidate } = made;
    const proposal = await proposes(made);
    const anas = proposal.sessions.find(({ loopRound }) => [...candidate.loop.values()].includes(loopRound.id));
    const panel = [seat([made.bo, made.cy, organizer].find(({ memberId }) => memberId === anas!.panel[0]!.member.id)!)];
    const input = {
      candidateId: candidate.id,
      roundId: rounds.get(SOLO_ROUND),
      startsAt: anas!.startsAt,
      panel,
      overrideReason: 'x',
    };
    await organizer.schedules(input);
    expect((await ana.ask(READ, { id: proposal.id })).node.status).toBe('STALE');
    const { extensions } = await organizer.refused(PUBLISH, { id: proposal.id });
    expect(extensions.code).toBe('STALE');
    const refused = extensions.sessions as { id: string; code: string }[];
    expect(refused.map(({ id }) => id)).toContain(anas!.id);
    expect((await ana.ask(BOOKED, { id: made.planId })).plan.sessions.totalCount).toBe(1);
    const except = refused.map(({ id }) => id);
    const { publishProposal } = await organizer.ask(PUBLISH, { id: proposal.id, except });
    expect(publishProposal.status).toBe('PUBLISHED');
  });

  it('names the first half of an exchange as stale, too, if the second half has lost its time and the buffer does not fit', async () => {
    const made = await group();
    const { ana, bo, cy, organizer } = made;
    // The evening is long enough for two sessions and one buffer.
    const evening = [{ day: 'WEDNESDAY', start: '18:00', end: '20:15' }];
    for (const peer of [ana, bo]) await states(peer, evening, 1);
    for (const peer of [cy, organizer])
      await organizer.ask(PROFILE, { input: { memberId: peer.memberId, qualifiedFor: [] } });
    const proposal = await proposes(made);
    const second = proposal.sessions.find(({ exchangedWith, startsAt }) =>
      proposal.sessions.some(({ id, endsAt }) => id === exchangedWith && endsAt === startsAt),
    )!;
    const interviewer = [ana, bo].find(({ memberId }) => memberId !== second.panel[0]!.member.id)!;
    await organizer.schedules({
      ...{ candidateId: made.enrolled[2]!.id, roundId: made.rounds.get(SOLO_ROUND), startsAt: second.startsAt },
      ...{ panel: [seat(interviewer)], overrideReason: 'x' },
    });
    const { extensions } = await organizer.refused(PUBLISH, { id: proposal.id });
    const except = (extensions.sessions as { id: string }[]).map(({ id }) => id);
    expect(except).toEqual(expect.arrayContaining([second.id, second.exchangedWith]));
    // No session is left to judge again if both halves are refused at once.
    const others = proposal.sessions
      .map(({ id }) => id)
      .filter((id) => id !== second.id && id !== second.exchangedWith);
    world.service.clock.set(second.startsAt);
    await organizer.signInAgain();
    const late = await organizer.refused(PUBLISH, { id: proposal.id, except: others });
    expect(late.extensions.sessions).toHaveLength(2);
    world.service.clock.set('2027-03-01T09:00:00Z');
    const { publishProposal } = await organizer.ask(PUBLISH, { id: proposal.id, except });
    expect(publishProposal.status).toBe('PUBLISHED');
  });

  it('has remedies for a sitting without a place that still help once its other sessions are booked', async () => {
    const made = await group();
    const { ana, bo, cy, organizer, loops } = made;
    const tuesday = [{ day: 'TUESDAY', start: '18:00', end: '19:00' }];
    await states(organizer, [], 1);
    for (const peer of [bo, cy]) await states(peer, tuesday, 1);
    await states(ana, [{ day: 'SUNDAY', start: '08:00', end: '09:00' }], 1);
    const [anas, bos, cys] = loops as [(typeof loops)[number], (typeof loops)[number], (typeof loops)[number]];
    for (const loop of [anas, bos, cys])
      for (const [key, loopRoundId] of loop)
        await organizer.updatesRound(
          key === SOLO_ROUND && loop !== bos
            ? { loopRoundId, targetSessions: 1, windowStart: '2027-03-04', windowEnd: '2027-03-11' }
            : { loopRoundId, included: false },
        );
    const proposal = await proposes(made);
    expect(proposal.sessions.length).toBe(1);
    const [left] = proposal.unplaced;
    expect(left!.loopRound.id).toBe(anas.get(SOLO_ROUND));
    expect(left!.block.reason).toBe('CANDIDATE_NOT_AVAILABLE');
    // Ana's hours alone do not help: the proposal takes the only hour of the others.
    const membersOf = new Map<number | null, Set<string>>();
    for (const { choice, member } of left!.block.remedies)
      membersOf.set(choice, (membersOf.get(choice) ?? new Set()).add(member.id));
    expect(membersOf.size).toBeGreaterThan(0);
    expect([...membersOf.values()]).not.toContainEqual(new Set([ana.memberId]));
  });

  it('is stale, and names the sessions, once a later edition of the guide has dropped their round', async () => {
    const made = await group();
    const proposal = await proposes(made);
    const dropped = made.loops.map((loop) => loop.get(SOLO_ROUND));
    for (const loopRoundId of dropped) await made.organizer.updatesRound({ loopRoundId, included: false });
    const { organizer, groupId, planId } = made;
    const { id: guideId } = await edition(organizer, groupId, (document) => drop(document, SOLO_ROUND));
    await organizer.ask(UPDATE_PLAN, { input: { planId, guideId } });
    const gone = proposal.sessions.filter(({ loopRound }) => dropped.includes(loopRound.id)).map(({ id }) => id);
    expect(gone.length).toBeGreaterThan(0);
    const { extensions } = await organizer.refused(PUBLISH, { id: proposal.id });
    expect(extensions.code).toBe('STALE');
    const named = (extensions.sessions as { id: string; code: string }[]).map(({ id }) => id);
    expect(named.toSorted()).toEqual(gone.toSorted());
    const { publishProposal } = await organizer.ask(PUBLISH, { id: proposal.id, except: gone });
    expect(publishProposal.status).toBe('PUBLISHED');
  });

  it('is open exactly while its sessions can be booked together', async () => {
    const made = await group();
    const { organizer, bo, candidate } = made;
    const proposal = await proposes(made);
    const status = async () => (await organizer.ask(READ, { id: proposal.id })).node.status;
    /** The sessions that publishing refuses. */
    const refused = async () => {
      expect(await status()).toBe('STALE');
      const { code, sessions } = (await organizer.refused(PUBLISH, { id: proposal.id })).extensions;
      expect(code).toBe('STALE');
      return sessions as { id: string; code: string }[];
    };
    const profile = (change: object) => organizer.ask(PROFILE, { input: { memberId: bo.memberId, ...change } });
    const loopRound = (loopRoundId: string, change: object) =>
      organizer.ask(UPDATE_ROUND, { input: { loopRoundId, ...change } });

    // Bo interviews twice in a week, and wants one interview from now on. Each session would be allowed without the other one.
    const weekOf = ({ startsAt }: { startsAt: string }) => Math.floor((Date.parse(startsAt) / DAY + 3) / 7);
    const bos = proposal.sessions.filter(({ panel }) => panel.some(({ member }) => member.id === bo.memberId));
    const later = bos.filter((each, n) => bos.slice(0, n).some((other) => weekOf(other) === weekOf(each)));
    expect(later.length).toBeGreaterThan(0);
    await profile({ weeklyInterviewLimit: 1 });
    expect(await refused()).toEqual(later.map(({ id }) => ({ id, code: 'LIMIT_REACHED' })));
    await profile({ weeklyInterviewLimit: 3 });
    expect(await status()).toBe('OPEN');

    await profile({ qualifiedFor: [] });
    expect(await refused()).toEqual(bos.map(({ id }) => ({ id, code: 'NOT_QUALIFIED' })));
    await profile({ qualifiedFor: null });
    expect(await status()).toBe('OPEN');

    // A round that wanted two sittings now wants only one.
    const twice = proposal.sessions.filter(({ loopRound: { id } }, n) =>
      proposal.sessions.slice(0, n).some((other) => other.loopRound.id === id),
    );
    expect(twice.length).toBeGreaterThan(0);
    const [second] = twice;
    await loopRound(second!.loopRound.id, { targetSessions: 1 });
    expect(await refused()).toEqual([{ id: second!.id, code: 'INVALID_STATE' }]);
    await loopRound(second!.loopRound.id, { targetSessions: 2 });
    expect(await status()).toBe('OPEN');

    // The window of a round now ends before its session.
    const anas = proposal.sessions.filter((each) => [...candidate.loop.values()].includes(each.loopRound.id));
    const last = anas.at(-1)!;
    const windowStart = '2027-03-01';
    await loopRound(last.loopRound.id, { windowStart, windowEnd: '2027-03-02' });
    expect(await refused()).toContainEqual({ id: last.id, code: 'OUT_OF_WINDOW' });
    await loopRound(last.loopRound.id, { windowStart, windowEnd: '2027-04-30' });
    expect(await status()).toBe('OPEN');
    expect((await organizer.ask(PUBLISH, { id: proposal.id })).publishProposal.status).toBe('PUBLISHED');
  });

  it('loses the sessions of a member who leaves: rounds whose candidate stays are unplaced with a block', async () => {
    const made = await group();
    const { organizer, ana, bo } = made;
    const proposal = await proposes(made);
    const rounds = new Set([...made.loops[1]!.values()]);
    const isBos = ({ loopRound }: { loopRound: { id: string } }) => rounds.has(loopRound.id);
    const names = ({ panel }: Proposal['sessions'][number]) => panel.some(({ member }) => member.id === bo.memberId);
    const lost = proposal.sessions.filter((each) => !isBos(each) && names(each));
    expect(lost.length).toBeGreaterThan(0);
    await bo.removes(bo.memberId);
    const { node } = await ana.ask(READ, { id: proposal.id });
    const kept = proposal.sessions.filter((each) => !isBos(each) && !names(each));
    const ids = (sessions: { id: string }[]) => sessions.map(({ id }) => id);
    expect(ids(node.sessions)).toEqual(ids(kept));
    expect(node.status).toBe('OPEN');
    const unplaced = node.unplaced.slice(proposal.unplaced.length);
    expect(unplaced.map(({ loopRound }) => loopRound.id).toSorted()).toEqual(
      lost.map(({ loopRound }) => loopRound.id).toSorted(),
    );
    for (const { block } of unplaced) expect(block.reason).toMatch(/^[A-Z_]+$/);
    const { publishProposal } = await organizer.ask(PUBLISH, { id: proposal.id, except: [lost[0]!.id] });
    expect(publishProposal.status).toBe('PUBLISHED');
    // What the proposal has lost does not come back.
    expect(ids(publishProposal.sessions)).toEqual(ids(kept));
    expect((await ana.ask(BOOKED, { id: made.planId })).plan.sessions.totalCount).toBe(kept.length);
  });

  it('does not name a member who has left, and drops the rounds of a candidate who has left', async () => {
    const made = await world.seed.plan({ members: 3 });
    const [ana, bo, cy] = made.members as [Peer, Peer, Peer];
    for (const peer of [made.organizer, cy]) await peer.setsProfile({ memberId: peer.memberId, qualifiedFor: [] });
    await world.seed.enroll(bo, made.planId);
    await states(ana, weekly('MONDAY', 'TUESDAY'));
    const { proposeSchedule } = await made.organizer.ask(PROPOSE, { input: { planId: made.planId, effort: 'QUICK' } });
    const before = (await solved(made.organizer, proposeSchedule.id)).unplaced;
    const anas = new Set(made.candidate.loop.values());
    const isAnas = ({ loopRound }: Proposal['unplaced'][number]) => anas.has(loopRound.id);
    expect(JSON.stringify(before)).toContain(bo.memberId);
    await bo.removes(bo.memberId);
    const after = (await solved(made.organizer, proposeSchedule.id)).unplaced;
    expect(after).toHaveLength(before.filter(isAnas).length);
    expect(after.every(isAnas)).toBe(true);
    expect(JSON.stringify(after)).not.toContain(bo.memberId);
  });

  it('counts a sitting as unplaced until it is booked by hand', async () => {
    const made = await group();
    const { organizer, cy } = made;
    const proposal = await proposes(made);
    const lost = proposal.sessions.find(
      ({ panel, loopRound }) =>
        panel[0]!.member.id === cy.memberId &&
        [...made.candidate.loop.values()].includes(loopRound.id) &&
        panel.length === 1,
    )!;
    await cy.removes(cy.memberId);
    const unplaced = async () =>
      (await solved(organizer, proposal.id)).unplaced.filter(({ loopRound }) => loopRound.id === lost.loopRound.id);
    const before = (await unplaced()).length;
    expect(before).toBeGreaterThan(0);
    const [roundKey] = [...made.candidate.loop].find(([, id]) => id === lost.loopRound.id)!;
    const input = { candidateId: made.candidate.id, roundId: made.rounds.get(roundKey), startsAt: lost.startsAt };
    await organizer.schedules({ ...input, panel: [seat(organizer)], overrideReason: 'x' });
    expect(await unplaced()).toHaveLength(before - 1);
  });

  it('is not used up by publishing nothing', async () => {
    const made = await group();
    const { id, sessions } = await proposes(made);
    const refused = await made.organizer.refused(PUBLISH, { id, except: sessions.map((each) => each.id) });
    expect(refused.extensions.fields!.map(({ path }) => path)).toEqual(['except']);
    expect((await made.organizer.ask(READ, { id })).node.status).toBe('OPEN');
  });

  it('says that there are too few members, or that the days are over, and not that other sessions take the time', async () => {
    world.service.clock.set('2027-03-01T09:00:00Z');
    const reasonsOf = async ({ organizer, planId }: { organizer: Peer; planId: string }, days: object = {}) => {
      const { proposeSchedule } = await organizer.ask(PROPOSE, { input: { planId, effort: 'QUICK', ...days } });
      const { unplaced } = await solved(organizer, proposeSchedule.id);
      return new Map(unplaced.map(({ loopRound, block }) => [loopRound.id, block.reason]));
    };
    const few = await world.seed.plan({ members: 1 });
    expect((await reasonsOf(few)).get(few.candidate.loop.get(PAIR_ROUND))).toBe('NO_QUALIFIED_INTERVIEWER');
    const far = await world.seed.plan({ members: 3, timeZone: 'America/Los_Angeles' });
    const [candidate] = far.members as [Peer];
    await candidate.ask('mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { timeZone } }', {
      input: { timeZone: 'Asia/Tokyo' },
    });
    await states(candidate, weekly('MONDAY'));
    world.service.clock.set('2027-03-01T23:30:00Z');
    expect([...new Set((await reasonsOf(far, { to: '2027-03-01' })).values())]).toEqual(['TOO_SOON']);
    world.service.clock.set('2027-03-01T09:00:00Z');
  });

  it('is published once when several organizers publish it at the same instant', async () => {
    const made = await group();
    const proposal = await proposes(made);
    const answers = await Promise.all(
      [1, 2, 3].map(() => world.service.ask(PUBLISH, { id: proposal.id }, made.organizer.token)),
    );
    expect(answers.filter(({ errors }) => errors === undefined)).toHaveLength(1);
    const { totalCount } = (await made.ana.ask(BOOKED, { id: made.planId })).plan.sessions;
    expect(totalCount).toBe(proposal.sessions.length);
  });

  it('is solved one at a time for each plan, and the lease of a dead process expires', async () => {
    const made = await group();
    const { organizer, planId } = made;
    const { proposeSchedule } = await organizer.ask(PROPOSE, { input: { planId, effort: 'NORMAL' } });
    const second = await organizer.refused(PROPOSE, { input: { planId } });
    expect(second.extensions).toMatchObject({ code: 'INVALID_STATE', state: 'SOLVING' });
    await solved(organizer, proposeSchedule.id);
    // A process that is killed while it solves leaves this state.
    const { db, clock } = world.service;
    await db.query(`update proposal set status = 'SOLVING'`);
    await db.query(
      `insert into solve_lease (group_id, plan_id, proposal_id, expires_at, phase, placed)
       select group_id, plan_id, id, $1::timestamptz + interval '30 seconds', 'PLACING', 0 from proposal order by id desc limit 1`,
      [clock.now()],
    );
    const read = async () => (await organizer.ask(READ, { id: proposeSchedule.id })).node;
    expect(await read()).toMatchObject({ status: 'SOLVING', progress: { phase: 'PLACING', placed: 0 } });
    clock.pass({ minutes: 1 });
    expect(await read()).toMatchObject({ status: 'FAILED', progress: null });
    expect((await proposes(made)).status).toBe('OPEN');
  });

  it('that is discarded while it is solved books nothing', async () => {
    const made = await group();
    const { organizer, planId } = made;
    const { proposeSchedule } = await organizer.ask(PROPOSE, { input: { planId } });
    expect((await organizer.ask(DISCARD, { id: proposeSchedule.id })).discardProposal.status).toBe('DISCARDED');
    expect((await proposes(made)).status).toBe('OPEN');
    expect((await organizer.ask(READ, { id: proposeSchedule.id })).node).toMatchObject({
      status: 'DISCARDED',
      sessions: [],
    });
    expect((await organizer.refused(PUBLISH, { id: proposeSchedule.id })).extensions.state).toBe('DISCARDED');
  });

  it('that is discarded through another process stays discarded, and the plan can be proposed again at once', async () => {
    const made = await group();
    const { organizer, planId, ana } = made;
    const second = await startTestApp(world.service.url);
    // Each process judges leases by its own clock.
    second.clock.set(world.service.clock.now().toISOString());
    const propose = async () => {
      const input = { planId, effort: 'QUICK' };
      return (await second.ask(PROPOSE, { input }, organizer.token)).data.proposeSchedule.id;
    };
    const id = await propose();
    expect((await organizer.ask(DISCARD, { id })).discardProposal.status).toBe('DISCARDED');
    // A process solves one after the other, so the first solve has ended when the next one has its result.
    expect((await solved(organizer, await propose())).status).toBe('OPEN');
    expect((await ana.ask(READ, { id })).node).toMatchObject({ status: 'DISCARDED', sessions: [], unplaced: [] });
    await second.close();
  });

  it('can be made, published and discarded only by organizers, and read by every member', async () => {
    const made = await group();
    const { organizer, ana, bo, planId } = made;
    const proposal = await proposes(made);
    const stranger = await world.seed.person('Stranger');
    const acts: [string, object][] = [
      [PROPOSE, { input: { planId } }],
      [PUBLISH, { id: proposal.id }],
      [DISCARD, { id: proposal.id }],
    ];
    for (const [act, variables] of acts) {
      expect((await ana.refused(act, variables)).extensions.code).toBe('FORBIDDEN');
      expect((await stranger.refused(act, variables)).extensions.code).toBe('NOT_FOUND');
    }
    expect((await stranger.refused(READ, { id: proposal.id })).extensions.code).toBe('NOT_FOUND');
    expect((await ana.ask(READ, { id: proposal.id })).node.sessions).toEqual(proposal.sessions);
    const wrong = await organizer.refused(PUBLISH, { id: proposal.id, except: [planId, 'x'] });
    expect(wrong.extensions.fields!.map(({ path }) => path)).toEqual(['except[0]', 'except[1]']);
    const many = async (count: number) => {
      const except = Array.from({ length: count }, () => planId);
      return (await organizer.refused(PUBLISH, { id: proposal.id, except })).extensions.fields![0];
    };
    expect(await many(2_000)).toMatchObject({ path: 'except[0]' });
    expect(await many(2_001)).toMatchObject({ path: 'except', expected: 'at most 2000 entries' });
    const other = await proposes(await group());
    const foreign = await organizer.refused(PUBLISH, { id: proposal.id, except: [other.sessions[0]!.id] });
    expect(foreign.extensions.fields!.map(({ path }) => path)).toEqual(['except[0]']);
    const days = { from: '2027-04-02', to: '2027-04-01' };
    expect((await organizer.refused(PROPOSE, { input: { planId, ...days } })).extensions.code).toBe('INVALID_INPUT');
    await organizer.removes(bo.memberId);
    const ARCHIVE = 'mutation ($id: ID!) { archivePlan(planId: $id) { id } }';
    await organizer.ask(ARCHIVE, { id: planId });
    expect((await organizer.refused(PROPOSE, { input: { planId } })).extensions.state).toBe('ARCHIVED');
    expect((await organizer.refused(PUBLISH, { id: proposal.id })).extensions.state).toBe('ARCHIVED');
  });

  it('says CROWDED_OUT if its other sessions take the time, and says what would make room', async () => {
    const made = await group();
    const { organizer, bo, ana, cy } = made;
    // Only Bo interviews, for one hour on one evening.
    for (const { memberId } of [organizer, ana, cy]) await organizer.setsProfile({ memberId, qualifiedFor: [] });
    const evening = { date: '2027-03-09', windows: [{ start: '18:00', end: '19:00' }] };
    await bo.statesHours({ memberId: bo.memberId, weekly: [], exceptions: [evening], expectedVersion: 1 });
    const proposal = await proposes(made, { from: '2027-03-09', to: '2027-03-09' });
    expect(proposal.sessions).toHaveLength(1);
    const crowded = proposal.unplaced.filter(({ block }) => block.reason === 'CROWDED_OUT');
    expect(crowded.length).toBeGreaterThan(0);
    await organizer.ask(PUBLISH, { id: proposal.id });
    const { loopRound, block } = crowded.find(({ block: each }) => each.remedies[0]?.kind === 'QUALIFY')!;
    const { member, roundKind } = block.remedies[0]!;
    expect(block.remedies.filter(({ choice }) => choice === 1)).toHaveLength(1);
    await organizer.setsProfile({ memberId: member.id, qualifiedFor: [roundKind] });
    const asked = { id: loopRound.id, from: '2027-03-09T00:00:00Z', to: '2027-03-09T23:00:00Z' };
    expect((await ana.ask(SLOT, asked)).node.slots.slots.length).toBeGreaterThan(0);
  });

  it('keeps to the days that it is asked for', async () => {
    const made = await group();
    const span = { from: '2027-03-10', to: '2027-03-20' };
    const { sessions } = await proposes(made, span);
    expect(sessions.length).toBeGreaterThan(0);
    for (const { startsAt } of sessions) {
      expect(startsAt >= '2027-03-09T23:00:00.000Z').toBe(true);
      expect(startsAt < '2027-03-20T23:00:00.000Z').toBe(true);
    }
  });

  it('explains what a departure takes from it with the days that it was asked for', async () => {
    const made = await group();
    const { ana, cy } = made;
    // On Tuesdays only Ana and Cy have time. On other days Ana has time with others.
    const tuesday = '2027-03-09';
    const { id, sessions } = await proposes(made, { from: tuesday, to: tuesday });
    const ofAna = sessions.find(({ panel }) => panel.some(({ member }) => member.id === cy.memberId))!;
    await cy.removes(cy.memberId);
    const { unplaced } = (await ana.ask(READ, { id })).node;
    const found = unplaced.filter(({ loopRound }) => loopRound.id === ofAna.loopRound.id);
    expect(found.at(-1)!.block.reason).toBe('NO_COMMON_TIME');
  });

  it('names no member for a sitting that a departure takes from it if a slot exists with another interviewer', async () => {
    const made = await group();
    const { organizer, bo, ana, cy } = made;
    const day = '2027-03-09';
    const { id, sessions } = await proposes(made, { from: day, to: day });
    const ofAna = sessions.find(({ panel }) => panel.some(({ member }) => member.id === cy.memberId))!;
    await cy.removes(cy.memberId);
    for (const peer of [bo, organizer]) {
      const evening = { date: day, windows: [{ start: '08:00', end: '22:00' }] };
      await peer.statesHours({ memberId: peer.memberId, weekly: [], exceptions: [evening], expectedVersion: 1 });
    }
    const { unplaced } = (await ana.ask(READ, { id })).node;
    const { block } = unplaced.findLast(({ loopRound }) => loopRound.id === ofAna.loopRound.id)!;
    expect(block).toEqual({ reason: 'CROWDED_OUT', members: [], remedies: [] });
    const asked = { id: ofAna.loopRound.id, from: `${day}T00:00:00Z`, to: `${day}T23:00:00Z` };
    expect((await ana.ask(SLOT, asked)).node.slots.slots.length).toBeGreaterThan(0);
  });
});

describe('a solve', () => {
  it('whose process is killed leaves a plan without bookings that can be proposed again', async () => {
    // The other process uses the real time.
    const now = new Date();
    const day = (days: number) => new Date(now.getTime() + days * DAY).toISOString().slice(0, 10);
    world.service.clock.set(now.toISOString());
    const [startsOn, targetDate] = [day(0), day(60)];
    const { organizer, members, planId } = await world.seed.plan({ members: 6, startsOn, targetDate });
    for (const peer of members.slice(1)) await world.seed.enroll(peer, planId, targetDate);
    for (const peer of members) await states(peer, weekly('MONDAY', 'WEDNESDAY', 'THURSDAY', 'SUNDAY'));
    const other = await start({ DATABASE_URL: world.service.url });
    const input = { planId, effort: 'THOROUGH' };
    const { data } = await askAt(other.url, PROPOSE, { input }, organizer.token);
    const { id, status } = data.proposeSchedule;
    expect(status).toBe('SOLVING');
    other.child.kill('SIGKILL');
    await other.exit;
    const read = async () => (await organizer.ask(READ, { id })).node.status;
    expect(await read()).toBe('SOLVING');
    world.service.clock.set(new Date(now.getTime() + 60_000).toISOString());
    expect(await read()).toBe('FAILED');
    expect((await organizer.ask(BOOKED, { id: planId })).plan.sessions.totalCount).toBe(0);
    const { proposeSchedule } = await organizer.ask(PROPOSE, { input: { planId, effort: 'QUICK' } });
    expect((await solved(organizer, proposeSchedule.id)).status).toBe('OPEN');
    world.service.clock.set('2027-03-01T09:00:00Z');
  });

  it('that was discarded lets the next solve start at once', async () => {
    const made = await group();
    for (let n = 0; n < 25; n += 1) {
      const { proposeSchedule } = await made.organizer.ask(PROPOSE, {
        input: { planId: made.planId, effort: 'THOROUGH' },
      });
      await made.organizer.ask(DISCARD, { id: proposeSchedule.id });
    }
    expect((await proposes(made)).status).toBe('OPEN');
  });

  it('that waits does not keep its process from closing, and has failed afterwards', async () => {
    const [one, other] = [await group(), await group()];
    const second = await startTestApp(world.service.url);
    const ids = [];
    for (const { organizer, planId } of [one, other]) {
      const input = { planId, effort: 'THOROUGH' };
      const { data } = await second.ask(PROPOSE, { input }, organizer.token);
      ids.push(data.proposeSchedule.id);
    }
    await second.close();
    expect((await one.organizer.ask(READ, { id: ids[0]! })).node.status).toBe('FAILED');
    expect((await other.organizer.ask(READ, { id: ids[1]! })).node.status).toBe('FAILED');
    expect((await other.organizer.refused(PUBLISH, { id: ids[1] })).extensions.state).toBe('FAILED');
    expect((await proposes(other)).status).toBe('OPEN');
  });

  it('looks no further ahead than slots do, so that what it proposes can be published', async () => {
    const made = await world.seed.plan({ members: 2, targetDate: '2027-09-01' });
    const [ana, bo] = made.members as [Peer, Peer];
    const far = { date: '2027-06-02', windows: [{ start: '00:00', end: '24:00' }] };
    for (const peer of [ana, bo]) await peer.statesHours({ memberId: peer.memberId, weekly: [], exceptions: [far] });
    const proposal = await proposes(made);
    expect(proposal).toMatchObject({ status: 'OPEN', sessions: [] });
    const coding = made.candidate.loop.get(SOLO_ROUND);
    await ana.updatesRound({ loopRoundId: coding, windowStart: '2027-07-01', windowEnd: '2027-07-30' });
    const { unplaced } = await proposes(made);
    const { block } = unplaced.find(({ loopRound }) => loopRound.id === coding)!;
    expect(block).toEqual({ reason: 'OUT_OF_WINDOW', members: [{ id: ana.memberId }], remedies: [] });
  });

  it('is refused for days that are over or too far ahead', async () => {
    const { organizer, planId } = await group();
    for (const days of [{ to: '2027-02-28' }, { from: '2027-07-01' }, { from: '2027-03-09', to: '2027-03-08' }]) {
      const { extensions } = await organizer.refused(PROPOSE, { input: { planId, ...days } });
      expect(extensions.code).toBe('INVALID_INPUT');
    }
  });
});
